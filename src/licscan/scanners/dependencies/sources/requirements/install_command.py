"""Commands that install packages, as they stand in a cell of a notebook or in a shell."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

_MAX_CHARACTERS = 10_000
# What may stand before a command in a cell or shell: `out = !`, `sudo -H`, `PIP_QUIET=1`, the folder of the tool.
_BEFORE = r"\s*+(?:(?:\w++\s*+=\s*+)?[%!]{1,2}\s*+)?(?:sudo\s++(?:-\w++\s++){0,5})?(?:[A-Za-z_]\w*+=[^\s]*+\s++){0,20}"
_PYTHON = r"(?:[\w./]*python[\d.]*(?:\.exe)?|\{sys\.executable\}|\"?\$?\{?sys\.executable\}?\"?)\s+(?:-\w\s+){0,5}-m\s+"
_PIP = re.compile(
    _BEFORE + rf"(?:{_PYTHON})?(?:[\w./~-]*/)?(?:uv\s+)?pip[\d.]*\s+(?:-[\w-]+\s+){{0,10}}install(?:\s+|$)(?P<rest>.*)",
    re.DOTALL,
)
_CONDA = re.compile(
    _BEFORE + r"(?:[\w./~-]*/)?(?:conda|mamba|micromamba)\s+install(?:\s+|$)(?P<rest>.*)",
    re.DOTALL,
)
# Other tools that add packages, and pip as a process or function of Python: only running it would tell.
_OTHER = re.compile(
    _BEFORE
    + rf"(?:{_PYTHON})?(?:(?:uv|poetry|pdm|rye|pixi|hatch)\s+add\s|(?:pipenv|pipx)\s+install\s|easy_install\s).*",
    re.DOTALL,
)
_CALL = re.compile(
    r"\b(?:system|run|call|check_call|check_output|Popen|getoutput|getstatusoutput|run_line_magic|main)\s*\("
)
_AS_MODULE = re.compile(r"""["']-m["']\s*,\s*["']pip["']""")
_WORDS = re.compile(r"\bpip[\d.]*\b.{0,200}?\binstall\b")
# Options of pip and conda that take a value of their own.
_TAKES_VALUE = frozenset(
    {
        *("-t", "--target", "--prefix", "--root", "--platform", "--python-version", "--implementation", "--abi"),
        *("--python", "--upgrade-strategy", "--no-binary", "--only-binary", "--progress-bar", "--report", "--src"),
        *(
            "-C",
            "--config-settings",
            "--global-option",
            "--timeout",
            "--retries",
            "--proxy",
            "--trusted-host",
            "--cert",
        ),
        *("--client-cert", "--cache-dir", "--log", "--root-user-action", "--exists-action", "--torch-backend"),
        *("--index-strategy", "--prerelease", "--resolution", "--exclude-newer", "--keyring-provider"),
    }
)
_CONDA_TAKES_VALUE = frozenset({"-c", "--channel", "-n", "--name", "-p", "--prefix", "--solver", "--repodata-fn"})
_KEPT = frozenset({"-r", "--requirement", "-c", "--constraint", "-e", "--editable"})
_INDEXES = frozenset({"-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--default-index", "--index"})
_HINT = re.compile(r"install|\badd\b|['\"]pip['\"]")
_UNCLEAR = re.compile(r"[{}`]|\$[A-Za-z({]|\$\{")


@dataclass(frozen=True, slots=True)
class Install:
    """What one command installs: lines as of a requirements file, or specifications of conda.

    `unclear` says that an argument is only known when the cell runs.
    """

    lines: tuple[str, ...] = ()
    conda: bool = False
    unclear: bool = False


def installs_in(line: str) -> Iterator[Install]:
    """The commands of a logical line that install packages, in their order."""
    if not _HINT.search(line) or line.lstrip().startswith("#"):
        return
    if len(line) > _MAX_CHARACTERS:
        yield Install(unclear=True)
        return
    if _AS_MODULE.search(line) or (_CALL.search(line) and _WORDS.search(line)):
        yield Install(unclear=True)
        return
    for command in _commands(line):
        if _OTHER.fullmatch(f"{command} "):
            yield Install(unclear=True)
        elif match := _PIP.fullmatch(command):
            yield from _install(match["rest"], conda=False)
        elif match := _CONDA.fullmatch(command):
            yield from _install(match["rest"], conda=True)


def _commands(line: str) -> list[str]:
    """The parts of a line between `&&`, `||`, `;` and `|` that stand outside of quotes."""
    parts: list[str] = [""]
    quote = ""
    for sign in re.sub(r"(?:^|\s)#.*$", "", line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "&|;":
            parts.append("")
            continue
        parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _install(rest: str, *, conda: bool) -> Iterator[Install]:
    try:
        words = shlex.split(rest)
    except ValueError:
        yield Install(conda=conda, unclear=True)
        return
    lines: list[str] = []
    unclear = False
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if _is_redirect(word):
            at += word.endswith(">")
        elif word.startswith("-"):
            taken, line = _option(word, words[at] if at < len(words) else "", conda=conda)
            at += taken
            lines.extend([line] if line else [])
        elif _UNCLEAR.search(word):
            unclear = True
        else:
            lines.append(word)
    if lines:
        yield Install(tuple(lines), conda)
    if unclear:
        yield Install(conda=conda, unclear=True)


def _is_redirect(word: str) -> bool:
    return bool(re.match(r"[12&]?>{1,2}(?![=])", word))


def _option(word: str, value: str, *, conda: bool) -> tuple[int, str | None]:
    """How many further words an option takes, and the line of a requirements file that says the same."""
    name, equals, inline = word.partition("=")
    if conda:
        return int(not equals and name in _CONDA_TAKES_VALUE), None
    if name in _KEPT or name in _INDEXES:
        stated = inline if equals else value
        kept = {"--default-index": "--index-url", "--index": "--extra-index-url"}.get(name, name)
        return int(not equals), f"{kept} {stated}" if stated else None
    short = re.fullmatch(r"(-[rce])(.+)", word)
    if short:
        return 0, f"{short[1]} {short[2]}"
    return int(not equals and name in _TAKES_VALUE), None
