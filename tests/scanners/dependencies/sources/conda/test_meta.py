import json
from pathlib import Path

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.conda.meta import conda_prefix, read_conda_prefix
from licscan.scanners.dependencies.sources.interface import Edge


def _record(prefix: Path, name: str, version: str, **more: object) -> None:
    folder = prefix / "conda-meta"
    folder.mkdir(parents=True, exist_ok=True)
    record = {"name": name, "version": version, "build": "h0_0", **more}
    (folder / f"{name}-{version}-h0_0.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


def test_records_with_their_license_and_what_they_need(tmp_path: Path) -> None:
    _record(
        tmp_path, "openssl", "3.2.0", license="Apache-2.0", license_family="Apache", depends=["libgcc >=12", "__glibc"]
    )
    _record(tmp_path, "libgcc", "13.2", license_family="GPL")
    _record(tmp_path, "mkl", "2024.0")
    (tmp_path / "conda-meta/history").write_text("==> 2026 <==\n", encoding="utf-8")
    (tmp_path / "conda-meta/bad-1-0.json").write_text("{", encoding="utf-8")
    (tmp_path / "conda-meta/empty-1-0.json").write_text("{}", encoding="utf-8")
    manifest = read_conda_prefix(tmp_path)
    found = [(d.type, d.name, d.version, [(s.text, s.source) for s in d.stated]) for d in manifest.dependencies]
    assert found == [
        ("conda", "libgcc", "13.2", [("GPL", "conda license family")]),
        ("conda", "mkl", "2024.0", []),
        ("conda", "openssl", "3.2.0", [("Apache-2.0", "conda license")]),
    ]
    stated = manifest.dependencies[2].stated[0].reference
    assert (stated.path, stated.line) == ("conda-meta/openssl-3.2.0-h0_0.json", 5)
    assert manifest.edges == (Edge("openssl", "libgcc", source_version="3.2.0"),)
    assert [gap.reason for gap in manifest.gaps] == [GapReason.UNPARSABLE, GapReason.UNPARSABLE]


def test_the_environment_of_an_interpreter(tmp_path: Path) -> None:
    _record(tmp_path / "env", "python", "3.12.1", license="Python-2.0")
    (tmp_path / "env/bin").mkdir()
    assert conda_prefix(tmp_path / "env/bin/python") == tmp_path / "env"
    assert conda_prefix(tmp_path / "env/python.exe") == tmp_path / "env"
    assert conda_prefix(tmp_path / "other/bin/python") is None
    assert [gap.reason for gap in read_conda_prefix(tmp_path / "other").gaps] == [GapReason.UNREADABLE]
