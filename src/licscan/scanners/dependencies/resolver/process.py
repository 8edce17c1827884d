"""A resolver as a process: with a deadline, its output capped, and nothing of it left behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from licscan.scanners.dependencies.resolver.interface import Failure, Outcome

_MAX_OUTPUT = 32 * 1024 * 1024
_MAX_REASON = 400
_ADDRESS = re.compile(r"\S*://\S*|\b\S+@\S+\.\S+")
_VERSIONS = re.compile(r"\(from versions: [^)]{20,}\)")
_MARK = re.compile(r"^\s*(?:(?:ERROR|error|cause|hint|[^\w\s:(-]+)\s*:?\s*)+")
_PASSING = re.compile(
    r"connection|timed? ?out|timeout|temporar|max retries|retrying|unreachable|error sending request|failed to fetch"
    r"|\b(?:429|5\d\d) (?:server|client|too many|internal|bad gateway|service)|HTTP error 5"
    r"|name or service not known|dns error|could not connect|request failed",
    re.IGNORECASE,
)


def run(command: Sequence[str], folder: Path, environ: Mapping[str, str], deadline_s: float) -> Outcome | Failure:
    """Run a command in `folder`; at the deadline its whole process group is ended."""
    try:
        process = subprocess.Popen(  # noqa: S603 - pip or uv of the user, with arguments of our own
            list(command),
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return Failure("it cannot be started")
    texts: dict[str, bytes] = {}
    readers = [
        threading.Thread(target=_drain, args=(stream, name, texts), daemon=True)
        for name, stream in (("output", process.stdout), ("errors", process.stderr))
        if stream is not None
    ]
    for reader in readers:
        reader.start()
    late = False
    try:
        process.wait(deadline_s)
    except subprocess.TimeoutExpired:
        late = True
    finally:
        _end(process)
    for reader in readers:
        reader.join(5)
    return Outcome(process.returncode, _text(texts.get("output")), _text(texts.get("errors")), late)


def _drain(stream: IO[bytes], name: str, texts: dict[str, bytes]) -> None:
    parts: list[bytes] = []
    size = 0
    with contextlib.suppress(OSError, ValueError), stream:
        while part := stream.read(65536):
            if size < _MAX_OUTPUT:
                parts.append(part)
                size += len(part)
    texts[name] = b"".join(parts)[:_MAX_OUTPUT]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and what it started; its group is its own since it leads a session."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace")


def failure_of(outcome: Outcome, folder: Path) -> Failure:
    """What a tool says of why it failed, without addresses, paths of ours and control characters."""
    if outcome.late:
        return Failure("it did not end in time", passing=True)
    text = f"{outcome.errors}\n{outcome.output}"
    lines = [line for line in outcome.errors.splitlines() if _MARK.match(line)] or outcome.errors.splitlines()[-3:]
    said = "; ".join(dict.fromkeys(_cleaned(line, folder) for line in lines if line.strip()))
    return Failure(said[:_MAX_REASON] or "it ended without a reason", passing=_PASSING.search(text) is not None)


def _cleaned(line: str, folder: Path) -> str:
    text = _MARK.sub("", line).replace(str(folder), "")
    text = _VERSIONS.sub("(other versions exist)", _ADDRESS.sub("an address", text))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
