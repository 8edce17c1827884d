"""Hugging Face: descriptions and cards of datasets and models (https://huggingface.co/docs/hub/api)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from licscan.inputs.cards import UNREAD_TEXTS
from licscan.model.subject import SubjectKind
from licscan.net.answers import Answer
from licscan.net.cache import Cache
from licscan.net.errors import AnswerError, NetError, NotFoundError, OfflineError, is_passing
from licscan.net.gateway import Limits
from licscan.scanners.datasets.hubs.asking import Asking, GatedError, UnreadFormError, Wording
from licscan.scanners.datasets.hubs.card_of_repository import GATE_HINT, Fetched, answer_of
from licscan.scanners.datasets.hubs.interface import HubAnswer, Wanted
from licscan.scanners.datasets.hubs.names import is_commit
from licscan.scanners.datasets.hubs.repository import (
    HUB,
    MAX_TEXTS,
    README,
    Repository,
    api_path,
    kept_repository,
    repository_of,
)
from licscan.scanners.datasets.hubs.settings import HubSettings, hugging_face_settings
from licscan.scanners.datasets.hubs.store import downloaded

_MAX_DESCRIPTION = 32_000_000
_MAX_FILE = 2_000_000
_NO_FILE = ("text/html", "application/xhtml", "application/json")
_TOKEN = "set HF_TOKEN, or log in with the hub's own client"  # noqa: S105 - words for the reader
_WORDS = Wording(HUB, _TOKEN)
# What a kept answer holds: another number where more is kept, so that old ones do not count.
_DESCRIPTION, _FILE = "Hugging Face repository 1", "Hugging Face file 1"


class HuggingFace:
    """The client; what it was told of a commit is not asked again, what `main` is now is asked in each run."""

    def __init__(self, settings: HubSettings, cache: Cache, *, offline: bool, limits: Limits | None = None) -> None:
        self._settings = settings
        self._cache = cache
        self._asking = Asking(settings, _WORDS, offline=offline, limits=limits)

    def kinds(self, wanted: Wanted) -> tuple[SubjectKind, ...]:
        """What a work of this name may be: both, where nobody said which."""
        return (wanted.kind,) if wanted.kind else (SubjectKind.DATASET, SubjectKind.MODEL)

    def work(self, wanted: Wanted) -> HubAnswer:
        """The dataset or model; of an unknown kind it is the dataset where there is one.

        Raises NetError: offline without an earlier answer, missing, private, late, refused, malformed.
        """
        missing: NetError | None = None
        for kind in self.kinds(wanted):
            try:
                return self._work(wanted.ref.removeprefix("hf:"), kind, wanted.revision)
            except (NotFoundError, OfflineError) as error:
                missing = error
        raise missing or NotFoundError(f"{HUB} does not have it")

    def close(self) -> None:
        """Close all connections."""
        self._asking.close()

    def _work(self, name: str, kind: SubjectKind, revision: str | None) -> HubAnswer:
        key = (_DESCRIPTION, self._asking.endpoint, str(kind), name, revision or "main")
        kept = kept_repository(self._cache.record(*key), kind)
        stale = False
        repository = kept if is_commit(revision) else None
        if repository is None:
            try:
                repository = self._described(name, kind, revision)
            except NetError as error:
                if kept is not None and is_passing(error):
                    repository, stale = kept, True
                elif isinstance(error, OfflineError):
                    return self._downloaded(name, kind, revision, error)
                else:
                    raise
            else:
                for held in (key, (*key[:-1], repository.commit)):
                    self._cache.keep_record(held, repository.record())
        renamed = name if name.casefold() != repository.name.casefold() else None
        return replace(answer_of(repository, self._files(repository)), renamed_from=renamed, stale=stale)

    def _described(self, name: str, kind: SubjectKind, revision: str | None) -> Repository:
        path = api_path(kind, name)
        if revision is not None:
            path = f"{path}/revision/{quote(revision, safe='')}"
        answer = self._asking.get(path, max_bytes=_MAX_DESCRIPTION, accept="application/json")
        if answer.status >= 400:
            raise self._missing(answer, kind)
        return repository_of(answer, kind, name, revision)

    def _missing(self, answer: Answer, kind: SubjectKind) -> NetError:
        """What a refusal means: without an account the hub does not tell what is missing from what is private."""
        code, hint = answer.headers.get("x-error-code"), None if self._asking.with_account else _TOKEN
        if code == "RevisionNotFound":
            return NotFoundError(f"{HUB} has the {kind}, and not this revision of it")
        if code == "GatedRepo":
            return GatedError(f"the {kind} is gated", status=403, hint=GATE_HINT)
        if "disabled" in answer.headers.get("x-error-message", "")[:200]:
            return AnswerError(f"{HUB} has disabled access to the {kind}", status=403)
        if answer.status in (404, 410) or code == "RepoNotFound" or (answer.status == 401 and hint):
            return NotFoundError(f"{HUB} shows no {kind} of this name: there is none, or it is private", hint=hint)
        return self._asking.failure(answer)

    def _files(self, repository: Repository) -> Fetched:
        fetched = Fetched()
        for name in (README,) if repository.files is None else repository.files:
            try:
                if len(fetched.content) + len(fetched.errors) > MAX_TEXTS:
                    raise AnswerError(f"no more than {MAX_TEXTS} license files of a work are read")
                if PurePosixPath(name).suffix.lower() in UNREAD_TEXTS:
                    raise UnreadFormError("license texts in this form are not read")
                content = self._file(repository, name)
            except NetError as error:
                fetched.errors[name] = error
            else:
                if content is not None:
                    fetched.content[name] = content
        return fetched

    def _file(self, repository: Repository, name: str) -> bytes | None:
        """A file of a commit; None where a hub that lists no files has no card."""
        key = (_FILE, self._asking.endpoint, repository.files_path, name)
        content = self._kept(self._cache.record(*key))
        if content is not None:
            return content
        path = f"{repository.files_path}/{quote(name, safe='')}"
        answer = self._asking.get(path, max_bytes=_MAX_FILE, accept="*/*")
        if answer.status in (404, 410) and repository.files is None:
            return None
        if answer.headers.get("x-error-code") == "GatedRepo" or (answer.status in (401, 403) and repository.gated):
            raise GatedError("it lies behind the gate of the work", status=answer.status, hint=GATE_HINT)
        if answer.status >= 400:
            raise self._asking.failure(answer)
        _check_file(answer, repository)
        self._cache.keep_record(key, {"body": self._cache.keep_body(answer.body)})
        return answer.body

    def _kept(self, record: Mapping[str, object] | None) -> bytes | None:
        digest = (record or {}).get("body")
        return self._cache.body(digest) if isinstance(digest, str) else None

    def _downloaded(self, name: str, kind: SubjectKind, revision: str | None, error: NetError) -> HubAnswer:
        """What the hub's own client has downloaded, where no request may be made. Raises `error` where it has not."""
        store = self._settings.store
        found = downloaded(store, kind, name, revision, max_bytes=_MAX_FILE) if store else None
        if found is None:
            raise error
        repository = Repository(name, kind, found.commit)
        origin = "downloaded earlier by huggingface_hub"
        unread = {
            name: AnswerError("the downloaded file is too large, or no file of its folder") for name in found.unread
        }
        fetched = Fetched(dict(found.files), dict[str, NetError](unread))
        return replace(answer_of(repository, fetched, origin=origin), stale=True)


def _check_file(answer: Answer, repository: Repository) -> None:
    """A file says of which commit it is; a page for people or an answer of the API is not the file."""
    commit = answer.headers.get("x-repo-commit")
    if commit is not None and commit != repository.commit:
        raise AnswerError(f"{HUB} answered with a file of another commit")
    if answer.headers.get("content-type", "").lower().startswith(_NO_FILE):
        raise AnswerError(f"{HUB} answered with something else in the place of the file")


def open_hub(environ: Mapping[str, str], cache: Path | None, *, offline: bool, limits: Limits | None) -> HuggingFace:
    """The client by the settings of the user; no request is made yet."""
    return HuggingFace(hugging_face_settings(environ), Cache(cache), offline=offline, limits=limits)
