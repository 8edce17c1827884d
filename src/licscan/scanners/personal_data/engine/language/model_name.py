"""How a user names a model: the three kinds of them, told apart without loading anything."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What runs a model; the value is the prefix of its name, spaCy's have none."""

    SPACY = ""
    TRANSFORMERS = "hf"
    GLINER = "gliner"


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model: `name` is that of a package (spaCy), of a repository of the Hugging Face hub, or a folder."""

    kind: Kind
    name: str

    @classmethod
    def of(cls, text: str) -> "ModelName":
        """Read `de_core_news_sm`, `path/to/pipeline`, `hf:owner/name`, `hf:./folder` or `gliner:owner/name`."""
        prefix, colon, rest = text.partition(":")
        if colon and rest and prefix in {Kind.TRANSFORMERS, Kind.GLINER}:
            return cls(Kind(prefix), rest)
        return cls(Kind.SPACY, text)

    @property
    def shown(self) -> str:
        """The name without the folder that the model lies in, which is of one machine alone."""
        name = Path(self.name).name if self.is_folder else self.name
        return f"{self.kind}:{name}" if self.kind else name

    @property
    def is_folder(self) -> bool:
        """Whether it names a folder: a repository of the hub is `name` or `owner/name`, and never begins with a dot."""
        path = Path(self.name)
        return path.is_dir() if self.kind is Kind.SPACY else path.is_absolute() or self.name.startswith(".")
