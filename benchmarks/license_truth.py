"""How often the license of a package is told right: packages that state one, resolved as if they did not.

    python benchmarks/license_truth.py --path SITE_PACKAGES [--path ...] [--half a|b] [--misses]
    python benchmarks/license_truth.py --names benchmarks/license_truth_packages.txt --cache FOLDER [--offline]

The truth is the License-Expression (PEP 639) of a release. Two modes: `hidden` resolves the newest release that is at
hand with that one field taken away, `older` the last release that has none, by the first expression after it.
With --path all installed packages count and nothing is asked; with --names the package index is asked that pip or uv is
set up for, about ten requests a package, and what it answered is kept in the cache, so that --offline repeats the run.

A package can change its license between the releases that `older` compares. CHANGES lists those that a person has read:
what the older release is truly under. Read a miss before it counts.

Answers are compared as SPDX expressions after folding; the order of operands is free.

    exact      the same expression
    parts      the truth is an AND; the answer is some of its operands, and the rest are told as bundled parts
    version    the same licenses, and only `-only` or `-or-later` is told otherwise
    unknown    no conclusion
    wrong      another expression
    dangerous  also counted under its own class: commercial use without copyleft is told where the truth restricts

The cases fall into two halves by the hash of the name: rules are made looking at half a, half b is for the figures.
"""

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from packaging.version import InvalidVersion, Version

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import And, ExpressionError, Or, normalize, parse, render
from licscan.license_text.reading import TextReader, decode
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.license import Commercial
from licscan.net.cache import Cache, sha256_of
from licscan.net.errors import NetError
from licscan.net.index import PackageIndex, Release
from licscan.scanners.dependencies.lookup import open_index
from licscan.scanners.dependencies.metadata.fields import read_fields
from licscan.scanners.dependencies.metadata.ladder import conclude
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package, copyleft, family, leaf_names, stricter
from licscan.scanners.dependencies.sources.installed.environment import installed_in

# Package and release: its license by its own license file, where the next release is under another.
CHANGES = {
    ("chardet", "6.0.0.post1"): "LGPL-2.1-or-later",
    ("openai", "0.28.1"): "MIT",
    ("orjson", "3.8.3"): "Apache-2.0 OR MIT",
    ("python-dateutil", "2.9.0.post0"): "Apache-2.0 OR BSD-3-Clause",
    ("python-dateutil", "3.0.0"): "Apache-2.0 OR BSD-3-Clause",
}
CLASSES = ("exact", "parts", "version", "unknown", "wrong", "dangerous")


@dataclass(frozen=True)
class Known:
    """One release at hand, and all that is known of it."""

    name: str
    version: Version
    package: Package

    @property
    def expression(self) -> str | None:
        """What the release states by PEP 639, as a normalized expression."""
        stated = self.package.fields.expression
        return normalize(stated.text) if stated else None


@dataclass(frozen=True)
class Case:
    """A release to resolve, and what its license truly is."""

    mode: str
    release: Known
    truth: str


@dataclass(frozen=True)
class Verdict:
    """What came out of a case."""

    case: Case
    finding: LicenseFinding
    outcome: str
    dangerous: bool


def cases_of(releases: Iterable[Known]) -> Iterator[Case]:
    """The cases of releases of one package."""
    newest_first = sorted(releases, key=lambda known: known.version, reverse=True)
    truth: str | None = None
    for known in newest_first:
        if known.expression is None:
            if truth is not None and known.package.fields.expression is None:
                yield Case("older", known, CHANGES.get((known.name, str(known.version)), truth))
                return
            continue
        if truth is None:
            fields = replace(known.package.fields, expression=None)
            yield Case("hidden", replace(known, package=replace(known.package, fields=fields)), known.expression)
        truth = known.expression


def installed(paths: Sequence[Path]) -> Iterator[Case]:
    """The cases of all packages installed in some folders."""
    by_name: dict[str, list[Known]] = {}
    for path in paths:
        for each in installed_in([str(path)]):
            if isinstance(each, Gap):
                print(f"not read: {each.subject}", file=sys.stderr)
                continue
            version = _version(each.version)
            if version is not None:
                by_name.setdefault(each.name, []).append(Known(each.name, version, each.package()))
    for name in sorted(by_name):
        yield from cases_of(by_name[name])


def indexed(names: Sequence[str], folder: Path, *, offline: bool) -> Iterator[Case]:
    """The cases of named packages on the package index; about ten requests a package, one package after the other."""
    cache = Cache(folder)
    with closing(open_index(Path.cwd(), offline=offline, cache=folder)) as index:
        for name in names:
            try:
                yield from cases_of(_release(index, name, version) for version in _versions(index, name, cache))
            except NetError as error:
                print(f"not asked: {name}: {error.message}", file=sys.stderr)


def _versions(index: PackageIndex, name: str, cache: Cache) -> tuple[str, ...]:
    """The newest release, the first with a License-Expression and the last without; kept, so that a run repeats."""
    key = ("truth", name)
    if isinstance(kept := (cache.record(*key) or {}).get("versions"), list):
        return tuple(str(version) for version in kept)
    every = index.releases(name)
    low, high = -1, len(every) - 1  # low has no expression, high has one
    if not every or not _states(index, name, every[high]):
        cache.keep_record(key, {"versions": []})
        return ()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _states(index, name, every[middle]) else (middle, high)
    chosen = dict.fromkeys([every[-1], every[high], *every[max(low, 0) : low + 1]])
    cache.keep_record(key, {"versions": list(chosen)})
    return tuple(chosen)


def _states(index: PackageIndex, name: str, version: str) -> bool:
    try:
        return read_fields(index.metadata(Release(name, version)).body).expression is not None
    except NetError:
        return False  # as old as one without: only where the change lies is looked for


def _release(index: PackageIndex, name: str, version: str) -> Known:
    release = Release(name, version)
    body = index.metadata(release).body
    texts = tuple(
        LicenseText(file.name, decode(file.text), sha256_of(file.text), file.in_package)
        for file in index.license_files(release)
    )
    return Known(name, Version(version), Package(read_fields(body), sha256_of(body), texts, None))


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def judge(case: Case, table: LicenseTable, reader: TextReader) -> Verdict:
    """Resolve one case and compare."""
    finding = conclude(f"pkg:pypi/{case.release.name}@{case.release.version}", case.release.package, table, reader)
    outcome = compare(case.truth, finding)
    return Verdict(case, finding, outcome, is_dangerous(case.truth, finding, table))


def compare(truth: str, finding: LicenseFinding) -> str:
    """Which class of answer a finding is."""
    answer = finding.concluded
    if answer is None:
        return "unknown"
    if ordered(answer) == ordered(truth):
        return "exact"
    if ordered(answer, fold=True) == ordered(truth, fold=True):
        return "version"
    mine, true = operands(answer), operands(truth)
    parts = {ordered(claim.expression, fold=True) for claim in finding.bundled if claim.expression}
    return "parts" if mine < true and true - mine <= parts else "wrong"


def ordered(expression: str, *, fold: bool = False) -> str:
    """An expression with its operands in a fixed order; `fold` leaves only and or-later away."""
    try:
        parsed = parse(expression)
    except ExpressionError:
        return expression
    match parsed:
        case And(nested):
            return " AND ".join(sorted(f"({ordered(render(each), fold=fold)})" for each in nested))
        case Or(nested):
            return " OR ".join(sorted(f"({ordered(render(each), fold=fold)})" for each in nested))
        case _:
            return family(expression) if fold else expression


def operands(expression: str) -> set[str]:
    """The operands of an AND, folded; of anything else itself."""
    match parse(expression):
        case And(nested):
            return {ordered(render(each), fold=True) for each in nested}
        case _:
            return {ordered(expression, fold=True)}


def is_dangerous(truth: str, finding: LicenseFinding, table: LicenseTable) -> bool:
    """Whether the answer tells free use without copyleft where the truth restricts."""
    answer = finding.concluded
    if answer is None or any(name.startswith("LicenseRef-") for name in leaf_names(answer)):
        return False
    free = finding.terms.commercial is Commercial.YES and copyleft(answer, table) == 0
    return free and stricter(truth, answer, table)


def half_of(name: str) -> str:
    """`a` or `b`."""
    return "ab"[hashlib.sha256(name.encode()).digest()[0] % 2]


def tell(verdicts: Sequence[Verdict], *, misses: bool) -> None:
    """Print the figures of each half and mode, and each miss with what was claimed."""
    print(f"{'half':<5}{'mode':<8}{'cases':>6}" + "".join(f"{name:>11}" for name in CLASSES))
    for half in ("a", "b", "all"):
        for mode in ("hidden", "older"):
            chosen = [
                each for each in verdicts if each.case.mode == mode and half in ("all", half_of(each.case.release.name))
            ]
            if chosen:
                _tell_row(half, mode, chosen)
    if misses:
        for each in verdicts:
            if each.outcome != "exact" or each.dangerous:
                _tell_miss(each)


def _tell_row(half: str, mode: str, chosen: Sequence[Verdict]) -> None:
    count = Counter(each.outcome for each in chosen)
    count["dangerous"] = sum(each.dangerous for each in chosen)
    shares = "".join(f"{f'{count[name]} {100 * count[name] / len(chosen):.0f}%':>11}" for name in CLASSES)
    print(f"{half:<5}{mode:<8}{len(chosen):>6}{shares}")


def _tell_miss(verdict: Verdict) -> None:
    case, finding = verdict.case, verdict.finding
    danger = " DANGEROUS" if verdict.dangerous else ""
    print(f"\n{case.release.name} {case.release.version} ({case.mode}, half {half_of(case.release.name)})")
    print(f"  {verdict.outcome}{danger}: truth {case.truth} | answer {finding.concluded} ({finding.confidence})")
    for kind, claims in (("claim", finding.claims), ("bundled", finding.bundled)):
        for claim in claims[:12]:
            source = claim.evidence[0]
            print(f"    {kind} {source.source}: {claim.expression or claim.unrecognized} [{source.excerpt}]")


def main() -> int:
    """Run the program; 0 whatever the figures are, 2 where there was no case."""
    parser = argparse.ArgumentParser(description="how often the license of a package is told right")
    parser.add_argument("--path", type=Path, action="append", default=[], help="a folder of installed packages")
    parser.add_argument("--names", type=Path, help="a file of package names to ask the index for")
    parser.add_argument("--cache", type=Path, default=Path(".truth-cache"), help="where answers of the index are kept")
    parser.add_argument("--offline", action="store_true", help="answer from the cache only")
    parser.add_argument("--half", choices=("a", "b"), help="only this half")
    parser.add_argument("--misses", action="store_true", help="list every case that is not exact")
    options = parser.parse_args()
    cases = list(installed(options.path))
    if options.names:
        lines = options.names.read_text(encoding="utf-8").splitlines()
        names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if options.half:
            names = [name for name in names if half_of(name) == options.half]
        cases.extend(indexed(names, options.cache, offline=options.offline))
    chosen = [case for case in cases if options.half in (None, half_of(case.release.name))]
    if not chosen:
        print("no case", file=sys.stderr)
        return 2
    table, reader = Catalog().licenses, TextReader()
    tell([judge(case, table, reader) for case in chosen], misses=options.misses)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
