"""Option lines of a requirements file (https://pip.pypa.io/en/stable/reference/requirements-file-format/)."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

REQUIREMENT, CONSTRAINT, INDEX, LINKS, NO_INDEX = (
    "--requirement",
    "--constraint",
    "--index-url",
    "--find-links",
    "--no-index",
)
_SHORT = {"-r": REQUIREMENT, "-c": CONSTRAINT, "-i": INDEX, "-f": LINKS}
# Long options by what they mean here; None says nothing of which packages are named.
_TAKES_VALUE = {
    REQUIREMENT: REQUIREMENT,
    CONSTRAINT: CONSTRAINT,
    INDEX: INDEX,
    "--pypi-url": INDEX,
    "--extra-index-url": INDEX,
    LINKS: LINKS,
    **dict.fromkeys(("--no-binary", "--only-binary", "--trusted-host", "--use-feature", "--hash"), None),
    **dict.fromkeys(("--all-releases", "--only-final", "--uploaded-prior-to"), None),
}
_FLAGS = {NO_INDEX: NO_INDEX, **dict.fromkeys(("--pre", "--prefer-binary", "--require-hashes"), None)}


@dataclass(frozen=True, slots=True)
class Option:
    """An option with its value; `name` None is one that pip does not know in such a file, or no option at all."""

    name: str | None
    value: str = ""


def options_in(line: str) -> Iterator[Option]:
    """The options of a line that say which packages are named, and what is not understood.

    A long option may be cut as far as it stays the only one, as pip reads it (`--requirem`).
    """
    splitting = shlex.shlex(line, posix=True)
    splitting.whitespace_split, splitting.commenters = True, ""
    splitting.escape = ""  # a path of Windows keeps its backslashes
    try:
        words = list(splitting)
    except ValueError:
        yield Option(None)
        return
    unknown = False
    while words:
        name, value = _parted(words.pop(0))
        if name in _FLAGS:
            found = Option(_FLAGS[name])
        elif name in _TAKES_VALUE and (value or words):
            found = Option(_TAKES_VALUE[name], value or words.pop(0))
        else:
            unknown = True
            continue
        if found.name is not None:
            yield found
    if unknown:
        yield Option(None)


def _parted(word: str) -> tuple[str, str]:
    """The full name of an option and the value that is written on it; an empty name where none is known."""
    if word[:2] in _SHORT:
        return _SHORT[word[:2]], word[2:].removeprefix("=")
    name, _, value = word.partition("=")
    if name in _TAKES_VALUE or name in _FLAGS:
        return name, value
    meant = [each for each in (*_TAKES_VALUE, *_FLAGS) if len(name) > 2 and each.startswith(name)]
    return (meant[0], value) if len(meant) == 1 else ("", "")
