"""A package index on loopback: PEP 691 pages, PEP 658 metadata, range requests, and faults on request."""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

JSON = "application/vnd.pypi.simple.v1+json"
Fault = Callable[[Request], Response]


def core_metadata(name: str, version: str, *lines: str) -> bytes:
    """The text of a METADATA file."""
    return "\n".join(
        ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines, "", "About.", ""]
    ).encode()


def wheel(
    name: str,
    version: str,
    metadata: bytes,
    files: Mapping[str, str] | None = None,
    *,
    members: Mapping[str, str] | None = None,
    compress: bool = False,
) -> bytes:
    """A wheel: some code, further `members`, the metadata, and `files` of its metadata folder."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{name}/code.bin", b"\x5a" * 400_000)
        for path, text in (members or {}).items():
            archive.writestr(path, text)
        archive.writestr(f"{folder}/METADATA", metadata)
        archive.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{folder}/RECORD", "")
        for path, text in (files or {}).items():
            archive.writestr(f"{folder}/{path}", text)
    return content.getvalue()


def sdist(name: str, version: str, metadata: bytes, files: Mapping[str, str] | None = None) -> bytes:
    """A source distribution as .tar.gz."""
    top = f"{name}-{version}"
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        members = {"PKG-INFO": metadata, "src/code.py": b"pass\n", **{k: v.encode() for k, v in (files or {}).items()}}
        for path, content in members.items():
            entry = tarfile.TarInfo(f"{top}/{path}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(tar.getvalue(), mtime=0)


@dataclass
class Offered:
    """One file of the index; `announce` puts the metadata's hash on the page, `beside` serves `<file>.metadata`."""

    name: str
    content: bytes
    metadata: bytes
    announce: bool = False
    beside: bool = True
    ranges: bool = True
    yanked: bool = False
    requires_python: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class PackageIndexServer:
    """The index: `faults` maps a path to what is answered instead, `asked` lists the paths of all requests."""

    server: HTTPServer
    projects: dict[str, list[Offered]] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    sent_bytes: int = 0

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        return self.server.url_for("/simple/")

    def add(self, name: str, *files: Offered) -> None:
        self.projects.setdefault(name, []).extend(files)

    def add_wheel(
        self,
        name: str,
        version: str,
        *lines: str,
        files: Mapping[str, str] | None = None,
        tag: str = "py3-none-any",
        announce: bool = False,
        beside: bool = True,
        ranges: bool = True,
    ) -> Offered:
        metadata = core_metadata(name, version, *lines)
        file = f"{name.replace('-', '_')}-{version}-{tag}.whl"
        offered = Offered(file, wheel(name, version, metadata, files), metadata, announce, beside, ranges)
        self.add(name, offered)
        return offered

    def _answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        self.headers.append({key.lower(): value for key, value in request.headers.items()})
        fault = self.faults.get(request.path)
        response = fault(request) if fault else self._found(request)
        self.sent_bytes += len(response.get_data())
        return response

    def _found(self, request: Request) -> Response:
        parts = request.path.strip("/").split("/")
        if len(parts) == 2 and parts[0] == "simple" and parts[1] in self.projects:
            return Response(json.dumps(self._page(parts[1])), content_type=JSON)
        if len(parts) == 2 and parts[0] == "files":
            return self._file(parts[1], request)
        return Response("no such thing", 404)

    def _page(self, name: str) -> dict[str, object]:
        return {
            "meta": {"api-version": "1.1"},
            "name": name,
            "files": [
                {
                    "filename": file.name,
                    "url": f"/files/{file.name}",
                    "hashes": {"sha256": file.sha256},
                    "yanked": file.yanked,
                    "requires-python": file.requires_python,
                    "core-metadata": {"sha256": hashlib.sha256(file.metadata).hexdigest()} if file.announce else False,
                }
                for file in self.projects[name]
            ],
        }

    def _file(self, name: str, request: Request) -> Response:
        for file in (file for files in self.projects.values() for file in files):
            if name == f"{file.name}.metadata" and file.beside:
                return Response(file.metadata, content_type="application/octet-stream")
            if name == file.name:
                return _ranged(file, request.headers.get("Range"))
        return Response("no such file", 404)


def _ranged(file: Offered, wanted: str | None) -> Response:
    size = len(file.content)
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted or "")
    if match is None or not file.ranges:
        return Response(file.content, content_type="application/octet-stream")
    if match[1]:
        start, end = int(match[1]), min(size, int(match[2]) + 1)
    else:
        start, end = max(0, size - int(match[2])), size
    return Response(
        file.content[start:end],
        206,
        headers={"Content-Range": f"bytes {start}-{end - 1}/{size}", "Accept-Ranges": "bytes"},
        content_type="application/octet-stream",
    )
