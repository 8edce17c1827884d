from pathlib import Path

from licscan.scanners.dependencies.sources.interface import Manifest, Origin
from licscan.scanners.dependencies.sources.locks.pipfile import PipfileSource

PIPFILE = """[[source]]
url = "https://user:tok@index.example/simple"
name = "own"

[packages]
Requests = {version = "==2.32.3", extras = ["Socks"]}
torch = "*"
pywin32 = {version = ">=300", sys_platform = "== 'win32'", markers = "python_version < '3.13'"}
fromgit = {git = "https://user:tok@host.example/x.git", ref = "main", editable = true}
assistant = {path = ".", editable = true}

[dev-packages]
pytest = "~=8.0"

[docs]
sphinx = "*"

[requires]
python_version = "3.11"

[scripts]
test = "pytest"
"""


def _read(root: Path, text: str) -> Manifest:
    (root / "Pipfile").write_text(text, encoding="utf-8")
    return PipfileSource().read(root, "Pipfile")


def test_packages_with_versions_markers_scopes_and_lines(tmp_path: Path) -> None:
    manifest = _read(tmp_path, PIPFILE)
    assert [(d.name, d.version, d.specifier, d.scopes, d.reference.line) for d in manifest.dependencies] == [
        ("requests", "2.32.3", "==2.32.3", ("runtime",), 6),
        ("torch", None, "", ("runtime",), 7),
        ("pywin32", None, ">=300", ("runtime",), 8),
        ("fromgit", None, "", ("runtime",), 9),
        ("pytest", None, "~=8.0", ("group:develop",), 13),
        ("sphinx", None, "", ("group:docs",), 16),
    ]
    assert manifest.dependencies[0].extras == ("socks",)
    assert manifest.dependencies[2].marker == "(python_version < '3.13') and (sys_platform == 'win32')"
    assert manifest.dependencies[3].origin is Origin.GIT
    assert manifest.requires_python == "==3.11.*"
    assert not manifest.complete
    assert not manifest.gaps
    assert "example" not in repr(manifest)


def test_broken_entries_are_gaps_at_their_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = 'docs = 3\n[packages]\n"a/b" = "*"\nx = 3\ny = "nonsense"\nz = {version = 1}\ngood = "*"\n'
    manifest = _read(tmp_path, text)
    assert [d.name for d in manifest.dependencies] == ["good"]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [1, 3, 4, 5, 6]
