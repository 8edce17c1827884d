"""What makes a label doubtful though nothing contradicts it."""

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.finding import LicenseFinding, SmellKind
from licscan.model.license import Commercial, Confidence
from licscan.scanners.datasets.cards import huggingface, kaggle
from licscan.scanners.datasets.resolve import resolve

TABLE = Catalog().licenses


def finding_of(label: str, text: str = "", *more: str) -> LicenseFinding:
    lines = ["---", "pretty_name: Harbour Birds", f"license: {label}", *more, "---", "", "# Harbour Birds", "", text]
    card = huggingface.read_hub("\n".join(lines), "birds/README.md", "sha256:00")
    return resolve(card, huggingface.meaning, TABLE)


def smells(finding: LicenseFinding) -> list[tuple[SmellKind, int | None]]:
    return [(smell.kind, smell.location.line if smell.location else None) for smell in finding.smells]


def test_a_label_for_data_with_a_text_that_says_the_same_smells_of_nothing() -> None:
    assert smells(finding_of("cc-by-4.0", "## License\n\nCC BY 4.0")) == []
    assert finding_of("cc-by-4.0", "## License\n\nCC BY 4.0").confidence is Confidence.HIGH


@pytest.mark.parametrize("label", ["mit", "apache-2.0", "gpl-3.0", "bsd-3-clause", "lgpl-3.0", "agpl-3.0"])
def test_a_license_for_programs_on_data(label: str) -> None:
    finding = finding_of(label)
    assert smells(finding) == [(SmellKind.SOFTWARE_LICENSE, 3)]
    assert finding.confidence is Confidence.MEDIUM
    assert finding.terms.commercial is Commercial.YES


def test_a_license_for_programs_on_a_model_is_what_is_usual() -> None:
    assert smells(finding_of("apache-2.0", "", "base_model: acme/gull")) == []


@pytest.mark.parametrize("label", ["ms-pl", "bsl-1.0"])
def test_a_label_that_is_picked_by_mistake(label: str) -> None:
    assert smells(finding_of(label)) == [(SmellKind.MISTAKEN_LABEL, 3)]


def test_a_label_that_its_own_text_names_is_no_mistake() -> None:
    found = smells(finding_of("bsl-1.0", "## License\n\nBoost Software License 1.0"))
    assert found == [(SmellKind.SOFTWARE_LICENSE, 3)]


@pytest.mark.parametrize(
    "text", ["", "[More Information Needed]", "Unknown", "N/A", "To be determined", "No information was found."]
)
def test_an_empty_section_on_the_license(text: str) -> None:
    found = smells(finding_of("cc-by-4.0", f"## Licensing Information\n\n{text}\n\n## Citation\n\nNone"))
    assert found == [(SmellKind.UNSUPPORTED_LABEL, 8)]


def test_no_section_on_the_license_is_nothing_unusual() -> None:
    assert smells(finding_of("cc-by-4.0", "Calls of gulls.")) == []


def test_records_with_licenses_of_their_own() -> None:
    finding = finding_of("other", "## License\n\nEach image has its own license.")
    assert smells(finding) == [(SmellKind.PER_RECORD, 10)]
    assert finding.terms.commercial is Commercial.UNKNOWN


def test_a_column_of_licenses_says_that_records_have_their_own() -> None:
    finding = finding_of("cc-by-4.0", "## Data Fields\n\n- `license`: the license of the image\n- `id`: a number")
    assert smells(finding) == [(SmellKind.PER_RECORD, 10)]


def test_terms_of_a_website() -> None:
    finding = finding_of("cc-by-4.0", "## License\n\nCC BY 4.0. Users have to follow Twitter's terms of service.")
    assert smells(finding) == [(SmellKind.WEBSITE_TERMS, 10)]
    assert "Twitter" in finding.smells[0].detail


def test_the_template_of_kaggle() -> None:
    text = '{"title": "INSERT_TITLE_HERE", "id": "acme/INSERT_SLUG_HERE", "licenses": [{"name": "CC0-1.0"}]}'
    card = kaggle.read(text, "dataset-metadata.json", "sha256:00")
    assert card is not None
    finding = resolve(card, kaggle.meaning, TABLE)
    assert [smell.kind for smell in finding.smells] == [SmellKind.TEMPLATE]
    assert finding.terms.commercial is Commercial.UNKNOWN


def test_no_smell_makes_an_unknown_license_a_known_one() -> None:
    for label in ("other", "unknown", "cc", "cc-by-nc-4.0"):
        plain = finding_of(label).terms.commercial
        text = "## License\n\n[More Information Needed]\n\n## Data Fields\n\n- `license`: license of the image"
        assert finding_of(label, text).terms.commercial is plain
