"""What a README of a dataset or model says."""

import pytest

from licscan.model.evidence import Location
from licscan.model.finding import GapReason
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards import huggingface
from licscan.scanners.datasets.cards.interface import Card, Origin, PassageKind

BODY = "\n# Birds\n\n## License\n\nFor research only.\n"


def read(text: str, path: str = "data/birds/README.md") -> Card:
    card = huggingface.read(text, path, "sha256:0")
    assert card is not None
    return card


def card(*lines: str, body: str = BODY) -> str:
    return "\n".join(["---", *lines, "---", ""]) + body


def words(found: Card) -> list[str]:
    return [statement.words for statement in found.statements]


# --- passages


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_body_is_as_in_the_file_with_its_first_line(ends: str) -> None:
    text = card("license: mit").replace("\n", ends)
    (body,) = read(text).passages
    assert body.kind is PassageKind.BODY
    assert body.text == BODY.replace("\n", ends)
    assert text.split("\n")[body.first_line - 1 :] == body.text.split("\n")


def test_lines_that_end_with_a_carriage_return_alone_are_lines() -> None:
    found = read(card("license: cc-by-nc-4.0").replace("\n", "\r"))
    assert words(found) == ["cc-by-nc-4.0"]
    assert found.statements[0].evidence[0].location == Location("data/birds/README.md", 2, 10, 22)
    assert found.passages[0].first_line == 4


def test_signs_that_only_some_programs_count_as_line_ends_move_no_line() -> None:
    found = read("---\nlicense: mit\n---\nAbout\x0cbirds\u2028and trees.\n\n## License\n")
    assert found.passages[0].text.split("\n")[2] == "## License"
    assert found.passages[0].first_line + 2 == 6


def test_the_text_of_a_gate_is_given_line_by_line() -> None:
    text = card(
        "license: cc-by-4.0",
        "extra_gated_heading: Access on request",
        "extra_gated_prompt: |",
        "  You agree to use the recordings",
        "  for research only.",
        "extra_gated_fields:",
        "  Company: text",
        "  I agree to non-commercial use ONLY: checkbox",
        "extra_gated_button_content: Send",
    )
    found = read(text)
    assert found.gated
    gates = [passage for passage in found.passages if passage.kind is PassageKind.GATE]
    assert [passage.first_line for passage in gates] == [3, 5, 8]
    assert gates[0].text == "Access on request"
    assert gates[1].text.split("\n")[:2] == ["You agree to use the recordings", "for research only."]
    assert "I agree to non-commercial use ONLY: checkbox" in gates[2].text.split("\n")
    lines = text.split("\n")
    for passage in gates[1:]:
        for offset, line in enumerate(passage.text.strip().split("\n")):
            assert lines[passage.first_line - 1 + offset].strip() == line


def test_a_gate_in_quotes_is_read_without_them() -> None:
    found = read(card("license: mit", 'extra_gated_prompt: "Only for', '  academic use."'))
    gate = next(passage for passage in found.passages if passage.kind is PassageKind.GATE)
    assert gate.text == "Only for\nacademic use."
    assert gate.first_line == 3


def test_a_gate_that_cannot_be_read_is_a_gate() -> None:
    assert read(card("license: mit", "extra_gated_prompt: Note: agree: first")).gated
    assert not read(card("license: mit", "extra_gated_prompt:")).gated


# --- READMEs without front matter


def test_a_readme_beside_data_that_speaks_of_rights_is_a_card() -> None:
    found = read("# Birds\n\nReleased under CC BY-NC 4.0, see the license.\n")
    assert found.statements == ()
    assert found.subject.ref == "file:data/birds"
    assert (found.passages[0].first_line, found.passages[0].kind) == (1, PassageKind.BODY)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "# Project\n\nLicense: MIT\n"),
        ("data/birds/README.md", "# Birds\n\nRecordings of birds.\n"),
        ("docs/README.md", "---\nlayout: page\n---\nLicense: MIT\n"),
        ("app/README.md", "---\nsdk: gradio\nlicense: mit\n---\nLicense: MIT\n"),
    ],
)
def test_other_readmes_are_no_cards(path: str, text: str) -> None:
    assert huggingface.read(text, path, "sha256:0") is None


@pytest.mark.parametrize("text", ["", "# Birds\n", "---\nlayout: x\n---\n"])
def test_on_a_hub_every_readme_is_a_card(text: str) -> None:
    found = huggingface.read_hub(text, "README.md", "sha256:0")
    assert found.statements == ()
    assert found.gaps == ()


# --- front matter that is not YAML


@pytest.mark.parametrize(
    ("lines", "stated", "line"),
    [
        (["license: mit", "pretty_name: Birds: at Dawn"], ["mit"], 3),
        (["license: cc-by-nc-4.0", "tags: [a, b"], ["cc-by-nc-4.0"], 4),
        (['pretty_name: "Birds', "license: mit"], ["mit"], 4),
        (["<<<<<<< HEAD", "license: mit", "=======", "license: cc-by-nc-4.0", ">>>>>>> theirs"], None, 3),
        (["license: mit", "but only for research"], [], 4),
        (["license: {{ license }}", "language: en"], [], 2),
        (["license: [mit", "language: en"], [], 3),
    ],
)
def test_what_can_be_read_is_read_and_the_rest_is_told(lines: list[str], stated: list[str] | None, line: int) -> None:
    found = read(card(*lines))
    assert words(found) == (["mit", "cc-by-nc-4.0"] if stated is None else stated)
    assert found.gaps[0].reason is GapReason.UNPARSABLE
    assert found.gaps[0].location is not None
    assert found.gaps[0].location.line == line
    assert found.passages[0].text == BODY


def test_both_sides_of_a_merge_are_two_places() -> None:
    found = read(card("<<<<<<< HEAD", "license: mit", "=======", "license: cc-by-nc-4.0", ">>>>>>> theirs"))
    assert [statement.occurrence for statement in found.statements] == [0, 1]
    assert [proof.location.line for one in found.statements for proof in one.evidence if proof.location] == [3, 5]


def test_tabs_and_control_characters_hide_no_license() -> None:
    found = read("---\nlicense:\n\t- cc-by-nc-4.0\nlanguage:\ten\x00\n---\n")
    assert words(found) == ["cc-by-nc-4.0"]
    assert found.gaps == ()


def test_a_fence_that_is_never_closed_ends_at_the_first_blank_line() -> None:
    found = read("---\nlicense: cc-by-nc-4.0\nlanguage: en\n\n# Birds\n\nlicense: mit\n")
    assert words(found) == ["cc-by-nc-4.0"]
    assert found.passages[0].text.startswith("\n# Birds")
    assert "not closed" in found.gaps[0].detail
    assert found.gaps[0].location == Location("data/birds/README.md", 1)


def test_a_license_stays_findable_below_what_a_tool_wrote() -> None:
    features = [line for n in range(2_000) for line in (f"  - name: column_{n}", "    dtype: string")]
    found = read(card("dataset_info:", "  features:", *features, "license: cc-by-nc-4.0", "license: mit"))
    assert words(found) == ["cc-by-nc-4.0", "mit"]
    assert [one.occurrence for one in found.statements] == [0, 1]
    assert found.statements[0].evidence[0].location == Location("data/birds/README.md", 4_004, 10, 22)
    assert found.gaps == ()


@pytest.mark.parametrize(("written", "label"), [("no", "no"), ("yes", "yes"), ("4.0", "4.0"), ("false", "False")])
def test_words_that_are_no_license_are_kept_as_words(written: str, label: str) -> None:
    assert words(read(card(f"license: {written}"))) == [label]


def test_licenses_of_configurations_are_read() -> None:
    found = read(card("licenses:", "  train: [cc-by-4.0]", "  test:", "  - cc-by-nc-4.0"))
    assert words(found) == ["cc-by-4.0", "cc-by-nc-4.0"]


def test_a_name_and_a_link_stand_behind_the_label() -> None:
    found = read(card("license: other", "license_name: bird-terms", "license_link: https://example.org/terms"))
    assert found.statements[0].otherwise == ("bird-terms", "https://example.org/terms")
    lines = [proof.location.line for proof in found.statements[0].evidence if proof.location]
    assert lines == [2, 3, 4]


# --- kind and origins


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("x/README.md", card("license: mit", "base_model: acme/tiny"), SubjectKind.MODEL),
        ("x/README.md", card("license: mit", "metrics: [wer]", "datasets: [acme/birds]"), SubjectKind.MODEL),
        ("data/x/README.md", card("license: mit", "datasets: [acme/birds]"), SubjectKind.DATASET),
        ("models/x/README.md", card("license: mit"), SubjectKind.MODEL),
        ("models/x/README.md", card("license: mit", "task_categories: [other]"), SubjectKind.DATASET),
        ("x/README.md", card("license: mit", body="\n# Model Card for Tiny\n"), SubjectKind.MODEL),
        ("x/README.md", card("license: mit"), SubjectKind.DATASET),
    ],
)
def test_models_are_told_from_datasets(path: str, text: str, kind: SubjectKind) -> None:
    assert read(text, path).subject.kind is kind


def test_origins_have_their_lines_and_relations() -> None:
    found = read(
        card(
            "license: mit",
            "source_datasets:",
            "- original",
            "- extended|acme/birds",
            "- extended|other-bird-atlas",
            "- https://huggingface.co/datasets/acme/trees",
            "- unknown",
        )
    )
    assert found.origins == (
        Origin("hf:acme/birds", "extended", 5),
        Origin("hf:acme/trees", "source_dataset", 7),
        Origin("name:bird-atlas", "extended", 6),
    )


@pytest.mark.parametrize(
    ("lines", "relation"),
    [
        (["base_model_relation: quantized"], "quantized"),
        (["base_model_relation: Finetuned"], "finetune"),
        (["library_name: peft"], "adapter"),
        (["tags: [text, lora]"], "adapter"),
        (["library_name: transformers", "tags: [GGUF]"], "quantized"),
        (["tags: [mergekit, merge]"], "merge"),
        (["library_name: transformers"], "base_model"),
        (["base_model_relation: ../../x"], "base_model"),
    ],
)
def test_how_a_model_is_made_from_its_base(lines: list[str], relation: str) -> None:
    found = read(card("license: mit", "base_model: acme/tiny", *lines))
    assert found.origins == (Origin("hf:acme/tiny", relation, 3),)


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("acme/tiny", "hf:acme/tiny"),
        ("hf:acme/tiny", "hf:acme/tiny"),
        ("hf://models/acme/tiny", "hf:acme/tiny"),
        ("https://huggingface.co/acme/tiny/tree/main", "hf:acme/tiny"),
        ("https://www.kaggle.com/datasets/acme/tiny", "kaggle:acme/tiny"),
        ("../../etc/passwd", "name:../../etc/passwd"),
        ("acme/../../x", "name:acme/../../x"),
        ("hf:../../x", "name:hf:../../x"),
        ("a..b/c", "name:a..b/c"),
        ("/srv/models/tiny", "name:/srv/models/tiny"),
        ("https://jane:secret@example.org/x?token=abc", "name:https://example.org/x"),
    ],
)
def test_ids_with_tricks_are_names_only(written: str, ref: str) -> None:
    found = read(card("license: mit", f"base_model: {written!r}"))
    assert [origin.ref for origin in found.origins] == [ref]


def test_a_link_to_a_private_address_stays_words() -> None:
    found = read(card("license: other", "license_link: http://169.254.169.254/latest/meta-data"))
    assert found.statements[0].otherwise == ("http://169.254.169.254/latest/meta-data",)
