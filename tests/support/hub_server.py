"""Hubs on loopback that speak the APIs of Hugging Face and Kaggle, with faults on request."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Fault = Callable[[Request], Response]
OF_KIND = {"datasets": "dataset", "models": "model"}


def commit_of(text: str) -> str:
    """A commit, the same for the same text."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@dataclass
class HostedRepository:
    """A dataset or model: its files by revision `main`, and what its description says beside them."""

    name: str
    files: dict[str, str]
    kind: str = "datasets"
    card_data: Mapping[str, object] | None = None
    tags: tuple[str, ...] = ()
    gated: str | bool = False
    private: bool = False
    disabled: bool = False
    gate_covers_card: bool = True
    commit: str = ""

    def __post_init__(self) -> None:
        self.commit = self.commit or commit_of(self.name + self.kind + json.dumps(self.files))


@dataclass
class HuggingFaceServer:
    """The hub: `moved` maps old names to new ones, `members` are the tokens that may see what is gated or private.

    `faults` maps a path to what is answered instead; `asked` lists the paths of all requests and `shown` the
    Authorization header of each.
    """

    server: HTTPServer
    members: set[str] = field(default_factory=set)
    repositories: dict[tuple[str, str], HostedRepository] = field(default_factory=dict)
    moved: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shown: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def add(self, repository: HostedRepository) -> HostedRepository:
        self.repositories[repository.kind, repository.name.lower()] = repository
        return repository

    def _answer(self, request: Request) -> Response:
        path = unquote(urlsplit(request.environ["RAW_URI"]).path)
        self.asked.append(path)
        self.shown.append(request.headers.get("Authorization"))
        if fault := self.faults.get(path):
            return fault(request)
        if described := re.fullmatch(r"/api/(datasets|models)/([^/]+(?:/[^/]+)?)(?:/revision/(.+))?", path):
            return self._described(request, *described.groups())
        if file := re.fullmatch(r"/(datasets/)?([^/]+(?:/[^/]+)?)/resolve/([^/]+)/(.+)", path):
            return self._file(request, "datasets" if file[1] else "models", *file.groups()[1:])
        return Response("no such page", 404)

    def _described(self, request: Request, kind: str, name: str, revision: str | None) -> Response:
        if target := self.moved.get((kind, name.lower())):
            tail = "" if revision is None else f"/revision/{revision}"
            return Response("", 307, headers={"Location": f"/api/{kind}/{target}{tail}"})
        found = self.repositories.get((kind, name.lower()))
        if found is None or (found.private and not self._is_member(request)):
            return self._no_repository(request)
        if revision not in (None, "main", found.commit):
            return refusal(404, "RevisionNotFound", "Invalid rev id")
        described = {
            "_id": "6" * 24,
            "id": found.name,
            "author": found.name.partition("/")[0],
            "sha": found.commit,
            "lastModified": "2026-10-01T08:00:00.000Z",
            "private": found.private,
            "gated": found.gated,
            "disabled": found.disabled,
            "tags": list(found.tags),
            "downloads": 7,
            "cardData": found.card_data,
            "siblings": [{"rfilename": name} for name in found.files],
        }
        return Response(json.dumps(described), content_type="application/json; charset=utf-8")

    def _file(self, request: Request, kind: str, name: str, revision: str, file: str) -> Response:
        found = self.repositories.get((kind, name.lower()))
        if found is None or (found.private and not self._is_member(request)):
            return self._no_repository(request)
        if revision not in ("main", found.commit):
            return refusal(404, "RevisionNotFound", "Invalid rev id")
        if found.gated and found.gate_covers_card and not self._is_member(request):
            status = 403 if request.headers.get("Authorization") else 401
            return refusal(status, "GatedRepo", f"Access to {OF_KIND[kind]} {found.name} is restricted.")
        if file not in found.files:
            return refusal(404, "EntryNotFound", "Entry not found")
        content = found.files[file].encode()
        headers = {"X-Repo-Commit": found.commit, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'}
        return Response(content, headers=headers, content_type="text/plain; charset=utf-8")

    def _is_member(self, request: Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.members

    def _no_repository(self, request: Request) -> Response:
        shown = request.headers.get("Authorization")
        if shown is not None and not self._is_member(request):
            return refusal(401, None, "Invalid credentials in Authorization header")
        return refusal(404 if shown else 401, "RepoNotFound", "Repository not found")


@dataclass
class KaggleServer:
    """Kaggle: descriptions by path, shown to `account` alone where one is named (a whole Authorization header)."""

    server: HTTPServer
    account: str | None = None
    described: dict[str, dict[str, object]] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shown: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def add_dataset(self, name: str, license_name: str | None, **further: object) -> None:
        stated: dict[str, object] = {
            "id": 4711,
            "ref": name,
            "title": f"Title of {name}",
            "licenseName": license_name,
            "currentVersionNumber": 3,
            "downloadCount": 12,
            "versions": [{"versionNumber": number} for number in (1, 2, 3)],
        }
        self.described[f"/api/v1/datasets/view/{name}"] = {**stated, **further}

    def add_model(self, name: str, instances: list[dict[str, object]]) -> None:
        stated: dict[str, object] = {"id": 12, "ref": name, "title": f"Title of {name}", "instances": instances}
        self.described[f"/api/v1/models/{name}/get"] = stated

    def _answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        self.shown.append(request.headers.get("Authorization"))
        if fault := self.faults.get(request.path):
            return fault(request)
        if self.account is not None and request.headers.get("Authorization") != self.account:
            return Response(json.dumps({"code": 401, "message": "Unauthenticated"}), 401)
        described = self.described.get(request.path)
        if described is None:
            return Response(json.dumps({"code": 403, "message": "Permission 'datasets.get' was denied"}), 403)
        return Response(json.dumps(described), content_type="application/json")


def refusal(status: int, code: str | None, message: str) -> Response:
    """A refusal as Hugging Face words it."""
    headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
    return Response(json.dumps({"error": message}), status, headers=headers, content_type="application/json")
