"""The audit JSON: canonical bytes (RFC 8785), described by schemas/audit-1.schema.json."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from licscan.model.audit import SCHEMA, Audit, IdentifiedFinding
from licscan.model.finding import Gap, LicenseFinding, PersonalDataFinding, ReidentificationFinding
from licscan.model.law import Severity

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_KINDS = {
    LicenseFinding: "license",
    PersonalDataFinding: "personal_data",
    ReidentificationFinding: "reidentification",
    Gap: "gap",
}


class AuditJson:
    """One JSON object on one line; the same audit is the same bytes."""

    media_type = "application/json"
    extension = "json"

    def render(self, audit: Audit) -> bytes:
        """The audit with its digest."""
        import rfc8785

        body = as_object(audit)
        digest = hashlib.sha256(rfc8785.dumps(body)).hexdigest()
        return rfc8785.dumps({**body, "digest": f"sha256:{digest}"})


def as_object(audit: Audit) -> dict[str, Json]:
    """The audit as plain JSON values, without the digest over itself."""
    return {
        "schema": SCHEMA,
        "provenance": _provenance(audit),
        "complete": audit.complete,
        "coverage": _plain(audit.coverage),
        "laws": _plain(audit.laws),
        "subjects": _plain(audit.subjects),
        "findings": [_finding(found) for found in audit.findings],
        "decisions": _plain(audit.decisions),
        "tasks": _plain(audit.tasks),
        "actions": {key: {"label": action.label, "do": action.do} for key, action in audit.actions.items()},
        "waivers": {"applied": [], "unused": [], "lapsed": []},
        "tally": _plain(audit.tally),
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
            "laws": _plain(policy.laws),
            "left_out": _plain(policy.left_out),
            "fail_on": _plain(audit.fail_on),
            "facts": _plain(policy.facts),
            "layers": _plain(policy.layers),
            "notices": _plain(policy.notices),
        },
        "as_of": made.as_of,
        "created": made.created,
    }


def _finding(identified: IdentifiedFinding) -> Json:
    return {"id": identified.id, "kind": _KINDS[type(identified.finding)], **_members(identified.finding)}


def _members(value: object) -> dict[str, Json]:
    assert is_dataclass(value)  # noqa: S101 - only the model's dataclasses come here
    return {member.name: _plain(getattr(value, member.name)) for member in fields(value)}


def _plain(value: object) -> Json:
    """Turn the model's values into JSON values; anything else is a defect of the model and raises TypeError."""
    match value:
        case Severity():
            return str(value)
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case _ if is_dataclass(value):
            return _members(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")
