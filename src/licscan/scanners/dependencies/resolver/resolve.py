"""Requirements that no file pins, with all that they need, as pip or uv would install them here and now."""

import logging
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from licscan.model.finding import Gap, GapReason
from licscan.model.package_name import normalized
from licscan.model.subject import place_of
from licscan.net.cache import Cache, sha256_of
from licscan.net.errors import NetError
from licscan.net.gateway import Gateway
from licscan.net.index import PackageIndex
from licscan.net.indexes import IndexSettings, fingerprint
from licscan.scanners.dependencies.resolver import RESOLVERS
from licscan.scanners.dependencies.resolver.interface import (
    DEADLINE_S,
    Answered,
    Failure,
    Question,
    Resolution,
    Resolver,
    Unresolved,
)
from licscan.scanners.dependencies.resolver.kept import as_record, from_record
from licscan.scanners.dependencies.resolver.lines import requirement_lines
from licscan.scanners.dependencies.resolver.pinned import pinned
from licscan.scanners.dependencies.sources.interface import Dependency, file_gap

_log = logging.getLogger(__name__)
_MAX_LEFT_OUT = 5
_NO_WHEEL = "it has no wheel that fits, and a source distribution is not built: that would run its code"
_ABSENT = "the package index does not have it"
_HINT = "lock the project (uv lock), or scan its environment (licscan deps --environment PYTHON)"


@dataclass(frozen=True, slots=True)
class Resolving:
    """How to resolve: `tool` is `auto`, `pip` or `uv`.

    `settings` are the package indexes: a cached answer is of these.
    """

    settings: IndexSettings
    tool: str = "auto"
    python: str | None = None
    offline: bool = False
    cache: Path | None = None
    deadline_s: float = DEADLINE_S


def resolve(
    requirements: Sequence[Dependency], resolving: Resolving, *, constraints: Sequence[Dependency] = ()
) -> Resolution | Gap | None:
    """Pin the requirements of one file and everything that they need; None where none is for a package index.

    No code of any package runs: only wheels are looked at. A requirement for which there is no wheel is left out and
    named in `unresolved`. A Gap says why there is no answer at all.
    """
    lines = requirement_lines(requirements)
    if not lines:
        return None
    question = Question(
        tuple(sorted(lines)), tuple(sorted(requirement_lines(constraints, plain=True))), resolving.python
    )
    place = min((dependency.reference for dependencies in lines.values() for dependency in dependencies), key=place_of)
    tools = _tools(resolving)
    if not tools:
        detail = "no resolver is there for requirements that are not pinned"
        return file_gap(place.path, GapReason.UNRESOLVED, detail, hint="install uv or pip, or lock the project")
    cache = Cache(resolving.cache)
    failure = Failure("")
    for tool in tools:
        answer = _answer(tool, question, resolving, cache)
        if not isinstance(answer, Failure):
            return pinned(tool.name, answer, lines)
        failure = replace(answer, reason=f"{tool.name}: {answer.reason}")
        if not resolving.offline and tool.can(question) is None:
            break
    reason = GapReason.OFFLINE if resolving.offline else GapReason.UNRESOLVED
    detail = f"requirements that are not pinned could not be resolved: {failure.reason}"
    return file_gap(place.path, reason, detail, line=place.line, hint=failure.hint or _HINT)


def _tools(resolving: Resolving) -> list[Resolver]:
    """The tools to try; `auto` leaves out one that does not know the indexes which the user gave to the other.

    It would ask a public index for the names of private packages.
    """
    named = resolving.settings.named_by or "auto" if resolving.tool == "auto" else resolving.tool
    return [tool for tool in RESOLVERS if named in ("auto", tool.name) and tool.command() is not None]


def _answer(tool: Resolver, question: Question, resolving: Resolving, cache: Cache) -> Answered | Failure:
    key = _key(tool.name, question, resolving)
    if resolving.offline:
        known = from_record(cache.record(*key))
        return known or Failure("licscan is offline and has no answer of an earlier run")
    answered = _asked(tool, question, resolving)
    if isinstance(answered, Failure):
        known = from_record(cache.record(*key)) if answered.passing else None
        if known is None:
            return answered
        _log.info("%s failed; the answer of an earlier run is used", tool.name)
        return known
    cache.keep_record(key, as_record(answered))
    return answered


def _asked(tool: Resolver, question: Question, resolving: Resolving) -> Answered | Failure:
    """Ask, and ask again without the requirements for which there is no wheel."""
    if (failure := tool.can(question)) is not None:
        return failure
    without: list[Unresolved] = []
    while True:
        with tempfile.TemporaryDirectory(prefix="licscan-", ignore_cleanup_errors=True) as folder:
            answer = tool.ask(question, Path(folder), _environ(resolving), resolving.deadline_s)
        if not isinstance(answer, Failure):
            return Answered(answer, without=tuple(sorted(without)))
        gone = sorted({_name(line) for line in question.requirements} & set(answer.missing))
        try:
            without += _reasons(gone, resolving)
        except NetError:
            return replace(answer, passing=True)
        fewer = tuple(line for line in question.requirements if _name(line) not in gone)
        if answer.passing or not fewer or not gone or len(without) > _MAX_LEFT_OUT:
            return answer
        question = replace(question, requirements=fewer)


def _environ(resolving: Resolving) -> dict[str, str]:
    """Our own environment; authorities that only pip's settings name are trusted by uv too."""
    ca_file = resolving.settings.connection.tls.ca_file
    return ({"SSL_CERT_FILE": ca_file} if ca_file else {}) | dict(os.environ)


def _reasons(names: Sequence[str], resolving: Resolving) -> list[Unresolved]:
    """Why a tool finds nothing of these packages, as the user's own indexes say; the tool knows of no others.

    Raises NetError where they do not answer, which tools do not tell from a package that is not there.
    """
    if not names:
        return []
    settings = resolving.settings
    own = replace(settings, indexes=tuple(index for index in settings.indexes if not index.by_project))
    gateway = Gateway(limits=own.limits, connection=own.connection)
    with closing(PackageIndex(gateway, Cache(resolving.cache), own, python=platform.python_version())) as index:
        return [Unresolved(name, _NO_WHEEL if index.has(name) else _ABSENT) for name in names]


def _name(line: str) -> str:
    from packaging.requirements import Requirement

    return normalized(Requirement(line).name)


def _key(tool: str, question: Question, resolving: Resolving) -> tuple[str, ...]:
    asked = "\n".join([*question.requirements, "--", *question.constraints])
    python = question.python or platform.python_version()
    machine = f"{sys.platform}-{platform.machine()}"
    return ("resolution", sha256_of(asked.encode()), tool, python, machine, fingerprint(resolving.settings))
