"""The files that sentences of a license file speak of: an entry names its paths first and their license behind them."""

import re

_PATH = re.compile(r"(?<![\w/:.@])(?!www\.)[\w.*-]+(?:/[\w.*\\-]+)+")
_WHOLE = re.compile(
    r"\b(?:this|the|our)\s+(?:software|package|library|project|program|work|code)\b|^(?:all|every)\b", re.IGNORECASE
)
# What a wheel leaves out: it is needed to develop, to test or to explain.
_NOT_INSTALLED = re.compile(
    r"bench|benchmarks|build-aux|ci|contrib|docs?|examples?|m4|scripts|tests?|tools", re.IGNORECASE
)
_DIRECTIVE = ".. "
_MAX_ENTRY = 4


class Places:
    """Reads sentence by sentence; a path holds for the sentences behind it until another path or the work is named."""

    def __init__(self) -> None:
        self._paths: tuple[str, ...] = ()
        self._age = 0

    def are_installed(self, sentence: str) -> bool:
        """Whether what the sentence is about comes with the installed package; so does all that has no path."""
        self._age += 1
        if sentence.startswith(_DIRECTIVE):
            return True
        if paths := tuple(_PATH.findall(sentence)):
            self._paths, self._age = paths, 0
        elif self._age > _MAX_ENTRY or _WHOLE.search(sentence):
            self._paths = ()
        return not self._paths or not all(_NOT_INSTALLED.fullmatch(path.partition("/")[0]) for path in self._paths)
