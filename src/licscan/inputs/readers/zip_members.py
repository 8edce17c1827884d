"""Members of a zip file that is a document (OPC, ECMA-376 part 2; OpenDocument part 2), read within bounds."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from licscan.inputs.readers.defects import Defects
from licscan.model.finding import GapReason

_MEMBER = 24_000_000  # bytes of one unpacked member
_MEMBERS = 20_000
_UNPACKED = 600_000_000  # bytes that a document may claim to unpack to
_LARGE = 64_000_000
_RATIO = 200
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError)


class Members:
    """The members of one document. Raises one of BROKEN where it is no zip file."""

    def __init__(self, content: Path | bytes | IO[bytes], defects: Defects) -> None:
        self._zip = zipfile.ZipFile(BytesIO(content) if isinstance(content, bytes) else content)
        self._defects = defects

    def close(self) -> None:
        """Release the file."""
        self._zip.close()

    @property
    def refusal(self) -> str | None:
        """Why the document is not unpacked, or None."""
        found = self._zip.infolist()
        packed = sum(one.compress_size for one in found)
        unpacked = sum(one.file_size for one in found)
        if len(found) > _MEMBERS:
            return f"holds {len(found):,} members, more than any document"
        if unpacked > _UNPACKED or (unpacked > _LARGE and unpacked > _RATIO * packed):
            return f"would unpack {packed:,} bytes to {unpacked:,}"
        return None

    def names(self) -> list[str]:
        """The names of all members in the order of the file."""
        return self._zip.namelist()

    def texts(self, *wanted: str) -> Iterator[tuple[str, str]]:
        """Name and text of every member whose name begins with one of `wanted` and ends in .xml, sorted by name."""
        for name in sorted(set(self._zip.namelist())):
            if name.startswith(wanted) and name.endswith(".xml"):
                yield name, self._text(name)

    def _text(self, name: str) -> str:
        with self._zip.open(name) as stream:
            data = stream.read(_MEMBER)
            if stream.read(1):
                self._defects.note(GapReason.TOO_LARGE, "parts of over 24 MB: {count}; their ends were not read")
        codec = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return data.decode(codec, "replace")
