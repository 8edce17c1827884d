"""Works that a project names and does not hold: by code, settings and commands, judged without a hub."""

from pathlib import Path

import pytest

from support.command import Done, findings, licscan, problems

TRAIN = 'from datasets import load_dataset\n\nrows = load_dataset("acme/one", split="train")\n'
POLICY = '[project]\npurpose = "commercial"\nactivity = ["train"]\n'
DECLARED = POLICY + '\n[[dataset]]\nid = "hf:Acme/One"\nlicense = "CC-BY-4.0"\n'
PROOF = 'license_proof = "letter of 2026-05-04, file note 12"\n'


def write(root: Path, **files: str) -> None:
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_py", ".py").replace("_toml", ".toml").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def check(root: Path, *arguments: str) -> Done:
    return licscan("check", "--law", "license", "--offline", "-o", "json", *arguments, folder=root)


def test_a_work_that_nobody_knows_leaves_the_check_incomplete(tmp_path: Path) -> None:
    write(tmp_path, train_py=TRAIN, licscan_toml=POLICY)
    done = check(tmp_path)
    assert done.code == 3
    (gap,) = findings(done.audit, "gap")
    assert (gap["subject"], gap["reason"]) == ("hf:acme/one", "offline")
    assert (gap["location"]["path"], gap["location"]["line"]) == ("train.py", 3)
    assert "licscan.toml" in gap["hint"]


def test_a_license_that_is_declared_with_proof_closes_it(tmp_path: Path) -> None:
    write(tmp_path, train_py=TRAIN, licscan_toml=DECLARED + PROOF)
    done = check(tmp_path)
    assert (done.code, findings(done.audit, "gap")) == (0, [])
    assert not problems(done.audit, rule="license/unknown")


def test_a_license_that_is_declared_without_proof_closes_nothing(tmp_path: Path) -> None:
    write(tmp_path, train_py=TRAIN, licscan_toml=DECLARED)
    assert check(tmp_path).code in (2, 3)


def test_a_proof_for_another_revision_closes_nothing(tmp_path: Path) -> None:
    pinned = TRAIN.replace('split="train"', 'revision="1f2e3d4"')
    write(tmp_path, train_py=pinned, licscan_toml=DECLARED + PROOF + 'revision = "aaaabbb"\n')
    done = check(tmp_path)
    assert done.code == 1
    assert problems(done.audit, rule="license/unknown")


@pytest.mark.parametrize(
    ("line", "ref", "rule"),
    [
        ('load_dataset("tatsu-lab/alpaca")', "hf:tatsu-lab/alpaca", "license/noncommercial"),
        ('load_dataset("squad")', "hf:squad", None),
    ],
)
def test_the_registry_answers_for_well_known_works(tmp_path: Path, line: str, ref: str, rule: str | None) -> None:
    write(tmp_path, train_py=f"from datasets import load_dataset\n\n{line}\n", licscan_toml=POLICY)
    done = check(tmp_path)
    assert findings(done.audit, "gap") == []
    (found,) = findings(done.audit, "license")
    assert found["subject"] == ref
    assert "registry" in str(found["claims"])
    assert [one["rule"] for one in problems(done.audit, rule="license/noncommercial")] == ([rule] if rule else [])


def test_what_only_a_run_knows_is_a_gap_that_a_comment_closes(tmp_path: Path) -> None:
    computed = "import sys\nfrom datasets import load_dataset\n\nrows = load_dataset(sys.argv[1])"
    write(tmp_path, train_py=computed + "\n", licscan_toml=POLICY)
    done = check(tmp_path)
    assert done.code == 3
    (gap,) = findings(done.audit, "gap")
    assert (gap["reason"], gap["location"]["line"]) == ("unresolved", 4)
    assert "# licscan: hf:owner/name" in gap["hint"]
    write(tmp_path, train_py=computed + "  # licscan: hf:squad\n")
    assert findings(check(tmp_path).audit, "gap") == []


def test_many_works_without_a_license_are_told_as_one(tmp_path: Path) -> None:
    lines = [f"{name} = fetch_{name}()" for name in ("lfw_pairs", "kddcup99", "rcv1")]
    names = ", ".join(line.split(" = ")[1][:-2] for line in lines)
    text = "\n".join([f"from sklearn.datasets import {names}", *lines, ""])
    write(tmp_path, train_py=text, licscan_toml=POLICY)
    done = licscan("check", "--law", "license", "--offline", folder=tmp_path)
    assert "train.py:2" in done.out
    assert "train.py:4" in done.out


def test_code_that_loads_a_folder_is_told_at_its_card(tmp_path: Path) -> None:
    card = "---\nlicense: cc-by-nc-4.0\n---\n# Birds\n"
    code = 'from datasets import load_dataset\n\nrows = load_dataset("json", data_files="data/birds/rows.jsonl")\n'
    write(tmp_path, train_py=code, licscan_toml=POLICY, data__birds__README_md=card)
    (tmp_path / "data/birds/rows.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    audit = check(tmp_path).audit
    subject = next(one for one in audit["subjects"] if one["ref"] == "file:data/birds")
    assert [(one["path"], one["line"]) for one in subject["references"]] == [("train.py", 3)]
