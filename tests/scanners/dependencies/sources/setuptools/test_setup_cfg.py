import configparser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Manifest
from licscan.scanners.dependencies.sources.setuptools.setup_cfg import SetupCfgSource, options


def _read(root: Path, text: str) -> Manifest:
    (root / "setup.cfg").write_text(text, encoding="utf-8")
    return SetupCfgSource().read(root, "setup.cfg")


def test_lists_extras_and_what_building_needs_with_their_lines(tmp_path: Path) -> None:
    manifest = _read(
        tmp_path,
        """[metadata]
name = Assistant_App

[options]
python_requires = >=3.9
install_requires =
    numpy>=1.26
    # a comment
    pandas==2.3.0; python_version < "3.13"
    not a requirement
setup_requires = wheel; setuptools>=60
tests_require =
  pytest

[options.extras_require]
fast-io =
    orjson
    assistant-app
all : rich ; sys_platform == "win32"

[flake8]
install_requires =
    nothing
""",
    )
    assert [(d.name, d.version, d.marker, d.scopes, d.reference.line) for d in manifest.dependencies] == [
        ("numpy", None, None, ("runtime",), 7),
        ("pandas", "2.3.0", 'python_version < "3.13"', ("runtime",), 9),
        ("wheel", None, None, ("build",), 11),
        ("setuptools", None, None, ("build",), 11),
        ("pytest", None, None, ("group:test",), 13),
        ("orjson", None, None, ("extra:fast-io",), 17),
        ("rich", None, 'sys_platform == "win32"', ("extra:all",), 19),
    ]
    assert (manifest.project, manifest.requires_python) == ("assistant-app", ">=3.9")
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [(GapReason.UNPARSABLE, 10)]


def test_files_that_hold_the_lists_are_followed(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text("numpy==2.0\n", encoding="utf-8")
    manifest = _read(
        tmp_path,
        "[options]\ninstall_requires = file: base.txt, ../out.txt\n[options.extras_require]\nx = file: missing.txt\n",
    )
    assert [(d.name, d.scopes, d.reference.path) for d in manifest.dependencies] == [
        ("numpy", ("runtime",), "base.txt")
    ]
    assert [(gap.reason, gap.location and gap.location.line) for gap in manifest.gaps] == [
        (GapReason.LINK_OUTSIDE, 2),
        (GapReason.UNREADABLE, 4),
    ]


_LINES = st.lists(
    st.sampled_from(["[a]", "[b]", "x = 1", "  y : 2", "    more", " z =", "", "# c", "  ; c", "\tw=3", "v = ; kept"]),
    max_size=12,
)


@given(_LINES)
def test_options_are_those_of_configparser(lines: list[str]) -> None:
    parser = configparser.RawConfigParser(strict=False)
    text = "\n".join(["[a]", *lines])
    try:
        parser.read_string(text)
    except configparser.ParsingError:
        return
    found: dict[tuple[str, str], list[str]] = {}
    for option in options(text):
        found[option.section, option.name] = [value for _, value in option.values]
    told = {
        (section, name): [line.strip() for line in value.splitlines() if line.strip()]
        for section in parser.sections()
        for name, value in parser.items(section)
    }
    assert found == told


@given(st.text(alphabet="ab=:[]#; \n\t\\%", max_size=200))
def test_lines_of_options_rise(text: str) -> None:
    lines = [line for option in options(text) for line in (option.line, *(number for number, _ in option.values))]
    assert lines == sorted(lines)
