"""The table of packages: what a developer sees first."""

from dataclasses import replace

from inline_snapshot import snapshot

from licscan.formats.table import Table
from licscan.formats.terminal import clean
from licscan.model.audit import Audit
from licscan.model.coverage import NotSeen
from licscan.model.license import Commercial, Terms
from support.dependency_audits import COPYLEFT, audit_of, licensed, not_looked_at, package


def sample() -> Audit:
    free, graph, blob = package("alpha"), package("graphlib", "2.1"), package("blob", "0.9", scopes=("extra:gpu",))
    vague, absent = package("vague", "3"), package("zeta", "4.0", scopes=("group:dev", "runtime"))
    closed = Terms(Commercial.NO, non_commercial=True, research_only=True)
    return audit_of(
        (free, graph, blob, vague, absent),
        (
            licensed(free),
            licensed(graph, "GPL-3.0-or-later", declared="GPL-3.0-only", terms=COPYLEFT),
            licensed(blob, "LicenseRef-academic", terms=closed, bundled=("MPL-2.0",), conflict=True),
            licensed(vague, None, said="BSD"),
            not_looked_at(absent),
        ),
        copyleft=(graph,),
    )


def test_each_package_has_license_confidence_commercial_use_and_what_stands_out() -> None:
    assert Table(width=110).render(sample()).decode() == snapshot("""\
licscan 0.1.0  demo · purpose: commercial · laws: gdpr license · judged for 2026-11-23

   package   version  license                 sure  commercial  stands out                  needed for
   alpha     1.0      MIT                     high  yes                                     runtime
   blob      0.9      LicenseRef-academic     high  no          noncommercial,              extra:gpu
                                                                research-only,
                                                                license-conflict, ships
                                                                MPL-2.0
!  graphlib  2.1      GPL-3.0-or-later        high  yes         copyleft                    runtime
                      declared: GPL-3.0-only
?  vague     3        unknown (BSD)           -     unknown                                 runtime
?  zeta      4.0      not looked at           -     unknown     gap: offline                runtime, group:dev

Problems  (each in full: -o console)
  critical  copyleft  graphlib 2.1
            Strong copyleft code that you hand out
            Reason.
  What a rule asks for: licscan explain license/copyleft

Not looked at (1)  the audit is incomplete
  uv.lock:7  offline  licscan is offline

1 problem, 1 gap; looked at 5 packages
rules 2026.11, policy sha256:abababababab, fails at high
""")


def test_unknown_is_marked_in_a_pipe_and_alarming_on_a_terminal() -> None:
    plain = Table().render(sample()).decode()
    assert [line for line in plain.splitlines() if line.startswith("?")] == [
        line for line in plain.splitlines() if "vague  " in line[:12] or "zeta  " in line[:12]
    ]
    assert "\x1b" not in plain
    colored = Table(color=True).render(sample()).decode()
    assert "\x1b[1;31munknown\x1b[0m" in colored
    assert "\x1b[1;31mnot looked at\x1b[0m" in colored


def test_no_row_is_wider_than_the_terminal() -> None:
    for width in (60, 72, 80, 110, 200):
        lines = Table(width=width).render(sample()).decode().splitlines()
        assert all(len(line) <= width for line in lines), width


def test_nothing_is_lost_in_a_narrow_terminal() -> None:
    narrow = "".join(Table(width=60).render(sample()).decode().split())
    for word in ("alpha", "graphlib", "GPL-3.0-or-later", "vague", "unknown"):
        assert word in narrow or word[:12] in narrow


def test_a_hostile_name_is_text_in_one_row() -> None:
    evil = package("a\x1b[2J\nb\u202ec" + "x" * 80)
    shown = Table().render(audit_of((evil,), (licensed(evil, None, said="\x1b]8;;http://a.example\x07M\u200bIT"),)))
    assert not any(ord(sign) < 32 and sign != "\n" for sign in shown.decode())
    assert clean(shown.decode().replace("\n", "")) == clean(shown.decode().replace("\n", ""), max_length=400)


def test_verbose_says_what_each_source_states() -> None:
    assert "License: GPL-3.0-or-later  graphlib.dist-info/METADATA:7" in Table(verbose=True).render(sample()).decode()


def test_scopes_have_no_column_where_no_file_says_any() -> None:
    bare = package("alpha", scopes=(), path=())
    assert "needed for" not in Table().render(audit_of((bare,), (licensed(bare),))).decode()
    assert "needed for" in Table().render(sample()).decode()


def test_problems_that_are_only_noted_do_not_stand_out() -> None:
    (row,) = (line for line in Table().render(sample()).decode().splitlines() if line.split()[:1] == ["alpha"])
    assert row.split() == ["alpha", "1.0", "MIT", "high", "yes", "runtime"]


def test_a_narrow_terminal_says_which_columns_it_goes_without() -> None:
    narrow = Table(width=64).render(sample()).decode()
    assert "no room for needed for, sure" in narrow
    assert "extra:gpu" not in narrow
    assert "no room" not in Table(width=110).render(sample()).decode()


def test_no_packages_are_told_as_such() -> None:
    assert "no packages were found" in Table().render(audit_of((), ())).decode()


def test_a_run_that_looked_at_datasets_alone_is_not_told_to_name_a_project() -> None:
    made = audit_of((), ())
    shown = Table().render(replace(made, coverage=replace(made.coverage, datasets=2))).decode()
    assert "no packages were found" not in shown
    assert "The table lists packages; datasets and models" in shown


def test_packages_stand_in_the_order_of_their_names() -> None:
    listed = [package("httpcore2", "2.0"), package("httpcore", "1.0"), package("http", "9")]
    shown = Table().render(audit_of(listed, [licensed(one) for one in listed])).decode()
    rows = [line.split()[0] for line in shown.splitlines() if line.startswith("   http")]
    assert rows == ["http", "httpcore", "httpcore2"]


def test_what_is_handed_out_comes_first_of_what_a_package_is_needed_for_and_the_rest_is_counted() -> None:
    wide = package("alpha", scopes=("build", "extra:all", "extra:pii", "group:dev", "runtime"))
    few = package("beta", scopes=("group:dev", "runtime"))
    shown = Table().render(audit_of((wide, few), (licensed(wide), licensed(few)))).decode()
    assert "runtime, extra:all +3" in shown
    assert "runtime, group:dev\n" in shown


def test_dependencies_that_do_not_count_are_told_and_files_that_are_no_data_are_not() -> None:
    made = sample()
    left_out = NotSeen("dependencies: extra or group not selected", 5, ("black", "pytest", "tox"))
    noise = NotSeen("not a data file or manifest", 80, ("a.py",))
    shown = Table().render(replace(made, coverage=replace(made.coverage, not_seen=(left_out, noise)))).decode()
    assert "left out, extra or group not selected: black, pytest, tox and 2 more\n" in shown
    assert "a.py" not in shown


def test_versions_that_no_file_fixes_are_told_once() -> None:
    one, other, fixed = package("alpha"), package("beta"), package("gamma")
    note = "not pinned: judged by the release 1.0, chosen by pip"
    findings = [replace(licensed(each), note=note) for each in (one, other)]
    shown = Table().render(audit_of((one, other, fixed), (*findings, licensed(fixed)))).decode()
    assert shown.count("not pinned") == 1
    assert "not pinned: alpha 1.0, beta 1.0: " in shown


def test_a_run_without_a_policy_file_says_what_is_assumed() -> None:
    made = sample()
    said = "no licscan.toml says what the project is for"
    assert said not in Table().render(made).decode()
    assert said in Table().render(replace(made, policy=replace(made.policy, layers=()))).decode()


def test_nothing_is_looked_at_in_an_empty_project() -> None:
    shown = Table().render(audit_of((), ())).decode()
    assert "looked at nothing\n" in shown
    assert "dataset" not in shown
