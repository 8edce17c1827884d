"""Which language texts are written in and which model reads them: said by the user, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from licscan.inputs.globs import Globs
from licscan.model.policy import WrittenIn

ENGLISH = "en"
NOT_PERSONAL = "NOT_PERSONAL"
"""What a label of a model stands for that says nothing of a person."""


@dataclass(frozen=True, slots=True)
class FileLanguages:
    """The languages of one data file: `columns` are globs of names with the language of such columns."""

    main: str
    columns: tuple[tuple[tuple[str, ...], str], ...] = ()

    def of(self, column: str | None) -> str:
        """The language of a column by its name, in which letters count whatever their case; None is a text."""
        name = (column or "").casefold()
        fitting = (language for globs, language in self.columns if any(fnmatchcase(name, glob) for glob in globs))
        return next(fitting, self.main)

    def all(self) -> frozenset[str]:
        """Every language that a column of the file may be in."""
        return frozenset((self.main, *(language for _, language in self.columns)))


@dataclass(frozen=True, slots=True)
class Languages:
    """What a run says of languages; `main` is that of all texts of which `written_in` says no other.

    `models` reads a language: the name of an installed spaCy pipeline, a folder, `hf:` or `gliner:` with a name or
    folder. `labels` says which entity type a label of a model is.
    """

    main: str = ENGLISH
    models: Mapping[str, str] = field(default_factory=dict)
    written_in: tuple[WrittenIn, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    def of_file(self, path: str) -> FileLanguages:
        """The languages of a data file by its path as outputs show it: the first entry that fits counts."""
        fitting = [each for each in self.written_in if not each.paths or Globs(each.paths).cover(path)]
        main = next((each.language for each in fitting if not each.columns), self.main)
        named = ((tuple(glob.casefold() for glob in each.columns), each.language) for each in fitting if each.columns)
        return FileLanguages(main, tuple(named))

    def of_files(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Every language that a column of one of the files may be in, and the main one, which names are read in."""
        found = {self.main}
        for path in paths:
            found |= self.of_file(path).all()
        return tuple(sorted(found))
