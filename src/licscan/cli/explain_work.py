"""What is known of one dataset, model or package: what it says, why a rule fired, the way to it, and what to do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from licscan.errors import UsageError
from licscan.formats.terminal import clean

if TYPE_CHECKING:
    from licscan.catalog.catalog import Catalog
    from licscan.catalog.registry import RegistryEntry
    from licscan.formats import wire, wire_findings

_REF = re.compile(
    r"(hf|kaggle|kaggle-competition|file|pkg|model|name|torchvision|torchaudio|keras|sklearn|tfds):\S.*", re.DOTALL
)
_CLOSED = frozenset({"satisfied", "exempt", "out_of_scope", "waived", "not_assessed"})
_WORKS = frozenset({"dataset", "model"})
_PLACES = 10


def is_ref(identifier: str) -> bool:
    """Whether an id names a work and not a rule: `hf:owner/name`, `pkg:pypi/name`, or the path of what is there."""
    return _REF.fullmatch(identifier.strip()) is not None or is_path(identifier.strip())


def is_path(identifier: str) -> bool:
    """Whether an id is the path of a folder or file, as reports show works of the tree (`data/talks`)."""
    try:
        return "/" in identifier and Path(identifier).exists()
    except (OSError, ValueError):  # too long for a path, or NUL in it
        return False


def explain_work(identifier: str, path: Path | None, catalog: "Catalog", rules: Path | None) -> Iterator[str]:
    """Lines about a work, out of an audit JSON or, without one, of a scan of the current folder that asks no hub.

    Raises UsageError where neither names the work, and no entry of the registry does.
    """
    ref = identifier.strip()
    if _REF.fullmatch(ref) is None:
        ref = f"file:{Path(ref).as_posix()}"
    audit = _read(path) if path else _scanned(rules)
    subjects = [one for one in audit.subjects if _same(one, ref)]
    entry = catalog.registry.find(ref)
    if not subjects and entry is None:
        where = clean(path.name) if path else "this folder"
        hint = "a name as reports show it, for example hf:owner/name; `licscan datasets hf:owner/name` asks the hub"
        raise UsageError(f"nobody knows `{clean(ref, max_length=80)}`: {where} does not name it", hint=hint)
    for subject in subjects:
        yield from _subject(subject, audit)
    if not subjects:
        yield f"{clean(ref)}  (named nowhere in {clean(path.name) if path else 'this folder'})"
    if entry is not None:
        yield from _entry(entry)


def _read(path: Path) -> "wire.Audit":
    from licscan.formats.audit_reader import read_wire

    return read_wire(path)


def _scanned(rules: Path | None) -> "wire.Audit":
    """The audit of the works of the current folder, judged by licenses alone; no network."""
    import msgspec

    from licscan.formats import wire
    from licscan.formats.audit_json import AuditJson
    from licscan.pipeline.check import check
    from licscan.pipeline.options import Options

    options = Options(
        paths=(Path(),), rules=rules, laws=("license",), laws_of_command=True, scanners=("datasets",), offline=True
    )
    return msgspec.json.decode(AuditJson().render(check(options)), type=wire.Audit)


def _same(subject: "wire_findings.Subject", wanted: str) -> bool:
    """Whether a work is meant: with its revision or without, letters in either case, or by its card's path."""
    from licscan.formats.lines import short
    from licscan.model.subject import without_version

    folded = wanted.rstrip("/").casefold()
    names = {subject.ref, without_version(subject.ref), short(subject.ref), f"file:{subject.path}"}
    return folded in {name.casefold() for name in names}


def _subject(subject: "wire_findings.Subject", audit: "wire.Audit") -> Iterator[str]:
    from licscan.formats import wire_findings

    yield f"{clean(subject.ref)}  ({subject.kind.replace('_', ' ')})"
    if subject.path:
        yield f"  card: {clean(subject.path)}" if subject.kind in _WORKS else f"  file: {clean(subject.path)}"
    for place in subject.references[:_PLACES]:
        yield f"  named at {clean(place.path)}{f':{place.line}' if place.line else ''} ({clean(place.how)})"
    if len(subject.references) > _PLACES:
        yield f"  and at {len(subject.references) - _PLACES} more places"
    for finding in audit.findings:
        if finding.subject == subject.ref and isinstance(finding, wire_findings.LicenseFinding):
            yield from _license(finding)
        elif finding.subject == subject.ref and isinstance(finding, wire_findings.PersonalDataStatement):
            yield from _wrapped(f"Its card on personal data ({finding.property}): {finding.words}", "  ")
        elif finding.subject == subject.ref and isinstance(finding, wire_findings.Gap):
            yield from _wrapped(f"Not looked at ({finding.reason}): {finding.detail}", "  ")
    yield from _decisions(subject.ref, audit)


def _license(finding: "wire_findings.LicenseFinding") -> Iterator[str]:
    yield ""
    yield "What it says"
    declared, concluded = finding.declared or "nothing that counts", finding.concluded or "nothing"
    yield from _wrapped(f"Declared: {declared}. Concluded: {concluded} (confidence {finding.confidence}).", "  ")
    held = _terms(finding.terms)
    yield from _wrapped(f"Commercial use: {finding.terms.commercial}.{held}", "  ")
    if finding.conflict:
        yield "  Its sources disagree:"
    for claim in (*finding.claims, *finding.bundled):
        yield from _claim(claim)
    if finding.gated:
        yield "  Access is gated."
    for smell in finding.smells:
        yield from _wrapped(f"Doubtful ({smell.kind}): {smell.detail}{_at(smell.location)}", "  ")
    if finding.note:
        yield from _wrapped(finding.note, "  ")
    if finding.lineage:
        yield from ("", "What it was made from")
    for upstream in finding.lineage:
        yield from _upstream(upstream)


def _terms(terms: "wire_findings.Terms") -> str:
    from licscan.model.license import Terms
    from licscan.policy import describe

    model = Terms(
        non_commercial=terms.non_commercial,
        research_only=terms.research_only,
        no_derivatives=terms.no_derivatives,
        share_alike=terms.share_alike,
        attribution=terms.attribution,
        use_restrictions=terms.use_restrictions,
    )
    return "".join(f" {sentence}" for sentence in describe.terms(model))


def _claim(claim: "wire_findings.Claim") -> Iterator[str]:
    said = claim.expression or f'"{claim.unrecognized or ""}" (not recognized)'
    part = f" of its {claim.part}" if claim.part else ""
    for evidence in claim.evidence:
        yield from _wrapped(
            f"{evidence.source}{part}: {said} ({claim.basis}, {claim.confidence}){_at(evidence.location)}", "  "
        )
        if evidence.excerpt:
            yield f"      {clean(evidence.excerpt)}"


def _upstream(upstream: "wire_findings.Upstream") -> Iterator[str]:
    from licscan.formats.lines import short

    way = " <- ".join(short(ref) for ref in upstream.path or (upstream.ref,))
    state = "" if upstream.state == "known" else f" [{upstream.state}]"
    trained = ", through training" if upstream.trained else ""
    gated = ", gated" if upstream.gated else ""
    relation = upstream.relation.replace("_", " ")
    said = f"{upstream.concluded or 'license unknown'}{gated}, commercial use {upstream.terms.commercial}"
    yield from _wrapped(f"{way} ({relation}{trained}): {said} (confidence {upstream.confidence}){state}", "  ")
    for evidence in upstream.evidence:
        yield from _wrapped(f"{evidence.source}{_at(evidence.location)} {evidence.excerpt or ''}".rstrip(), "      ")


def _decisions(ref: str, audit: "wire.Audit") -> Iterator[str]:
    decisions = [one for one in audit.decisions if one.subject == ref]
    still_open = [one for one in decisions if one.status not in _CLOSED]
    yield ""
    yield "What follows" if decisions else "No rule is concerned."
    for decision in decisions:
        yield f"  {decision.severity}  {decision.rule}  {decision.status}"
        for sentence in (decision.title, *decision.found, *decision.because):
            yield from _wrapped(sentence, "    ")
    asked = dict.fromkeys(action for one in still_open for action in (*one.asked_for, *one.one_of))
    if asked:
        yield from ("", "What to do")
        for action in asked:
            known = audit.actions[action]
            yield from _wrapped(f"{known.label} ({action}): {known.do}", "  ")
        yield from _form(ref, next(iter(asked)))
        yield from ("", f"See also: {', '.join(f'licscan explain {one.rule}' for one in still_open[:3])}")


def _form(ref: str, action: str) -> Iterator[str]:
    """The lines for licscan.toml, where the ref can stand in it."""
    from licscan.model.subject import without_version

    name = without_version(ref)
    if clean(name) != name or set(name) & set('"\\'):
        return
    yield from ("", "How to record it in licscan.toml")
    yield from (
        "    [[dataset]]",
        f'    id = "{name}"',
        '    license = ""               # what you concluded, with its proof',
    )
    yield from ('    license_proof = ""', "", "    [dataset.evidence]")
    yield f'    {action} = {{ ref = "where the proof is kept", on = 2026-01-31 }}'


def _entry(entry: "RegistryEntry") -> Iterator[str]:
    from licscan.policy import describe

    yield ""
    yield f"In the registry of well-known works ({clean(entry.file)})"
    said = entry.expression or "no license that has a name"
    yield from _wrapped(f"{entry.ref} ({entry.kind.value}): {said}, commercial use {entry.terms.commercial}.", "  ")
    for sentence in describe.terms(entry.terms):
        yield from _wrapped(sentence, "  ")
    yield from _wrapped(f"Basis: {entry.basis}, {entry.date.isoformat()} (confidence {entry.confidence}).", "  ")
    if entry.source:
        yield from _wrapped(f"Source: {entry.source}", "  ")
    if entry.gated:
        yield "  Access is gated."
    for link in entry.derived_from:
        yield from _wrapped(f"Made from {link.ref} ({link.relation.replace('_', ' ')}).", "  ")
    for model in entry.generated_by:
        yield from _wrapped(f"Written by {model}.", "  ")
    if entry.note:
        yield from _wrapped(entry.note, "  ")


def _at(location: "wire_findings.Location | None") -> str:
    if location is None:
        return ""
    return f"  {':'.join(str(part) for part in (location.path, location.line, location.column) if part)}"


def _wrapped(text: str, indent: str) -> list[str]:
    import textwrap

    return textwrap.wrap(
        clean(text, max_length=4_000),
        width=100,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
