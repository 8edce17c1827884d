"""The README's first command on the example project: what a stranger reads within a minute."""

import base64
import hashlib
import importlib
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from support.command import EXAMPLE, ROOT, Done, findings, licscan, problems

pytestmark = pytest.mark.index

DAY = "2026-11-23"
LAWS = ("ccpa", "cdpa", "gdpr", "pdpa")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for this file: the first run asks the index, the others need not."""
    return tmp_path_factory.mktemp("example-cache")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def check(project: Path, cache: Path, *arguments: str, **environment: str) -> Done:
    return licscan(
        "check",
        ".",
        "--as-of",
        DAY,
        *arguments,
        folder=project,
        environment={"XDG_CACHE_HOME": str(cache), **environment},
    )


@pytest.fixture(scope="module")
def run(project: Path, cache: Path) -> Done:
    """The check of the whole example, with a log on stderr and the audit in a file beside the project."""
    return check(project, cache, "-v", "-o", f"json={project.parent / 'audit.json'}")


@pytest.fixture(scope="module")
def audit(project: Path, run: Done) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((project.parent / "audit.json").read_bytes())
    return parsed


@pytest.fixture(scope="module")
def made() -> Iterator[ModuleType]:
    """The program that wrote the example's data, and knows what it planted."""
    sys.path.insert(0, str(EXAMPLE))
    yield importlib.import_module("make_data")
    sys.path.remove(str(EXAMPLE))


def test_it_ends_with_problems_and_a_valid_complete_audit(run: Done, audit: dict[str, Any]) -> None:
    assert run.code == 1
    schema = json.loads((ROOT / "schemas" / "audit-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(audit)
    assert audit["complete"] is True
    assert findings(audit, "gap") == []


@pytest.mark.parametrize(
    ("rule", "subject", "license_id"),
    [
        ("license/noncommercial", "file:data/support_tickets", "CC-BY-NC-4.0"),
        ("license/noncommercial", "kaggle:merrow-labs/app-clickstream", "CC-BY-NC-SA-4.0"),
        ("license/noncommercial", "hf:tatsu-lab/alpaca", "CC-BY-NC-4.0"),
        ("license/noncommercial", "file:data/canned_replies", "LicenseRef-noncommercial-research"),
        ("license/license-conflict", "file:data/canned_replies", "LicenseRef-noncommercial-research"),
        ("license/upstream-noncommercial", "file:data/small_talk", "CC-BY-4.0"),
        ("license/trained-on-restricted", "hf:minishlab/potion-base-8M", "MIT"),
        ("license/network-copyleft", "pkg:pypi/ultralytics@", "AGPL-3.0-or-later"),
        ("license/copyleft", "pkg:pypi/unidecode@", "GPL-2.0-or-later"),
        ("license/weak-copyleft", "pkg:pypi/chardet@", "LGPL-2.1-or-later"),
        ("license/proprietary", "pkg:pypi/gurobipy@", "LicenseRef-Proprietary"),
    ],
)
def test_every_planted_license_problem_is_named_with_provision_and_way_out(
    run: Done, audit: dict[str, Any], rule: str, subject: str, license_id: str
) -> None:
    (decision,) = [one for one in problems(audit, rule=rule) if one["subject"].startswith(subject)]
    (finding,) = [one for one in findings(audit, "license") if one["subject"] == decision["subject"]]
    assert finding["concluded"] == license_id
    assert decision["provisions"]
    assert all(provision["cite"] for provision in decision["provisions"])
    assert decision["asked_for"] or decision["one_of"]
    assert decision["locations"][0]["line"]
    assert rule in run.out


def line_of(file: str, words: str) -> int:
    """The line of a file of the example that holds these words."""
    lines = (EXAMPLE / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def place(location: dict[str, Any]) -> tuple[str, int]:
    return location["path"], location["line"]


def test_a_dataset_that_only_code_names_is_told_with_the_line_that_loads_it(run: Done, audit: dict[str, Any]) -> None:
    line = line_of("train.py", "tatsu-lab/alpaca")
    (subject,) = [one for one in audit["subjects"] if one["ref"] == "hf:tatsu-lab/alpaca"]
    assert subject["references"] == [{"path": "train.py", "line": line, "how": "load_dataset"}]
    (decision,) = [one for one in problems(audit, rule="license/noncommercial") if one["subject"] == subject["ref"]]
    assert place(decision["locations"][0]) == ("train.py", line)
    assert f"  named in train.py:{line} (load_dataset)" in run.out.splitlines()


def test_a_label_that_its_text_contradicts_is_told_with_both_places(run: Done, audit: dict[str, Any]) -> None:
    card = "data/canned_replies/README.md"
    label, prose = line_of(card, "license: mit"), line_of(card, "non-commercial research only")
    (finding,) = [one for one in findings(audit, "license") if one["subject"] == "file:data/canned_replies"]
    assert (finding["declared"], finding["conflict"]) == ("MIT", True)
    assert finding["terms"]["commercial"] == "no"
    (decision,) = [one for one in problems(audit, rule="license/license-conflict") if "canned" in one["subject"]]
    assert {(card, label), (card, prose)} <= {place(one) for one in decision["locations"]}
    assert f"      {card}:{prose}  card license section: They may be used for non-commercial research" in run.out


def test_a_free_license_on_data_of_a_closed_source_is_told_with_the_way(run: Done, audit: dict[str, Any]) -> None:
    work, card = "file:data/small_talk", "data/small_talk/README.md"
    (finding,) = [one for one in findings(audit, "license") if one["subject"] == work]
    assert (finding["concluded"], finding["terms"]["commercial"]) == ("CC-BY-4.0", "yes")
    (source,) = [one for one in finding["lineage"] if one["ref"] == "hf:tatsu-lab/alpaca"]
    assert source["path"] == [work, "hf:tatsu-lab/alpaca"]
    assert (source["concluded"], source["state"], source["trained"]) == ("CC-BY-NC-4.0", "known", False)
    (decision,) = problems(audit, rule="license/upstream-noncommercial")
    assert (decision["subject"], decision["severity"]) == (work, "critical")
    assert place(decision["locations"][0]) == (card, line_of(card, "extended|tatsu-lab/alpaca"))
    assert "data/small_talk <- hf:tatsu-lab/alpaca, extended" in " ".join(decision["found"])
    assert "  made from: hf:tatsu-lab/alpaca (extended): CC-BY-NC-4.0" in run.out


def test_a_model_trained_on_closed_data_is_reviewed_and_not_blocked(audit: dict[str, Any]) -> None:
    (decision,) = problems(audit, rule="license/trained-on-restricted")
    assert (decision["subject"], decision["severity"]) == ("hf:minishlab/potion-base-8M", "medium")
    assert decision["asked_for"] == ["review"]
    assert "hf:BAAI/bge-base-en-v1.5 <- hf:microsoft/ms_marco" in " ".join(decision["found"])


def test_one_of_them_is_explained_with_its_place_its_way_and_the_ways_out(project: Path, audit: dict[str, Any]) -> None:
    done = licscan("explain", "data/small_talk", "--audit", project.parent / "audit.json", folder=project)
    assert done.code == 0
    told = " ".join(done.out.split())
    assert "card license: CC-BY-4.0 (declared, high) data/small_talk/README.md:5:10" in told
    assert "data/small_talk <- hf:tatsu-lab/alpaca (extended): CC-BY-NC-4.0, commercial use no" in told
    assert "data/small_talk/README.md:11" in told
    assert "critical license/upstream-noncommercial open" in told
    assert "Get a license that allows this use (license_grant)" in told
    assert 'id = "file:data/small_talk"' in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("data/product_catalog",), 0),
        (("--fail-on", "critical", "data/canned_replies"), 1),
    ],
)
def test_the_exit_code_of_the_datasets_alone(project: Path, cache: Path, arguments: tuple[str, ...], code: int) -> None:
    done = licscan("datasets", *arguments, folder=project, environment={"XDG_CACHE_HOME": str(cache)})
    assert done.code == code, done.out


def test_a_work_that_nobody_knows_makes_the_run_incomplete(project: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").write_text('[project]\npurpose = "commercial"\n', encoding="utf-8")
    (tmp_path / "train.py").write_text(
        'from datasets import load_dataset\nrows = load_dataset("merrow-labs/nobody-knows")\n', encoding="utf-8"
    )
    done = licscan("datasets", "--no-hubs", folder=tmp_path, environment={"XDG_CACHE_HOME": str(cache)})
    assert done.code == 3
    assert "  train.py:2  hf:merrow-labs/nobody-knows  offline  hubs are not asked of it" in done.out
    whole = licscan("check", "--no-hubs", folder=tmp_path, environment={"XDG_CACHE_HOME": str(cache)})
    assert whole.code == 3
    assert "hubs are not asked of it" in whole.out


def test_the_clean_dataset_and_its_table_have_no_problem_worth_a_line(audit: dict[str, Any]) -> None:
    clean = [one for one in problems(audit) if "product_catalog" in one["subject"]]
    assert {one["severity"] for one in clean} <= {"info"}
    assert not [one for one in findings(audit, "personal_data") if "product_catalog" in one["subject"]]


def test_every_planted_kind_of_personal_data_is_found_in_its_column(
    run: Done, audit: dict[str, Any], made: ModuleType
) -> None:
    found = {(one["subject"], one["field"], one["entity"]) for one in findings(audit, "personal_data")}
    planted = {(f"file:{group.file}", group.field, group.entity) for group in made.planted()}
    assert planted <= found
    for subject in {subject for subject, _, _ in planted}:
        laws = {one["law"] for one in problems(audit) if one["subject"] == subject}
        assert laws == set(LAWS), "each of the four laws has something to say"
        assert subject.removeprefix("file:") in run.out


def test_none_of_the_planted_values_appears_in_any_output_log_or_cache(
    project: Path, run: Done, cache: Path, made: ModuleType
) -> None:
    written = [path.read_bytes() for path in (*cache.rglob("*"), project.parent / "audit.json") if path.is_file()]
    outputs = b"\0".join([run.out.encode(), run.err.encode(), *written])
    assert b"DEBUG" in outputs, "the log was on"
    values = {value for group in made.planted() if group.canary for value in group.values}
    assert len(values) > 1_000
    leaked = sorted(value for value in values if any(form in outputs for form in disguises(value)))
    assert not leaked, f"{len(leaked)} values leaked"


def disguises(value: str) -> set[bytes]:
    """A value as it is, and as a careless program would hide it."""
    raw = value.encode()
    hashes = {hashlib.new(name, raw).hexdigest().encode() for name in ("md5", "sha1", "sha256", "sha512")}
    return {
        raw,
        raw.hex().encode(),
        base64.b64encode(raw),
        quote(value).encode(),
        json.dumps(value)[1:-1].encode(),
        *hashes,
    }


def test_another_purpose_gives_other_verdicts(project: Path, cache: Path) -> None:
    done = check(project, cache, "--purpose", "research", "--offline", "-o", "json")
    assert not problems(done.audit, rule="license/noncommercial")
    assert problems(done.audit, rule="gdpr/special"), "research does not open Art. 9 by itself"
    assert done.audit["provenance"]["policy"]["facts"]["purpose"] == ["research"]


def test_one_law_only_judges_by_that_law_and_says_what_was_left_out(project: Path, cache: Path) -> None:
    done = check(project, cache, "--law", "pdpa", "--offline", "-o", "json")
    assert {one["law"] for one in done.audit["decisions"]} == {"pdpa"}
    states = {one["law"]: one["state"] for one in done.audit["laws"]}
    assert states == {**dict.fromkeys(("ccpa", "cdpa", "gdpr", "license"), "not_assessed"), "pdpa": "assessed"}


def test_declared_evidence_closes_what_it_answers_and_nothing_else(
    project: Path, cache: Path, audit: dict[str, Any], tmp_path: Path
) -> None:
    copy = tmp_path / "declared"
    shutil.copytree(project, copy)
    policy = copy / "licscan.toml"
    text = policy.read_text(encoding="utf-8")
    line = 'retention = { ref = "Retention schedule RS-4'
    added = 'special_condition = { ref = "Counsel memo 12, Art. 9(2)(a)", on = 2026-06-01 }\n'
    added += 'impact_assessment = { ref = "DPIA-2026-11", on = 2026-11-01, until = 2027-11-01 }\n'
    old = next(row for row in text.splitlines() if row.startswith("impact_assessment"))
    policy.write_text(text.replace(old + "\n", "").replace(line, added + line, 1), encoding="utf-8")
    done = check(copy, cache, "--offline", "-o", "json")
    customers = "file:data/customers/customers.csv"

    def statuses(of: dict[str, Any]) -> dict[tuple[str, str], str]:
        return {(one["subject"], one["rule"]): one["status"] for one in of["decisions"]}

    before, after = statuses(audit), statuses(done.audit)
    assert before[customers, "gdpr/special"] == "open"
    assert after[customers, "gdpr/special"] == "satisfied"
    changed = {key for key in before if before[key] != after.get(key)}
    assert {subject for subject, _ in changed} == {customers}
    assert not problems(done.audit, rule="gdpr/special") or all(
        one["subject"] != customers for one in problems(done.audit, rule="gdpr/special")
    )


def test_two_runs_in_two_folders_are_byte_identical(project: Path, cache: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved here"
    shutil.copytree(project, moved)
    first = check(project, cache, "--offline", "-o", "json", PYTHONHASHSEED="1", TZ="UTC")
    second = check(moved, cache, "--offline", "-o", "json", PYTHONHASHSEED="2", TZ="America/Los_Angeles")
    assert first.out == second.out
    assert first.code == second.code == 1


@pytest.mark.usefixtures("run")
def test_the_readme_shows_what_is_really_printed(project: Path, cache: Path) -> None:
    done = check(project, cache)
    assert done.code == 1
    assert _not_printed(_samples("README.md")[0], done.out) == []


@pytest.mark.parametrize(
    ("page", "number", "arguments"),
    [
        ("README.md", 1, ("deps",)),
        ("README.md", 2, ("deps", "-o", "tree")),
        ("README.md", 4, ("notice",)),
        ("docs/notice.md", 0, ("notice",)),
        ("docs/datasets.md", 0, ("datasets",)),
        ("docs/deps.md", 0, ("deps",)),
        ("docs/deps.md", 1, ("deps", "-o", "tree")),
    ],
)
@pytest.mark.usefixtures("run")
def test_documents_show_what_is_really_printed(
    project: Path, cache: Path, page: str, number: int, arguments: tuple[str, ...]
) -> None:
    done = licscan(*arguments, ".", folder=project, environment={"XDG_CACHE_HOME": str(cache)})
    assert _not_printed(_samples(page)[number], done.out) == []


@pytest.mark.usefixtures("run")
def test_documents_show_a_comparison_as_it_is_printed(project: Path, cache: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(project, newer)
    lock = (newer / "uv.lock").read_text(encoding="utf-8")
    before, name, after = lock.partition('name = "chardet"\n')
    table, following, rest = after.partition("[[package]]")
    source = next(line for line in table.splitlines() if line.startswith("source"))
    (newer / "uv.lock").write_text(f'{before}{name}version = "7.7.0"\n{source}\n\n{following}{rest}', encoding="utf-8")
    settings = {"XDG_CACHE_HOME": str(cache)}
    licscan("deps", "-q", "-o", f"json={tmp_path / 'old.json'}", folder=project, environment=settings)
    done = licscan("deps", "--diff", tmp_path / "old.json", folder=newer, environment=settings)
    assert done.code == 0
    for sample in (_samples("README.md")[3], _samples("docs/deps.md")[2]):
        assert _not_printed(sample, done.out) == []


def _samples(page: str) -> list[list[str]]:
    """The lines of the blocks of output in a document."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [block.split("```")[0].splitlines() for block in text.split("```text\n")[1:]]


def _not_printed(sample: list[str], printed: str) -> list[str]:
    """The lines that the output does not have in this order; `...` stands for any others."""
    rest = iter(printed.splitlines())
    return [line for line in sample if line != "..." and line not in rest]
