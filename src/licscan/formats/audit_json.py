"""The audit JSON: canonical bytes (RFC 8785), described by schemas/audit-1.schema.json."""

import hashlib

from licscan.formats.plain import Json, canonical, members, plain
from licscan.model.audit import SCHEMA, Audit, IdentifiedFinding
from licscan.model.finding import (
    Gap,
    LicenseFinding,
    PersonalDataFinding,
    PersonalDataStatement,
    ReidentificationFinding,
)

_KINDS = {
    LicenseFinding: "license",
    PersonalDataFinding: "personal_data",
    PersonalDataStatement: "personal_data_statement",
    ReidentificationFinding: "reidentification",
    Gap: "gap",
}
_DIGEST = "digest"


class AuditJson:
    """One JSON object on one line; the same audit is the same bytes."""

    media_type = "application/json"
    extension = "json"

    def render(self, audit: Audit) -> bytes:
        """The audit with its digest."""
        body = as_object(audit)
        # Written once: the digest, which is over all else, goes to its place among the sorted keys.
        before = canonical({key: value for key, value in body.items() if key < _DIGEST})[:-1]
        after = canonical({key: value for key, value in body.items() if key > _DIGEST})[1:]
        digest = hashlib.sha256(b"%b,%b" % (before, after)).hexdigest()
        return b'%b,"%b":"sha256:%b",%b' % (before, _DIGEST.encode(), digest.encode(), after)


def as_object(audit: Audit) -> dict[str, Json]:
    """The audit as plain JSON values, without the digest over itself."""
    return {
        "schema": SCHEMA,
        "provenance": _provenance(audit),
        "complete": audit.complete,
        "coverage": plain(audit.coverage),
        "laws": plain(audit.laws),
        "subjects": plain(audit.subjects),
        "findings": [_finding(found) for found in audit.findings],
        "decisions": plain(audit.decisions),
        "tasks": plain(audit.tasks),
        "actions": {key: {"label": action.label, "do": action.do} for key, action in audit.actions.items()},
        "license_names": dict(audit.license_names),
        "waivers": {"applied": [], "unused": [], "lapsed": []},
        "tally": plain(audit.tally),
        "previous": None,
    }


def _provenance(audit: Audit) -> Json:
    made, policy = audit.provenance, audit.policy
    return {
        "tool": {"name": "licscan", "version": made.tool_version},
        "rules": {"version": made.rules_version, "digest": made.rules_digest},
        "policy": {
            "digest": made.policy_digest,
            "name": policy.name,
            "project": policy.project,
            "laws": plain(policy.laws),
            "left_out": plain(policy.left_out),
            "fail_on": plain(audit.fail_on),
            "facts": plain(policy.facts),
            "layers": plain(policy.layers),
            "notices": plain(policy.notices),
        },
        "as_of": made.as_of,
        "created": made.created,
    }


def _finding(identified: IdentifiedFinding) -> Json:
    told = {"id": identified.id, "kind": _KINDS[type(identified.finding)], **members(identified.finding)}
    if not told.get("birth_years"):
        told.pop("birth_years", None)
    return told
