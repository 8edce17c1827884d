"""The published JSON Schema takes what the validation takes, and refuses what it refuses."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.policy.file_shape import policy_shape
from licscan.policy.json_schema import policy_schema
from licscan.policy.shape import defects

if TYPE_CHECKING:
    from policy.conftest import Project

EXAMPLE = """\
extends = ["pack:2026.11"]

[policy]
name = "Acme data policy"
owner = "dpo@acme.example"
laws = ["gdpr", "pdpa", "license"]
fail_on = "high"
unknown_facts = "worst_case"

[people]
"dpo@acme.example" = ["dpo"]

[approvals]
low = { count = 1, max_days = 365 }
critical = { count = 2, roles = ["dpo", "legal"], max_days = 90 }
never = ["gdpr/credentials"]

[[clarify]]
package = "text-unidecode"
versions = ">=1.3,<2"
license = "Artistic-1.0"
digests = ["sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
files = [{ path = "LICENSE", digest = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" }]
reason = "the README offers a choice"
by = "counsel@acme.example"

[tighten."gdpr/scale"]
when = { people_at_least = 1000 }
[tighten."license/unknown"]
severity = "critical"

[project]
name = "support-assistant"
license = "Apache-2.0 OR MIT"
purpose = "commercial"
activity = ["train", "serve"]
model_use = ["generative"]
organization_in = ["EU"]
activity_in = ["SG"]

[scan]
data = ["corpus/**/*.txt"]
exclude = ["**/fixtures/**"]
extras = ["serve"]
groups = []
python = "3.12"
platforms = ["linux", "win32"]

[[dataset]]
id = "hf:acme/support-chats"
paths = ["data/chats/**"]
revision = "9f3c2e1"
owner = "mina@acme.example"
source = "collected"
state = "pseudonymized"
people = 12000
people_in = ["EU", "US-CA"]
crosses_border = true
subjects = ["customers"]
license = "CC-BY-4.0"
license_proof = "mail of 2026-10-02"
[dataset.basis]
gdpr = "legitimate_interests"
[dataset.evidence]
notice = { ref = "PN-7", on = 2026-03-02 }
impact_assessment = { ref = "D-7", on = 2026-04-11, until = 2027-04-11, by = "dpo@acme.example", laws = ["gdpr"] }

[[waiver]]
id = "W-1"
rule = "license/noncommercial"
dataset = "hf:someone/corpus"
severity = "critical"
effect = "lower_to:medium"
reason = "Grant agreed, signature pending."
until_then = "The model stays in staging."
requested_by = "mina@acme.example"
expires = 2027-01-31
approved_by = [{ who = "dpo@acme.example", on = 2026-11-20, ref = "GRC-1" }]
"""


def plain(value: object) -> object:
    """TOML dates as the texts that JSON has in their place."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = policy_schema(Catalog())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_the_documented_example_is_valid_for_both(
    project: "Project", validator: jsonschema.Draft202012Validator
) -> None:
    validator.validate(plain(tomli.loads(EXAMPLE)))
    project.write(EXAMPLE)
    assert project.policy().project == "support-assistant"


def test_the_example_of_the_repository_is_valid(validator: jsonschema.Draft202012Validator) -> None:
    root = Path(__file__).resolve().parents[2] / "examples"
    for path in sorted(root.rglob("licscan.toml")):
        validator.validate(plain(tomli.loads(path.read_text(encoding="utf-8"))))


def places(value: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in inside for found in ((*at, key), *places(inner, (*at, key)))]


PLACES = places(tomli.loads(EXAMPLE))
JUNK = st.sampled_from(
    [0, 1, -5, True, "", " ", "train", "gdpr", "DE", [], ["train"], [1], {}, {"x": 1}, date(2026, 1, 1)]
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), junk=JUNK, act=st.sampled_from(["replace", "delete", "add"]))
def test_both_agree_on_any_mutation(
    validator: jsonschema.Draft202012Validator,
    catalog: Catalog,
    place: tuple[str | int, ...],
    junk: object,
    act: str,
) -> None:
    data = copy.deepcopy(tomli.loads(EXAMPLE))
    parent: object = data
    for part in place[:-1]:
        assert isinstance(parent, (dict, list))
        parent = parent[part]  # type: ignore[index]
    assert isinstance(parent, (dict, list))
    if act == "delete":
        del parent[place[-1]]  # type: ignore[arg-type]
    elif act == "add" and isinstance(parent, dict):
        parent["brand_new"] = junk
    else:
        parent[place[-1]] = junk  # type: ignore[index]
    ours = list(defects(data, policy_shape(catalog)))
    theirs = list(validator.iter_errors(plain(data)))
    if "2026-01-01" in json.dumps(plain(junk)):
        return  # in JSON a date is a text, so that only TOML can tell the two apart
    assert bool(ours) == bool(theirs), (ours, theirs)
