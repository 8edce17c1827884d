"""An audit JSON read back: strictly by its types, and only where its digest says that nobody changed it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from licscan.errors import UsageError
from licscan.model.decision import PROBLEMS
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import Concern, Gap, GapReason, LicenseFinding
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.model.license_diff import AuditStamp, EarlierAudit
from licscan.model.subject import Subject, SubjectKind

if TYPE_CHECKING:
    from licscan.formats import wire, wire_findings
    from licscan.formats.plain import Json

_MAX_BYTES = 256 * 1024 * 1024
_LATER_IN_LINEAGE: Mapping[str, object] = {
    "path": [],
    "state": "known",
    "confidence": "low",
    "trained": False,
    "gated": False,
    "evidence": [],
}
_HINT = "make one with -o json=FILE"
_OPEN = frozenset(status.value for status in PROBLEMS)


def read_earlier_audit(path: Path) -> EarlierAudit:
    """The audit of a file, as far as a comparison needs it.

    Raises UsageError where the file cannot be read, is not an audit JSON of schema 1, or was changed after it was
    written. Members that later versions of schema 1 added may be missing.
    """
    whole = _parsed(_content(path), path)
    digest = _digest(whole, path)
    audit = _typed(whole, path)
    if audit.digest != digest:
        raise UsageError(
            f"{path} does not have the digest that it states: it was changed after it was written, or is not whole",
            hint=f"do not edit an audit; {_HINT}",
        )
    return _as_model(audit)


def read_wire(path: Path) -> "wire.Audit":
    """The audit of a file as it is written; its digest is not looked at. Raises UsageError where it is none."""
    return _typed(_parsed(_content(path), path), path)


def _parsed(content: bytes, path: Path) -> dict[str, object]:
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON", hint=_HINT) from error
    if not isinstance(whole, dict):
        raise UsageError(f"{path} is not an audit JSON of schema 1", hint=_HINT)
    return whole


def _typed(whole: dict[str, object], path: Path) -> "wire.Audit":
    """The audit as wire types, with what audits of earlier versions do not have filled in."""
    import msgspec

    from licscan.formats import wire

    whole.setdefault("license_names", {})
    _fill(whole.get("subjects"), {"scopes": [], "dependency_path": []})
    covered = whole.get("coverage")
    if isinstance(covered, dict):
        _fill(covered.get("files"), {"rows_read": None, "unseen_permille": None, "profiles": []})
    licenses = [one for one in _objects(whole.get("findings")) if one.get("kind") == "license"]
    _fill(licenses, {"license_files": [], "change_date": None, "change_license": None, "smells": []})
    for one in licenses:
        _fill(one.get("claims"), {"part": None})
        _fill(one.get("bundled"), {"part": None})
        _fill(one.get("lineage"), _LATER_IN_LINEAGE)
    try:
        return msgspec.convert(whole, wire.Audit)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise UsageError(f"{path} is not an audit JSON of schema 1", hint=_HINT) from error


def _fill(listed: object, later: Mapping[str, object]) -> None:
    for one in _objects(listed):
        for name, value in later.items():
            one.setdefault(name, value)


def _objects(listed: object) -> list[dict[str, object]]:
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", hint=_HINT) from error
    if len(content) > _MAX_BYTES:
        raise UsageError(f"{path} is larger than any audit", hint=_HINT)
    return content


def _digest(whole: Mapping[str, object], path: Path) -> str:
    """The digest over the canonical form (RFC 8785) of all members but `digest`."""
    import rfc8785

    try:
        canonical = rfc8785.dumps(cast("Json", {key: value for key, value in whole.items() if key != "digest"}))
    except (ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
        raise UsageError(f"{path} is not an audit JSON of schema 1", hint=_HINT) from error
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"


def _as_model(audit: "wire.Audit") -> EarlierAudit:
    from licscan.formats import wire_findings

    made = audit.provenance
    open_rules: dict[str, set[str]] = defaultdict(set)
    for decision in audit.decisions:
        if decision.status in _OPEN:
            open_rules[decision.subject].add(decision.rule)
    return EarlierAudit(
        stamp=AuditStamp(
            audit.digest, made.as_of, made.tool.version, made.rules.version, made.rules.digest, audit.complete
        ),
        subjects=tuple(_subject(one) for one in audit.subjects),
        licenses=tuple(_license(one) for one in audit.findings if isinstance(one, wire_findings.LicenseFinding)),
        gaps=tuple(_gap(one) for one in audit.findings if isinstance(one, wire_findings.Gap)),
        open_rules=_frozen(open_rules),
    )


def _frozen(rules: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {ref: frozenset(names) for ref, names in rules.items()}


def _subject(one: "wire_findings.Subject") -> Subject:
    return Subject(one.ref, SubjectKind(one.kind), one.name, one.version, one.path, scopes=tuple(one.scopes))


def _license(one: "wire_findings.LicenseFinding") -> LicenseFinding:
    return LicenseFinding(
        subject=one.subject,
        declared=one.declared,
        concluded=one.concluded,
        confidence=Confidence(one.confidence),
        terms=_terms(one.terms),
        claims=tuple(map(_claim, one.claims)),
        conflict=one.conflict,
        gated=one.gated,
        bundled=tuple(map(_claim, one.bundled)),
        change_date=one.change_date,
        change_license=one.change_license,
        note=one.note,
    )


def _terms(one: "wire_findings.Terms") -> Terms:
    return Terms(
        commercial=Commercial(one.commercial),
        non_commercial=one.non_commercial,
        research_only=one.research_only,
        no_derivatives=one.no_derivatives,
        share_alike=one.share_alike,
        attribution=one.attribution,
        use_restrictions=one.use_restrictions,
    )


def _claim(one: "wire_findings.Claim") -> LicenseClaim:
    evidence = tuple(Evidence(each.source, _place(each.location), each.digest, each.excerpt) for each in one.evidence)
    return LicenseClaim(Basis(one.basis), Confidence(one.confidence), one.expression, one.unrecognized, evidence)


def _gap(one: "wire_findings.Gap") -> Gap:
    return Gap(one.subject, GapReason(one.reason), one.detail, Concern(one.concern), _place(one.location), one.hint)


def _place(one: "wire_findings.Location | None") -> Location | None:
    return Location(one.path, one.line, one.column, one.end_column) if one else None
