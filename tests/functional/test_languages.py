"""Texts in several languages: each is read by the model that the user names for it, and none by the wrong one."""

import csv
from pathlib import Path
from typing import Any

import pytest

from support.command import findings, licscan

_GERMAN = "Am Abend saßen wir mit Zorblax Quindel zusammen und sprachen lange über das Wetter dieser Woche."
_PLAIN = "The boat left the harbour in the morning and came back late, long after the rain had stopped again."


def _pipeline(folder: Path, language: str, label: str, *names: str) -> Path:
    import spacy

    nlp = spacy.blank(language)
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name in names])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One table with a remark in English and one in German, and a file in German below data/de."""
    folder = tmp_path / "project"
    (folder / "data/de").mkdir(parents=True)
    for name, header in (("data/log.csv", ["remark", "Bemerkung"]), ("data/de/log.csv", ["remark", "anderes"])):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *[[_PLAIN, _GERMAN]] * 9])
    return folder


def _policy(folder: Path, text: str) -> None:
    (folder / "licscan.toml").write_text('[project]\npurpose = "commercial"\n' + text, encoding="utf-8")


_BOTH = """
[[scan.written_in]]
columns = ["bemerk*"]
language = "de"

[[scan.written_in]]
paths = ["data/de"]
language = "de"
"""


def _people(audit: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (one["subject"].removeprefix("file:"), one["field"])
        for one in findings(audit, "personal_data")
        if one["entity"] == "PERSON"
    }


def test_columns_and_files_are_read_by_the_model_of_their_language(project: Path, tmp_path: Path) -> None:
    _policy(project, _BOTH)
    model = _pipeline(tmp_path / "de", "de", "PER", "Zorblax Quindel")
    english = _pipeline(tmp_path / "en", "en", "PERSON", "Zorblax")
    done = licscan("pii", "data", "--model", english, "--model", f"de={model}", "-o", "json", folder=project)
    assert not findings(done.audit, "gap")
    found = [one for one in findings(done.audit, "personal_data") if one["entity"] == "PERSON"]
    start = _GERMAN.index("Zorblax")
    assert {
        (one["subject"], one["field"], one["evidence"][0]["start"], one["evidence"][0]["end"]) for one in found
    } == {
        ("file:data/log.csv", "Bemerkung", start, start + len("Zorblax Quindel")),
        ("file:data/de/log.csv", "anderes", start, start + len("Zorblax Quindel")),
    }
    told = [(one["name"], one["language"]) for one in done.audit["coverage"]["looked_with"]]
    assert told == [("de_pipeline", "de"), ("en_pipeline", "en")]


def test_running_text_without_a_model_for_its_language_is_a_gap_and_the_rest_is_judged(project: Path) -> None:
    _policy(project, _BOTH)
    with (project / "data/de/kunden.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = [["Nachname", "E-Mail"], *[[name, f"{name}@example.org"] for name in ("Huber", "Maier", "Vogt", "Lang")]]
        csv.writer(stream).writerows(rows)
    done = licscan("pii", "data", "-o", "json", "--exit-zero", folder=project)
    assert {(gap["subject"], gap["reason"]) for gap in findings(done.audit, "gap")} == {
        ("file:data/log.csv", "missing-model"),
        ("file:data/de/log.csv", "missing-model"),
    }
    assert done.code == 3
    assert "--model de=NAME" in findings(done.audit, "gap")[0]["hint"]
    assert _people(done.audit) == {("data/de/kunden.csv", "Nachname")}


def test_the_language_of_a_run_needs_no_policy(project: Path, tmp_path: Path) -> None:
    model = _pipeline(tmp_path / "de", "de", "PER", "Zorblax Quindel")
    done = licscan("pii", "data/de", "--language", "de", "--model", model, "-o", "json", folder=project)
    assert _people(done.audit) == {("log.csv", "anderes")}
    assert [one["language"] for one in done.audit["coverage"]["looked_with"]] == ["de"]


def test_check_takes_models_labels_and_recognizers_from_the_policy(project: Path) -> None:
    (project / "ours").mkdir()
    (project / "ours/boats.yaml").write_text(
        "recognizers:\n  - {name: Boats, supported_entity: BOAT, deny_list: [harbour]}\n", encoding="utf-8"
    )
    _policy(project, '[scan]\nrecognizers = ["ours/boats.yaml"]\n[scan.models]\nde = "de_no_such_pipeline"\n' + _BOTH)
    done = licscan("check", "-o", "json", "--law", "gdpr", folder=project)
    details = {gap["detail"] for gap in findings(done.audit, "gap")}
    assert "personal data was not looked for: the spaCy model de_no_such_pipeline is not installed" in details
    _policy(project, '[scan]\nrecognizers = ["ours/boats.yaml"]\n')
    done = licscan("check", "-o", "json", "--law", "gdpr", folder=project)
    assert ("file:data/log.csv", "remark", "BOAT") in {
        (one["subject"], one["field"], one["entity"]) for one in findings(done.audit, "personal_data")
    }
    assert "boats.yaml" in {one["name"] for one in done.audit["coverage"]["looked_with"]}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[scan]\nlanguage = "German"\n', 4, "`German` does not fit `language`"),
        ('[scan.models]\nde = "../pipeline"\n', 4, "`../pipeline` does not fit `de`"),
        ('[scan.labels]\nPER = "person"\n', 4, "`person` does not fit `PER`"),
        ('[[scan.written_in]]\nlanguage = "de"\n', 3, "names paths, columns, or both"),
        ('[[scan.written_in]]\npaths = ["a"]\n', 3, "lacks `language`"),
    ],
)
def test_what_a_policy_says_wrongly_is_told_with_its_line(project: Path, text: str, line: int, message: str) -> None:
    _policy(project, text)
    done = licscan("check", folder=project)
    assert done.code == 2
    assert f"licscan.toml:{line}" in done.err
    assert message in done.err


@pytest.mark.parametrize("options", [("--language", "German"), ("--model", "de="), ("--model", "a", "--model", "b")])
def test_what_a_flag_says_wrongly_is_told(project: Path, options: tuple[str, ...]) -> None:
    done = licscan("pii", "data", *options, folder=project)
    assert done.code == 2
    assert options[-1].partition("=")[0] in done.err or "two models" in done.err
