"""Exit codes are a contract."""

from pathlib import Path

import pytest

from support.command import licscan

CARD = "---\nlicense: {}\npretty_name: Card\n---\n"


def write(folder: Path, license_label: str, policy: str | None = None) -> None:
    (folder / "set").mkdir()
    (folder / "set" / "README.md").write_text(CARD.format(license_label), encoding="utf-8")
    if policy:
        (folder / "licscan.toml").write_text(policy, encoding="utf-8")


COMMERCIAL = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'


def test_clean_is_0(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-4.0", COMMERCIAL)
    assert licscan("check", "--offline", folder=tmp_path).code == 0


def test_problems_are_1_and_exit_zero_turns_them_into_0(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-nc-4.0", COMMERCIAL)
    assert licscan("check", "--offline", folder=tmp_path).code == 1
    assert licscan("check", "--offline", "--exit-zero", folder=tmp_path).code == 0
    assert licscan("check", "--offline", "--purpose", "research", folder=tmp_path).code == 0


def test_fail_on_moves_the_line(tmp_path: Path) -> None:
    write(tmp_path, "unknown", COMMERCIAL)
    assert licscan("check", "--offline", "--fail-on", "high", folder=tmp_path).code == 1
    assert licscan("check", "--offline", "--fail-on", "critical", folder=tmp_path).code == 0


def test_nothing_declared_never_means_clean(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-nc-4.0")
    done = licscan("check", "--offline", folder=tmp_path)
    assert done.code == 1
    assert "purpose is not declared" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "missing-folder"),
        ("check", "--no-such-option"),
        ("check", "-o", "papyrus"),
        ("check", "--as-of", "tomorrow"),
        ("check", "--law", "gpdr"),
        ("check", "--rules", "."),
        ("no-such-command",),
        ("explain", "gdpr/no-such-rule"),
    ],
)
def test_usage_is_2_with_words_on_stderr(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path, "cc-by-4.0")
    done = licscan(*arguments, folder=tmp_path)
    assert done.code == 2
    assert done.err.strip()
    assert done.out == ""


def test_incomplete_is_3(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-4.0", COMMERCIAL)
    (tmp_path / "requirements.txt").write_text("demo-package==1.0\n", encoding="utf-8")
    done = licscan("check", "--offline", folder=tmp_path)
    assert done.code == 3
    assert "offline" in done.out


def test_problems_and_incomplete_is_1_and_the_audit_says_incomplete(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-nc-4.0", COMMERCIAL)
    (tmp_path / "requirements.txt").write_text("demo-package==1.0\n", encoding="utf-8")
    done = licscan("check", "--offline", "-o", "json", folder=tmp_path)
    assert done.code == 1
    assert done.audit["complete"] is False


def test_nothing_to_scan_is_4(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("print()\n", encoding="utf-8")
    assert licscan("check", "--offline", folder=tmp_path).code == 4


def test_several_outputs_in_one_run(tmp_path: Path) -> None:
    write(tmp_path, "cc-by-nc-4.0", COMMERCIAL)
    done = licscan("check", "--offline", "-o", "json=out/a.json", "-o", "console=out/a.txt", folder=tmp_path)
    assert (tmp_path / "out" / "a.json").read_bytes().startswith(b"{")
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == done.out
