from hypothesis import given
from hypothesis import strategies as st

from licscan.model.subject import Reference
from licscan.scanners.dependencies.graph.reach import LeftOut, Reach, Reached, direct_edges, node_of, reach
from licscan.scanners.dependencies.graph.requires_dist import environment_edges
from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.dependencies.sources.interface import Dependency, Edge
from licscan.scanners.interface import Selection

ALL = Selection()
RUNTIME_ONLY = Selection(extras=(), groups=())


def _package(
    name: str,
    version: str | None = "1",
    *,
    scopes: tuple[str, ...] = (),
    marker: str | None = None,
    extras: tuple[str, ...] = (),
    kind: str = "pypi",
) -> Dependency:
    reference = Reference("uv.lock", 1, "uv.lock")
    return Dependency(name, version, reference, scopes=scopes, marker=marker, extras=extras, type=kind)


def _packages(*names: str) -> list[Dependency]:
    return [_package(name) for name in names]


def _reach(
    dependencies: list[Dependency], edges: list[Edge], selection: Selection = ALL, members: frozenset[str] = frozenset()
) -> Reach:
    return reach(dependencies, edges, selection, Targets.of(selection, ">=3.10"), members)


def _by_name(found: Reach) -> dict[str, Reached]:
    return {node[1]: reached for node, reached in found.reached.items()}


def _left_out(found: Reach) -> dict[str, LeftOut]:
    return {node[1]: why for node, why in found.left_out.items()}


TRAINER = _packages("torch", "sympy", "mpmath", "numpy", "pytest", "pluggy")
TRAINER_EDGES = [
    Edge(None, "torch"),
    Edge(None, "numpy", "extra:fast"),
    Edge(None, "pytest", "group:dev"),
    Edge("torch", "sympy"),
    Edge("torch", "numpy"),
    Edge("sympy", "mpmath"),
    Edge("pytest", "pluggy"),
]


def test_each_package_has_its_scopes_and_a_shortest_way() -> None:
    assert _by_name(_reach(TRAINER, TRAINER_EDGES)) == {
        "torch": Reached(("runtime",), ("torch",)),
        "sympy": Reached(("runtime",), ("torch", "sympy")),
        "mpmath": Reached(("runtime",), ("torch", "sympy", "mpmath")),
        "numpy": Reached(("extra:fast", "runtime"), ("numpy",)),
        "pytest": Reached(("group:dev",), ("pytest",)),
        "pluggy": Reached(("group:dev",), ("pytest", "pluggy")),
    }


def test_what_is_not_selected_is_left_out_with_the_reason() -> None:
    found = _reach(TRAINER, TRAINER_EDGES, RUNTIME_ONLY)
    assert _left_out(found) == {"pytest": LeftOut.SELECTION, "pluggy": LeftOut.SELECTION}
    assert _by_name(found)["numpy"] == Reached(("runtime",), ("torch", "numpy"))
    dev = _reach(TRAINER, TRAINER_EDGES, Selection(extras=(), groups=("dev",)))
    assert _left_out(dev) == {}


def test_what_no_target_needs_is_left_out_with_all_that_only_it_needs() -> None:
    edges = [Edge(None, "click"), Edge("click", "colorama", marker="sys_platform == 'win32'"), Edge("colorama", "ansi")]
    found = _reach(_packages("click", "colorama", "ansi"), edges, Selection(platforms=("linux",)))
    assert _left_out(found) == {"colorama": LeftOut.MARKER, "ansi": LeftOut.MARKER}
    assert _left_out(_reach(_packages("click", "colorama", "ansi"), edges)) == {}


def test_extras_of_packages_are_followed_only_where_somebody_asks_for_them() -> None:
    packages = _packages("fastapi", "uvicorn", "httptools", "watcher")
    edges = [
        Edge(None, "fastapi", extras=("standard",)),
        Edge(None, "watcher", "extra:watch"),
        Edge("fastapi", "uvicorn", extra="standard", extras=("fast",)),
        Edge("uvicorn", "httptools", extra="fast"),
        Edge("uvicorn", "watcher", extra="reload"),
    ]
    found = _reach(packages, edges, RUNTIME_ONLY)
    assert _by_name(found)["httptools"] == Reached(("runtime",), ("fastapi", "uvicorn", "httptools"))
    assert _left_out(found) == {"watcher": LeftOut.SELECTION}


def test_an_extra_that_takes_in_others_of_the_same_package_adds_no_step() -> None:
    edges = [
        Edge(None, "toolkit", extras=("all",)),
        Edge("toolkit", "toolkit", extra="all", extras=("web",)),
        Edge("toolkit", "flask", extra="web"),
    ]
    assert _by_name(_reach(_packages("toolkit", "flask"), edges))["flask"].path == ("toolkit", "flask")


def test_the_projects_own_extras_may_take_in_each_other() -> None:
    edges = [
        Edge(None, "assistant", "extra:all", extras=("web",)),
        Edge(None, "assistant", "group:dev", extras=("all",)),
        Edge(None, "flask", "extra:web"),
    ]
    packages, own = _packages("flask"), frozenset({"assistant"})
    assert _by_name(_reach(packages, edges, ALL, own))["flask"].scopes == ("extra:all", "extra:web", "group:dev")
    dev = Selection(extras=(), groups=("dev",))
    assert _by_name(_reach(packages, edges, dev, own))["flask"].scopes == ("group:dev",)
    assert _left_out(_reach(packages, edges, RUNTIME_ONLY, own)) == {"flask": LeftOut.SELECTION}


def test_two_versions_of_a_package_are_told_apart() -> None:
    packages = [_package("soup", "1"), _package("soup", "2"), _package("old"), _package("new")]
    edges = [
        Edge(None, "soup", version="1", marker="python_version < '3.11'"),
        Edge(None, "soup", version="2", marker="python_version >= '3.11'"),
        Edge("soup", "old", source_version="1"),
        Edge("soup", "new", source_version="2"),
    ]
    found = _reach(packages, edges, Selection(python="3.12"))
    assert [node[1:] for node in found.reached] == [("new", "1"), ("soup", "2")]
    assert _left_out(found) == {"soup": LeftOut.MARKER, "old": LeftOut.MARKER}


def test_a_version_that_the_lock_writes_otherwise_still_leads_there() -> None:
    assert _by_name(_reach([_package("numpy", "2.0.0")], [Edge(None, "numpy", version="2.0")]))["numpy"].path


def test_circles_end() -> None:
    edges = [Edge(None, "a"), Edge("a", "b"), Edge("b", "c"), Edge("c", "a"), Edge("c", "c")]
    assert _by_name(_reach(_packages("a", "b", "c"), edges))["c"].path == ("a", "b", "c")


def test_a_package_that_nothing_leads_to_is_kept_with_what_it_needs() -> None:
    packages = _packages("app", "stray", "strays-own", "tool")
    edges = [
        Edge(None, "app"),
        Edge(None, "tool", "group:dev"),
        Edge("stray", "strays-own", extra="any"),
        Edge("stray", "tool"),
    ]
    found = _by_name(_reach(packages, edges, RUNTIME_ONLY))
    assert found["stray"] == Reached()
    assert found["strays-own"] == Reached()
    assert found["tool"] == Reached()
    assert _by_name(_reach(packages, edges))["tool"] == Reached((), ("tool",))


def test_a_lock_without_roots_is_kept_whole() -> None:
    found = _reach(_packages("a", "b"), [Edge("a", "b")], RUNTIME_ONLY)
    assert set(_by_name(found)) == {"a", "b"}
    assert not found.left_out


def test_scopes_and_markers_that_a_lock_states_itself() -> None:
    packages = [
        _package("requests", scopes=("runtime",)),
        _package("pytest", scopes=("group:develop",)),
        _package("pywin32", scopes=("runtime",), marker="sys_platform == 'win32'"),
    ]
    selection = Selection(groups=(), platforms=("linux",))
    found = _reach(packages, [], selection)
    assert _by_name(found) == {"requests": Reached(("runtime",))}
    assert _left_out(found) == {"pytest": LeftOut.SELECTION, "pywin32": LeftOut.MARKER}


def test_a_package_stated_twice_counts_where_either_does() -> None:
    packages = [
        _package("numpy", scopes=("group:dev",), marker="sys_platform == 'linux'"),
        _package("numpy", scopes=("runtime",), marker="sys_platform == 'win32'"),
    ]
    found = _reach(packages, [], Selection(groups=(), platforms=("win32",)))
    assert _by_name(found) == {"numpy": Reached(("runtime",))}


def test_conda_and_pypi_packages_of_one_name_are_two() -> None:
    packages = [_package("numpy"), _package("numpy", kind="conda")]
    assert len(_reach(packages, []).reached) == 2


def test_a_project_of_thousands_of_extras_loses_nothing() -> None:
    packages = [_package(f"p{number}") for number in range(2000)]
    edges = [Edge(None, f"p{number}", f"extra:e{number}") for number in range(2000)]
    assert not _reach(packages, edges, RUNTIME_ONLY).left_out


def test_direct_edges_of_a_manifest() -> None:
    listed = [
        _package("torch", None, extras=("Opt_Einsum",), marker="os_name == 'nt'"),
        _package("pytest", "8", scopes=("extra:test", "group:dev")),
    ]
    assert direct_edges(listed) == (
        Edge(None, "torch", extras=("opt-einsum",), marker="os_name == 'nt'"),
        Edge(None, "pytest", "extra:test", version="8"),
        Edge(None, "pytest", "group:dev", version="8"),
    )


def test_edges_of_an_installed_environment() -> None:
    requires = {
        "Fast.API": [
            "starlette<0.50,>=0.40",
            'uvicorn[standard]>=0.12; extra == "all"',
            "httpx (>=0.23) ; python_version < '3.9' and extra == 'all'",
            "direct @ https://host.example/direct.zip ; os_name == 'nt'",
            ">= nothing",
        ],
    }
    assert environment_edges(requires) == (
        Edge("fast-api", "starlette"),
        Edge("fast-api", "uvicorn", extra="all", extras=("standard",)),
        Edge("fast-api", "httpx", extra="all", marker='python_version < "3.9"'),
        Edge("fast-api", "direct", marker="os_name == 'nt'"),
    )


def test_a_long_chain_and_a_dense_net_are_followed() -> None:
    count = 5000
    packages = [_package(f"p{number}") for number in range(count)]
    edges = [Edge(None, "p0"), *(Edge(f"p{n}", f"p{n + 1}") for n in range(count - 1))]
    chain = _by_name(_reach(packages, edges))
    assert len(chain) == count
    assert chain["p63"].path[-1] == "p63"
    assert all(reached.scopes == ("runtime",) for reached in chain.values())
    dense = [
        Edge(f"p{n}", f"p{(n * 7 + k) % count}", extra="x" if k % 5 == 0 else None)
        for n in range(count)
        for k in range(10)
    ]
    roots = [Edge(None, f"p{n}", f"extra:e{n}") for n in range(200)]
    assert len(_reach(packages, [*roots, *dense]).reached) == count


NAMES = st.sampled_from("abcdefgh")
EDGES = st.lists(
    st.builds(
        Edge,
        source=st.none() | NAMES,
        target=NAMES,
        scope=st.sampled_from(["runtime", "extra:x", "group:y"]),
        extra=st.none() | st.just("e"),
        extras=st.sampled_from([(), ("e",)]),
        marker=st.sampled_from([None, "sys_platform == 'win32'", "python_version < '3.12'"]),
    ),
    max_size=25,
)
SELECTIONS = st.builds(
    Selection,
    extras=st.sampled_from([None, (), ("x",)]),
    groups=st.sampled_from([None, (), ("y",)]),
    python=st.sampled_from([None, "3.11", "3.12"]),
    platforms=st.sampled_from([None, ("linux",), ("linux", "win32")]),
)


@given(EDGES, SELECTIONS)
def test_nothing_gets_lost_and_the_order_does_not_matter(edges: list[Edge], selection: Selection) -> None:
    packages = _packages(*"abcdefgh")
    found = _reach(packages, edges, selection)
    assert sorted([*found.reached, *found.left_out]) == sorted(map(node_of, packages))
    assert _reach(packages[::-1], edges[::-1], selection) == found
    assert list(found.reached) == sorted(found.reached)


@given(EDGES, SELECTIONS)
def test_a_wider_selection_never_removes_a_package(edges: list[Edge], selection: Selection) -> None:
    packages = _packages(*"abcdefgh")
    assert set(_reach(packages, edges, selection).reached) <= set(_reach(packages, edges).reached)
    assert not set(_reach(packages, edges).left_out.values()) - {LeftOut.MARKER}


@given(EDGES, SELECTIONS)
def test_a_way_goes_along_edges_from_what_the_project_names(edges: list[Edge], selection: Selection) -> None:
    steps = {(edge.source, edge.target) for edge in edges}
    for node, reached in _reach(_packages(*"abcdefgh"), edges, selection).reached.items():
        if reached.path:
            assert reached.path[-1] == node[1]
            assert (None, reached.path[0]) in steps
            assert all(pair in steps for pair in zip(reached.path, reached.path[1:], strict=False))
            assert len(set(reached.path)) == len(reached.path)
