"""Cards of any shape give a finding, a document error or nothing, and never an address."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from licscan.catalog.licenses import load_licenses
from licscan.errors import DocumentError
from licscan.expressions.algebra import normalize
from licscan.model.finding import LicenseFinding
from licscan.scanners.datasets.cards import huggingface, kaggle
from licscan.scanners.datasets.cards.interface import CardKind
from licscan.scanners.datasets.resolve import resolve

RULES = Path(__file__).resolve().parents[3] / "rules"
TABLE = load_licenses(RULES)

KEYS = st.sampled_from(
    ["license", "licenses", "license_name", "license_link", "source_datasets", "base_model", "info", "name"]
)
WORDS = st.sampled_from(["mit", "cc-by-nc-4.0", "other", "unknown", "bsd", "jane.doe@example.org", "CC BY 9", "\u202e"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def read(kind: CardKind, text: str) -> LicenseFinding | None:
    try:
        card = kind.read(text, "data/README.md", "sha256:0")
    except DocumentError:
        return None
    return resolve(card, kind.meaning, TABLE) if card else None


def check(finding: LicenseFinding | None) -> None:
    if finding is None:
        return
    assert "jane.doe" not in repr(finding)
    assert finding.concluded is None or normalize(finding.concluded) == finding.concluded
    assert all(claim.unrecognized is None or claim.unrecognized.isprintable() for claim in finding.claims)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_front_matter_of_any_shape_is_read(data: dict[str, object]) -> None:
    check(read(huggingface, f"---\n{json.dumps(data)}\n---\n"))


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_kaggle_metadata_of_any_shape_is_read(data: dict[str, object]) -> None:
    check(read(kaggle, json.dumps(data)))


@given(st.text(alphabet="-: license\n[]{}&*mit'\"|>#\ufeff\r\t", max_size=80))
def test_any_text_is_a_card_or_none(text: str) -> None:
    check(read(huggingface, "---\nlicense: mit\n" + text))
    check(read(kaggle, text))


@settings(max_examples=20)
@given(
    st.sampled_from(["a", "-", "(", "cc ", "by-", "nc", "gpl or later ", "@", "0.", " or ", "\u0301"]), st.booleans()
)
def test_long_labels_take_no_time(piece: str, listed: bool) -> None:
    label = (piece * 200_000)[:200_000]
    started = time.monotonic()
    check(read(huggingface, f"---\nlicense: {json.dumps([label] if listed else label)}\n---\n"))
    assert time.monotonic() - started < 2


def test_the_hash_seed_changes_nothing() -> None:
    keys = "license: [bsd, cc, mit, CC 4.0 Non-Commercial]\nsource_datasets: [b, a, c]\nbase_model: x/y\n"
    card = f"---\n{keys}license_name: z\n---\n"
    program = (
        "import sys; from pathlib import Path; from licscan.catalog.licenses import load_licenses; "
        "from licscan.scanners.datasets.cards import huggingface as kind; "
        "from licscan.scanners.datasets.resolve import resolve; "
        f"card = kind.read({card!r}, 'README.md', 'sha256:0'); "
        f"print(resolve(card, kind.meaning, load_licenses(Path({str(RULES)!r}))))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert "concluded=None" in outputs.pop()
