"""What Hugging Face says of a repository, checked, and in the form in which it is kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from licscan.documents.values import as_text, texts
from licscan.inputs.cards import is_terms
from licscan.model.subject import SubjectKind
from licscan.net.answers import Answer
from licscan.net.errors import AnswerError, NotFoundError
from licscan.scanners.datasets.hubs.names import is_commit, is_hugging_face_name

README = "README.md"
HUB = "Hugging Face"
MAX_TEXTS = 8
_TAG = "license:"
_MAX_TAGS = 50
_MAX_CARD_DATA = 200_000
# What of the metadata says a license, a gate or a source; features and results of a card are long and say neither.
_CARD_KEYS = ("licen", "extra_gated", "source_datasets", "datasets", "base_model", "pretty_name", "task_categories")
_PATHS = {SubjectKind.DATASET: "datasets", SubjectKind.MODEL: "models"}


@dataclass(frozen=True, slots=True)
class Repository:
    """A dataset or model at one commit.

    `tags` are the licenses that the hub lists. `card_data` is the metadata that the hub took out of the card, as JSON
    text, `{}` where there is none. `files` are the names of card and license files at the top; None where the hub does
    not list files.
    """

    name: str
    kind: SubjectKind
    commit: str
    gated: bool = False
    disabled: bool = False
    tags: tuple[str, ...] = ()
    card_data: str = field(default="{}", repr=False)
    files: tuple[str, ...] | None = None

    @property
    def ref(self) -> str:
        """The ref with the commit that was read."""
        return f"hf:{self.name}@{self.commit}"

    @property
    def shown(self) -> str:
        """How places in this repository are shown."""
        return f"hf:{self.name}@{self.commit[:12]}"

    @property
    def files_path(self) -> str:
        """Where the files of this commit lie, below the endpoint."""
        folder = "datasets/" if self.kind is SubjectKind.DATASET else ""
        return f"{folder}{self.name}/resolve/{self.commit}"

    def record(self) -> dict[str, object]:
        """What a cache keeps of it."""
        return {
            "name": self.name,
            "commit": self.commit,
            "gated": self.gated,
            "disabled": self.disabled,
            "tags": list(self.tags),
            "card_data": self.card_data,
            "files": None if self.files is None else list(self.files),
        }


def api_path(kind: SubjectKind, name: str) -> str:
    """The path of the description of a repository, below the endpoint."""
    return f"api/{_PATHS[kind]}/{name}"


def kept_repository(record: Mapping[str, object] | None, kind: SubjectKind) -> Repository | None:
    """The repository that a cache kept, None where that is not what it should be."""
    name, commit = (as_text((record or {}).get(key)) for key in ("name", "commit"))
    if record is None or not name or not is_hugging_face_name(name) or not is_commit(commit):
        return None
    files = None if record.get("files") is None else tuple(texts(record.get("files")))
    return Repository(
        name,
        kind,
        str(commit),
        gated=record.get("gated") is not False,
        disabled=record.get("disabled") is True,
        tags=tuple(texts(record.get("tags"))),
        card_data=as_text(record.get("card_data")) or "{}",
        files=files if files is None else _chosen(files),
    )


def repository_of(answer: Answer, kind: SubjectKind, asked: str, revision: str | None) -> Repository:
    """The repository that the hub describes.

    It may have another name than the one that was asked for only if the hub has redirected to that name. Raises
    AnswerError, and NotFoundError for a repository without any commit.
    """
    from licscan.scanners.datasets.hubs import wire

    told = wire.decoded(answer.body, wire.Repository, HUB)
    if not is_hugging_face_name(told.id) or not _is_of(told.id, asked, answer.url, kind):
        raise AnswerError(f"{HUB} answered about another work than was asked for")
    if told.sha is None and told.disabled is True:
        raise AnswerError(f"{HUB} has disabled access to the {kind}", status=403)
    if told.sha is None:
        raise NotFoundError(f"the work is empty on {HUB}: it has no commit")
    if not is_commit(told.sha) or (is_commit(revision) and told.sha != revision):
        raise AnswerError(f"{HUB} answered about another commit than was asked for")
    return Repository(
        told.id,
        kind,
        str(told.sha),
        gated=told.gated not in (None, False),
        disabled=told.disabled is True,
        tags=_licenses(told.tags or []),
        card_data=_card_data(wire.members(told.card)),
        files=None if told.siblings is None else _chosen(each.rfilename for each in told.siblings),
    )


def _is_of(told: str, asked: str, url: str, kind: SubjectKind) -> bool:
    """Names differ in case alone; the oldest works have got an owner before their name."""
    _, _, path = url.partition(f"/api/{_PATHS[kind]}/")
    reached = "/".join(path.partition("?")[0].partition("/revision/")[0].split("/")[:2])
    fits = {asked.casefold(), reached.casefold()}
    return told.casefold() in fits or told.casefold().rpartition("/")[2] in fits


def _chosen(names: Iterable[str]) -> tuple[str, ...]:
    """The card and the license files at the top, the card first, one more than are read where there are more.

    A name that leads elsewhere is none of them.
    """
    found = sorted({name for name in names if name == README or (_is_plain(name) and is_terms(name))})
    texts_beside = [name for name in found if name != README][: MAX_TEXTS + 1]
    return (*((README,) if README in found else ()), *texts_beside)


def _is_plain(name: str) -> bool:
    return (
        len(name) <= 80 and name.isascii() and name.isprintable() and not set(name) & set("/\\%?#:") and name[0] != "."
    )


def _licenses(tags: list[str | None]) -> tuple[str, ...]:
    stated = (tag.removeprefix(_TAG) for tag in tags if tag is not None and tag.startswith(_TAG))
    return tuple(sorted({tag[:200] for tag in stated if tag}))[:_MAX_TAGS]


def _card_data(members: Mapping[str, bytes]) -> str:
    """The metadata that matters here as JSON text, one key a line.

    Raises AnswerError where it is nested too deeply to be metadata of a card, or too long.
    """
    from licscan.documents.json_text import read_json
    from licscan.errors import DocumentError

    known = {key: value.decode("utf-8", "replace") for key, value in members.items() if _matters(key)}
    if sum(map(len, known.values())) > _MAX_CARD_DATA:
        raise AnswerError(f"{HUB} describes the work at too great a length")
    try:
        data = {key: read_json(value, shown=HUB).data for key, value in known.items()}
    except DocumentError:
        raise AnswerError(f"{HUB} describes the work in a way that cannot be read") from None
    text = json.dumps(data, ensure_ascii=False, indent=0)
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _matters(key: str) -> bool:
    return key.casefold().startswith(_CARD_KEYS)
