"""Births that make people children in the eyes of a law on the day of judging."""

from pathlib import Path

from support.command import licscan, problems

NAMES = ("Martha Lindqvist", "Oliver Brennan", "Sofia Marchetti", "Jonas Albrecht", "Priya Raman", "Emil Sorensen")


def _table(folder: Path, births: tuple[str, ...]) -> None:
    rows = "".join(f"{name},{day}\n" for name, day in zip(NAMES * 2, births, strict=False))
    (folder / "members.csv").write_text(f"name,date_of_birth\n{rows}", encoding="utf-8")


def _children(folder: Path, law: str, as_of: str) -> list[str]:
    done = licscan("pii", "members.csv", "--law", law, "--as-of", as_of, "-o", "json", folder=folder)
    said = [sentence for one in problems(done.audit) for sentence in one["found"]]
    return sorted({sentence for sentence in said if "children" in sentence})


def test_people_below_the_age_of_the_law_are_counted_by_year(tmp_path: Path) -> None:
    births = ("2014-03-02", "2012-07-30", "2010-01-15", "1984-06-09", "1971-12-01", "1990-10-10")
    _table(tmp_path, births)
    assert _children(tmp_path, "gdpr", "2026-11-24") == [
        (
            "Data about children in column `date_of_birth`: 2 of 6 were under 16 on 2026-11-24, 1 more possibly "
            "(counted by year)."
        )
    ]
    assert _children(tmp_path, "cdpa", "2026-11-24") == [
        "Data about children in column `date_of_birth`: 1 of 6 were under 13 on 2026-11-24 (counted by year)."
    ]
    assert _children(tmp_path, "gdpr", "2028-06-01") == [
        (
            "Data about children in column `date_of_birth`: 1 of 6 were under 16 on 2028-06-01, 1 more possibly "
            "(counted by year)."
        )
    ]
    assert _children(tmp_path, "gdpr", "2040-01-01") == []


def test_births_on_the_edge_alone_are_told_as_possible(tmp_path: Path) -> None:
    _table(tmp_path, ("15/01/2010", "09/06/1984", "01/12/1971", "10/10/1990", "28/02/1965", "30/04/1999"))
    assert _children(tmp_path, "gdpr", "2026-11-24") == [
        (
            "Possibly data about children in column `date_of_birth`: 1 of 6 may have been under 16 on 2026-11-24 "
            "(counted by year)."
        )
    ]


def test_grown_up_people_and_dates_that_are_no_births_make_no_children(tmp_path: Path) -> None:
    _table(tmp_path, ("1984-06-09", "1971-12-01", "1990-10-10", "1965-02-28", "1999-04-30", "1958-08-17"))
    assert _children(tmp_path, "gdpr", "2026-11-24") == []
    joined = "".join(f"{name},2019-0{number}-11\n" for number, name in enumerate(NAMES, 1))
    (tmp_path / "members.csv").write_text(f"name,joined\n{joined}", encoding="utf-8")
    assert _children(tmp_path, "gdpr", "2026-11-24") == []
