"""Notices as plain text, for a NOTICES.txt beside a product."""

from collections.abc import Iterator

from licscan.formats.notice import words
from licscan.model.notice import Attribution, Notices

_RULE = "=" * 80
_THIN = "-" * 80


class NoticeText:
    """Plain text of the packages, then of the texts they refer to."""

    def render(self, notices: Notices) -> bytes:
        """The notices as UTF-8 text."""
        return ("\n".join(line.rstrip() for line in _lines(notices)) + "\n").encode("utf-8", "replace")


def _lines(notices: Notices) -> Iterator[str]:
    yield from (words.TITLE.upper(), _RULE, "", words.about(notices))
    if notices.missing:
        yield from ("", words.MISSING.upper(), _THIN, words.MISSING_SAYS, "")
        for missing in notices.missing:
            yield f"  * {words.shown(missing.what)}"
            yield from (f"      {words.shown(reason)}" for reason in missing.because)
    yield from ("", words.PACKAGES.upper(), _RULE)
    if not notices.components:
        yield words.NONE
    for one in notices.components:
        yield from _component(one)
    if notices.texts:
        yield from ("", words.TEXTS.upper(), _RULE)
    for text in notices.texts:
        yield from ("", f"[{text.number}] {words.shown(', '.join(text.names))}", f"Shipped with {words.used_by(text)}")
        yield from (_THIN, *words.lines_of(text.text))
    if notices.left_out:
        yield from ("", words.LEFT_OUT.upper(), _RULE)
        yield from (f"  * {words.left_out_words(left)}" for left in notices.left_out)


def _component(one: Attribution) -> Iterator[str]:
    yield from ("", words.title_of(one), f"  License: {words.license_words(one)}")
    if one.texts:
        yield f"  Texts:   {' '.join(f'[{number}]' for number in one.texts)}"
    for line in one.copyrights:
        yield f"  {words.shown(line)}"
    for sentence in words.remarks(one):
        yield f"  {sentence}"
    for notice in one.notices:
        yield from ("  NOTICE:", *(f"  | {line}" for line in words.lines_of(notice)))
