"""Flags that say which dependencies count, and how they meet the policy file."""

from pathlib import Path

import pytest

from licscan.catalog.catalog import Catalog
from licscan.cli.run import Request
from licscan.errors import UsageError
from licscan.model.law import Severity
from licscan.model.policy import Policy, ScanSettings
from licscan.pipeline.check import scan_context
from licscan.pipeline.options import Options
from licscan.scanners.interface import Selection
from support.command import licscan


def test_names_are_normalized_and_sorted() -> None:
    request = Request(extras=("Plot_All", "gpu"), groups=("Dev.Tools",), platforms=("win32", "linux"))
    assert request.options().selection == Selection(
        extras=("gpu", "plot-all"), groups=("dev-tools",), platforms=("linux", "win32")
    )


def test_nothing_asked_for_leaves_it_to_the_policy_file() -> None:
    assert Request().options().selection == Selection()
    assert Request(no_extras=True, no_groups=True).options().selection == Selection(extras=(), groups=())


@pytest.mark.parametrize("given", [{"extras": ("x",), "no_extras": True}, {"groups": ("x",), "no_groups": True}])
def test_all_and_none_at_once_is_a_usage_error(given: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="exclude each other"):
        Request(**given).options()  # type: ignore[arg-type]


def test_flags_win_over_the_policy_file() -> None:
    scan = ScanSettings(extras=("plot",), groups=(), python="3.11", platforms=("linux",))
    policy = Policy(laws=("license",), fail_on=Severity.HIGH, scan=scan)
    flags = Selection(groups=("dev",), python="3.13")
    context = scan_context(Options((Path(),), selection=flags, resolver="off"), Catalog(), policy)
    assert context.selection == Selection(extras=("plot",), groups=("dev",), python="3.13", platforms=("linux",))
    assert context.resolver == "off"


@pytest.mark.parametrize("command", ["check", "deps", "notice"])
def test_every_command_over_dependencies_takes_them(tmp_path: Path, command: str) -> None:
    shown = licscan(command, "--help", folder=tmp_path).out
    for option in ("--extra", "--no-extras", "--group", "--no-groups", "--python", "--platform", "--resolver"):
        assert option in shown
    bad = licscan(command, "--python", "python3.12", folder=tmp_path)
    assert bad.code == 2
    assert "give a version such as 3.12" in bad.err
