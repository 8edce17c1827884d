"""`licscan pii --staged`: what a commit would hold, by the installed command in a real repository."""

import subprocess
from pathlib import Path

from support.command import findings, licscan


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_the_staged_content_is_judged_and_not_the_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    rows = "".join(f"{n},jo{n}@example.org\n" for n in range(30))
    (tmp_path / "staged.csv").write_text("id,mail\n" + rows, encoding="utf-8")
    git(tmp_path, "add", ".")
    (tmp_path / "staged.csv").write_text("id,mail\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("id,mail\n" + rows, encoding="utf-8")
    done = licscan("pii", "--staged", "-o", "json", folder=tmp_path)
    (finding,) = findings(done.audit, "personal_data")
    assert (finding["subject"], finding["entity"], finding["hits"]) == ("file:staged.csv", "EMAIL_ADDRESS", 30)


def test_addresses_are_not_asked_offline_and_others_are_refused(tmp_path: Path) -> None:
    done = licscan("pii", "s3://key:secret@bucket/a.csv", "--offline", "-o", "json", folder=tmp_path)
    assert [(gap["subject"], gap["reason"]) for gap in findings(done.audit, "gap")] == [
        ("file:s3://bucket/a.csv", "offline")
    ]
    assert done.code == 3
    assert licscan("pii", "file:///etc/passwd", folder=tmp_path).code == 2
