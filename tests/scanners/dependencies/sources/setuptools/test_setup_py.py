from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest
from licscan.scanners.dependencies.sources.setuptools.setup_py import SetupPySource


def _read(root: Path, text: str) -> Manifest:
    (root / "setup.py").write_text(text, encoding="utf-8")
    return SetupPySource().read(root, "setup.py")


def _found(manifest: Manifest) -> list[tuple[str, tuple[str, ...], str, int | None]]:
    return [(d.name, d.scopes, d.reference.path, d.reference.line) for d in manifest.dependencies]


def test_literals_and_constants_of_the_module(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """import setuptools

CORE = ["numpy>=1.26"]
CORE += ["pandas==2.3.0"]
EXTRAS = {"fast": ["orjson"], "docs": ("sphinx",)}
EXTRAS["all"] = EXTRAS["fast"] + ["rich; sys_platform == 'win32'"]
if True:
    CORE.append("tqdm")

setuptools.setup(
    name="Some_App",
    python_requires=">=3.9",
    install_requires=CORE + [
        "torch",
        "some-app",
    ],
    extras_require={**EXTRAS, "test": ["pytest"]},
    setup_requires="wheel",
)
""",
    )
    assert _found(manifest) == [
        ("numpy", ("runtime",), "setup.py", 3),
        ("pandas", ("runtime",), "setup.py", 4),
        ("tqdm", ("runtime",), "setup.py", 8),
        ("torch", ("runtime",), "setup.py", 14),
        ("orjson", ("extra:fast",), "setup.py", 5),
        ("sphinx", ("extra:docs",), "setup.py", 5),
        ("orjson", ("extra:all",), "setup.py", 5),
        ("rich", ("extra:all",), "setup.py", 6),
        ("pytest", ("extra:test",), "setup.py", 17),
        ("wheel", ("build",), "setup.py", 18),
    ]
    assert (manifest.project, manifest.requires_python) == ("some-app", ">=3.9")
    assert manifest.gaps == ()


@pytest.mark.parametrize(
    "text",
    [
        'setup(install_requires=open("requirements.txt").read().splitlines())',
        'with open("requirements.txt") as f:\n    lines = f.readlines()\nsetup(install_requires=lines)',
        'setup(install_requires=[l for l in Path("requirements.txt").read_text().split() if l])',
        "def load(name):\n    return open(name).read().split()\nsetup(install_requires=load('requirements.txt'))",
        'settings = dict(install_requires=list(open("requirements.txt")))\nsetup(**settings)',
    ],
)
def test_a_file_that_it_opens_is_read_in_its_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "requirements.txt").write_text("# ours\nnumpy==2.0\n", encoding="utf-8")
    manifest = _read(tmp_path, f"from setuptools import setup\n{text}\n")
    assert _found(manifest) == [("numpy", ("runtime",), "requirements.txt", 2)]
    assert manifest.gaps == ()


@pytest.mark.parametrize(
    "text",
    [
        "setup(install_requires=compute())",
        'setup(install_requires=["numpy", *more])',
        "setup(**settings)",
        "setup(extras_require={name: lists[name] for name in lists})",
        'setup(install_requires=open("missing.txt").read())',
        "deps = deps\nsetup(install_requires=deps)",
        'setup(install_requires=["numpy" + suffix])',
    ],
)
def test_what_only_running_would_tell_is_a_gap(tmp_path: Path, text: str) -> None:
    manifest = _read(tmp_path, f"from setuptools import setup\n{text}\n")
    assert {gap.reason for gap in manifest.gaps} == {GapReason.UNRESOLVED}
    assert all(gap.location and gap.location.line in (2, 3) for gap in manifest.gaps)


def test_a_file_in_a_folder_that_the_code_names(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/default.txt").write_text("kombu>=5\n", encoding="utf-8")
    text = """def load(*f):
    return open(os.path.join(os.getcwd(), 'requirements', *f)).readlines()
def needs():
    return load('default.txt')
setup(install_requires=needs())
"""
    assert _found(_read(tmp_path, text)) == [("kombu", ("runtime",), "requirements/default.txt", 1)]


def test_what_is_added_to_an_extra_later_counts(tmp_path: Path) -> None:
    text = """extras = {"gpu": []}
extras["gpu"].append("cupy")
extras["gpu"].append(f"cupy-cuda{version}")
extras.update({"docs": ["sphinx"]})
setup(extras_require=extras)
"""
    manifest = _read(tmp_path, text)
    assert _found(manifest) == [("sphinx", ("extra:docs",), "setup.py", 4), ("cupy", ("extra:gpu",), "setup.py", 2)]
    assert [gap.location and gap.location.line for gap in manifest.gaps] == [3]


def test_it_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "ran").unlink(missing_ok=True)
    _read(
        tmp_path, f"open({str(tmp_path / 'ran')!r}, 'w')\nfrom setuptools import setup\nsetup(install_requires=['x'])\n"
    )
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "text",
    ["def (", "x = " + "(" * 5000, "x = " + "-" * 100_000 + "1", "a\0b", "x = " + "1+" * 50_000 + "1"],
)
def test_what_is_no_python_or_too_much_is_a_gap(tmp_path: Path, text: str) -> None:
    (gap,) = _read(tmp_path, text).gaps
    assert gap.reason is GapReason.UNPARSABLE


def test_a_file_that_no_person_wrote_is_a_gap(tmp_path: Path) -> None:
    (gap,) = _read(tmp_path, "x = 1\n" * 50_000).gaps
    assert gap.reason is GapReason.TOO_LARGE


def test_names_that_multiply_end_in_a_gap_at_once(tmp_path: Path) -> None:
    lines = ["a0 = ['numpy'] * 1"]
    lines += [f"a{n} = a{n - 1} + a{n - 1}" for n in range(1, 60)]
    manifest = _read(tmp_path, "\n".join(lines) + "\nsetup(install_requires=a59)\n")
    assert manifest.gaps
