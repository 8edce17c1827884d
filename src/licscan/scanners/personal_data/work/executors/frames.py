"""Messages between this process and its workers: pickles with their length in front, over pipes that nobody shares."""

import pickle
import struct
from typing import IO

_HEAD = struct.Struct(">Q")


def send(pipe: IO[bytes], message: object) -> None:
    """Write one message. Raises OSError where nobody listens any more."""
    content = pickle.dumps(message)
    pipe.write(_HEAD.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> object:
    """The next message. Raises EOFError where the other side is gone, also in the middle of one."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    # Never a file's: both ends of the pipe are our own code, and only a process that we started has the other one.
    return pickle.loads(content)  # noqa: S301
