from pathlib import Path

import pytest

from licscan.scanners.dependencies.sources.interface import Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.pixi_lock import PixiLockSource

LOCK = f"""version: 6
environments:
  default:
    channels:
    - url: https://user:tok@conda.example/forge/
    packages:
      linux-64:
      - conda: https://conda.example/linux-64/ld_impl_linux-64-2.45.1-default_hbd61a6d_101.conda
      - conda: https://conda.example/linux-64/bzip2-1.0.8-hda65f42_9.conda
      - pypi: https://index.example/tiny_lib-1.0-py3-none-any.whl
      - pypi: ./
      win-64:
      - conda: https://conda.example/win-64/bzip2-1.0.8-h0_9.conda
      - pypi: https://index.example/tiny_lib-1.0-py3-none-any.whl
  Dev:
    packages:
      linux-64:
      - pypi: https://index.example/tiny_lib-1.0-py3-none-any.whl
      - pypi: git+https://user:tok@host.example/x.git@0123
packages:
- conda: https://conda.example/linux-64/ld_impl_linux-64-2.45.1-default_hbd61a6d_101.conda
  sha256: {"a" * 64}
  md5: "0"
  depends:
  - zlib >=1.3.1,<2.0a0
  - forge::bzip2
  license: GPL-3.0-only
  license_family: GPL
- conda: https://conda.example/linux-64/bzip2-1.0.8-hda65f42_9.conda
  sha256: {"b" * 64}
  license: bzip2-1.0.6
- conda: https://conda.example/win-64/bzip2-1.0.8-h0_9.conda
  license: bzip2-1.0.6
- pypi: https://index.example/tiny_lib-1.0-py3-none-any.whl
  name: Tiny.Lib
  version: '1.0'
  sha256: {"c" * 64}
  requires_dist:
  - numpy>=1 ; python_version < '3.13'
  - rich ; extra == 'cli'
- pypi: git+https://user:tok@host.example/x.git@0123
  name: fromgit
  version: 0.1.0
- pypi: ./
  name: assistant
  version: 0.1.0
  requires_dist:
  - tiny-lib
  - pytest ; extra == 'test'
  editable: true
"""


def _read(root: Path, text: str) -> Manifest:
    (root / "pixi.lock").write_text(text, encoding="utf-8")
    return PixiLockSource().read(root, "pixi.lock")


def test_packages_with_environments_as_scopes_and_platforms_as_markers(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK)
    assert [(d.type, d.name, d.version, d.reference.line, d.scopes) for d in manifest.dependencies] == [
        ("conda", "ld_impl_linux-64", "2.45.1", 21, ("runtime",)),
        ("conda", "bzip2", "1.0.8", 29, ("runtime",)),
        ("conda", "bzip2", "1.0.8", 32, ("runtime",)),
        ("pypi", "tiny-lib", "1.0", 34, ("group:dev", "runtime")),
        ("pypi", "fromgit", "0.1.0", 41, ("group:dev",)),
    ]
    assert [d.marker for d in manifest.dependencies[1:4]] == [
        'sys_platform == "linux"',
        'sys_platform == "win32"',
        None,
    ]
    assert manifest.dependencies[4].origin is Origin.GIT
    assert manifest.members == ("assistant",)
    assert manifest.complete
    assert not manifest.gaps
    assert "example" not in repr(manifest)


def test_the_license_that_a_conda_record_states_is_kept_with_its_line(tmp_path: Path) -> None:
    (stated,) = _read(tmp_path, LOCK).dependencies[0].stated
    assert (stated.text, stated.source, stated.reference.line) == ("GPL-3.0-only", "conda license", 27)


def test_what_needs_what(tmp_path: Path) -> None:
    assert _read(tmp_path, LOCK).edges == (
        Edge("ld_impl_linux-64", "zlib", source_version="2.45.1"),
        Edge("ld_impl_linux-64", "bzip2", source_version="2.45.1"),
        Edge("tiny-lib", "numpy", source_version="1.0", marker="python_version < '3.13'"),
        Edge("tiny-lib", "rich", source_version="1.0", extra="cli"),
    )


@pytest.mark.parametrize("version", [4, 5])
def test_older_versions_name_the_kind(tmp_path: Path, version: int) -> None:
    text = f"""version: {version}
environments:
  default:
    packages:
      linux-64:
      - conda: https://conda.example/linux-64/zlib-1.3.1-h0_0.conda
      - pypi: https://index.example/tiny_lib-1.0-py3-none-any.whl
packages:
- kind: conda
  name: zlib
  version: 1.3.1
  build: h0_0
  subdir: linux-64
  url: https://conda.example/linux-64/zlib-1.3.1-h0_0.conda
  license: Zlib
- kind: pypi
  name: tiny-lib
  version: '1.0'
  url: https://index.example/tiny_lib-1.0-py3-none-any.whl
- kind: pypi
  name: assistant
  version: '0.1'
  path: .
  editable: true
"""
    manifest = _read(tmp_path, text)
    assert [(d.type, d.name, d.version, d.scopes) for d in manifest.dependencies] == [
        ("conda", "zlib", "1.3.1", ("runtime",)),
        ("pypi", "tiny-lib", "1.0", ("runtime",)),
    ]
    assert manifest.members == ("assistant",)


def test_broken_packages_are_gaps_and_the_rest_is_read(tmp_path: Path) -> None:
    text = """version: 6
environments: [3]
packages:
- x
- conda: https://conda.example/linux-64/strange.conda
- pypi: https://index.example/x.whl
  name: x
- git: y
- conda: https://conda.example/linux-64/good-1.0-0.tar.bz2
  license: [1]
"""
    manifest = _read(tmp_path, text)
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [4, 5, 6, 8]
