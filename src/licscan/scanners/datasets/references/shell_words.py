"""Commands as words: quotes, operators, variables with constant values; nothing is run."""

import re
import shlex
from collections.abc import Iterator, Mapping

MAX_LINE = 20_000
MAX_WORDS = 2_000
MAX_VALUES = 16
_VARIABLE = re.compile(
    r"\$\{(?P<braced>\w{1,80})(?::?[-=](?P<default>[^{}$]{0,300}))?\}|\$\((?P<make>\w{1,80})\)|\$(?P<plain>[A-Za-z_]\w{0,79})"
    r"|\{\{\s{0,3}(?:env\.)?\.?(?P<just>\w{1,80})\s{0,3}\}\}"
    r"|\$\{\{\s{0,3}(?:env|vars|inputs|matrix)\.(?P<action>[\w-]{1,80})\s{0,3}\}\}"
)
_UNKNOWN = re.compile(r"[$`]|\{\{")
_OPERATOR = re.compile(r"[;&|()]+")

Variables = Mapping[str, tuple[str, ...]]


def commands_of(line: str) -> Iterator[list[str]]:
    """The simple commands of a logical line, each as its words."""
    if len(line) > MAX_LINE:
        return
    words: list[str] = []
    for word in _words(line):
        if _OPERATOR.fullmatch(word):
            if words:
                yield words
            words = []
        else:
            words.append(word)
    if words:
        yield words


def _words(line: str) -> list[str]:
    # `$(` and `${{` begin no command of their own here.
    guarded = _VARIABLE.sub(lambda found: found[0].replace("(", "\x01").replace(")", "\x02").replace(" ", "\x03"), line)
    try:
        lexer = shlex.shlex(guarded, posix=True, punctuation_chars=";&|()")
        lexer.whitespace_split = True
        lexer.commenters = "#"
        words = list(lexer)[:MAX_WORDS]
    except ValueError:
        words = [word.strip("\"'") for word in guarded.split()][:MAX_WORDS]
    return [word.replace("\x01", "(").replace("\x02", ")").replace("\x03", " ") for word in words]


def expanded(word: str, variables: Variables) -> list[str] | None:
    """The texts that a word can be; None where a variable is only known to a run."""
    found = [word]
    for _ in range(4):
        if not any("$" in text or "{{" in text for text in found):
            break
        found = [each for text in found for each in _once(text, variables)][:MAX_VALUES]
    known = [text for text in found if not _UNKNOWN.search(text)]
    return known or None


def _once(text: str, variables: Variables) -> list[str]:
    """The text with its first variable put in, once for each of its values."""
    found = _VARIABLE.search(text)
    if found is None:
        return [text]
    name = next(value for key, value in found.groupdict().items() if key != "default" and value)
    values = variables.get(name) or ((found["default"],) if found["default"] else ())
    return [text[: found.start()] + value + text[found.end() :] for value in values] or [text]
