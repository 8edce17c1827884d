from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.markers import Marker, default_environment

from licscan.scanners.dependencies.graph.targets import Targets
from licscan.scanners.interface import Selection
from support.markers import MARKERS

_PLATFORMS = {
    "linux": ("posix", "Linux", ("x86_64", "aarch64", "ppc64le")),
    "darwin": ("posix", "Darwin", ("x86_64", "arm64")),
    "win32": ("nt", "Windows", ("AMD64", "ARM64")),
}
_IMPLEMENTATIONS = (("CPython", "cpython"), ("PyPy", "pypy"))
SELECTIONS = st.builds(
    Selection,
    python=st.sampled_from([None, "3.9", "3.12", "3.11.4"]),
    platforms=st.none()
    | st.sets(st.sampled_from(sorted(_PLATFORMS)), min_size=1).map(lambda some: tuple(sorted(some))),
)


def _needs(
    marker: str | None,
    requires_python: str | None = None,
    *,
    python: str | None = None,
    platforms: tuple[str, ...] | None = None,
) -> bool:
    return Targets.of(Selection(python=python, platforms=platforms), requires_python).needs(marker)


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        (None, True),
        ("python_version < '3.9'", False),
        ("python_version >= '3.13'", False),
        ("python_version == '3.12'", True),
        ("python_full_version < '3.10.3'", True),
        ("python_full_version == '3.11.5'", True),
        ("python_version < '3.10' or sys_platform == 'win32'", True),
        ("sys_platform == 'win32' and sys_platform == 'linux'", False),
        ("sys_platform == 'darwin' and platform_machine == 'arm64'", True),
        ("sys_platform == 'win32' and os_name == 'posix'", False),
        ("sys_platform == 'emscripten'", True),
        ("platform_python_implementation == 'PyPy'", True),
        ("platform_release >= '20'", True),
        ("extra == 'web'", True),
        ("extra == 'web' and python_version < '3'", False),
        ("not a marker at all", True),
        ("python_version < 'x'", True),
    ],
)
def test_what_the_allowed_pythons_and_any_platform_need(marker: str | None, needed: bool) -> None:
    assert _needs(marker, ">=3.10.2,<3.13") is needed


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        ("sys_platform == 'win32'", False),
        ("platform_system == 'Linux'", True),
        ("platform_machine == 'arm64'", False),
        ("platform_machine == 'aarch64'", True),
        ("platform_machine == 'riscv64'", True),
        ("python_version >= '3.13'", False),
        ("python_full_version < '3.12.1'", True),
        ("python_full_version == '3.11.9'", False),
    ],
)
def test_a_selected_python_and_platform_leave_the_rest_out(marker: str, needed: bool) -> None:
    assert _needs(marker, ">=3.8", python="3.12", platforms=("linux",)) is needed


def test_a_selected_patch_release_is_exact() -> None:
    assert _needs("python_full_version < '3.12.3'", python="3.12.2")
    assert not _needs("python_full_version < '3.12.2'", python="3.12.2")
    assert not _needs("python_full_version > '3.12.2'", python="3.12.2")


def test_pythons_long_gone_count_only_where_the_project_says_so() -> None:
    assert not _needs("python_version < '3.4'")
    assert not _needs("python_version < '3.4'", "<3.12")
    assert _needs("python_version < '3.4'", ">=2.7")


@pytest.mark.parametrize("requires_python", ["nonsense", ">=99", "", ">=3.11.4,<3.11.5"])
def test_a_specifier_that_allows_no_known_python_leaves_nothing_out(requires_python: str) -> None:
    assert _needs("python_version >= '3.11'", requires_python)


def test_a_platform_that_nobody_listed() -> None:
    assert _needs("sys_platform == 'freebsd14'", platforms=("freebsd14",))
    assert _needs("platform_machine == 'amd64'", platforms=("freebsd14",))
    assert not _needs("sys_platform == 'linux'", platforms=("freebsd14",))


def _environments(selection: Selection) -> list[dict[str, str]]:
    base = {name: str(value) for name, value in default_environment().items()}
    pythons = [f"3.{minor}.{micro}" for minor in range(8, 15) for micro in (0, 3, 4, 5, 20)]
    if selection.python:
        pythons = [full for full in pythons if full == selection.python or full.startswith(f"{selection.python}.")]
    found: list[dict[str, str]] = []
    for full, name, (long, short) in product(pythons, selection.platforms or sorted(_PLATFORMS), _IMPLEMENTATIONS):
        os_name, system, machines = _PLATFORMS[name]
        found.extend(
            {
                **base,
                "python_full_version": full,
                "python_version": full.rpartition(".")[0],
                "sys_platform": name,
                "os_name": os_name,
                "platform_system": system,
                "platform_machine": machine,
                "platform_python_implementation": long,
                "implementation_name": short,
            }
            for machine in machines
        )
    return found


@given(MARKERS, SELECTIONS, st.sampled_from(["", "web", "data-tools"]))
def test_what_packaging_finds_needed_on_any_target_is_needed(marker: str, selection: Selection, extra: str) -> None:
    parsed = Marker(marker)
    if any(parsed.evaluate({**environment, "extra": extra}) for environment in _environments(selection)):
        assert Targets.of(selection).needs(marker)


@given(MARKERS.filter(lambda marker: "extra" not in marker), st.sampled_from(["3.9", "3.12", "3.11.4"]))
def test_what_packaging_finds_needed_nowhere_is_not_needed(marker: str, python: str) -> None:
    selection = Selection(python=python, platforms=("darwin",))
    everywhere = [Marker(marker).evaluate(environment) for environment in _environments(selection)]
    named = "implementation_name" in marker or "python_full_version" in marker
    if not any(everywhere) and not named:
        assert not Targets.of(selection).needs(marker)


@given(MARKERS, SELECTIONS, st.sampled_from(sorted(_PLATFORMS)))
def test_another_platform_never_removes_a_dependency(marker: str, selection: Selection, more: str) -> None:
    wider = Selection(
        python=selection.python,
        platforms=None if selection.platforms is None else tuple(sorted({*selection.platforms, more})),
    )
    if Targets.of(selection).needs(marker):
        assert Targets.of(wider).needs(marker)
        assert Targets.of(Selection()).needs(marker)


def test_markers_made_to_keep_a_scanner_busy_count_as_needed() -> None:
    many = " or ".join(f"python_full_version == '3.99.{number}'" for number in range(300))
    assert _needs(many)
    targets = Targets.of(Selection())
    assert all(targets.needs(f"python_full_version == '3.11.{number}'") for number in range(2000))
