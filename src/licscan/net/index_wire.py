"""The JSON of a project page, decoded straight into the few fields that are needed (PEP 691, PEP 700, PEP 714).

Imported when the first page is read, never before: msgspec costs 40 ms. A page lists thousands of files; what is not
named here is skipped without becoming a Python object.
"""

import msgspec  # noqa: TID253 - this module itself is imported late

from licscan.net.errors import AnswerError

_NO_PAGE = "the package index answered with something that is no project page"


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One file of a project as the index states it; `url` may be relative to the page."""

    filename: str
    url: str
    hashes: dict[str, str]
    yanked: bool | str = False
    requires_python: str | None = msgspec.field(name="requires-python", default=None)
    core_metadata: bool | dict[str, str] | None = msgspec.field(name="core-metadata", default=None)
    dist_info_metadata: bool | dict[str, str] | None = msgspec.field(name="dist-info-metadata", default=None)

    def sha256(self) -> str | None:
        """The hash of the file, in lower case, where the index states it."""
        stated = self.hashes.get("sha256")
        return None if stated is None else stated.lower()

    def metadata_sha256(self) -> str | None:
        """The hash of the metadata beside the file, where the index announces it."""
        stated = self.dist_info_metadata if self.core_metadata is None else self.core_metadata
        digest = stated.get("sha256") if isinstance(stated, dict) else None
        return None if digest is None else digest.lower()


class _Meta(msgspec.Struct, frozen=True):
    api_version: str = msgspec.field(name="api-version")


class Page(msgspec.Struct, frozen=True):
    """A project page."""

    meta: _Meta
    name: str
    files: list[Entry]


def decode_page(body: bytes) -> Page:
    """Decode a project page.

    Raises AnswerError where the body is no JSON, of another shape, or of an API version that is not known.
    """
    try:
        page = msgspec.json.decode(body, type=Page)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise AnswerError(_NO_PAGE) from None
    if page.meta.api_version.partition(".")[0] != "1":
        raise AnswerError("the package index speaks a version of its protocol that is not known")
    return page
