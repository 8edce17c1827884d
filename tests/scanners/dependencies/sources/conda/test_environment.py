from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.model.subject import Reference
from licscan.scanners.dependencies.sources.conda.environment import CondaEnvironmentSource
from licscan.scanners.dependencies.sources.conda.spec import conda_dependency
from licscan.scanners.dependencies.sources.interface import Manifest


def _read(root: Path, text: str) -> Manifest:
    (root / "environment.yml").write_text(text, encoding="utf-8")
    return CondaEnvironmentSource().read(root, "environment.yml")


def test_packages_of_conda_and_of_pip_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text("pandas==2.3.0\n", encoding="utf-8")
    manifest = _read(
        tmp_path,
        """name: app
channels: [conda-forge]
dependencies:
  - python=3.11
  - conda-forge::Numpy=1.26.4=py311h64a7726_0
  - pip
  - pip:
      - torch==2.2.0  # model
      - -r more.txt
      - --extra-index-url https://index.example/simple
      - not a requirement
""",
    )
    assert [(d.type, d.name, d.version, d.specifier, d.reference) for d in manifest.dependencies] == [
        ("conda", "python", None, "==3.11.*", Reference("environment.yml", 4, "environment.yml")),
        ("conda", "numpy", "1.26.4", "==1.26.4", Reference("environment.yml", 5, "environment.yml")),
        ("conda", "pip", None, "", Reference("environment.yml", 6, "environment.yml")),
        ("pypi", "torch", "2.2.0", "==2.2.0", Reference("environment.yml", 8, "environment.yml")),
        ("pypi", "pandas", "2.3.0", "==2.3.0", Reference("more.txt", 1, "environment.yml")),
    ]
    assert manifest.indexes == ("https://index.example/simple",)
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [(GapReason.UNPARSABLE, 11)]


@pytest.mark.parametrize(
    ("text", "version", "specifier"),
    [
        ("numpy", None, ""),
        ("numpy *", None, ""),
        ("numpy=1.26", None, "==1.26.*"),
        ("numpy =1.26", None, "==1.26.*"),
        ("numpy 1.26.*", None, "==1.26.*"),
        ("numpy=1.26.4", "1.26.4", "==1.26.4"),
        ("numpy==1.26", "1.26", "==1.26"),
        ("numpy==1.26=py_0", "1.26", "==1.26"),
        ("numpy 1.26 py311_0", "1.26", "==1.26"),
        ("numpy>=1.2,<2", None, "<2,>=1.2"),
        ("numpy >=1.2|<1", None, ""),
        ("openssl=1.1.1w", "1.1.1w", "==1.1.1w"),
        ("defaults/linux-64::numpy=1.26.4", "1.26.4", "==1.26.4"),
        ("numpy[version='>=1']", None, ""),
    ],
)
def test_forms_of_a_specification(text: str, version: str | None, specifier: str) -> None:
    found = conda_dependency(text, Reference("environment.yml", 1, "x"))
    assert found is not None
    assert (found.version, found.specifier, found.type) == (version, specifier, "conda")


@pytest.mark.parametrize("text", ["", "::", "=1.0", "a" * 2000, "-r x"])
def test_what_is_no_specification(text: str) -> None:
    assert conda_dependency(text, Reference("environment.yml", 1, "x")) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("dependencies: numpy\n", 1),
        ("dependencies:\n  - numpy\n  - [x]\n", 3),
        ("dependencies:\n  - numpy\ndependencies:\n  - scipy\n", 4),
        ("dependencies:\n - a\n b\n", None),
        ("dependencies:\n  - pip:\n    - 3\n", 3),
    ],
)
def test_other_shapes_are_gaps(tmp_path: Path, text: str, line: int | None) -> None:
    (gap,) = _read(tmp_path, text).gaps
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert line is None or gap.location.line in (line, line - 1)
