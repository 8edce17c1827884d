"""Environments of many packages: several processes and the memory of earlier runs change no byte."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from support.command import licscan
from support.dependency_scan import install
from support.license_texts import APACHE_2, BSD_2, MIT

LINES = {
    "MIT": ("License-Expression: MIT",),
    "words": ("License: BSD", "Classifier: License :: OSI Approved :: BSD License"),
    "conflict": ("License: MIT", "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)"),
    "nothing": (),
}
TEXTS = (MIT, BSD_2, APACHE_2, "All rights reserved. For research purposes only.\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 packages that state their licenses in all the ways, no two with the same text."""
    folder = tmp_path_factory.mktemp("env") / "site-packages"
    for number in range(150):
        lines = list(LINES.values())[number % len(LINES)]
        text = f"Copyright (c) 2026 Author {number}\n\n{TEXTS[number % len(TEXTS)]}"
        install(folder, f"package{number:03}", "1.0", *lines, files={"licenses/LICENSE": text})
    return folder


def audit(site: Path, cache: Path, *arguments: str) -> str:
    done = licscan(
        "deps",
        "--path",
        str(site),
        "--offline",
        "-o",
        "json",
        *arguments,
        folder=site.parent,
        environment={"SOURCE_DATE_EPOCH": "1790000000", "XDG_CACHE_HOME": str(cache)},
    )
    assert done.code in {0, 1, 3}, done.err
    assert not done.err
    return done.out


def started(site: Path, cache: Path, *arguments: str, stderr: int) -> subprocess.Popen[bytes]:
    """The same run without waiting for it, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "licscan", "deps", "--path", str(site), "--offline", "-o", "json", *arguments],
        cwd=site.parent,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000", "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )


def wait_for_a_copy(running: subprocess.Popen[bytes]) -> bool:
    """Wait until a process has children; False where it ended before."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while running.poll() is None:
        if children.read_text():
            return True
        time.sleep(0.002)
    return False


def concluded(out: str, package: str) -> str | None:
    (found,) = (each for each in json.loads(out)["findings"] if each["subject"] == f"pkg:pypi/{package}@1.0")
    text: str | None = found["concluded"]
    return text


def records(cache: Path) -> dict[Path, dict[str, object]]:
    """The record of conclusions in a cache."""
    listed = {path: json.loads(path.read_bytes()) for path in cache.rglob("*") if path.is_file()}
    return {path: record for path, record in listed.items() if record["key"][0] == "conclusions"}


def conclusions(cache: Path) -> dict[str, str]:
    """What is remembered in a cache, by key."""
    (record,) = records(cache).values()
    kept: dict[str, str] = json.loads(str(record["value"]))["findings"]
    return kept


def rewrite(path: Path, record: dict[str, object], findings: object) -> None:
    """Exchange the conclusions of a record that stays whole."""
    value = json.loads(str(record["value"]))
    text = json.dumps({**value, "findings": findings}, sort_keys=True)
    changed = {**record, "value": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    path.write_text(json.dumps(changed, sort_keys=True), encoding="utf-8")


def test_one_process_and_three_give_the_same_bytes_without_and_with_memory(site: Path, tmp_path: Path) -> None:
    one = audit(site, tmp_path / "one", "--jobs", "1")
    three = audit(site, tmp_path / "three", "--jobs", "3")
    assert one == three
    assert audit(site, tmp_path / "one", "--jobs", "3") == one
    assert audit(site, tmp_path / "three", "--jobs", "1") == one
    kept = [conclusions(tmp_path / name) for name in ("one", "three")]
    assert kept[0] == kept[1], "what copies found out is remembered as well"
    assert len(kept[0]) == 150


def test_what_is_remembered_is_not_concluded_again(site: Path, tmp_path: Path) -> None:
    first = audit(site, tmp_path)
    ((path, record),) = records(tmp_path).items()
    changed = {
        key: json.dumps([None, "Apache-2.0", *json.loads(words)[2:]])
        for key, words in json.loads(str(record["value"]))["findings"].items()
    }
    rewrite(path, record, changed)
    assert concluded(audit(site, tmp_path), "package003") == "Apache-2.0", "else this test shows nothing"
    assert concluded(first, "package003") != "Apache-2.0"


@pytest.mark.parametrize("damage", ["cut", "other words", "other form", "no list"])
def test_a_damaged_memory_changes_no_verdict(site: Path, tmp_path: Path, damage: str) -> None:
    first = audit(site, tmp_path)
    ((path, record),) = records(tmp_path).items()
    content = path.read_text(encoding="utf-8")
    findings = json.loads(str(record["value"]))["findings"]
    match damage:
        case "cut":
            path.write_text(content[: len(content) // 2], encoding="utf-8")
        case "other words":
            path.write_text(content.replace("BSD-2-Clause", "Apache-2.00"), encoding="utf-8")
        case "other form":
            rewrite(path, record, {key: words[: len(words) // 2] for key, words in findings.items()})
        case _:
            rewrite(path, record, ["MIT"])
    assert audit(site, tmp_path) == first


def test_a_changed_text_changed_metadata_and_changed_rules_are_seen(site: Path, tmp_path: Path) -> None:
    copied = tmp_path / "site-packages"
    shutil.copytree(site, copied)
    before = audit(copied, tmp_path / "cache")
    assert concluded(before, "package000") == "MIT"
    folder = copied / "package000-1.0.dist-info"
    (folder / "licenses" / "LICENSE").write_text(TEXTS[3], encoding="utf-8")
    text_changed = audit(copied, tmp_path / "cache")
    assert text_changed != before
    assert text_changed == audit(copied, tmp_path / "other")
    metadata = (folder / "METADATA").read_text(encoding="utf-8")
    (folder / "METADATA").write_text(metadata.replace("Expression: MIT", "Expression: BUSL-1.1"), encoding="utf-8")
    assert concluded(audit(copied, tmp_path / "cache"), "package000") == "BUSL-1.1"
    rules = tmp_path / "rules"
    shutil.copytree(Path(__file__).parents[2] / "rules", rules)
    table = rules / "license" / "phrases.toml"
    table.write_text(table.read_text(encoding="utf-8").replace("research purposes only", "no such words"), "utf-8")
    ruled = audit(copied, tmp_path / "cache", "--rules", str(rules))
    assert ruled == audit(copied, tmp_path / "fresh", "--rules", str(rules))


def test_a_memory_that_cannot_be_written_stops_nothing(site: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    assert audit(site, blocked) == audit(site, tmp_path / "good")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")
def test_more_jobs_than_work_and_one_job_are_no_different(site: Path, tmp_path: Path) -> None:
    assert audit(site, tmp_path / "many", "--jobs", "64") == audit(site, tmp_path / "one", "--jobs", "1")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")
def test_on_a_terminal_with_a_bar_the_work_is_shared_as_well(site: Path, tmp_path: Path) -> None:
    import pty

    screen, terminal = pty.openpty()
    with started(site, tmp_path / "seen", "--jobs", "2", stderr=terminal) as running:
        os.close(terminal)
        # A terminal that nobody reads would stop the process.
        reading = threading.Thread(target=lambda: _read_all(screen))
        reading.start()
        shared = wait_for_a_copy(running)
        out, _ = running.communicate(timeout=60)
        reading.join()
        os.close(screen)
    assert shared
    assert out.decode() == audit(site, tmp_path / "unseen", "--jobs", "1")


def _read_all(screen: int) -> None:
    try:
        while os.read(screen, 4096):
            pass
    except OSError:  # what Linux answers when the other end is closed
        return


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is one process")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_run_that_is_ended_leaves_no_process(site: Path, tmp_path: Path, sent: signal.Signals, code: int) -> None:
    with started(site, tmp_path, "--jobs", "3", stderr=subprocess.DEVNULL) as running:
        shared = wait_for_a_copy(running)
        os.kill(running.pid, sent)
        running.communicate(timeout=60)
    assert shared
    assert running.returncode == code
    for _ in range(500):
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a copy is still there")
