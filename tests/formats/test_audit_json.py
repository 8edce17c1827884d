"""The audit JSON: valid against the committed schema, canonical, tamper-evident."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import msgspec
import pytest
import rfc8785

from licscan.formats.audit_json import AuditJson
from licscan.formats.schema import schema_text
from licscan.formats.wire import Audit as WireAudit
from licscan.model.audit import IdentifiedFinding
from support.audits import audit, license_finding

SCHEMA = Path(__file__).parents[2] / "schemas" / "audit-1.schema.json"


def test_the_committed_schema_is_the_one_the_types_make() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m licscan.formats.schema schemas/audit-1.schema.json"
    )


def test_an_audit_is_valid_and_reads_back_strictly() -> None:
    content = AuditJson().render(audit())
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(json.loads(content))
    wire = msgspec.json.decode(content, type=WireAudit)
    assert wire.findings[0].subject == "file:data/train"
    assert wire.provenance.policy.facts == {"purpose": ["commercial"]}


@pytest.mark.parametrize("change", [{"schema": 2}, {"surprise": 1}, {"complete": "no"}])
def test_the_schema_refuses_what_is_not_an_audit(change: dict[str, object]) -> None:
    changed = {**json.loads(AuditJson().render(audit())), **change}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_bytes_are_canonical_and_the_digest_covers_everything_else() -> None:
    content = AuditJson().render(audit())
    parsed = json.loads(content)
    assert rfc8785.dumps(parsed) == content
    digest = parsed.pop("digest")
    assert digest == "sha256:" + hashlib.sha256(rfc8785.dumps(parsed)).hexdigest()


def test_every_kind_of_finding_has_its_kind_and_severities_are_words() -> None:
    parsed = json.loads(AuditJson().render(audit()))
    assert [one["kind"] for one in parsed["findings"]] == [
        "license",
        "personal_data",
        "gap",
        "reidentification",
    ]
    assert [one["severity"] for one in parsed["decisions"]] == ["critical", "medium"]
    assert "severity" not in parsed["findings"][0], "findings carry no verdict"


def test_what_the_model_cannot_express_in_json_is_an_error_and_not_a_guess() -> None:
    made = audit()
    broken = IdentifiedFinding("license:0000000000000009", replace(license_finding(), note=b"bytes"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no JSON form for bytes"):
        AuditJson().render(replace(made, findings=(broken,)))
