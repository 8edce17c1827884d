"""The one writer of output files: a reader finds the old file or the whole new one, never a half."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from licscan.errors import UsageError


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, flush to disk, then rename over it; raises UsageError where that is impossible.

    A link is followed. What is no regular file (`/dev/stdout`, a pipe) is written into and never replaced.
    """
    with written_atomically(path) as stream:
        stream.write(content)


@contextmanager
def written_atomically(path: Path) -> Iterator[IO[bytes]]:
    """A stream for what is too much to hold in memory; on an exception inside, the target stays what it was."""
    stream, temporary = _opened(path)
    try:
        with stream:
            yield stream
            stream.flush()
            if temporary is not None:
                os.fsync(stream.fileno())
        if temporary is not None:
            # mkstemp makes files private; an audit is made to be read, so give it what the umask allows.
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
            temporary.replace(path.resolve())
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _opened(path: Path) -> tuple[IO[bytes], Path | None]:
    """A stream, and the file beside the target that it writes into; None where it writes into the target itself."""
    try:
        if path.exists() and not path.is_file():
            return path.open("wb"), None
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        return os.fdopen(handle, "wb"), Path(temporary)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = getattr(error, "strerror", None) or "its links lead nowhere"
        raise UsageError(
            f"cannot write {path}: {reason}", hint="name a file in a folder that you may write to"
        ) from error
