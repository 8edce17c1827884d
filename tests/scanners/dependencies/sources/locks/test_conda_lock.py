from pathlib import Path

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Edge, Manifest, Origin
from licscan.scanners.dependencies.sources.locks.conda_lock import CondaLockSource

LOCK = f"""# generated
version: 1
metadata:
  content_hash:
    linux-64: "0"
  channels:
  - url: https://user:tok@conda.example/forge
  platforms:
  - linux-64
  - osx-arm64
  - win-64
package:
- name: _libgcc_mutex
  version: '0.1'
  manager: conda
  platform: linux-64
  dependencies: {{}}
  url: https://conda.example/linux-64/_libgcc_mutex-0.1-conda_forge.tar.bz2
  hash:
    md5: "0"
    sha256: {"a" * 64}
  category: main
  optional: false
- name: numpy
  version: 2.0.0
  manager: conda
  platform: linux-64
  dependencies:
    python: '>=3.11,<3.12.0a0'
    _libgcc_mutex: '0.1'
    __glibc: '>=2.17'
  url: https://conda.example/linux-64/numpy-2.0.0-py311_0.conda
  hash:
    sha256: {"b" * 64}
  category: main
  optional: false
- name: numpy
  version: 2.0.0
  manager: conda
  platform: osx-arm64
  dependencies:
    python: '>=3.11,<3.12.0a0'
  url: https://conda.example/osx-arm64/numpy-2.0.0-py311_0.conda
  hash:
    sha256: {"c" * 64}
  categories:
  - main
  - Dev_Tools
  optional: false
- name: Tiny.Lib
  version: '1.0'
  manager: pip
  platform: linux-64
  dependencies:
    numpy: '>=1'
  url: https://index.example/tiny_lib-1.0-py3-none-any.whl
  hash:
    sha256: {"d" * 64}
  category: dev
  optional: true
- name: fromgit
  version: 0.1.0
  manager: pip
  platform: linux-64
  dependencies: {{}}
  url: git+https://user:tok@host.example/x.git@0123
  hash: {{}}
  category: main
  optional: false
"""


def _read(root: Path, text: str) -> Manifest:
    (root / "conda-lock.yml").write_text(text, encoding="utf-8")
    return CondaLockSource().read(root, "conda-lock.yml")


def test_one_package_for_all_platforms_of_conda_or_pip(tmp_path: Path) -> None:
    manifest = _read(tmp_path, LOCK)
    assert [(d.type, d.name, d.version, d.reference.line, d.scopes) for d in manifest.dependencies] == [
        ("conda", "_libgcc_mutex", "0.1", 13, ("runtime",)),
        ("conda", "numpy", "2.0.0", 24, ("group:dev-tools", "runtime")),
        ("pypi", "tiny-lib", "1.0", 50, ("group:dev",)),
        ("pypi", "fromgit", "0.1.0", 61, ("runtime",)),
    ]
    numpy = manifest.dependencies[1]
    assert numpy.sha256s == ("b" * 64, "c" * 64)
    assert numpy.marker == '(sys_platform == "darwin") or (sys_platform == "linux")'
    assert [d.origin for d in manifest.dependencies[2:]] == [Origin.INDEX, Origin.GIT]
    assert manifest.complete
    assert not manifest.gaps
    assert "example" not in repr(manifest)


def test_what_needs_what(tmp_path: Path) -> None:
    assert _read(tmp_path, LOCK).edges == (
        Edge("numpy", "python", source_version="2.0.0"),
        Edge("numpy", "_libgcc_mutex", source_version="2.0.0"),
        Edge("numpy", "__glibc", source_version="2.0.0"),
        Edge("tiny-lib", "numpy", source_version="1.0"),
    )


def test_broken_packages_are_gaps_and_the_rest_is_read(tmp_path: Path) -> None:
    text = """version: 1
package:
- 3
- manager: conda
  version: '1'
- name: a b
  manager: conda
  version: '1'
- name: x
  manager: pip
- name: y
  manager: cargo
  version: '1'
- name: good
  manager: conda
  version: 1.0.0
  dependencies: [1]
  hash: x
"""
    manifest = _read(tmp_path, text)
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [3, 4, 6, 9, 11]


def test_a_long_file_of_a_real_size_is_read(tmp_path: Path) -> None:
    one = "- {{name: p{0}, version: '1', manager: conda, platform: linux-64, category: main, note: {1}}}\n"
    text = "version: 1\npackage:\n" + "".join(one.format(number, "x" * 300) for number in range(5000))
    assert len(text) > 1_500_000
    assert len(_read(tmp_path, text).dependencies) == 5000


def test_an_alias_bomb_is_a_gap(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert [gap.reason for gap in _read(tmp_path, "\n".join(lines)).gaps] == [GapReason.UNPARSABLE]


def test_a_category_that_is_no_name_is_not_passed_on(tmp_path: Path) -> None:
    text = LOCK.replace("category: dev\n", "category: https://user:secret@host.example/a\n")
    manifest = _read(tmp_path, text)
    assert "group:unnamed" in {scope for each in manifest.dependencies for scope in each.scopes}
    assert "secret" not in repr(manifest)
