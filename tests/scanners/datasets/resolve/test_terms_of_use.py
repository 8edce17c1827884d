"""Which sentences of a card bind whoever uses the work: terms against intents, wishes, history and other works."""

import pytest

from licscan.catalog.catalog import Catalog
from licscan.model.finding import LicenseFinding
from licscan.model.license import Commercial
from licscan.scanners.datasets.cards import huggingface
from licscan.scanners.datasets.resolve import resolve

TABLE = Catalog().licenses
YES, NO, CONDITIONAL = Commercial.YES, Commercial.NO, Commercial.CONDITIONAL


def concluded(body: str, *labels: str, gate: str = "") -> LicenseFinding:
    """The finding of a card with a body, and labels in its front matter."""
    listed = ["license:", *(f"- {label}" for label in labels)] if labels else []
    asked = [f'extra_gated_prompt: "{gate}"'] if gate else []
    lines = ["---", "pretty_name: Harbour", *listed, *asked, "---", "", body, ""]
    return resolve(huggingface.read_hub("\n".join(lines), "README.md", "sha256:00"), huggingface.meaning, TABLE)


def running(text: str, *labels: str) -> LicenseFinding:
    return concluded(f"# HarbourBirds: calls of gulls\n\nRecorded at the pier.\n\n## Notes\n\n{text}", *labels)


def section(text: str, *labels: str) -> LicenseFinding:
    return concluded(f"# HarbourBirds\n\nRecorded at the pier.\n\n## License\n\n{text}", *labels)


TERMS = [
    "The recordings must only be used for research purposes.",
    "By downloading the recordings you agree to use them for research purposes only.",
    "This dataset is intended for non-commercial use only.",
    "HarbourBirds may be used for non-commercial research purposes only.",
    "For research purposes only.",
    "Not for commercial use.",
    "Please do not use it commercially.",
    "Commercial exploitation is excluded.",
    "No commercial exploitation of the clips, or of parts of them, is allowed.",
    "Selling the recordings, or services built on them, is not permitted.",
    "Any other use, including commercial use, is prohibited.",
    "You may use it for non-commercial purposes including, but not limited to, teaching.",
    "It can be used without restriction for non-commercial purposes.",
    "It may not be used for any purpose other than non-commercial research.",
    "Commercial use, including but not limited to resale, is forbidden.",
    "Unlike LakeBirds, this dataset is for non-commercial use only.",
    "The data was once free, but is now for non-commercial use only.",
    "If you want to use the recordings in a product, you need a separate agreement with us.",
    "Our clips, cut with a tool that is free, may only be used for non-commercial purposes.",
    "Die Nutzung für kommerzielle Zwecke ist nicht gestattet.",
    "Kommerzielle Nutzung nur nach Absprache.",
    "Der Datensatz darf nicht kommerziell verwendet werden.",
    "| Commercial use | no |",
    "- **Commercial use:** no",
    "Permitted use: research only",
    "Businesses need a separate license.",
    "Before using it commercially, ask us.",
    "This release is restricted to non-commercial and research purposes.",
    "All commercial rights are reserved.",
    "Scholarly use only.",
    "Il est interdit d'utiliser ces données à des fins commerciales.",
    "No se permite el uso comercial.",
    "仅供学习与研究\uff0c请勿用于商业用途。",
    "本数据仅可用于学术研究\uff0c不可商用。",
    "商業利用は認めていません。",
]


@pytest.mark.parametrize("text", TERMS)
def test_terms_bind_wherever_they_stand(text: str) -> None:
    for finding in (running(text, "mit"), section(text, "mit")):
        assert finding.terms.commercial is NO
        assert finding.conflict
    assert running(text).terms.commercial is NO


NO_TERMS = [
    "The recordings are intended for research purposes only.",
    "HarbourBirds was designed for academic research only.",
    "We encourage academic use of the dataset.",
    "You can use the works freely, regardless of commercial use.",
    "Free of charge, irrespective of whether the use is commercial or not.",
    "No restrictions on commercial use apply.",
    "Commercial use needs no permission.",
    "Commercial use is not prohibited.",
    "There is no need to contact us for commercial use.",
    "Unlike LakeBirds, which is for non-commercial use only, this set is free for all.",
    "Earlier releases were for non-commercial use only.",
    "Some recordings with non-commercial licenses were removed.",
    "Existing corpora are only available for non-commercial use.",
    "The annotation tool may only be used for non-commercial purposes.",
    "The paper may be shared for non-commercial purposes.",
    "The logo of the pier must not be used commercially.",
    "Commercial vessels are not included.",
    "Commercial use: yes",
    "In zone R1 commercial use is not allowed, which the map shows in red.",
    "The class `nc` marks sentences like: not for commercial use.",
    "Commercial use requires attribution.",
    "Companies and students may use the recordings alike.",
    "Annotators were not allowed to use commercial software.",
    "The corpus contains only research articles of the harbour office.",
    "Baseline weights are published under a non-commercial license.",
    "Nutzung ist auch kommerziell erlaubt.",
    "商用・非商用を問わず利用できます。",
    "可以用于商业用途。",
    "商用车不在统计范围内。",
]


@pytest.mark.parametrize("text", NO_TERMS)
def test_what_is_no_term_takes_nothing_away(text: str) -> None:
    finding = running(text, "cc-by-4.0")
    assert (finding.terms.commercial, finding.conflict) == (YES, False)


IN_SECTIONS = [
    "Free of charge, irrespective of whether the use is commercial or not.",
    "Commercial use is not restricted.",
    "The license does not forbid commercial use.",
    "Unlike LakeBirds, which is for non-commercial use only, this set is free for all.",
    "We encourage non-commercial use and ask companies to tell us.",
    "We excluded all recordings with non-commercial licenses.",
    "We relicensed the data from CC BY-NC 4.0 to CC BY 4.0 in 2024.",
    "The article is CC BY-NC-ND 4.0.",
    "Commercial vessels are not included.",
    "You can pass the files on, commercially too.",
]


@pytest.mark.parametrize("text", IN_SECTIONS)
def test_a_section_on_the_license_can_speak_of_limits_that_are_none(text: str) -> None:
    finding = section(f"CC BY 4.0. {text}", "cc-by-4.0")
    assert (finding.terms.commercial, finding.conflict) == (YES, False)


def test_an_intent_counts_where_nothing_else_is_said() -> None:
    assert running("The recordings are intended for research purposes only.").terms.commercial is NO
    assert section("The recordings are intended for research purposes only.", "mit").terms.commercial is NO


def test_variants_with_different_terms_make_the_use_conditional() -> None:
    lite = "- Lite: available for commercial and noncommercial usage\n"
    finding = running(lite + "- the Full dataset: available for noncommercial usage")
    assert (finding.concluded, finding.terms.commercial, finding.conflict) == (None, CONDITIONAL, False)
    assert "Variants" in (finding.note or "")
    assert running("The full dataset is available for non-commercial use only.").terms.commercial is NO
    both = running(lite + "- the full dataset: non-commercial use only", "mit")
    assert both.terms.commercial is NO, "a label stands for all variants"


def test_a_list_of_labels_beside_a_section_that_leaves_one_out_is_a_conflict() -> None:
    finding = section("HarbourBirds is released under the MIT License.", "cc-by-nc-sa-4.0", "mit")
    assert (finding.conflict, finding.terms.commercial) == (True, NO)
    named = section("The data is CC BY-NC-SA 4.0. The code is MIT.", "cc-by-nc-sa-4.0", "mit")
    assert not named.conflict
    assert not section("The data is under CC BY 4.0.", "cc-by-4.0", "mit").conflict, "both allow the same use"


def test_free_components_under_a_stricter_label_are_no_conflict() -> None:
    parts = "- Calls from the pier: CC BY 4.0\n- Calls from the quay: CC0 1.0"
    assert not section(parts, "cc-by-nc-4.0").conflict
    strict = parts.replace("CC0 1.0", "CC BY-NC 4.0")
    finding = section(strict, "mit")
    assert (finding.conflict, finding.terms.commercial) == (True, NO)


def test_limits_behind_a_citation_count_and_licenses_of_papers_do_not() -> None:
    body = "# HarbourBirds\n\n## Citation\n\n{}"
    limited = concluded(
        body.format("特别提示\uff1a语料版权归原作者所有\uff0c任何个人或机构不得将其用于商业目的。"), "other"
    )
    assert limited.terms.commercial is NO
    cited = concluded(body.format("The dataset paper is licensed under CC BY-NC 4.0."), "mit")
    assert (cited.terms.commercial, cited.conflict) == (YES, False)


def test_a_gate_that_asks_why_sets_no_limit() -> None:
    assert concluded("# H", "cc-by-4.0", gate="We collect your name for research purposes.").conflict is False
    assert concluded("# H", "cc-by-4.0", gate="I will use the data for research purposes.").conflict is True


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Korea Open Government License (KOGL) Type 1", "LicenseRef-KOGL-Type-1"),
        ("Es gilt die Datenlizenz Deutschland \u2013 Namensnennung \u2013 Version 2.0.", "DL-DE-BY-2.0"),
        ("Licence Ouverte / Open Licence version 2.0 (Etalab)", "etalab-2.0"),
        ("Academic Free License v1.2.", "AFL-1.2"),
        ("Permission is hereby granted, free of charge, to any person obtaining a copy of this software.", "MIT"),
    ],
)
def test_a_license_is_read_in_a_section(text: str, expression: str) -> None:
    assert section(text, "other").concluded == expression


@pytest.mark.parametrize("text", ["Everything is CC BY 4.0!", "You can use it alike under CC BY 4.0."])
def test_a_license_is_read_in_running_text_about_the_work(text: str) -> None:
    assert running(text).concluded == "CC-BY-4.0"


@pytest.mark.parametrize(
    "text",
    [
        "Our data was cut with HarbourCutter, which is under Apache-2.0.",
        "The slides of the talk are licensed under CC BY-NC 4.0.",
    ],
)
def test_the_license_of_something_else_is_not_that_of_the_work(text: str) -> None:
    assert running(text).concluded is None


def test_a_later_version_that_the_label_allows_is_no_conflict() -> None:
    finding = section("The texts are under the GFDL 1.3.", "gfdl")
    assert (finding.concluded, finding.conflict) == ("GFDL-1.1-or-later", False)
