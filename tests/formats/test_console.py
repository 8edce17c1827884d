"""The terminal report: what a person reads, and what a hostile name cannot do to it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from licscan.formats.console import Console
from licscan.formats.terminal import clean
from licscan.model.audit import Audit
from licscan.model.subject import Subject, SubjectKind
from support.audits import audit


def test_the_report_names_place_severity_rule_reason_and_way_out() -> None:
    assert Console(width=100).render(audit()).decode() == snapshot("""\
licscan 0.1.0  demo · purpose: commercial · laws: gdpr license · judged for 2026-11-23

data/train  CC-BY-NC-4.0
  made from: hf:acme/source (source datasets): license unknown
  data/train/README.md:3:10  critical  license/noncommercial
    Non-commercial works in a commercial product
    CC-BY-NC-4.0 forbids commercial use.
    This project's purpose is commercial (licscan.toml:4).
      3 | license: cc-by-nc-4.0
        |          ^^^^^^^^^^^^
    Law: CC BY-NC 4.0 s. 1(i)
    Ask for: Label of license_grant
    licscan explain license/noncommercial

data/a.csv  200 of 200 rows sampled, 5 columns
  email  EMAIL_ADDRESS       198 of 200 values
  gdpr     medium    minimize
    Assumed: source is not declared.

What to do (1)
  1. critical  Get a license that allows this use
               Replace the work, or obtain a written license.
               license/noncommercial (CC BY-NC 4.0 s. 1(i))
               for data/train

Not looked at (1)  the audit is incomplete
  data/b.parquet  truncated  the footer is missing
    → fetch the file again
  gdpr: partly, 1 thing could not be looked at

2 problems, 1 gap; looked at 1 package, 1 dataset, 1 data file (200 rows, 1,000 values sampled)
rules 2026.11, policy sha256:abababababab, fails at high
""")


def test_verbose_spells_out_every_decision() -> None:
    short = Console().render(audit()).decode()
    long = Console(verbose=True).render(audit()).decode()
    assert "gdpr     medium    minimize" in short
    assert "E-mail address in column `email` (198 of 200 sampled values)." not in short
    assert "E-mail address in column `email` (198 of 200 sampled values)." in long
    assert "one of: Label of minimize / Label of remove" in long


def test_color_is_off_unless_asked_for() -> None:
    assert b"\x1b" not in Console().render(audit())
    assert b"\x1b[" in Console(color=True).render(audit())


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J\x1b[31mclean!",
        "[bold]x[/bold]",
        "\x1b]8;;http://a.example\x07click\x1b]8;;\x07",
        "a\u202egnp.exe",
        "a\nb\r\tc",
    ],
)
def test_a_hostile_name_cannot_drive_the_terminal(hostile: str) -> None:
    made = _with_name(audit(), hostile)
    shown = Console().render(made).decode()
    assert not any(ord(letter) < 32 and letter != "\n" for letter in shown)
    assert "\u202e" not in shown
    if hostile.startswith("[bold]"):
        assert "[bold]x[/bold]" in shown, "brackets are text, not markup"


def _with_name(made: Audit, name: str) -> Audit:
    ref = f"file:{name}"
    first = made.groups[0]
    group = replace(first, subjects=(ref,), decisions=tuple(replace(one, subject=ref) for one in first.decisions))
    return replace(made, groups=(group,), subjects=(Subject(ref, SubjectKind.DATASET, name),))


@given(st.text(max_size=300))
def test_cleaned_text_is_one_printable_line(text: str) -> None:
    shown = clean(text)
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert len(shown) <= 400
    assert shown == clean(shown)


def test_what_declarations_set_aside_is_counted_in_the_last_lines() -> None:
    made = audit()
    counts = {**made.tally.by_status, "out_of_scope": 4, "satisfied": 2}
    shown = Console().render(replace(made, tally=replace(made.tally, by_status=counts))).decode()
    assert "set aside by what is declared: 2 met by evidence, 4 out of a law's scope (all of them with -v)" in shown
    assert "set aside" not in Console().render(made).decode()


def test_a_policy_without_a_name_is_shown_by_its_file() -> None:
    made = audit()
    unnamed = replace(made, policy=replace(made.policy, project=None))
    assert "licscan.toml · purpose" in Console().render(unnamed).decode()
    bare = replace(made, policy=replace(made.policy, project=None, layers=()))
    assert "no policy file · purpose" in Console().render(bare).decode()


def test_verbose_tells_each_decision_once() -> None:
    shown = Console(verbose=True).render(audit()).decode()
    assert shown.count("critical  license/noncommercial") == 1
    assert shown.count("licscan explain license/noncommercial") == 1
