"""What a command line fetches or loads: `kaggle datasets download`, `hf download`, `git clone` of a hub, addresses."""

import re
from collections.abc import Callable

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.addresses import FETCHED, of_address, of_hub_path
from licscan.scanners.datasets.references.command import Command
from licscan.scanners.datasets.references.found import NO_REF, Found
from licscan.scanners.datasets.references.runners import read_runner
from licscan.scanners.datasets.references.shell_words import Variables, commands_of, expanded
from licscan.scanners.datasets.references.works import Reading

# What stands before the program itself.
_BEFORE = frozenset(
    {
        "sudo",
        "time",
        "nohup",
        "env",
        "exec",
        "command",
        "!",
        "if",
        "then",
        "do",
        "else",
        "while",
        "until",
        "run",
        "uv",
        "uvx",
        "pipx",
    }
    | {
        "poetry",
        "pipenv",
        "pdm",
        "hatch",
        "rye",
        "pixi",
        "xvfb-run",
        "srun",
        "nice",
        "RUN",
        "CMD",
        "ENTRYPOINT",
        "&&",
        "{",
        "[",
        "-",
        "@",
    }
)
_LABEL = re.compile(
    r"(?:run|script|command|commands|cmd|cmds|args|before_script|entrypoint|inlineScript|bash|sh)\s*[:=]\Z",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_HF = re.compile(r"(?:.*/)?(?:huggingface-cli|hf)\Z")


def read_command(text: str, line: int, found: Found, variables: Variables | None = None) -> None:
    """Add to `found` what a logical line of commands names."""
    for words in commands_of(text):
        start = _program(words)
        if start < len(words):
            program = expanded(words[start], variables or {}) or [words[start]]
            _simple(
                Command(
                    [program[0].split()[0] if program[0].split() else "", *words[start + 1 :]],
                    line,
                    variables or {},
                    found,
                )
            )


def _program(words: list[str]) -> int:
    """Where the program of a command stands."""
    at = 0
    while at < len(words):
        word = words[at].lstrip("@-!%") if at == 0 else words[at]
        if at == 0:
            words[0] = word
        if word not in _BEFORE and not _ASSIGNED.fullmatch(word) and not _LABEL.fullmatch(word) and word:
            break
        at += 1
    return at


def _simple(command: Command) -> None:
    program = command.words[0].rpartition("/")[2]
    if _HF.fullmatch(program):
        _hugging_face(command, program)
        return
    read = _PROGRAMS.get(program)
    if read:
        read(command)
    elif not read_runner(command, program) and program in _SAYING:
        return
    else:
        _addresses(command, program)


_SAYING = frozenset(
    {"echo", "printf", "grep", "sed", "open", "xdg-open", "export", "LABEL", "MAINTAINER", "name:", "uses:"}
)


def _kaggle(command: Command) -> None:
    words = command.words
    match words[1:3]:
        case ["datasets" | "d", "download"]:
            named = command.option("-d", "--dataset") or command.first(3)
            command.add(named, Reading("kaggle", SubjectKind.DATASET), "kaggle datasets download")
        case ["competitions" | "c", "download"]:
            named = command.option("-c", "--competition") or command.first(3)
            command.add(named, Reading("kaggle-competition", SubjectKind.DATASET), "kaggle competitions download")
        case ["models" | "m", _]:
            if "download" in words[2:6]:
                named = command.first(words.index("download") + 1)
                command.add(named, Reading("kaggle-model", SubjectKind.MODEL), "kaggle models download")


def _hugging_face(command: Command, program: str) -> None:
    if command.words[1:2] != ["download"]:
        return
    kinds = {"dataset": SubjectKind.DATASET, "space": None}
    kind = kinds.get(command.option("--repo-type", "--type") or "model", SubjectKind.MODEL)
    if kind is None:
        return
    named = command.first(2)
    command.add(named, Reading("hf", kind), f"{program} download", command.option("--revision"))


def _git(command: Command) -> None:
    words = command.words
    if "clone" not in words and words[1:3] != ["submodule", "add"]:
        return
    for word in words[2:]:
        for text in expanded(word, command.variables) or []:
            ssh = re.sub(r"\A(?:ssh://)?git@(hf\.co|huggingface\.co)[:/]", r"https://\1/", text)
            if work := of_address(f"{ssh}/" if "://" in ssh else ssh, SubjectKind.MODEL):
                command.found.add(work, command.line, "git clone")


def _fetch(command: Command) -> None:
    program = command.words[0].rpartition("/")[2]
    for word in command.words[1:]:
        for text in expanded(word, command.variables) or []:
            if work := of_address(text, SubjectKind.DATASET):
                command.found.add(work, command.line, program)


def _ollama(command: Command) -> None:
    if command.words[1:2] in (["pull"], ["run"]) and len(command.words) > 2:
        name = command.words[2]
        if name.startswith("hf.co/"):
            command.add(name.removeprefix("hf.co/").partition(":")[0], Reading("hf", SubjectKind.MODEL), "ollama pull")
        else:
            command.found.miss(NO_REF, command.line, "ollama pull")


def _spacy(command: Command) -> None:
    if command.words[1:2] == ["download"] and len(command.words) > 2:
        command.add(command.words[2], Reading("spacy", SubjectKind.MODEL), "spacy download")


def _addresses(command: Command, program: str) -> None:
    """Addresses of files on the hub among the words of any other command."""
    if program in _PROGRAMS:
        return
    for word in command.words[1:]:
        if "://" not in word:
            continue
        for text in (
            expanded(word.partition("=")[2] if word.startswith("--") and "=" in word else word, command.variables) or []
        ):
            work = of_hub_path(text)
            if work is None and FETCHED.search(text):
                work = of_address(text, SubjectKind.DATASET)
            if work:
                command.found.add(work, command.line, program)


_PROGRAMS: dict[str, Callable[[Command], None]] = {
    "kaggle": _kaggle,
    "git": _git,
    "git-lfs": _git,
    "wget": _fetch,
    "curl": _fetch,
    "aria2c": _fetch,
    "ADD": _fetch,
    "axel": _fetch,
    "ollama": _ollama,
    "spacy": _spacy,
}
