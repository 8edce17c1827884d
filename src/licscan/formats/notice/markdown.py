"""Notices as Markdown (CommonMark), for a page of documentation; no string of a package can act as markup."""

import re
from collections.abc import Iterator

from licscan.formats.notice import words
from licscan.model.notice import Attribution, Notices

# ASCII punctuation may be escaped (CommonMark 0.31, section 2.4). Brackets of a link, images and lists need others of
# these signs or the start of a line; what GitHub makes a link by itself has `://`, `www.` or `@`.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&@$]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_START = re.compile(r"^(\s*)([-+=])")
_NUMBER = re.compile(r"^(\s*\d+)([.)])")
_FENCE = re.compile(r"^ {0,3}(`{3,})", re.MULTILINE)


class NoticeMarkdown:
    """Markdown with a heading for each package and text."""

    def render(self, notices: Notices) -> bytes:
        """The notices as UTF-8 Markdown."""
        return ("\n".join(_lines(notices)) + "\n").encode("utf-8", "replace")


def _lines(notices: Notices) -> Iterator[str]:
    yield from (f"# {words.TITLE}", "", escaped(words.about(notices)))
    if notices.missing:
        yield from ("", f"## {words.MISSING}", "", words.MISSING_SAYS, "")
        for missing in notices.missing:
            reasons = "; ".join(escaped(words.shown(reason)) for reason in missing.because)
            yield f"- **{escaped(words.shown(missing.what))}**: {reasons}"
    yield from ("", f"## {words.PACKAGES}")
    if not notices.components:
        yield from ("", words.NONE)
    for one in notices.components:
        yield from _component(one)
    if notices.texts:
        yield from ("", f"## {words.TEXTS}")
    for text in notices.texts:
        title = f'### <a id="text-{text.number}"></a>{escaped(words.text_title(text))}'
        yield from ("", title, "", f"Shipped with {escaped(words.used_by(text))}.", "", *_verbatim(text.text))
    if notices.left_out:
        yield from ("", f"## {words.LEFT_OUT}", "")
        yield from (f"- {escaped(words.left_out_words(left))}" for left in notices.left_out)


def _component(one: Attribution) -> Iterator[str]:
    texts = ", ".join(f"[text {number}](#text-{number})" for number in one.texts)
    yield from ("", f"### {escaped(words.title_of(one))}", "")
    yield f"License: {escaped(words.license_words(one))}" + (f" ({texts})" if texts else "")
    if one.copyrights:
        yield ""
        yield from (f"- {escaped(words.shown(line))}" for line in one.copyrights)
    for sentence in words.remarks(one):
        yield from ("", escaped(sentence))
    for notice in one.notices:
        yield from ("", "NOTICE:", "", *_verbatim(notice))


def _verbatim(text: str) -> Iterator[str]:
    """A fenced block whose fence is longer than any inside it."""
    lines = words.lines_of(text)
    longest = max((len(match[1]) for line in lines for match in _FENCE.finditer(line)), default=2)
    fence = "`" * (longest + 1)
    yield from (f"{fence}text", *lines, fence)


def escaped(text: str) -> str:
    """One line in which no character is markup."""
    plain = _MARKUP.sub(r"\\\1", text)
    return _NUMBER.sub(r"\1\\\2", _START.sub(r"\1\\\2", plain))
