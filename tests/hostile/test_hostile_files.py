"""One project full of traps: each is told with its path, the rest is scanned, nothing else is touched."""

import json
import os
import random
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.command import Done, findings, licscan

POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'
MAIL = "mei.tan@example.org"

# What must be a gap, by file name.
REFUSED: dict[str, bytes] = {
    "bad.json": b'[{"email": "x"}, {"email": ',
    "broken-inside.jsonl": b'{"a": 1}\n{"a": \n{"a": 3}\n',
    "deep-array.json": b"[" * 200_000,
    "deep-object.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "empty.parquet": b"",
    "footer.parquet": b"PAR1" + bytes(range(256)) * 8 + b"\xff\xff\xff\x7fPAR1",
    "garbage.parquet": b"PAR1" + random.Random(1).randbytes(3_000) + b"PAR1",  # noqa: S311
    "long-cell.csv": b"id,note\n1," + b"=" * 3_000_000 + b"\n",
    "long-line.jsonl": b'{"note": "' + b"=" * 9_000_000 + b'"}\n',
    "nul.csv": b"\0" * 2_000_000,
    "pickle.csv": b'\x80\x04\x95\x10\0\0\0\0\0\0\0cos\nsystem\n(S"touch PWNED"\ntR.',
    "quotes.csv": b'a,b\n1,2\n"x,1\n' + b"3,4\n" * 300_000,
    "wide.csv": b",".join(b"c%d" % one for one in range(20_000)) + b"\n" + b"1," * 19_999 + b"1\n",
}

# What hides an address from a careless scanner; each is found, or told as a gap.
PADDED: dict[str, bytes] = {
    "after-dots.csv": b"id,note\n1," + b"a." * 20_000 + f" {MAIL}\n".encode(),
    "after-ats.csv": b"id,note\n1," + b"a@" * 20_000 + f" {MAIL}\n".encode(),
    "after-equals.csv": b"id,note\n1," + b"-=" * 40_000 + f" {MAIL}\n".encode(),
    "after-many.csv": b"id,note\n1," + b" ".join(b"+65 9%07d" % one for one in range(300)) + f" {MAIL}\n".encode(),
    "before-nul.csv": f"id,note\n1,{MAIL}\n".encode() + b"\0" * 1_000,
    "bom.csv": f"\ufeffnote\n{MAIL}\n".encode(),
    "deep-list.jsonl": b"[" * 500 + f'"{MAIL}"'.encode() + b"]" * 500 + b"\n",
    "escaped.json": b'{"a": "\\u006dei.tan\\u0040example.org \\ud800"}',
    "in-quotes.csv": f'a,b\n"""{MAIL}""",1\n'.encode(),
    "key.json": f'{{"{MAIL}": 1}}'.encode(),
    "last-of-many.jsonl": b'{"k": "v"}\n' * 100 + f'{{"other": "{MAIL}"}}\n'.encode(),
    "old-mac.csv": f"id,note\r1,{MAIL}\r".encode(),
    "ragged.csv": f"a,b\n1,2\n1,2,3,{MAIL}\n".encode(),
    "repeated-key.json": f'{{"a": "{MAIL}", "a": "x"}}'.encode(),
    "utf-16.csv": f"id,note\n1,{MAIL}\n".encode("utf-16"),
    "utf-32.csv": f"id,note\n1,{MAIL}\n".encode("utf-32"),
    "latin-1.csv": f"id,note\n1,caf\xe9 {MAIL}\n".encode("latin-1"),
    "no-end.txt": b"x " * 3_000 + MAIL.encode(),
    "front.md": f"---\na: [\n---\n{MAIL}\n".encode(),
}

# What may cost time: many keys, many quotes, many columns, one value again and again.
SLOW: dict[str, bytes] = {
    "keys.json": b"{" + b",".join(b'"k%d":%d' % (one, one) for one in range(100_000)) + b"}",
    "keys.jsonl": b"".join(b'{"k%d":"v"}\n' % one for one in range(50_000)),
    "many-mails.csv": b"id,note\n1," + b" ".join(b"u%d@example.org" % one for one in range(2_500)) + b"\n",
    "more-quotes.csv": b"a,b\n" + b'"\n' * 300_000,
}

SITE = """\
import os, socket

def _refused(*arguments, **options):
    with open(os.environ["SOCKET_LOG"], "a") as log:
        log.write("socket\\n")
    raise OSError("no network in this test")

socket.socket.connect = _refused
socket.getaddrinfo = _refused
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, a place for temporary files, a cache and a project full of traps."""
    world = tmp_path_factory.mktemp("world")
    for name in ("home", "temporary", "cache", "site"):
        (world / name).mkdir()
    (world / "site" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    (world / "secret.csv").write_text(f"email\n{MAIL}\n", encoding="utf-8")
    data = world / "project" / "data"
    data.mkdir(parents=True)
    (world / "project" / "licscan.toml").write_text(POLICY, encoding="utf-8")
    for name, content in {**REFUSED, **PADDED, **SLOW}.items():
        (data / name).write_bytes(content)
    (data / "out.csv").symlink_to(world / "secret.csv")
    (data / "loop-a.csv").symlink_to(data / "loop-b.csv")
    (data / "loop-b.csv").symlink_to(data / "loop-a.csv")
    (data / "up").symlink_to(data)
    (data / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(data / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(data)  # the path of such a socket must be short
        one.bind("socket.csv")
        os.chdir(here)
    return world


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def done(world: Path) -> Done:
    before = everything(world)
    log = world / "sockets.log"
    ran = licscan(
        *("check", ".", "--offline", "-v", "-o", "json"),
        folder=world / "project",
        environment={
            "HOME": str(world / "home"),
            "TMPDIR": str(world / "temporary"),
            "XDG_CACHE_HOME": str(world / "cache"),
            "PYTHONPATH": os.pathsep.join((str(world / "site"), os.environ.get("PYTHONPATH", ""))),
            "SOCKET_LOG": str(log),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert not log.exists(), "a socket was asked for with --offline"
    written = {name for name in everything(world) - before if not name.startswith("cache")}
    assert written == set(), "nothing is written outside the cache"
    return ran


def paths(found: list[dict[str, Any]]) -> set[str]:
    return {one["location"]["path"].removeprefix("data/") for one in found if one["location"]}


def test_the_scan_ends_with_a_report(done: Done) -> None:
    assert done.code in {1, 3}
    assert done.audit["complete"] is False


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_whole_is_a_gap_with_its_path(done: Done, name: str) -> None:
    assert name in paths(findings(done.audit, "gap"))


@pytest.mark.parametrize("name", ["out.csv", "loop-a.csv", "loop-b.csv", "zero.csv", "pipe.csv", "socket.csv"])
def test_links_out_loops_and_devices_are_gaps_and_never_opened(done: Done, name: str) -> None:
    assert name in paths(findings(done.audit, "gap"))
    assert f"data/{name}" not in {one["path"] for one in done.audit["coverage"]["files"]}


@pytest.mark.parametrize("name", sorted(PADDED))
def test_an_address_under_padding_is_found_or_told(done: Done, name: str) -> None:
    found = {one["subject"] for one in findings(done.audit, "personal_data") if one["entity"] == "EMAIL_ADDRESS"}
    assert f"file:data/{name}" in found or name in paths(findings(done.audit, "gap"))


def test_no_value_is_shown(done: Done) -> None:
    assert MAIL not in done.out
    assert MAIL not in done.err
    assert "PWNED" not in done.out


@pytest.mark.parametrize(
    ("name", "make"),
    [("policy", lambda: "a: &a [x]\n" * 3), ("nested", lambda: "x = " + "[" * 100_000), ("nul", lambda: "a = 1\0")],
)
def test_a_hostile_policy_file_is_a_usage_error(tmp_path: Path, name: str, make: Callable[[], str]) -> None:
    (tmp_path / "licscan.toml").write_text(make(), encoding="utf-8")
    ran = licscan("check", ".", "--offline", folder=tmp_path)
    assert ran.code == 2, name
    assert "licscan.toml" in ran.err


def test_the_budget_of_a_file_is_told_and_all_looks_at_the_rest(tmp_path: Path) -> None:
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    chance = random.Random(2)  # noqa: S311
    rows = ["".join(chance.choices("-=~_", k=40_000)) for _ in range(19)]
    texts = [*rows, f"{'-' * 39_000} {MAIL}"]
    lines = (json.dumps({"note": text}) for text in texts)
    (tmp_path / "long.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sampled = licscan("check", ".", "--offline", "-o", "json", folder=tmp_path)
    assert sampled.code == 3
    assert [(gap["reason"], gap["location"]["path"]) for gap in findings(sampled.audit, "gap")] == [
        ("too-large", "long.jsonl")
    ]
    whole = licscan("check", ".", "--offline", "--sample", "all", "-o", "json", folder=tmp_path)
    assert findings(whole.audit, "gap") == []
    assert [one["entity"] for one in findings(whole.audit, "personal_data")] == ["EMAIL_ADDRESS"]
