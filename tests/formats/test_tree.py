"""The tree: how each package comes in."""

from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from licscan.formats.tree import Tree
from licscan.model.audit import Audit
from support.dependency_audits import COPYLEFT, audit_of, licensed, package


def sample() -> Audit:
    web = package("web", "3.0", scopes=("group:dev", "runtime"))
    router = package("router", "1.2", scopes=("group:dev", "runtime"), path=("web", "router"))
    deep = package("deep", "0.1", scopes=("group:dev", "runtime"), path=("web", "router", "deep"))
    gpl = package("gpl-lib", "2.0", scopes=("extra:plot",), path=("plotter", "gpl-lib"))
    plotter = package("plotter", "5", scopes=("extra:plot",))
    helper = package("helper", "1", scopes=("group:dev",), path=("plotter", "helper"))
    loose = package("loose", "7", scopes=(), path=())
    listed = (web, router, deep, gpl, plotter, helper, loose)
    found = [licensed(one) for one in listed if one is not gpl]
    found.append(licensed(gpl, "GPL-3.0-only", terms=COPYLEFT))
    return audit_of(listed, found, copyleft=(gpl,))


def test_packages_stand_below_what_brings_them_along_under_what_they_are_needed_for() -> None:
    assert Tree().render(sample()).decode() == snapshot("""\
licscan 0.1.0  demo · purpose: commercial · laws: gdpr license · judged for 2026-11-23

runtime
└── web 3.0  MIT
    └── router 1.2  MIT
        └── deep 0.1  MIT

extra:plot
└── plotter 5  MIT
    └── gpl-lib 2.0  GPL-3.0-only  [copyleft]

group:dev
├── helper 1  MIT  by way of plotter
└── web 3.0  MIT  (*)

no file says what for
└── loose 7  MIT

(*) what it brings along stands above; all of it with -v

1 problem, 0 gaps; looked at 7 packages
rules 2026.11, policy sha256:abababababab, fails at high
""")


def test_verbose_repeats_subtrees() -> None:
    short, long = Tree().render(sample()).decode(), Tree(verbose=True).render(sample()).decode()
    assert "(*)" in short
    assert "(*)" not in long
    assert long.count("deep 0.1") == 2 == short.count("deep 0.1") + 1


def test_two_versions_of_a_package_both_stand() -> None:
    one, two = package("twin", "1.0"), package("twin", "2.0")
    shown = Tree().render(audit_of((one, two), (licensed(one), licensed(two)))).decode()
    assert "twin 1.0" in shown
    assert "twin 2.0" in shown


names = st.sampled_from(["a", "b", "c", "d"])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(names, st.lists(names, max_size=5), min_size=1))
def test_every_package_is_drawn_whatever_the_paths_say(paths: dict[str, list[str]]) -> None:
    listed = [package(name, "9", path=(*path, name)) for name, path in paths.items()]
    shown = Tree().render(audit_of(listed, [licensed(one) for one in listed])).decode()
    for name in paths:
        assert f"── {name} 9" in shown
