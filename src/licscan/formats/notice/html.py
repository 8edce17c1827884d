"""Notices as one HTML page: no script, no request, every string escaped, light and dark by the reader's settings."""

from collections.abc import Iterator
from html import escape

from licscan.formats.notice import words
from licscan.model.notice import Attribution, Notices, NoticeText

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --paper: #fff; --box: #f6f8fa;
  --link: #0550ae; --alarm: #9a1b1b; --alarm-box: #fff1f0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9ba6b2; --line: #3a424c; --paper: #0f1318;
  --box: #171c22; --link: #79b8ff; --alarm: #ffb3ad; --alarm-box: #2d1517; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0; }
.soft { color: var(--soft); }
.alarm { background: var(--alarm-box); border-left: .3rem solid var(--alarm); padding: .9rem 1.1rem; margin: 1.5rem 0; }
.alarm h2 { border: 0; margin: 0 0 .4rem; padding: 0; color: var(--alarm); }
nav ul { columns: 15rem; padding-left: 1.1rem; margin: 0; }
article { padding: 1rem 0; border-bottom: 1px solid var(--line); }
article p { margin: .25rem 0; }
.license { font-weight: 600; }
.unknown { color: var(--alarm); font-weight: 700; }
ul.plain { margin: .4rem 0; padding-left: 1.1rem; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: .4rem; padding: .9rem 1rem; margin: .6rem 0;
  white-space: pre-wrap; font: .82rem/1.5 ui-monospace, monospace; }
@media print { nav, .skip { display: none; } body { max-width: none; padding: 0; } }
""".strip()


class NoticeHtml:
    """One self-contained page with a table of contents."""

    def render(self, notices: Notices) -> bytes:
        """The notices as a UTF-8 HTML document."""
        return ("\n".join(_lines(notices)) + "\n").encode("utf-8", "replace")


def _lines(notices: Notices) -> Iterator[str]:
    title = f"{words.TITLE}: {words.shown(notices.project)}" if notices.project else words.TITLE
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>\n{_STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#packages">To the packages</a>'
    yield "<header>"
    yield f"<h1>{words.TITLE}</h1>"
    yield f'<p class="soft">{escape(words.about(notices))}</p>'
    yield "</header>"
    yield "<main>"
    yield from _missing(notices)
    yield from _contents(notices)
    yield '<section id="packages" aria-labelledby="packages-title">'
    yield f'<h2 id="packages-title">{words.PACKAGES}</h2>'
    if not notices.components:
        yield f"<p>{words.NONE}</p>"
    for number, one in enumerate(notices.components, 1):
        yield from _component(number, one)
    yield "</section>"
    yield from _texts(notices)
    yield "</main>"
    yield from _left_out(notices)
    yield "</body>"
    yield "</html>"


def _missing(notices: Notices) -> Iterator[str]:
    if not notices.missing:
        return
    yield '<section class="alarm" aria-labelledby="missing-title">'
    yield f'<h2 id="missing-title">{words.MISSING}</h2>'
    yield f"<p>{words.MISSING_SAYS}</p>"
    yield '<ul class="plain">'
    for missing in notices.missing:
        reasons = "; ".join(_safe(reason) for reason in missing.because)
        yield f"<li><strong>{_safe(missing.what)}</strong>: {reasons}</li>"
    yield "</ul>"
    yield "</section>"


def _contents(notices: Notices) -> Iterator[str]:
    if not notices.components:
        return
    yield '<nav aria-labelledby="contents-title">'
    yield '<h2 id="contents-title">Contents</h2>'
    yield "<ul>"
    for number, one in enumerate(notices.components, 1):
        yield f'<li><a href="#package-{number}">{escape(words.title_of(one))}</a></li>'
    yield "</ul>"
    if notices.texts:
        yield f'<p><a href="#texts">{words.TEXTS}</a></p>'
    yield "</nav>"


def _component(number: int, one: Attribution) -> Iterator[str]:
    texts = ", ".join(f'<a href="#text-{text}">text {text}</a>' for text in one.texts)
    kind = "license" if one.license else "unknown"
    yield f'<article id="package-{number}" aria-labelledby="package-{number}-title">'
    yield f'<h3 id="package-{number}-title">{escape(words.title_of(one))}</h3>'
    license_words = f'<span class="{kind}">{escape(words.license_words(one))}</span>'
    yield f"<p>License: {license_words}{f' ({texts})' if texts else ''}</p>"
    if one.copyrights:
        yield '<ul class="plain soft">'
        yield from (f"<li>{_safe(line)}</li>" for line in one.copyrights)
        yield "</ul>"
    for sentence in words.remarks(one):
        yield f"<p>{escape(sentence)}</p>"
    for notice in one.notices:
        yield "<p>NOTICE:</p>"
        yield _verbatim(notice)
    yield "</article>"


def _texts(notices: Notices) -> Iterator[str]:
    if not notices.texts:
        return
    yield '<section id="texts" aria-labelledby="texts-title">'
    yield f'<h2 id="texts-title">{words.TEXTS}</h2>'
    for text in notices.texts:
        yield from _text(text)
    yield "</section>"


def _text(text: NoticeText) -> Iterator[str]:
    yield f'<article id="text-{text.number}" aria-labelledby="text-{text.number}-title">'
    yield f'<h3 id="text-{text.number}-title">{escape(words.text_title(text))}</h3>'
    yield f'<p class="soft">Shipped with {escape(words.used_by(text))}</p>'
    yield _verbatim(text.text)
    yield "</article>"


def _left_out(notices: Notices) -> Iterator[str]:
    if not notices.left_out:
        return
    yield "<footer>"
    yield f"<h2>{words.LEFT_OUT}</h2>"
    yield '<ul class="plain">'
    yield from (f"<li>{escape(words.left_out_words(left))}</li>" for left in notices.left_out)
    yield "</ul>"
    yield "</footer>"


def _verbatim(text: str) -> str:
    """A text as it stands; the line break after the tag is not part of it (HTML, 13.1.2.5)."""
    return "<pre>\n" + escape("\n".join(words.lines_of(text))) + "</pre>"


def _safe(text: str) -> str:
    return escape(words.shown(text))
