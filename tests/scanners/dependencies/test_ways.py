"""How a package comes in: what it is needed for, by which way, and what is left out."""

from pathlib import Path

import pytest

from licscan.model.coverage import NotSeen
from licscan.model.finding import GapReason
from licscan.model.subject import Reference
from licscan.scanners.interface import Observation, Selection
from support.dependency_scan import Scan, gaps, install, licenses_of, subjects
from support.license_texts import MIT
from support.package_index import PackageIndexServer, wheel

_PYPROJECT = """\
[build-system]
requires = ["build-lib"]

[project]
name = "app"
dependencies = ["web-lib"]

[project.optional-dependencies]
plot = ["plot-lib"]

[dependency-groups]
dev = ["test-lib"]
"""


def _lock(server: PackageIndexServer) -> str:
    needs = {"web-lib": "url-lib", "plot-lib": "url-lib", "test-lib": None, "url-lib": None}
    tables = []
    for name, needed in needs.items():
        offered = server.add_wheel(name, "1.0", "License-Expression: MIT")
        tables.append(
            f'[[package]]\nname = "{name}"\nversion = "1.0"\nsource = {{ registry = "https://registry.invalid" }}\n'
            + (f'dependencies = [{{ name = "{needed}" }}]\n' if needed else "")
            + f'wheels = [{{ url = "https://registry.invalid/x.whl", hash = "sha256:{offered.sha256}" }}]\n'
        )
    own = (
        '[[package]]\nname = "app"\nversion = "0.1"\nsource = { virtual = "." }\n'
        'dependencies = [{ name = "web-lib" }]\n'
        '[package.optional-dependencies]\nplot = [{ name = "plot-lib" }]\n'
        '[package.dev-dependencies]\ndev = [{ name = "test-lib" }]\n'
    )
    return "version = 1\n\n" + "\n".join([*tables, own])


@pytest.fixture
def locked(project: Path, index_server: PackageIndexServer) -> Path:
    index_server.add_wheel("build-lib", "3.0", "License-Expression: Apache-2.0")
    (project / "pyproject.toml").write_text(_PYPROJECT)
    (project / "uv.lock").write_text(_lock(index_server))
    return project


def _ways(found: list[Observation]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {each.name: (each.scopes, each.dependency_path) for each in subjects(found).values()}


def _left_out(found: list[Observation]) -> list[NotSeen]:
    return [each for each in found if isinstance(each, NotSeen)]


def test_each_locked_package_says_what_it_is_for_and_how_it_comes_in(locked: Path, scan: Scan) -> None:
    found = scan()
    assert gaps(found) == []
    assert _ways(found) == {
        "build-lib": (("build",), ("build-lib",)),
        "plot-lib": (("extra:plot",), ("plot-lib",)),
        "test-lib": (("group:dev",), ("test-lib",)),
        "url-lib": (("extra:plot", "runtime"), ("plot-lib", "url-lib")),
        "web-lib": (("runtime",), ("web-lib",)),
    }
    (unseen,) = _left_out(found)
    assert (unseen.count, unseen.examples) == (1, ("build-lib",))
    assert "build requirements" in unseen.reason


def test_only_the_extras_and_groups_asked_for_count(locked: Path, scan: Scan) -> None:
    found = scan(selection=Selection(extras=(), groups=()))
    assert set(_ways(found)) == {"build-lib", "url-lib", "web-lib"}
    assert _ways(found)["url-lib"] == (("runtime",), ("web-lib", "url-lib"))
    selected = next(each for each in _left_out(found) if "not selected" in each.reason)
    assert (selected.count, selected.examples) == (2, ("plot-lib", "test-lib"))


def test_requirements_beside_a_lock_file_that_repeat_it_are_references(locked: Path, scan: Scan) -> None:
    (locked / "requirements.txt").write_text("# as in pyproject.toml\nweb-lib>=1\n")
    found = scan()
    assert gaps(found) == []
    assert Reference("requirements.txt", 2, "requirements") in subjects(found)["pkg:pypi/web-lib@1.0"].references


def test_requirements_that_want_another_version_than_the_lock_are_resolved_alone(
    locked: Path, scan: Scan, index_server: PackageIndexServer
) -> None:
    index_server.add_wheel("web-lib", "2.0", "License: AGPL-3.0-only")
    (locked / "requirements.txt").write_text("web-lib>=2\n")
    found = scan()
    assert licenses_of(found)["pkg:pypi/web-lib@2.0"].concluded == "AGPL-3.0-only"
    assert [(gap.subject, gap.reason) for gap in gaps(found)] == [("file:requirements.txt", GapReason.UNRESOLVED)]


def test_package_that_the_lock_file_lacks_is_a_gap_unless_its_marker_never_holds(locked: Path, scan: Scan) -> None:
    more = 'dependencies = ["web-lib", "new-lib", "old-lib; python_version < \'3\'"]\nrequires-python = ">=3.11"'
    (locked / "pyproject.toml").write_text(_PYPROJECT.replace('dependencies = ["web-lib"]', more))
    (gap,) = gaps(scan())
    assert gap.detail == "new-lib is not in uv.lock: the lock file is out of date"
    assert (gap.location and gap.location.line, gap.hint) == (6, "lock again: uv lock")


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_unpinned_requirements_are_completed_by_the_users_resolver(
    project: Path, scan: Scan, index_server: PackageIndexServer, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tool == "uv":
        monkeypatch.setenv("UV_DEFAULT_INDEX", index_server.url)
    index_server.add_wheel("web-lib", "1.0", "License-Expression: MIT", "Requires-Dist: url-lib<2")
    index_server.add_wheel("url-lib", "1.5", "License-Expression: LGPL-3.0-only")
    index_server.add_wheel("url-lib", "2.0", "License-Expression: MIT")
    (project / "requirements.txt").write_text("\nweb-lib\n")
    found = scan(resolver=tool)
    assert gaps(found) == []
    deep = subjects(found)["pkg:pypi/url-lib@1.5"]
    assert (deep.scopes, deep.dependency_path) == ((), ("web-lib", "url-lib"))
    assert [(each.path, each.line) for each in deep.references] == [("requirements.txt", 2)]
    finding = licenses_of(found)["pkg:pypi/url-lib@1.5"]
    assert (finding.concluded, finding.note) == (
        "LGPL-3.0-only",
        f"not pinned: judged by the release 1.5, chosen by {tool}",
    )
    again = scan(resolver=tool, offline=True)
    assert list(subjects(again).values()) == list(subjects(found).values())
    note = licenses_of(again)["pkg:pypi/url-lib@1.5"].note
    assert note == f"not pinned: judged by the release 1.5, chosen by {tool} in an earlier run"


def test_version_that_the_file_states_is_not_called_open(
    project: Path, scan: Scan, index_server: PackageIndexServer
) -> None:
    index_server.add_wheel("web-lib", "1.0", "License-Expression: MIT", "Requires-Dist: url-lib")
    index_server.add_wheel("url-lib", "1.5", "License-Expression: MIT")
    (project / "requirements.txt").write_text("web-lib==1.0\n")
    found = licenses_of(scan(resolver="pip"))
    assert found["pkg:pypi/web-lib@1.0"].note is None
    assert found["pkg:pypi/url-lib@1.5"].note == "not pinned: judged by the release 1.5, chosen by pip"


def test_requirement_of_another_platform_does_not_vanish_behind_the_resolver(
    project: Path, scan: Scan, index_server: PackageIndexServer
) -> None:
    index_server.add_wheel("web-lib", "1.0", "License-Expression: MIT")
    index_server.add_wheel("far-lib", "2.0", "License-Expression: AGPL-3.0-only")
    (project / "requirements.txt").write_text("web-lib\nfar-lib; sys_platform == 'nowhere'\n")
    found = scan(resolver="pip")
    assert licenses_of(found)["pkg:pypi/far-lib@2.0"].concluded == "AGPL-3.0-only"
    (gap,) = gaps(found)
    assert gap.detail == "what far-lib needs in turn is not known: its marker does not hold where pip resolved"
    assert (gap.location and gap.location.line, gap.reason) == (2, GapReason.UNRESOLVED)
    here = scan(resolver="pip", selection=Selection(platforms=("linux",)))
    assert gaps(here) == []
    assert NotSeen("dependencies: marker never true here", 1, ("far-lib",)) in here


def test_resolver_that_has_no_answer_leaves_a_gap_and_the_newest_release(
    project: Path, scan: Scan, index_server: PackageIndexServer
) -> None:
    index_server.add_wheel("web-lib", "1.0", "License-Expression: MIT", "Requires-Dist: absent-lib")
    (project / "requirements.txt").write_text("web-lib\n")
    found = scan(resolver="pip")
    assert licenses_of(found)["pkg:pypi/web-lib@1.0"].concluded == "MIT"
    (gap,) = gaps(found)
    assert gap.detail.startswith("transitive dependencies are not listed in requirements.txt, and requirements")
    assert "absent-lib" in gap.detail


def test_environment_tells_by_which_way_each_package_comes_in(project: Path, scan: Scan, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install(site, "web-lib", "1.0", "License: MIT", "Requires-Dist: url-lib", 'Requires-Dist: x-lib; extra == "x"')
    install(site, "url-lib", "1.0", "License: MIT", "Requires-Dist: web-lib")
    install(site, "x-lib", "1.0", "License: MIT")
    install(site, "tool", "1.0", "License: MIT", "Requires-Dist: web-lib[x]")
    found = scan(site_packages=(site,))
    assert _ways(found) == {
        "tool": ((), ("tool",)),
        "url-lib": ((), ("tool", "web-lib", "url-lib")),
        "web-lib": ((), ("tool", "web-lib")),
        "x-lib": ((), ("tool", "web-lib", "x-lib")),
    }


def test_wheel_in_the_tree_speaks_for_itself(project: Path, scan: Scan) -> None:
    content = wheel(
        "own-lib",
        "1.0",
        b"Metadata-Version: 2.1\nName: own-lib\nVersion: 1.0\nLicense: MIT License\n\n",
        {"LICENSE": MIT},
    )
    (project / "wheels").mkdir()
    (project / "wheels/own_lib-1.0-py3-none-any.whl").write_bytes(content)
    found = scan(offline=True)
    assert gaps(found) == []
    finding = licenses_of(found)["pkg:pypi/own-lib@1.0"]
    assert finding.concluded == "MIT"
    assert subjects(found)["pkg:pypi/own-lib@1.0"].path == "wheels/own_lib-1.0-py3-none-any.whl"


def test_sbom_speaks_for_packages_that_no_index_has(project: Path, scan: Scan) -> None:
    (project / "bom.json").write_text(
        '{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [\n'
        '{"type": "library", "name": "left-pad", "version": "1.3.0", "purl": "pkg:npm/left-pad@1.3.0",\n'
        ' "licenses": [{"license": {"id": "WTFPL"}}]},\n'
        '{"type": "library", "name": "mystery", "version": "1", "purl": "pkg:npm/mystery@1"}]}'
    )
    found = scan(offline=True)
    assert licenses_of(found)["pkg:npm/left-pad@1.3.0"].concluded == "WTFPL"
    (gap,) = gaps(found)
    assert (gap.subject, gap.reason) == ("pkg:npm/mystery@1", GapReason.UNRESOLVED)
