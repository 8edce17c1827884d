"""The one writer of output files: a reader finds the old file or the whole new one, never a half."""

import os
import tempfile
from pathlib import Path

from licscan.errors import UsageError


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, flush to disk, then rename over it; raises UsageError where that is impossible.

    A link is followed. What is no regular file (`/dev/stdout`, a pipe) is written into and never replaced.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        reason = getattr(error, "strerror", None) or "its links lead nowhere"
        raise UsageError(
            f"cannot write {path}: {reason}", hint="name a file in a folder that you may write to"
        ) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; an audit is made to be read, so give it what the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        Path(temporary).unlink(missing_ok=True)
