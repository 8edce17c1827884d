"""The conclusions on all packages of a run: those of an earlier run where nothing changed, on all processor cores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from licscan.license_text.reading import TextReader
from licscan.model.finding import LicenseFinding
from licscan.net.cache import Cache
from licscan.scanners.dependencies.crew import Crew, Work, helpers_for
from licscan.scanners.dependencies.metadata.opinion import Package
from licscan.scanners.dependencies.metadata.remembered import Conclusions, finding_of, key_of, words_of
from licscan.scanners.dependencies.sources.installed.environment import Installed
from licscan.scanners.dependencies.sources.interface import StatedLicense
from licscan.scanners.interface import ScanContext

# Packages that are new to this run before it is copied: they bring into memory what all others need too.
_FIRST = 8
_LEAST = 30
_MOST_JOBS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """An installed package to conclude on: the `ref` of its subject, and what others state of it."""

    subject: str
    installed: Installed
    stated: tuple[StatedLicense, ...] = ()


class Concluding:
    """Concludes on packages, and keeps for the next run what it concluded."""

    def __init__(self, root: Path, context: ScanContext) -> None:
        memory = Cache(context.cache)
        scanned = [str(folder) for folder in (root, *context.environments, *context.site_packages)]
        self._table = context.catalog.licenses
        self._reader = TextReader(memory)
        self._conclusions = Conclusions(memory, context.catalog.digest, scanned)
        self._jobs = context.jobs
        self._progress = context.progress

    def keep(self) -> None:
        """Keep the conclusions, and which licenses the texts were recognized as, for the next run."""
        self._reader.keep()
        self._conclusions.keep()

    def one(self, subject: str, package: Package) -> LicenseFinding:
        """The finding on one package."""
        return self._one(subject, package, lambda: package)[1]

    def of_all(self, questions: Sequence[Question]) -> list[LicenseFinding]:
        """The findings on many packages, in their order, the same whatever the number of jobs."""
        found: list[LicenseFinding | None] = []
        fresh = 0
        for question in questions:
            left = len(questions) - len(found)
            if fresh >= _FIRST and (helpers := self._helpers(left)):
                found.extend(self._shared(questions[len(found) :], helpers))
                break
            _, finding, is_new = self._of(question)
            fresh += is_new
            found.append(finding)
            self._progress.advance()
        return [
            self._of(question)[1] if finding is None else finding
            for question, finding in zip(questions, found, strict=True)
        ]

    def _helpers(self, left: int) -> int:
        with self._progress.paused():
            return helpers_for(left, jobs=self._jobs, least=_LEAST, most=_MOST_JOBS)

    def _of(self, question: Question) -> tuple[str, LicenseFinding, bool]:
        outline = replace(question.installed.outline(), stated=question.stated)
        whole = partial(_with_fields, outline, question.installed)
        return self._one(question.subject, outline, whole)

    def _one(self, subject: str, outline: Package, whole: Callable[[], Package]) -> tuple[str, LicenseFinding, bool]:
        """The key of what was read, the conclusion, and whether this run came to it."""
        key = key_of(subject, outline)
        if (known := self._conclusions.recall(key, subject)) is not None:
            return key, known, False
        # A run in which nothing is new does not need what concludes.
        from licscan.scanners.dependencies.metadata.ladder import conclude

        finding = conclude(subject, whole(), self._table, self._reader)
        self._conclusions.note(key, finding)
        return key, finding, True

    def _shared(self, questions: Sequence[Question], helpers: int) -> list[LicenseFinding | None]:
        """The findings of this process and its copies; None for what a copy left undone."""
        found: list[LicenseFinding | None] = [None] * len(questions)
        with self._progress.paused():
            crew = Crew(Work(len(questions), lambda number: self._told(questions[number]), self._reader.told), helpers)
        with crew:
            shown = 0
            for number in crew.mine():
                _, found[number], _ = self._of(questions[number])
                self._progress.advance(number + 1 - shown)
                shown = number + 1
            for done, texts in crew.theirs():
                self._reader.learn(texts)
                for number, answer in done.items():
                    found[number] = self._heard(questions[number].subject, answer)
            self._progress.advance(len(questions) - shown)
        return found

    def _told(self, question: Question) -> object:
        key, finding, is_new = self._of(question)
        return key, words_of(finding), is_new

    def _heard(self, subject: str, answer: object) -> LicenseFinding | None:
        """A conclusion that a copy came to, noted as if this process had."""
        match answer:
            case [str() as key, str() as words, bool() as is_new]:
                finding = finding_of(words, subject)
                if finding is not None and is_new:
                    self._conclusions.note(key, finding)
                elif finding is not None:
                    self._conclusions.recall(key, subject)
                return finding
            case _:
                return None


def _with_fields(outline: Package, installed: Installed) -> Package:
    return replace(outline, fields=installed.fields)
