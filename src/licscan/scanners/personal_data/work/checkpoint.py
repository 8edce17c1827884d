"""Where a long look at one unit stands, kept on disk so that a run that was killed goes on.

Kept are counts and positions (state.py) through net/cache.py, which writes whole files and drops what is damaged. The
key is a digest of the file, the part and share, the rules, the model and the options, so that the state of anything
else is never taken up. Who can write into the cache folder of a user can change the programs of that user, too.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from licscan.inputs.sources import Source
from licscan.net.cache import Cache
from licscan.scanners.personal_data.tables.state import StaleError, State
from licscan.scanners.personal_data.work.units import Unit

_ROOM = "personal-data"
_END_BYTES = 65_536
# What takes a second is sooner done again than kept.
_WORTH_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one unit in the cache."""

    cache: Cache
    key: tuple[str, str]

    @classmethod
    def of(cls, unit: Unit, folder: Path | None, digest: str) -> "Checkpoint | None":
        """The place of a unit; None where it would not be worth it or the file cannot be told apart."""
        if unit.sample is not None:
            return None
        with suppress(OSError):
            size = unit.source.size
            if size is None or size >= _WORTH_BYTES:
                name = hashlib.sha256(repr((digest, unit.part, unit.share, unit.shares)).encode())
                for each in _identity(unit.source, size):
                    name.update(each)
                return cls(Cache(folder), (_ROOM, name.hexdigest()))
        return None

    def state(self) -> State | None:
        """Where the last run stood; what does not make sense counts as absent."""
        told = self.cache.record(*self.key)
        if told is None:
            return None
        try:
            return State.from_json(told)
        except StaleError:
            self.forget()
            return None

    def keep(self, state: State) -> None:
        """Keep a state in place of the last one."""
        self.cache.keep_record(self.key, state.as_json())

    def forget(self) -> None:
        """Remove the state."""
        self.cache.forget(*self.key)


def _identity(source: Source, size: int | None) -> Iterator[bytes]:
    """What tells a file and its version apart without reading all of it. Raises OSError."""
    yield f"{source.shown}\0{size}\0".encode("utf-8", "surrogatepass")
    if source.path is not None:
        about = source.path.stat()
        yield f"{about.st_mtime_ns}\0{about.st_ino}\0".encode()
    with source.open() as stream:
        yield stream.read(_END_BYTES)
        if size is not None and size > _END_BYTES and stream.seekable() and source.path is not None:
            stream.seek(max(_END_BYTES, size - _END_BYTES))
            yield stream.read(_END_BYTES)
