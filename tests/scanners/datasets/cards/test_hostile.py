"""Any text gives a card, none, or a document error; no card takes long; nothing of it is fetched."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.errors import DocumentError
from licscan.scanners.datasets.cards import KINDS, kind_of
from licscan.scanners.datasets.cards.decoding import decoded
from licscan.scanners.datasets.cards.interface import Card, CardKind

ALL = tuple(kind_of(kind) for kind in KINDS)
HUGGING_FACE, *OTHERS = ALL
SIZE = 1_000_000
# The promise is 50 ms; a machine that tests something else at the same time is slower.
MOST_SECONDS = 5  # of the processor: what takes no square of time takes a tenth of it
NAMES = st.sampled_from(
    [
        *(
            "license",
            "licenses",
            "licenseName",
            "sc:license",
            "sdLicense",
            "name",
            "nameNullable",
            "url",
            "@id",
            "@type",
        ),
        *("@graph", "@context", "distribution", "recordSet", "isBasedOn", "sources", "resources", "info", "id", "path"),
        *(
            "rai:personalSensitiveInformation",
            "trainingData",
            "baseModelInstance",
            "usageInfo",
            "@value",
            "conditionsOfAccess",
        ),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "mit",
            "Dataset",
            "sc:Dataset",
            "https://schema.org/Dataset",
            "https://spdx.org/licenses/MIT",
            "_:b",
            "#x",
            "../../x",
        ),
        *("https://jane.doe:pw@example.org/x", "jane.doe@example.org", "hf:../x", "\u202e", "\ud800", "dataset"),
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)


def read(kind: CardKind, text: str) -> Card | None:
    try:
        return kind.read(text, "data/x/card", "sha256:0")
    except DocumentError as error:
        place = error.location
    assert place is not None
    assert place.path == "data/x/card"
    return None


def check(card: Card | None, text: str) -> None:
    if card is None:
        return
    lines = text.count("\n") + text.count("\r") + 1
    for origin in card.origins:
        assert "pw@" not in origin.ref
        assert "@example" not in origin.ref
        assert ".." not in origin.ref or origin.ref.startswith("name:")
        assert origin.line is None or 1 <= origin.line <= lines
    for passage in card.passages:
        assert passage.text.strip()
        assert 1 <= passage.first_line <= lines
    assert all("jane.doe" not in one.words for one in card.personal)
    places = [proof.location for one in card.statements for proof in one.evidence]
    assert all(place is None or place.line is None or 1 <= place.line <= lines for place in places)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_json_of_any_shape_is_read(data: dict[str, object]) -> None:
    data.setdefault("@type", "Dataset")
    data.setdefault("type", "dataset")
    for text in (json.dumps(data), json.dumps(data, indent=1)):
        for kind in OTHERS:
            check(read(kind, text), text)
        check(read(HUGGING_FACE, f"---\n{text}\n---\n"), f"---\n{text}\n---\n")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"---\nlicense: mit\n", b'{"license": ', b"type: dataset\nlicense: "]),
)
def test_any_bytes_are_a_card_or_none(content: bytes, head: bytes) -> None:
    text = decoded(head + content).text
    for kind in ALL:
        check(read(kind, text), text)


@given(st.text(alphabet="-: license\n[]{}&*mit'\"|>#\ufeff\r\t\x00<=", max_size=100))
def test_any_front_matter_is_a_card_or_none(text: str) -> None:
    for whole in ("---\nlicense: mit\n" + text, "---\nlicense: mit\n" + text + "\n---\nbody\n"):
        card = read(HUGGING_FACE, whole)
        check(card, whole)
        assert card is None or card.gaps or card.statements


def front_matter(text: str) -> str:
    return f"---\n{text}\n---\n# Birds\n"


FRONT = {
    "new lines": "\n" * SIZE,
    "carriage returns": "\r" * SIZE,
    "fences": "---\n" * (SIZE // 4),
    "open fence": "---\nlicense: mit\n" + "a: b\n" * (SIZE // 5),
    "brackets": front_matter("license: " + "[" * 20_000),
    "list": front_matter("license: mit\nx: [" + "a," * (SIZE // 2) + "]"),
    "bomb": front_matter(
        "license: mit\na: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    ),
    "merge keys": front_matter("a: &a {b: c}\n" + "".join(f"x{n}:\n  <<: *a\n" for n in range(20_000))),
    "keys": front_matter("license: mit\n" + "".join(f"k{n}: v\n" for n in range(100_000))),
    "licenses": front_matter("license: mit\n" * 50_000),
    "columns": front_matter("license: mit\ndataset_info:\n" + "- name: x\n  dtype: y\n" * (SIZE // 22)),
    "zeros": front_matter("license: mit\n" + "\0" * SIZE),
    "gate": front_matter("license: mit\nextra_gated_prompt: |\n" + "  a\n" * (SIZE // 4)),
    "blocks": "---\nlicense: mit\n---\n" * 50_000,
    "addresses": front_matter('datasets: ["' + "https://huggingface.co/" * 20_000 + '"]'),
}
BEGIN = '{"@type": "Dataset", "type": "dataset", '
JSON = {
    "brackets": "[" * 20_000,
    "licenses": BEGIN + '"license": ' + "[" * 20_000,
    "elements": BEGIN + '"license": [' + '"mit",' * (SIZE // 6) + '"x"]}',
    "objects": BEGIN + '"x": [' + "{}," * (SIZE // 3) + "1]}",
    "members": "{" + ",".join(f'"k{n}": 1' for n in range(SIZE // 10)) + "}",
    "record sets": BEGIN + '"license": "mit", "recordSet": [' + '{"a": 1},' * (SIZE // 9) + '{"license": "x"}]}',
    "escapes": BEGIN + '"description": "' + "\\n" * (SIZE // 2) + '"}',
    "no end": BEGIN + '"description": "' + "a\\" * (SIZE // 2),
    "number": BEGIN + '"license": ' + "9" * SIZE + "}",
    "same names": "{" + '"license": "mit",' * 3_000 + '"a": 1}',
    "new lines": "{\n" + "\n" * SIZE + "}",
    "sources": '{"sources": ["' + "https://huggingface.co/a/b " * 40_000 + '"]}',
}


def timed(read_it: Callable[[], object]) -> float:
    started = time.process_time()
    read_it()
    return time.process_time() - started


@pytest.mark.parametrize("name", FRONT)
def test_no_readme_takes_long(name: str) -> None:
    assert timed(lambda: read(HUGGING_FACE, FRONT[name])) < MOST_SECONDS


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.__name__.rpartition(".")[2])
def test_no_metadata_takes_long(kind: CardKind, name: str) -> None:
    assert timed(lambda: read(kind, JSON[name])) < MOST_SECONDS


@pytest.mark.parametrize("name", ["brackets", "list", "bomb", "keys", "licenses", "gate"])
def test_what_is_too_much_is_told(name: str) -> None:
    try:
        card = HUGGING_FACE.read(FRONT[name], "data/x/README.md", "sha256:0")
    except DocumentError:
        return
    assert card is not None
    assert card.gaps
