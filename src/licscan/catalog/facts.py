"""The closed list of facts that a project declares and a rule asks about."""

from collections.abc import Mapping

from licscan.model.law import FactValue

PURPOSES = ("commercial", "internal", "research")
ACTIVITIES = (
    "train",
    "evaluate",
    "serve",
    "publish_model",
    "publish_data",
    "sell_data",
    "distribute_code",
    "advertise",
    "decide",
)
MODEL_USES = (
    "generative",
    "significant_decisions",
    "face_recognition",
    "emotion_recognition",
    "identity_verification",
    "body_profiling",
    "none_of_these",
)
SOURCES = ("collected", "licensed", "public", "user_generated", "synthetic")
STATES = ("raw", "pseudonymized", "deidentified", "anonymized")
SUBJECTS = (
    "children",
    "customers",
    "employees",
    "patients",
    "students",
    "users",
    "business_contacts",
    "public_figures",
)

# Facts of the whole project, and facts of one dataset.
PROJECT_FACTS = ("purpose", "activity", "model_use", "organization_in", "activity_in")
DATASET_FACTS = ("source", "state", "people", "people_in", "crosses_border", "subjects")

# What a rule's `when` may ask: closed values, or None where any number or region may stand.
CONDITIONS: Mapping[str, tuple[FactValue, ...] | None] = {
    "purpose": PURPOSES,
    "activity": ACTIVITIES,
    "model_use": MODEL_USES,
    "source": SOURCES,
    "state": STATES,
    "subjects": SUBJECTS,
    "crosses_border": (True, False),
    "people_at_least": None,
    "organization_in": None,
    "activity_in": None,
    "people_in": None,
}
# Facts whose values are regions.
REGIONAL = frozenset({"organization_in", "activity_in", "people_in"})
# The declared key that answers a condition of another name.
ANSWERED_BY = {"people_at_least": "people"}
