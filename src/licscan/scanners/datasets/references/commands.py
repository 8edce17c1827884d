"""Commands in shell scripts, Makefiles, Dockerfiles and the files of CI: read line by line, never run."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.scanners.datasets.references.commands_text import read_command
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.interface import References
from licscan.scanners.datasets.references.shell_words import MAX_LINE, expanded
from licscan.scanners.datasets.references.source_text import reference_gap, source_text
from licscan.scanners.datasets.references.table import Table
from licscan.scanners.datasets.references.works import Place

# Lines worth cutting into words.
_HINT = re.compile(
    r"kaggle|hugging|hf\b|://|--?[\w.-]{0,60}(?:model|dataset|data|adapter|tokenizer|pretrained|repo)|vllm|python|ollama|spacy|clone"
    r"|\w\.(?:name|path|model|dataset)\w{0,40}="
)
_ASSIGNMENT = re.compile(
    r"\s{0,40}(?:-\s{1,8})?(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)?|ENV\s+|ARG\s+|set\s+)?"
    r"(?P<name>[A-Za-z_]\w{0,79})(?:\s{0,4}[:?+]?=\s{0,8}|:\s{1,8}|\s{1,4}(?=\S+\s*\Z))(?P<value>\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|[^\s;&|#]{0,500})\s*(?:[;#].*)?\Z"
)
_LOOP = re.compile(r"\s{0,40}for\s+(?P<name>[A-Za-z_]\w{0,79})\s+in\s+(?P<values>[^;\n]{1,2000})(?:;|\Z)")
_HERE = re.compile(r"<<-?\s{0,4}(?P<quote>['\"]?)(?P<word>\w{1,40})(?P=quote)")
_ITEM = re.compile(
    r"\s{0,80}(?:-\s{1,8})?(?:(?:run|script|command|cmd|bash|sh|entrypoint|args|commands)\s{0,4}[:=]\s{0,8}[|>]?[-+]?\s{0,8})?(?P<rest>.*)",
    re.DOTALL,
)
_EXEC = re.compile(
    r"\s{0,20}(?:(?:CMD|ENTRYPOINT|RUN)\s{1,8}|(?:-\s{1,4})?(?:command|entrypoint|args)\s{0,4}:\s{0,8})(?P<list>\[.*\])\s*\Z",
    re.DOTALL,
)


def read(root: Path, path: str, names: Table) -> References:
    """What the commands of a file name, in the order of its lines."""
    text = source_text(root, path)
    if isinstance(text, Gap):
        return References(gaps=(text,))
    found = Found(Place(root, path, names))
    read_lines(list(enumerate(text.split("\n"), start=1)), found)
    return found.references()


def read_lines(lines: list[tuple[int, str]], found: Found) -> None:
    """Add to `found` what numbered lines of commands name; variables hold from the line that sets them."""
    variables: dict[str, tuple[str, ...]] = {}
    for line, text in _logical(lines, found):
        if text.lstrip().startswith(("#", "//")):
            continue
        if loop := _LOOP.match(text):
            values = [
                value for word in loop["values"].split()[:64] for value in expanded(word.strip("\"'"), variables) or []
            ]
            variables[loop["name"]] = tuple(values[:64])
        elif assigned := _ASSIGNMENT.fullmatch(text):
            texts = expanded(assigned["value"].strip("\"'"), variables)
            if texts:
                variables[assigned["name"]] = tuple(texts)
        if _HINT.search(text):
            _command(text, line, found, variables)


def _command(text: str, line: int, found: Found, variables: dict[str, tuple[str, ...]]) -> None:
    if len(text) > MAX_LINE:
        detail = f"a command of more than {MAX_LINE} characters: not read for references"
        found.gaps.append(reference_gap(found.place.path, GapReason.TOO_LARGE, detail, found.line_of(line)))
        return
    if listed := _EXEC.fullmatch(text):
        read_command(_exec_form(listed["list"]), line, found, variables)
        return
    item = _ITEM.fullmatch(text)
    rest = item["rest"] if item else text
    if rest[:1] in {'"', "'"} and rest[-1:] == rest[:1]:  # a quoted scalar of YAML
        rest = rest[1:-1]
    read_command(rest, line, found, variables)


def _exec_form(text: str) -> str:
    """The list form of a Dockerfile's command as a line."""
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return text.strip("[]").replace('",', '" ').replace("',", "' ")
    return " ".join("'" + str(word).replace("'", "") + "'" for word in words) if isinstance(words, list) else text


def _logical(lines: list[tuple[int, str]], found: Found) -> Iterator[tuple[int, str]]:
    """Lines with their continuations; a here-document is read as Python where Python gets it, else skipped."""
    waiting: list[str] = []
    first = 0
    at = 0
    while at < len(lines):
        number, text = lines[at]
        at += 1
        first = first if waiting else number
        if text.endswith("\\") and not text.lstrip().startswith("#"):
            waiting.append(text[:-1])
            continue
        whole = " ".join([*waiting, text])
        waiting = []
        here = _HERE.search(whole) if "<<" in whole else None
        yield first, whole
        if here:
            end = next((n for n in range(at, len(lines)) if lines[n][1].strip() == here["word"]), at)
            if "python" in whole:
                _here_document(lines[at:end], found)
            at = end
    if waiting:
        yield first, " ".join(waiting)


def _here_document(lines: list[tuple[int, str]], found: Found) -> None:
    import textwrap

    from licscan.scanners.datasets.references.code.module import read_module
    from licscan.scanners.datasets.references.code.parse import parse

    text = textwrap.dedent("\n".join(line for _, line in lines))
    tree = parse(text, found.place.path, line=lines[0][0] if lines else 1)
    if isinstance(tree, Gap):
        found.gaps.append(tree)
        return
    numbers = [number for number, _ in lines]
    inner = Found(found.place, line_of=lambda line: found.line_of(numbers[min(line, len(numbers)) - 1]))
    read_module(tree, text, inner)
    found.named.update(inner.named)
    found.computed.update(inner.computed)
