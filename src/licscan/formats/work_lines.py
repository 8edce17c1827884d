"""What a dataset or model says of itself, where the project names it, and what it was made from, on a terminal."""

from collections.abc import Collection, Iterator, Sequence

from licscan.formats.lines import Line, Span, line, short
from licscan.model.audit import Audit, Group
from licscan.model.finding import LicenseFinding, LinkState, PersonalDataStatement, Upstream
from licscan.model.license import Commercial, Terms
from licscan.model.subject import WORKS, Reference, Subject

_PLACES = 4
_SOURCES = 6
_SEVERAL = 20
_ENDS = {
    LinkState.MISSING: "nobody says anything of it",
    LinkState.CYCLE: "leads back in a circle",
    LinkState.TOO_DEEP: "not followed further",
}


def work_lines(audit: Audit, group: Group) -> Iterator[Line]:
    """The lines below the title of a dataset or model; nothing for anything else."""
    mine = set(group.subjects)
    subjects = [one for one in audit.subjects if one.ref in mine]
    if not subjects or subjects[0].kind not in WORKS:
        return
    if len(subjects) > 1:
        yield from _several(subjects)
        return
    subject = subjects[0]
    if named := references(subject.references):
        yield _said(f"named in {named}")
    for found in group.findings:
        if isinstance(found.finding, LicenseFinding):
            told = {sentence for decision in group.decisions for sentence in decision.found}
            yield from _license(found.finding, subject, told)
        elif isinstance(found.finding, PersonalDataStatement):
            yield _said(f'of personal data its card says ({found.finding.property}): "{found.finding.words}"')


def _several(subjects: Sequence[Subject]) -> Iterator[Line]:
    """Where the project names each of many works that are told as one."""
    for subject in subjects[:_SEVERAL]:
        if named := references(subject.references):
            yield _said(f"{short(subject.ref)} named in {named}")
    if len(subjects) > _SEVERAL:
        yield _said(f"and {len(subjects) - _SEVERAL} more: -o json")


def references(places: Sequence[Reference]) -> str:
    """Where the project names a work: a file with its lines, and by which construct."""
    by_file: dict[tuple[str, str], list[str]] = {}
    for place in places:
        by_file.setdefault((place.path, place.how), []).append(str(place.line) if place.line else "")
    told = [f"{path}{_lines(lines)} ({how})" for (path, how), lines in by_file.items()]
    more = f" and {len(told) - _PLACES} more" if len(told) > _PLACES else ""
    return ", ".join(told[:_PLACES]) + more


def _lines(lines: Sequence[str]) -> str:
    numbers = ",".join(lines[:_PLACES])
    return f":{numbers}{',…' if len(lines) > _PLACES else ''}" if numbers else ""


def license_words(concluded: str | None, terms: Terms) -> str:
    """The license as titles say it; terms can be known where no license is named."""
    if concluded is not None:
        return concluded
    return "no named license, no commercial use" if terms.commercial is Commercial.NO else "license unknown"


def upstream_words(upstream: Upstream, work: str) -> str:
    """A source with the way to it from `work`, its license and where that was read."""
    path = upstream.path or (upstream.ref,)
    way = " <- ".join(short(ref) for ref in (path[1:] if path[0] == work else path) or path)
    relation = upstream.relation.replace("_", " ")
    ends = _ENDS.get(upstream.state)
    if ends:
        return f"{way} ({relation}): {ends}"
    place = upstream.evidence[0] if upstream.evidence else None
    read = f"  [{place.source}{f' {place.location}' if place.location else ''}]" if place else ""
    gate = ", gated" if upstream.gated else ""
    return f"{way} ({relation}): {license_words(upstream.concluded, upstream.terms)}{gate}{read}"


def _license(finding: LicenseFinding, subject: Subject, told: Collection[str]) -> Iterator[Line]:
    """What it declares and what is concluded, doubts and sources; what rules say below (`told`) is not said here."""
    if finding.declared != finding.concluded:
        said = f"declares {finding.declared or 'nothing that names one license'}"
        read = any(evidence.location for claim in finding.claims for evidence in claim.evidence)
        if finding.declared is None and subject.path is None and not read:
            said = "no card of it in the tree"
        yield _said(f"{said}; concluded {finding.concluded or 'nothing'} (confidence {finding.confidence})")
    if finding.gated:
        yield _said("access is gated")
    for smell in (one for one in finding.smells if one.detail not in told):
        where = f"{smell.location}  " if smell.location else ""
        yield line(Span(f"{where}doubtful, {smell.kind.value}: ", "yellow"), smell.detail, indent=2, hang=2)
    for upstream in finding.lineage[:_SOURCES]:
        yield _said(f"made from: {upstream_words(upstream, finding.subject)}")
    if len(finding.lineage) > _SOURCES:
        yield _said(f"made from {len(finding.lineage) - _SOURCES} more: -o json")


def _said(words: str) -> Line:
    return line(Span(words, "dim"), indent=2, hang=2)
