"""Forms of third-party notices: one file each, from notices to bytes that are the same wherever they are made."""

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from licscan.model.notice import Notices

NOTICE_FORMATS: Mapping[str, str] = {
    "text": "licscan.formats.notice.text:NoticeText",
    "markdown": "licscan.formats.notice.markdown:NoticeMarkdown",
    "html": "licscan.formats.notice.html:NoticeHtml",
}


class NoticeFormat(Protocol):
    """Renders notices as they stand."""

    def render(self, notices: Notices) -> bytes:
        """The notices in this form, as UTF-8."""
        ...


def find_notice_format(name: str) -> NoticeFormat:
    """The form of that name; raises KeyError for a name that is not in NOTICE_FORMATS."""
    module, _, attribute = NOTICE_FORMATS[name].partition(":")
    made: NoticeFormat = getattr(import_module(module), attribute)()
    return made
