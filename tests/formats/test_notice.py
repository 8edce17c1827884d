"""Notices in all forms: whole, the same wherever they are made, and no place for markup of strangers."""

import re
from html.parser import HTMLParser

import pytest
from inline_snapshot import snapshot

from licscan.formats.notice import NOTICE_FORMATS, find_notice_format
from licscan.formats.notice.markdown import escaped
from licscan.model.notice import Attribution, LeftOut, Missing, Notices, NoticeText

SAMPLE = Notices(
    project="demo",
    components=(
        Attribution("alpha", "1.0", "MIT", ("Copyright (c) 2020 Jo",), texts=(1,)),
        Attribution(
            "beta", "2.1", "Apache-2.0", notices=("Beta\nBuilt at Example.",), texts=(2,), ships=("BSD-3-Clause",)
        ),
        Attribution(
            "gamma", "3", "GPL-3.0-only", texts=(1,), source="The license asks that the source code is offered: here."
        ),
        Attribution("vague", None, None, disputed=True),
    ),
    texts=(
        NoticeText(1, "MIT License\n\nPermission is granted.", ("LICENSE", "LICENSE.txt"), ("alpha 1.0", "gamma 3")),
        NoticeText(2, "Apache License", ("LICENSE",), ("beta 2.1",)),
    ),
    missing=(Missing("vague", ("its license is unknown", "no license text could be found")),),
    left_out=(LeftOut("group:dev", ("tester 1.0",)),),
)


def rendered(name: str, notices: Notices = SAMPLE) -> str:
    return find_notice_format(name).render(notices).decode()


def test_the_text() -> None:
    assert rendered("text") == snapshot("""\
THIRD-PARTY NOTICES
================================================================================

demo includes or needs the following works of others, under their own licenses.

INCOMPLETE
--------------------------------------------------------------------------------
These notices are not whole. What is missing has to be added before they are handed out:

  * vague
      its license is unknown
      no license text could be found

PACKAGES
================================================================================

alpha 1.0
  License: MIT
  Texts:   [1]
  Copyright (c) 2020 Jo

beta 2.1
  License: Apache-2.0
  Texts:   [2]
  Parts of it are under other licenses: BSD-3-Clause.
  NOTICE:
  | Beta
  | Built at Example.

gamma 3
  License: GPL-3.0-only
  Texts:   [1]
  The license asks that the source code is offered: here.

vague
  License: unknown
  What the package states of its license does not agree: check it before it is handed out.

LICENSE TEXTS
================================================================================

[1] LICENSE, LICENSE.txt
Shipped with alpha 1.0, gamma 3
--------------------------------------------------------------------------------
MIT License

Permission is granted.

[2] LICENSE
Shipped with beta 2.1
--------------------------------------------------------------------------------
Apache License

LEFT OUT
================================================================================
  * needed for group:dev alone: 1 package (tester 1.0)
""")


def test_the_markdown() -> None:
    assert rendered("markdown") == snapshot("""\
# Third-party notices

demo includes or needs the following works of others, under their own licenses.

## Incomplete

These notices are not whole. What is missing has to be added before they are handed out:

- **vague**: its license is unknown; no license text could be found

## Packages

### alpha 1.0

License: MIT ([text 1](#text-1))

- Copyright (c) 2020 Jo

### beta 2.1

License: Apache-2.0 ([text 2](#text-2))

Parts of it are under other licenses: BSD-3-Clause.

NOTICE:

```text
Beta
Built at Example.
```

### gamma 3

License: GPL-3.0-only ([text 1](#text-1))

The license asks that the source code is offered: here.

### vague

License: unknown

What the package states of its license does not agree: check it before it is handed out.

## License texts

### <a id="text-1"></a>Text 1: LICENSE, LICENSE.txt

Shipped with alpha 1.0, gamma 3.

```text
MIT License

Permission is granted.
```

### <a id="text-2"></a>Text 2: LICENSE

Shipped with beta 2.1.

```text
Apache License
```

## Left out

- needed for group:dev alone: 1 package (tester 1.0)
""")


@pytest.mark.parametrize("name", NOTICE_FORMATS)
def test_every_form_says_first_what_is_missing_and_last_what_is_left_out(name: str) -> None:
    shown = rendered(name)
    body = shown.partition("<body>")[2] or shown
    places = [body.lower().index(words) for words in ("incomplete", "alpha 1.0", "built at example", "tester 1.0")]
    assert places == sorted(places)
    assert "its license is unknown" in body
    assert body.count("Permission is granted.") == 1


class Page(HTMLParser):
    """Tags, ids, links and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = {name: value or "" for name, value in attrs}
        self.attributes += given
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []


def test_the_page_has_landmarks_headings_and_links_that_lead_somewhere() -> None:
    page = Page(rendered("html"))
    assert {"header", "main", "nav", "footer", "h1", "h2", "h3"} <= set(page.tags)
    assert page.tags.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert all(link.removeprefix("#") in page.ids for link in page.links)
    labelled = re.findall(r'aria-labelledby="([^"]+)"', rendered("html"))
    assert set(labelled) <= set(page.ids)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre><iframe>",
    "\x1b[2J\u202egnp",
    "[x](y)",
    "```\n# h",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", NOTICE_FORMATS)
def test_words_of_a_package_act_nowhere(name: str, words: str) -> None:
    one = Attribution(words, words, words, (words,), (words,), (1,), (words,), words)
    hostile = Notices(
        words,
        (one,),
        (NoticeText(1, words, (words,), (words,)),),
        (Missing(words, (words,)),),
        (LeftOut(words, (words,)),),
    )
    shown = rendered(name, hostile)
    assert not any(ord(sign) < 32 and sign != "\n" for sign in shown)
    assert "\u202e" not in shown
    if name == "html":
        page = Page(shown)
        assert not {"script", "img", "iframe", "link"} & set(page.tags)
        assert not [attribute for attribute in page.attributes if attribute.startswith("on")]
    if name == "markdown":
        assert "\n# h" not in re.sub(r"^(`{3,})text\n.*?^\1$", "", shown, flags=re.DOTALL | re.MULTILINE)
        assert "[x](y)" not in re.sub(r"^(`{3,})text\n.*?^\1$", "", shown, flags=re.DOTALL | re.MULTILINE)


def test_a_line_of_markdown_starts_no_list_and_no_heading() -> None:
    assert escaped("- x") == "\\- x"
    assert escaped("1. x") == "1\\. x"
    assert escaped("# x") == "\\# x"


def test_no_package_is_said() -> None:
    assert "No third-party packages are handed out." in rendered("text", Notices(None, (), (), (), ()))
