"""What licscan concludes from a label and the text of one card: our own wordings of patterns that are in use."""

from dataclasses import replace

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.finding import LicenseFinding
from licscan.model.license import Basis, Commercial, Confidence, WorkPart
from licscan.scanners.datasets.cards import huggingface
from licscan.scanners.datasets.cards.interface import Card, TextBeside
from licscan.scanners.datasets.resolve import resolve

TABLE = Catalog().licenses
YES, NO, UNKNOWN, CONDITIONAL = Commercial.YES, Commercial.NO, Commercial.UNKNOWN, Commercial.CONDITIONAL


def a_card(text: str, *labels: str, more: tuple[str, ...] = ()) -> Card:
    """A card with labels in its front matter (line 3 on), and a body."""
    lines = ["---", "pretty_name: Harbour Birds", *(f"license: {label}" for label in labels), *more, "---", "", text]
    return huggingface.read_hub("\n".join(lines), "birds/README.md", "sha256:00")


def concluded(text: str, *labels: str, more: tuple[str, ...] = ()) -> LicenseFinding:
    return resolve(a_card(text, *labels, more=more), huggingface.meaning, TABLE)


LICENSING = "# Harbour Birds\n\nCalls of gulls.\n\n## Licensing Information\n\n"

CASES = [
    # label and text agree, or the text says nothing
    ("mit", "Everything here is under the MIT License.", "MIT", YES, False),
    ("cc-by-4.0", "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)", "CC-BY-4.0", YES, False),
    ("cc-by-nc-4.0", "Creative Commons Attribution-NonCommercial", "CC-BY-NC-4.0", NO, False),
    ("cc-by-nc-4.0", "CC 4.0", "CC-BY-NC-4.0", NO, False),
    ("cc-by-4.0", "[More Information Needed]", "CC-BY-4.0", YES, False),
    ("cc-by-4.0", "", "CC-BY-4.0", YES, False),
    ("gpl-3.0", "GNU General Public License v3.0 or later", "GPL-3.0-only", YES, False),
    ("cc0-1.0", "The recordings are in the public domain.", "CC0-1.0", YES, False),
    # the text contradicts the label
    ("mit", "This work is licensed under CC BY-NC-SA 4.0.", "CC-BY-NC-SA-4.0", NO, True),
    ("bsd-3-clause", "Creative Commons Attribution-NonCommercial-ShareAlike 4.0", "CC-BY-NC-SA-4.0", NO, True),
    ("apache-2.0", "### Usage\n\nNon-commercial use only.", "LicenseRef-noncommercial", NO, True),
    ("cc-by-4.0", "https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0", NO, True),
    (
        "cc-by-4.0",
        "See [the terms](https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode).",
        "CC-BY-NC-SA-4.0",
        NO,
        True,
    ),
    ("cc-by-sa-3.0", "CC BY-SA 4.0", "CC-BY-SA-3.0", YES, True),
    (
        "cc-by-4.0",
        "The corpus is shared under the Creative Commons Attribution-ShareAlike 4.0 license.",
        "CC-BY-SA-4.0",
        YES,
        True,
    ),
    ("cc-by-nc-nd-4.0", "MIT", "CC-BY-NC-ND-4.0", NO, True),
    ("mit", "The data may only be used for academic research.", "LicenseRef-academic-use", NO, True),
    ("mit", "Research only.", "LicenseRef-research-only", NO, True),
    ("openrail", "Use it for research purposes only.", "LicenseRef-research-only", NO, True),
    # words that sound like a limit and are none
    ("cc-by-4.0", "You may use it for commercial or non-commercial purposes.", "CC-BY-4.0", YES, False),
    ("mit", "Free for both academic and commercial use.", "MIT", YES, False),
    ("cc-by-4.0", "Unlike Lake Birds, which is CC BY-NC 4.0, this set is CC BY 4.0.", "CC-BY-4.0", YES, False),
    ("cc-by-4.0", "Use is not limited to research purposes.", "CC-BY-4.0", YES, False),
    ("cc-by-4.0", "The prose of the field guide (CC BY-SA 4.0) is deliberately excluded.", "CC-BY-4.0", YES, False),
    ("cc-by-4.0", "We see no restriction on commercial use.", "CC-BY-4.0", YES, False),
    # no label that says anything: the text is all there is
    (
        None,
        "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International (CC BY-NC-ND 4.0)",
        "CC-BY-NC-ND-4.0",
        NO,
        False,
    ),
    ("other", "CDLA-Permissive-2.0", "CDLA-Permissive-2.0", YES, False),
    ("cc", "The calls are under CC BY-NC-SA 2.0.", "CC-BY-NC-SA-2.0", NO, False),
    ("unknown", "Free for noncommercial uses.", "LicenseRef-noncommercial", NO, False),
    (
        "unknown",
        "The database is made available for non-commercial use such as teaching.",
        "LicenseRef-noncommercial",
        NO,
        False,
    ),
    ("other", "Please contact the authors.", None, UNKNOWN, False),
    ("unknown", "Unknown", None, UNKNOWN, False),
    (None, "No license information was found.", None, UNKNOWN, False),
    ("unknown", "The data may be freely used for any purpose.", "LicenseRef-any-purpose", YES, False),
    (None, "Provided for research purposes. It cannot be sold.", "LicenseRef-research-only", NO, False),
    ("unknown", "Free for academic use.", "LicenseRef-academic-use", NO, False),
    # parts
    (
        "cc-by-4.0",
        "The metadata are CC BY 4.0. The images may be used for non-commercial research only.",
        "CC-BY-4.0",
        NO,
        True,
    ),
    ("cc-by-4.0", "The code in this repository is under the MIT License.", "CC-BY-4.0", YES, False),
    (None, "The code is licensed under MIT, the data is licensed under CC BY-NC 4.0.", "CC-BY-NC-4.0", NO, False),
    (
        "cc-by-4.0",
        "The annotations are CC BY 4.0, while the photos are CC BY-NC 2.0.",
        "CC-BY-4.0 AND CC-BY-NC-2.0",
        NO,
        False,
    ),
    # other languages
    ("mit", "本数据集仅用于学术研究。", "LicenseRef-research-only", NO, True),
    ("apache-2.0", "本数据集仅供学术研究使用, 禁止商用。", "LicenseRef-noncommercial-research", NO, True),
    ("apache-2.0", "本数据集采用 CC BY-NC 4.0 许可协议。", "CC-BY-NC-4.0", NO, True),
    ("cc-by-4.0", "可用于商业或非商业用途。", "CC-BY-4.0", YES, False),
    ("unknown", "研究目的に限り利用できます。", "LicenseRef-research-only", NO, False),
    ("mit", "商用利用は禁止されています。", "LicenseRef-noncommercial", NO, True),
    ("cc-by-4.0", "商用利用可能です。", "CC-BY-4.0", YES, False),
    (
        "mit",
        "Die Daten dürfen nur für nicht-kommerzielle Zwecke verwendet werden.",
        "LicenseRef-noncommercial",
        NO,
        True,
    ),
    ("unknown", "Nutzung ausschließlich zu Forschungszwecken.", "LicenseRef-research-only", NO, False),
    ("mit", "Los datos se publican solo para fines de investigación.", "LicenseRef-research-only", NO, True),
    ("mit", "Queda prohibido el uso comercial de los datos.", "LicenseRef-noncommercial", NO, True),
    ("mit", "Toute utilisation commerciale est interdite.", "LicenseRef-noncommercial", NO, True),
    ("unknown", "Données réservées à la recherche.", "LicenseRef-research-only", NO, False),
]


@pytest.mark.parametrize(("label", "text", "expression", "commercial", "conflict"), CASES)
def test_a_label_and_a_section_on_the_license(
    label: str | None, text: str, expression: str | None, commercial: Commercial, conflict: bool
) -> None:
    finding = concluded(LICENSING + text, *([label] if label else []))
    assert finding.concluded == expression
    assert finding.terms.commercial is commercial
    assert finding.conflict is conflict


RUNNING = [
    ("mit", "This dataset is released under CC BY-NC 4.0.", NO, True),
    ("mit", "The Harbour corpus can be used only for non-commercial research purposes.", NO, True),
    ("mit", "This corpus was recorded for research on bird calls at the academic harbour station.", YES, False),
    ("mit", "We compare with Lake Birds (CC BY-NC 4.0) and with River Birds under the GPL.", YES, False),
    ("mit", "Some models in the table are free for commercial use.", YES, False),
    ("cc-by-4.0", "- **License:** CC BY-NC-SA 4.0", NO, True),
    ("cc-by-4.0", "| Name | Harbour |\n|---|---|\n| License | CC BY-NC 4.0 |", NO, True),
    ("mit", "```\nlicense: cc-by-nc-4.0\n```", YES, False),
    ("mit", "```bibtex\n@misc{birds, copyright = {CC BY-NC 4.0, non-commercial use only}}\n```", YES, False),
    ("mit", "<!-- This dataset is licensed under CC BY-NC 4.0. -->", YES, False),
    ("mit", "## Citation\n\nThis dataset is licensed under CC BY-NC 4.0, so the paper says.", YES, False),
    ("mit", "## Data Fields\n\n- `license`: the license of the photo, such as CC BY-NC 2.0", YES, False),
]


@pytest.mark.parametrize(("label", "text", "commercial", "conflict"), RUNNING)
def test_running_text_counts_where_it_speaks_of_this_work(
    label: str, text: str, commercial: Commercial, conflict: bool
) -> None:
    finding = concluded(f"# Harbour Birds\n\n{text}\n", label)
    assert (finding.terms.commercial, finding.conflict) == (commercial, conflict)


@pytest.mark.parametrize(
    ("label", "prompt", "commercial", "conflict"),
    [
        ("cc-by-4.0", "You agree to use the calls solely for research purposes.", NO, True),
        ("mit", "I agree to use this model for non-commercial use ONLY", NO, True),
        (
            "mit",
            "Tell us who you are; the recordings stay free, also for commercial or non-commercial work.",
            CONDITIONAL,
            False,
        ),
        ("cc-by-nc-sa-4.0", "You agree to non-commercial use.", NO, False),
    ],
)
def test_what_a_gate_asks_for_counts(label: str, prompt: str, commercial: Commercial, conflict: bool) -> None:
    finding = concluded("# Harbour", label, more=(f'extra_gated_prompt: "{prompt}"',))
    assert (finding.terms.commercial, finding.conflict, finding.gated) == (commercial, conflict, True)


def test_a_conflict_keeps_both_places() -> None:
    finding = concluded(LICENSING + "CC BY-NC 4.0", "mit")
    assert finding.declared == "MIT"
    assert finding.confidence is Confidence.LOW
    label, text = finding.claims
    assert (label.basis, label.expression) == (Basis.DECLARED, "MIT")
    assert (text.basis, text.expression) == (Basis.OBSERVED, "CC-BY-NC-4.0")
    places = [claim.evidence[0].location for claim in (label, text)]
    assert [place and (place.path, place.line) for place in places] == [("birds/README.md", 3), ("birds/README.md", 12)]
    assert text.evidence[0].excerpt == "CC BY-NC 4.0"
    assert finding.note is not None
    assert "line 12" in finding.note


def test_the_license_of_the_code_is_kept_as_that_of_the_code() -> None:
    finding = concluded(LICENSING + "The code is MIT, the data is CC BY 4.0.", "cc-by-4.0")
    parts = {claim.expression: claim.part for claim in finding.claims if claim.basis is Basis.OBSERVED}
    assert parts == {"CC-BY-4.0": None, "MIT": WorkPart.CODE}


def test_a_template_decides_nothing_whatever_its_text_says() -> None:
    card = replace(a_card(LICENSING + "CC BY 4.0", "cc0-1.0"), template=True)
    finding = resolve(card, huggingface.meaning, TABLE)
    assert finding.concluded is None
    assert finding.terms.commercial is UNKNOWN
    assert [smell.kind.value for smell in finding.smells][:1] == ["template"]


def beside(text: str, name: str, *labels: str) -> LicenseFinding:
    card = a_card("# Harbour Birds", *labels)
    file = TextBeside(f"birds/{name}", "sha256:11", text)
    return resolve(replace(card, beside=(file,)), huggingface.meaning, TABLE)


def test_terms_beside_the_data_contradict_a_free_label() -> None:
    finding = beside(
        "Terms of use\n\nThe recordings may be used for non-commercial research only.\n", "TERMS.md", "mit"
    )
    assert finding.conflict
    assert finding.terms.commercial is NO
    assert [file.path for file in finding.license_files] == ["birds/TERMS.md"]
    places = [claim.evidence[0].location for claim in finding.claims if claim.basis is Basis.OBSERVED]
    assert [place and (place.path, place.line) for place in places] == [("birds/TERMS.md", 3)]


def test_the_license_of_code_beside_the_data_is_not_that_of_the_data() -> None:
    from support.license_texts import MIT

    finding = beside(MIT, "LICENSE")
    assert finding.concluded is None
    assert finding.terms.commercial is UNKNOWN
    assert [(claim.expression, claim.part) for claim in finding.claims] == [("MIT", WorkPart.CODE)]
    assert beside(MIT, "LICENSE", "cc-by-4.0").conflict is False
    assert beside(MIT, "DATA_LICENSE").concluded == "MIT"


def test_a_list_of_labels_that_the_text_offers_as_a_choice_is_a_choice() -> None:
    text = LICENSING + "The wiki pages are co-licensed under CC BY-SA 3.0 and GFDL-1.3-or-later; you may choose either."
    finding = resolve(
        a_card(text, more=("license:", "- cc-by-sa-3.0", "- gfdl-1.3-or-later")), huggingface.meaning, TABLE
    )
    assert finding.declared == "CC-BY-SA-3.0 AND GFDL-1.3-or-later"
    assert finding.concluded == "CC-BY-SA-3.0 OR GFDL-1.3-or-later"
    assert finding.conflict is False


@pytest.mark.parametrize(
    "text",
    [
        "Creative Commons Namensnennung - Nicht-kommerziell 4.0 International",
        "Creative Commons Attribution - Pas d'Utilisation Commerciale 4.0 International",
        "Creative Commons Reconocimiento-NoComercial 4.0 Internacional".replace("Internacional", "International"),
        "知识共享 署名-非商业性使用 4.0 国际许可协议",
        "クリエイティブ・コモンズ 表示 - 非営利 4.0 国際 ライセンス",
    ],
)
def test_creative_commons_names_are_read_in_other_languages(text: str) -> None:
    assert concluded(LICENSING + text).concluded == "CC-BY-NC-4.0"


def test_a_use_that_is_named_shuts_out_no_other_one_beside_a_license() -> None:
    words = "The set is provided for research purposes."
    assert concluded(LICENSING + words, "cc-by-4.0").terms.commercial is YES
    assert concluded(LICENSING + words).terms.commercial is NO


def test_a_model_is_not_under_the_license_of_its_data() -> None:
    text = "# Gull Model\n\n## License\n\nThe dataset is licensed under CC BY-NC 4.0.\n"
    model = concluded(text, "mit", more=("base_model: acme/gull",))
    data = concluded(text, "mit")
    assert (model.concluded, model.conflict) == ("MIT", False)
    assert (data.concluded, data.conflict) == ("CC-BY-NC-4.0", True)
