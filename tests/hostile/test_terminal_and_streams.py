"""Names made by strangers reach a terminal harmlessly; streams that end early end the command, not its manners."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.command import licscan

POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'
COMMAND = (sys.executable, "-m", "licscan")
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
EVIL = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http:_evil\x1b\\link",
    "a\nb",
    "a\rb",
    "\x9b2J",
    "[bold]x[_bold]",
    "[/red]",
    "\u202egnp",
    "\u200bzero",
    "::error::x",
    "{{7*7}}",
    "%s%n",
    "-o",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    for number, evil in enumerate(EVIL):
        folder = tmp_path / "data" / f"{number}{evil}".replace("/", "_")
        folder.mkdir(parents=True)
        quoted = (
            evil.replace("\\", "\\\\").replace('"', '\\"').encode("unicode_escape").decode().replace("\\\\x", "\\x")
        )
        card = f'---\nlicense: other\nlicense_name: "{quoted}"\npretty_name: "{quoted}"\n---\n'
        (folder / "README.md").write_text(card, encoding="utf-8")
        (folder / f"{evil}.xlsx".replace("/", "_")).write_bytes(b"x")
        lines = f'{{"{quoted}": "x"}}\n' if "\\x" not in quoted else "{}\n"
        (folder / f"{evil}.jsonl".replace("/", "_")).write_text(lines, encoding="utf-8")
    requirements = [f"pack{number}-{evil}==1.0" for number, evil in enumerate(EVIL) if "\n" not in evil]
    (tmp_path / "requirements.txt").write_text("\n".join(requirements), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("options", [(), ("-v",)])
def test_nothing_that_a_terminal_obeys_comes_out(project: Path, options: tuple[str, ...]) -> None:
    done = licscan("check", ".", "--offline", "--law", "license", *options, folder=project)
    assert done.code in {1, 3}
    assert UNSAFE.search(done.out) is None
    assert UNSAFE.search(done.err) is None
    assert not [line for line in (done.out + done.err).splitlines() if line.lstrip().startswith("::")]
    assert "[/red]" in done.out or "[_red]" in done.out, "marks of other languages are shown as they are"


def test_errors_about_hostile_arguments_are_harmless(tmp_path: Path) -> None:
    for arguments in (("check", "no\x1b[31m"), ("explain", "\x1b]0;x\x07"), ("check", "--policy", "\x1b[2J.toml")):
        done = licscan(*arguments, folder=tmp_path)
        assert done.code == 2
        assert UNSAFE.search(done.err) is None


def run(*arguments: str, folder: Path, out: int, closed: str = "") -> tuple[int, str]:
    """Run with standard output going to a descriptor; `closed` are redirections of the shell."""
    command = [*COMMAND, *arguments]
    if closed:
        command = ["sh", "-c", f'exec "$@" {closed}', "sh", *command]
    done = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    return done.returncode, done.stderr


def test_a_reader_that_goes_away_is_an_interruption(project: Path) -> None:
    for arguments in (("check", ".", "--offline", "--law", "license"), ("explain", "MIT"), ("--help",)):
        reading, writing = os.pipe()
        os.close(reading)
        code, err = run(*arguments, folder=project, out=writing)
        os.close(writing)
        assert (code, err) == (130, ""), arguments


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="Linux")
def test_a_full_disk_is_an_error_with_what_to_do(project: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, err = run("check", ".", "--offline", "--law", "license", folder=project, out=full.fileno())
    assert code == 2
    assert "no space" in err
    code, err = run("check", ".", "--offline", "--law", "license", "-q", "-o", "json=/dev/full", folder=project, out=1)
    assert code == 2
    assert Path("/dev/full").is_char_device(), "a device is never replaced by a file"


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
def test_closed_streams_are_no_defect_of_licscan(project: Path) -> None:
    common = ("check", ".", "--offline", "--law", "license")
    code, err = run(*common, folder=project, out=subprocess.DEVNULL, closed=">&-")
    assert code == 2
    assert "standard output" in err
    code, _ = run(*common, "-v", folder=project, out=subprocess.DEVNULL, closed="2>&-")
    assert code in {1, 3}
    code, _ = run(*common, "-q", "-o", "json=audit.json", folder=project, out=subprocess.DEVNULL, closed=">&- 2>&-")
    assert code in {1, 3}
    assert (project / "audit.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("after", [0.1, 0.4])
def test_an_interrupt_ends_quietly_and_leaves_nothing(tmp_path: Path, after: float) -> None:
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    rows = "\n".join(f'{{"text": "Row {number} is long enough to take some time"}}' for number in range(200_000))
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    code = "import licscan.__main__ as main; print('up', flush=True); main.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", ".", "--offline", "--sample", "all", "-o", "json=audit.json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        # Whatever went wrong, no process goes on behind the other tests.
        process.kill()
        process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert {path.name for path in tmp_path.iterdir()} == {"licscan.toml", "rows.jsonl"}
