"""The JSON of the hubs, decoded straight into the few fields that are needed.

Imported when the first answer is read, never before: msgspec costs 40 ms. Lists of a hundred thousand files are
passed over without becoming Python objects of their own.
"""

from typing import TypeVar

import msgspec  # noqa: TID253 - this module itself is imported late

from licscan.net.errors import AnswerError


class Sibling(msgspec.Struct, frozen=True, gc=False):
    """One file of a repository."""

    rfilename: str


class Repository(msgspec.Struct, frozen=True):
    """A dataset or model of Hugging Face (`/api/datasets/{id}`, `/api/models/{id}`)."""

    id: str
    sha: str | None = None
    gated: bool | str | None = None
    private: bool | None = None
    disabled: bool | None = None
    tags: list[str | None] | None = None
    card: msgspec.Raw = msgspec.field(name="cardData", default_factory=lambda: msgspec.Raw(b"null"))
    siblings: list[Sibling] | None = None


class Version(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One version of a dataset of Kaggle."""

    version_number: int | None = None


class KaggleDataset(msgspec.Struct, frozen=True, rename="camel"):
    """A dataset of Kaggle (`/api/v1/datasets/view/{owner}/{name}`); `code` is that of an error in its stead."""

    ref: str | None = None
    title: str | None = None
    subtitle: str | None = None
    description: str | None = None
    license_name: str | None = None
    current_version_number: int | None = None
    versions: list[Version] | None = None
    code: int | None = None


class KaggleInstance(msgspec.Struct, frozen=True, rename="camel"):
    """One variation of a model of Kaggle."""

    slug: str | None = None
    framework: str | int | None = None
    license_name: str | None = None
    version_number: int | None = None


class KaggleModel(msgspec.Struct, frozen=True, rename="camel"):
    """A model of Kaggle (`/api/v1/models/{owner}/{model}/get`); `code` is that of an error in its stead."""

    ref: str | None = None
    title: str | None = None
    subtitle: str | None = None
    description: str | None = None
    instances: list[KaggleInstance] | None = None
    code: int | None = None


def members(raw: msgspec.Raw) -> dict[str, bytes]:
    """The members of an object, each as its JSON text, so that only those that matter are read. Raises AnswerError."""
    try:
        found = msgspec.json.decode(raw, type=dict[str, msgspec.Raw] | None)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise AnswerError("the metadata of the work is no object") from None
    return {key: bytes(value) for key, value in (found or {}).items()}


_Wire = TypeVar("_Wire", Repository, KaggleDataset, KaggleModel)


def decoded(body: bytes, shape: type[_Wire], hub: str) -> _Wire:
    """The answer of a hub. Raises AnswerError where it is no JSON, or none of that shape."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise AnswerError(f"{hub} answered with something that describes no dataset or model") from None
