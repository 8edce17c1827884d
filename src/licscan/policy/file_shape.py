"""What a licscan.toml may hold, made from the rules: the one place that knows the keys."""

from licscan.catalog.catalog import Catalog
from licscan.catalog.facts import (
    ACTIVITIES,
    CONDITIONS,
    MODEL_USES,
    PURPOSES,
    REGION_CODE,
    REGIONAL,
    SOURCES,
    STATES,
    SUBJECTS,
)
from licscan.model.law import Law, Severity
from licscan.model.policy import LANGUAGE, MODEL_OUTPUTS, PLATFORMS
from licscan.model.subject import HUBS, LIBRARIES
from licscan.policy.shape import Day, Either, Flag, Kind, Listed, Named, Table, Text, Whole

REGION = Text(pattern=REGION_CODE, example='"EU", "SG", "US-CA" or a country such as "DE"')
# Datasets that libraries bring or fetch, as references in code name them.
_SCHEMES = "|".join((*HUBS, *LIBRARIES))
SUBJECT = Text(pattern=rf"(file|pkg|{_SCHEMES}):\S(.*\S)?", example='"hf:owner/name" or "file:data/train"')
WORK = Text(pattern=rf"(file|{_SCHEMES}):\S(.*\S)?", example='"hf:owner/name" or "file:data/train"')
SEVERITIES = tuple(str(severity) for severity in Severity)
# A name of a package, extra or dependency group (PEP 508).
NAME = r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
_TEXT = Text()


def policy_shape(catalog: Catalog) -> Table:
    """The shape of a whole policy file; law, rule, action and basis ids are those of the rules."""
    laws = catalog.laws
    rules = Text(values=tuple(f"{law.id}/{rule}" for law in laws.values() for rule in law.rules))
    law_ids = Text(values=tuple(laws))
    actions = tuple(action for action in catalog.vocabulary.actions if action != "lawful_basis")
    return Table(
        {
            "extends": Listed(_TEXT),
            "policy": Table(
                {
                    "name": _TEXT,
                    "owner": _TEXT,
                    "laws": Listed(law_ids),
                    "fail_on": Text(values=SEVERITIES),
                    "unknown_facts": Text(values=("worst_case",)),
                    "model_outputs": Text(values=MODEL_OUTPUTS),
                }
            ),
            "people": Named(_TEXT, Listed(_TEXT)),
            "approvals": _approvals(rules),
            "tighten": Named(rules, Table({"severity": Text(values=SEVERITIES), "when": _when()})),
            "project": _project(),
            "scan": _scan(),
            "clarify": Listed(_clarify()),
            "dataset": Listed(_dataset(actions, law_ids, tuple(laws.values()))),
            "waiver": Listed(_waiver(rules)),
        }
    )


def _project() -> Table:
    """Facts of the project; an organization may state its own (`organization_in`) in the [project] of its file."""
    return Table(
        {
            "name": _TEXT,
            "license": _TEXT,
            "purpose": Text(values=PURPOSES),
            "activity": Listed(Text(values=ACTIVITIES)),
            "model_use": Listed(Text(values=MODEL_USES)),
            "organization_in": Listed(REGION),
            "activity_in": Listed(REGION),
        }
    )


def _scan() -> Table:
    """What to look at; an empty list of extras or groups takes none of them."""
    name = Text(pattern=NAME, example='"serve"')
    return Table(
        {
            "data": Listed(_TEXT),
            "exclude": Listed(_TEXT),
            "extras": Listed(name, least=0),
            "groups": Listed(name, least=0),
            "python": Text(pattern=r"3\.\d{1,3}(\.\d{1,3})?", example='"3.12"'),
            "platforms": Listed(Text(values=PLATFORMS)),
            "hubs": Flag(),
            **_texts(),
        }
    )


def _texts() -> dict[str, Kind]:
    """What texts are written in, and who reads them for names."""
    language = Text(pattern=LANGUAGE, example='"de", a code of ISO 639')
    # A folder of spaCy's is code as much as data: which one is loaded says whoever runs licscan, with --model.
    model = Text(
        pattern=r"(hf:|gliner:)\S(.*\S)?|[A-Za-z_][A-Za-z0-9_]*", example='"de_core_news_sm" or "hf:owner/name"'
    )
    entity = Text(pattern=r"[A-Z][A-Z0-9_]{0,59}", example='"PERSON", or "NOT_PERSONAL"')
    written_in: dict[str, Kind] = {"language": language, "paths": Listed(_TEXT), "columns": Listed(_TEXT)}
    return {
        "language": language,
        "models": Named(language, model),
        "written_in": Listed(Table(written_in, required=("language",))),
        "labels": Named(_TEXT, entity),
        "recognizers": Listed(_TEXT),
    }


def _clarify() -> Table:
    """A human conclusion about a package, dataset or model, bound to the texts that it was drawn from."""
    digest = Text(pattern=r"sha256:[0-9a-f]{64}", example='"sha256:" and 64 hexadecimal digits')
    return Table(
        {
            "package": Text(pattern=NAME, example='"text-unidecode"'),
            "work": WORK,
            "versions": _TEXT,
            "revision": _TEXT,
            "license": _TEXT,
            "digests": Listed(digest),
            "files": Listed(Table({"path": _TEXT, "digest": digest}, required=("digest",))),
            "reason": _TEXT,
            "by": _TEXT,
        },
        required=("license", "reason"),
    )


def _when() -> Table:
    fields: dict[str, Kind] = {"people_at_least": Whole(1), "crosses_border": Either(Flag())}
    for fact, values in CONDITIONS.items():
        if fact not in REGIONAL and fact not in fields:
            fields[fact] = Either(Text(values=tuple(str(value) for value in values or ())))
    return Table(fields)


def _dataset(actions: tuple[str, ...], law_ids: Text, laws: tuple[Law, ...]) -> Table:
    record = Table(
        {"ref": _TEXT, "on": Day(), "until": Day(), "by": _TEXT, "laws": Listed(law_ids)}, required=("ref", "on")
    )
    return Table(
        {
            "id": SUBJECT,
            "paths": Listed(_TEXT),
            "revision": _TEXT,
            "owner": _TEXT,
            "source": Text(values=SOURCES),
            "state": Text(values=STATES),
            "people": Whole(1),
            "people_in": Listed(REGION),
            "crosses_border": Flag(),
            "subjects": Listed(Text(values=SUBJECTS)),
            "license": _TEXT,
            "license_proof": _TEXT,
            "basis": Table({law.id: Text(values=tuple(law.bases)) for law in laws if law.bases}),
            "evidence": Table(dict.fromkeys(actions, record)),
        },
        required=("id",),
        together={"license": "license_proof"},
    )


def _approvals(rules: Text) -> Table:
    level = Table({"count": Whole(1), "roles": Listed(_TEXT), "max_days": Whole(1)}, required=("count",))
    return Table({**dict.fromkeys(("low", "medium", "high", "critical"), level), "never": Listed(rules)})


def _waiver(rules: Text) -> Table:
    approval = Table({"who": _TEXT, "on": Day(), "ref": _TEXT}, required=("who", "on"))
    levels = "|".join(SEVERITIES)
    return Table(
        {
            "id": _TEXT,
            "rule": rules,
            "dataset": SUBJECT,
            "subject": SUBJECT,
            "revision": _TEXT,
            "severity": Text(values=SEVERITIES),
            "effect": Text(pattern=rf"accept|false_positive|lower_to:({levels})", example='"accept"'),
            "reason": _TEXT,
            "until_then": _TEXT,
            "requested_by": _TEXT,
            "expires": Day(),
            "approved_by": Listed(approval),
        },
        required=("id", "rule", "reason", "expires"),
    )
