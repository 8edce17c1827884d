"""Globs of a policy over members of archives, written as the audit shows them."""

from pathlib import Path

from support.archives import tar_of, zip_of
from support.command import findings, licscan

PEOPLE = (
    "name,email\nMartha Lindqvist,martha@kestrelmail.org\nOliver Brennan,oliver@kestrelmail.org\n"
    "Sofia Marchetti,sofia@kestrelmail.org\n"
)
POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'
MEMBERS = {"x.csv": PEOPLE.encode(), "fixtures/made_up.csv": PEOPLE.encode(), "old/y.csv": PEOPLE.encode()}


def _checked(folder: Path, policy: str) -> tuple[set[str], dict[str, int], str]:
    (folder / "licscan.toml").write_text(POLICY + policy, encoding="utf-8")
    done = licscan("check", ".", "--offline", "-o", "json", folder=folder)
    counted = {one["reason"]: one["count"] for one in done.audit["coverage"]["not_seen"]}
    return {one["subject"] for one in findings(done.audit, "personal_data")}, counted, done.out


def test_exclude_leaves_members_of_archives_out_and_counts_them(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.zip").write_bytes(zip_of(MEMBERS))
    (tmp_path / "data" / "b.tar.gz").write_bytes(tar_of(MEMBERS, "w:gz"))
    exclude = '[scan]\nexclude = ["**/fixtures/**", "data/*.zip!/old/**"]\n'
    found, counted, _ = _checked(tmp_path, exclude)
    assert found == {"file:data/a.zip!/x.csv", "file:data/b.tar.gz!/x.csv", "file:data/b.tar.gz!/old/y.csv"}
    assert counted["excluded by policy, in an archive"] == 3


def test_a_declaration_covers_members_by_their_name_or_by_that_of_their_archive(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "a.zip").write_bytes(zip_of(MEMBERS))
    (tmp_path / "exports" / "b.zip").write_bytes(zip_of(MEMBERS))
    declared = (
        '[[dataset]]\nid = "hf:kestrel/staff"\npaths = ["exports/a.zip!/x.csv"]\n'
        '[[dataset]]\nid = "hf:kestrel/members"\npaths = ["exports/b.zip"]\n'
    )
    found, _, out = _checked(tmp_path, declared)
    # The archive of a member that is declared is looked into, as a whole.
    assert found == {f"file:exports/{archive}!/{name}" for archive in ("a.zip", "b.zip") for name in MEMBERS}
    assert "no file matches" not in out
    assert "covers nothing" not in out
