"""HTML, XML, office documents and mail: what people wrote, without what machines need; linear on hostile input."""

import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.inputs.readers.markup import Open, Text, tokens
from licscan.inputs.readers.page import Page
from licscan.model.finding import GapReason
from support.data_files import read

PAGE = """<!DOCTYPE html><html><head><title>Our team</title><style>p { color: red }</style>
<script>var secret = "no text";</script><meta name="author" content="Mary Poe"></head><body>
<!-- a remark --><h1>Team</h1><p>Write to <b>Ann</b>&nbsp;Bo &amp; friends.
<a href="mailto:ann@example.com" title="mail Ann">here</a><img src="a.png" alt="Cy at the beach"></p>
<table><tr><th>name</th><th>phone</th></tr><tr><td>Cy Do</td><td>+65 9123 4567</td></tr></table></body></html>"""


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_page_gives_text_and_tables(tmp_path: Path) -> None:
    found = read(written(tmp_path / "team.html", PAGE))
    assert found.column("name") == ["Cy Do"]
    assert found.column("phone") == ["+65 9123 4567"]
    text = "\n".join(found.column(None))
    for told in ("Our team", "Ann Bo & friends", "ann@example.com", "mail Ann", "Cy at the beach", "Mary Poe"):
        assert told in text
    for untold in ("secret", "color", "remark", "a.png"):
        assert untold not in text


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- never closed ann@example.com",
        "<script>ann@example.com",
        '<p title="never closed ann@example.com',
        "<p ann@example.com",
        "<![CDATA[ann@example.com",
        "<table><tr><td>ann@example.com",
        '<script type="application/ld+json">{"email": "ann@example.com"}</script>',
    ],
)
def test_what_is_broken_is_read_and_not_dropped(tmp_path: Path, hidden: str) -> None:
    found = read(written(tmp_path / "a.htm", f"<p>before</p>{hidden}"))
    if not hidden.startswith("<script>"):  # an unclosed script is a script to the end of the page, as in browsers
        assert "ann@example.com" in found.text
    assert "before" in found.text


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "<",
            "<!--",
            "<a ",
            "<a b='",
            '<a b="',
            "</",
            "&",
            "&#",
            "&#9",
            "<script>",
            "<td>",
            "<table>",
            "<![CDATA[",
            "<p",
        ),
        *("<tr>", "x ", "<p>x", "<a b=", "]]>", "<style>"),
    ],
)
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    began = time.process_time()
    Page().take(tokens(unit * (1_000_000 // len(unit))))
    assert time.process_time() - began < 10  # what is not linear takes hours


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/!-='\"& ;#x]a[CDAT\n", max_size=80))
def test_no_text_breaks_the_tokens(text: str) -> None:
    for token in tokens(text):
        assert isinstance(token, Text) or token.name


def test_entities_are_those_of_the_standard() -> None:
    (text,) = tokens("&lt;&#233;&eacute;&bomb;&#99999999;")
    assert isinstance(text, Text)
    assert text.text.startswith("<éé&bomb;")


def test_attributes_are_unquoted() -> None:
    (tag,) = tokens("<a href='x y' B=\"z&amp;\" c=d />")
    assert tag == Open("a", {"href": "x y", "b": "z&", "c": "d"}, empty=True)


def test_xml_is_a_table_by_path(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>
    <people><person id="7"><name>Ann Bo</name><mail>ann@example.com</mail></person>
    <person id="8"><name>&f;Cy Do</name></person></people>"""
    found = read(written(tmp_path / "a.xml", text))
    assert found.column("/person/name") == ["Ann Bo", "&f;Cy Do"]
    assert found.column("/person/id") == ["7", "8"]
    assert found.column("/person/mail") == ["ann@example.com"]


def office(members: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return held.getvalue()


DOCX = {
    "word/document.xml": "<w:document><w:body><w:p><w:r><w:t>Dear Ann </w:t></w:r><w:r><w:t>Bo</w:t></w:r>"
    "</w:p><w:tbl><w:tr><w:tc><w:p><w:t>name</w:t></w:p></w:tc><w:tc><w:p><w:t>email</w:t></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:t>Cy</w:t></w:p></w:tc><w:tc><w:p><w:t>cy@example.com</w:t></w:p></w:tc></w:tr></w:tbl>"
    "</w:body></w:document>",
    "word/comments.xml": "<w:comments><w:comment><w:p><w:t>ask John</w:t></w:p></w:comment></w:comments>",
    "docProps/core.xml": "<cp:coreProperties><dc:creator>Mary Poe</dc:creator></cp:coreProperties>",
}


def test_a_word_document(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.docx", office(DOCX)))
    assert found.column(None) == ["ask John", "Dear Ann Bo"]
    assert found.column("email") == ["cy@example.com"]
    assert found.column("document author") == ["Mary Poe"]


def test_an_open_document(tmp_path: Path) -> None:
    content = "<office:text><text:h>For Ann</text:h><text:p>call <text:span>91234567</text:span></text:p></office:text>"
    found = read(written(tmp_path / "a.odt", office({"content.xml": content})))
    assert found.column(None) == ["For Ann", "call 91234567"]


@pytest.mark.parametrize("tenth", range(0, 10, 3))
def test_a_cut_document_is_a_gap(tmp_path: Path, tenth: int) -> None:
    whole = office(DOCX)
    assert read(written(tmp_path / "a.docx", whole[: len(whole) * tenth // 10])).reasons == [GapReason.UNPARSABLE]


def test_a_document_that_is_a_bomb(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.docx", office({"word/document.xml": "<w:t>" + "a" * 100_000_000})))
    assert found.reasons == [GapReason.TOO_LARGE]


def message(number: int) -> EmailMessage:
    made = EmailMessage()
    made["From"] = f"Ann Bö <ann{number}@example.com>"
    made["To"] = "cy@example.com"
    made["Subject"] = "Größe"
    made.set_content("Dear Cy,\n\ncall me at +65 9123 4567.\n")
    made.add_alternative("<p>Dear <b>Cy</b></p>", subtype="html")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    return made


def test_mail_gives_headers_and_text(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.eml", message(1).as_bytes()))
    assert found.column("From") == ["Ann Bö <ann1@example.com>"]
    assert found.column("Subject") == ["Größe"]
    assert "call me at +65 9123 4567." in found.text
    assert found.reasons == [GapReason.UNSUPPORTED_FORMAT]


def test_a_mailbox_gives_every_message(tmp_path: Path) -> None:
    box = b"".join(b"From ann@example.com Mon Jan  1 00:00:00 2024\n" + message(n).as_bytes() + b"\n" for n in range(3))
    found = read(written(tmp_path / "a.mbox", box))
    assert [address[-17:] for address in found.column("From")] == ["ann0@example.com>"[-17:]] + [
        f"ann{number}@example.com>"[-17:] for number in (1, 2)
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 50,
        b"Content-Type: text/plain; charset=nosuch\n\nAnn",
        b"From: =?nosuch?q?a?=\n\nx",
        b"a: b\n" * 20_000,
    ],
)
def test_odd_mail_is_no_error(tmp_path: Path, content: bytes) -> None:
    read(written(tmp_path / "a.eml", content))
