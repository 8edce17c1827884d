"""Requirements resolved by the real pip and the real uv against an index on loopback."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug import Request, Response

from licscan.model.finding import Gap, GapReason
from licscan.model.subject import Reference
from licscan.net.index_settings import ConfigurationFiles, index_settings
from licscan.net.indexes import IndexSettings
from licscan.scanners.dependencies.resolver.interface import Resolution
from licscan.scanners.dependencies.resolver.resolve import Resolving, resolve
from licscan.scanners.dependencies.sources.interface import Dependency, Edge, Origin
from support.package_index import Offered, PackageIndexServer, core_metadata, sdist

TOOLS = ("pip", "uv")


def need(name: str, specifier: str = "", *, line: int = 1) -> Dependency:
    return Dependency(name, None, Reference("requirements.txt", line, "requirements"), specifier)


@pytest.fixture(autouse=True)
def only_the_test_index(monkeypatch: pytest.MonkeyPatch, index_server: PackageIndexServer, tmp_path: Path) -> None:
    """Both tools are set up for the index on loopback, and have a cache of their own."""
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS", "PIP_NO_INDEX", "UV_NO_INDEX", "PIP_CERT", "UV_NO_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_DEFAULT_INDEX", index_server.url)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")


@pytest.fixture(params=TOOLS)
def resolving(request: pytest.FixtureRequest, index_server: PackageIndexServer, tmp_path: Path) -> Resolving:
    return Resolving(_set_up({"PIP_INDEX_URL": index_server.url}), tool=request.param, cache=tmp_path / "cache")


def _set_up(environ: dict[str, str]) -> IndexSettings:
    return index_settings(environ, ConfigurationFiles())


@pytest.fixture
def shop(index_server: PackageIndexServer) -> PackageIndexServer:
    """An application that needs a library, which needs another one, with an extra and a marker."""
    index_server.add_wheel(
        "app", "1.0", "Requires-Dist: middle>=1", 'Requires-Dist: plots; extra == "plots"', "Provides-Extra: plots"
    )
    index_server.add_wheel("app", "2.0rc1", "Requires-Dist: middle")
    index_server.add_wheel("middle", "1.0", "Requires-Dist: bottom<2")
    index_server.add_wheel("middle", "1.1", "Requires-Dist: bottom<2", 'Requires-Dist: never; python_version < "3"')
    index_server.add_wheel("bottom", "1.9")
    index_server.add_wheel("bottom", "2.0")
    index_server.add_wheel("plots", "0.3")
    return index_server


def resolved(outcome: Resolution | Gap | None) -> Resolution:
    assert isinstance(outcome, Resolution), outcome
    return outcome


def test_everything_that_is_needed_is_pinned_with_the_line_that_brings_it_in(
    shop: PackageIndexServer, resolving: Resolving
) -> None:
    found = resolved(resolve([need("app", ">=1", line=3), need("bottom", ">=1", line=7)], resolving))
    assert [(each.name, each.version, each.reference.line) for each in found.dependencies] == [
        ("app", "1.0", 3),
        ("bottom", "1.9", 7),
        ("middle", "1.1", 3),
    ]
    assert {(edge.source, edge.target) for edge in found.edges} == {
        (None, "app"),
        (None, "bottom"),
        ("app", "middle"),
        ("middle", "bottom"),
    }
    assert Edge("app", "middle", version="1.1", source_version="1.0") in found.edges
    assert found.dependencies[1].sha256s == (shop.projects["bottom"][0].sha256,)
    assert (found.tool, found.stale, found.unresolved) == (resolving.tool, False, ())


def test_extras_and_constraints_count(shop: PackageIndexServer, resolving: Resolving) -> None:
    found = resolved(
        resolve(
            [replace(need("app"), extras=("plots",))],
            resolving,
            constraints=[need("middle", "<1.1"), need("other", "<1")],
        )
    )
    assert {each.name: each.version for each in found.dependencies} == {
        "app": "1.0",
        "bottom": "1.9",
        "middle": "1.0",
        "plots": "0.3",
    }
    assert ("app", "plots") in {(edge.source, edge.target) for edge in found.edges}


def test_requirement_whose_marker_does_not_hold_is_not_asked_for(
    shop: PackageIndexServer, resolving: Resolving
) -> None:
    found = resolved(resolve([need("bottom"), replace(need("absent"), marker='python_version < "3"')], resolving))
    assert [each.name for each in found.dependencies] == ["bottom"]


def test_versions_that_exclude_each_other_are_a_gap_with_the_reason(
    shop: PackageIndexServer, resolving: Resolving
) -> None:
    gap = resolve([need("middle", line=4), need("bottom", ">=2", line=2)], resolving)
    assert isinstance(gap, Gap)
    assert gap.reason is GapReason.UNRESOLVED
    assert "bottom" in gap.detail
    assert resolving.tool in gap.detail
    assert str(gap.location) == "requirements.txt:2"
    assert "://" not in gap.detail


def test_package_without_a_wheel_is_left_out_and_named_and_its_code_never_runs(
    shop: PackageIndexServer, resolving: Resolving, tmp_path: Path
) -> None:
    proof = tmp_path / "ran"
    metadata = core_metadata("only-source", "1.0")
    setup = f"open({str(proof)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='only-source')\n"
    content = sdist("only-source", "1.0", metadata, {"setup.py": setup})
    shop.add("only-source", Offered("only_source-1.0.tar.gz", content, metadata))
    found = resolved(resolve([need("only-source"), need("bottom", "<2"), need("absent")], resolving))
    assert [each.name for each in found.dependencies] == ["bottom"]
    assert [each.name for each in found.unresolved] == ["absent", "only-source"]
    assert "does not have it" in found.unresolved[0].reason
    assert "wheel" in found.unresolved[1].reason
    assert not proof.exists()


def test_index_that_does_not_answer_is_no_missing_package(shop: PackageIndexServer, resolving: Resolving) -> None:
    shop.faults["/simple/app/"] = lambda _: Response("slow down", 429)
    assert isinstance(resolve([need("app"), need("bottom")], resolving), Gap)


def test_answer_is_kept_for_offline_and_for_a_failing_index(shop: PackageIndexServer, resolving: Resolving) -> None:
    wanted = [need("app")]
    first = resolved(resolve(wanted, resolving))
    shop.asked.clear()
    offline = resolve(wanted, replace(resolving, offline=True))
    assert offline == replace(first, stale=True)
    assert shop.asked == []
    for name in ("app", "middle", "bottom"):
        shop.faults[f"/simple/{name}/"] = lambda _: Response("busy", 503)
    assert resolve(wanted, resolving) == replace(first, stale=True)
    unknown = resolve([need("middle")], replace(resolving, offline=True))
    assert isinstance(unknown, Gap)
    assert unknown.reason is GapReason.OFFLINE


def test_nothing_but_requirement_lines_reaches_the_tool(
    shop: PackageIndexServer, resolving: Resolving, tmp_path: Path
) -> None:
    hostile = [
        need("app\n--index-url=http://evil.example"),
        need("app", ">=1\n-e ."),
        need("app", " @ file:///etc/passwd"),
        replace(need("app"), marker="python_version > '3'\n-r /etc/passwd"),
        replace(need("app"), extras=("a]\n--pre",)),
        replace(need("app"), origin=Origin.GIT),
        replace(need("app"), type="conda"),
        replace(need("app"), archive="dist/app-1.0.whl"),
    ]
    assert resolve(hostile, resolving) is None
    assert shop.asked == []


def test_settings_of_the_user_that_say_what_to_install_do_not_count(
    shop: PackageIndexServer, resolving: Resolving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    monkeypatch.setenv("PIP_TARGET", str(target))
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    monkeypatch.setenv("PIP_REQUIRE_HASHES", "1")
    monkeypatch.setenv("UV_REQUIRE_HASHES", "1")
    found = resolved(resolve([need("app")], resolving))
    assert len(found.dependencies) == 3
    assert not target.exists()


def test_modules_of_the_scanned_folder_are_not_imported(
    shop: PackageIndexServer, resolving: Resolving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "ran"
    for name in ("pip.py", "json.py", "sitecustomize.py", "uv.py"):
        (tmp_path / name).write_text(f"open({str(proof)!r}, 'w').close()\n", encoding="utf-8")
    (tmp_path / "uv.toml").write_text("[pip]\noutput-file = 'written.txt'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    resolved(resolve([need("bottom")], resolving))
    assert not proof.exists()
    assert not (tmp_path / "written.txt").exists()


def test_slow_index_ends_at_the_deadline_and_leaves_no_process(shop: PackageIndexServer, resolving: Resolving) -> None:
    def late(_: Request) -> Response:
        time.sleep(4)
        return Response("", 404)

    shop.faults["/simple/app/"] = late
    began = time.monotonic()
    gap = resolve([need("app")], replace(resolving, deadline_s=1.5))
    assert isinstance(gap, Gap)
    assert "in time" in gap.detail
    assert time.monotonic() - began < 8
    if sys.platform != "win32":
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
        assert "licscan-" not in "".join(line for line in listed.splitlines() if "report.json" in line)


def test_password_of_an_index_is_not_shown(
    resolving: Resolving, monkeypatch: pytest.MonkeyPatch, index_server: PackageIndexServer
) -> None:
    hidden = index_server.url.replace("://", "://reader:hunter2@")
    monkeypatch.setenv("PIP_INDEX_URL", hidden)
    monkeypatch.setenv("UV_DEFAULT_INDEX", hidden)
    gap = resolve([need("absent")], resolving)
    assert isinstance(gap, Gap)
    assert "hunter2" not in f"{gap.detail}{gap.hint}"
    assert "://" not in gap.detail


def test_tool_that_does_not_know_the_users_index_is_not_asked(shop: PackageIndexServer, tmp_path: Path) -> None:
    """uv does not read pip's settings: it would ask the public index for a private name."""
    settings = _set_up({"PIP_INDEX_URL": shop.url})
    found = resolved(resolve([need("bottom")], Resolving(settings, cache=tmp_path / "cache")))
    assert found.tool == "pip"
    settings = _set_up({"UV_DEFAULT_INDEX": shop.url})
    assert resolved(resolve([need("bottom")], Resolving(settings, cache=tmp_path / "cache"))).tool == "uv"


def test_another_python_is_for_uv(shop: PackageIndexServer, tmp_path: Path) -> None:
    shop.add_wheel("newer", "1.0")
    shop.add_wheel("newer", "2.0")
    shop.projects["newer"][1].requires_python = ">=3.99"
    settings = _set_up({})
    gap = resolve([need("newer")], Resolving(settings, tool="pip", python="3.99", cache=tmp_path / "cache"))
    assert isinstance(gap, Gap)
    assert "uv" in (gap.hint or "")
    with_uv = Resolving(settings, tool="uv", python="3.13", cache=tmp_path / "cache")
    assert resolved(resolve([need("newer")], with_uv)).dependencies[0].version == "1.0"
