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

# ISO 3166-1 alpha-2, and the second halves of the ISO 3166-2 codes of the United States, where laws ask for a state.
# A code that does not exist (UK, EL, US-CAL) would take people out of a law without anybody noticing.
COUNTRIES = (
    "AD|AE|AF|AG|AI|AL|AM|AO|AQ|AR|AS|AT|AU|AW|AX|AZ|BA|BB|BD|BE|BF|BG|BH|BI|BJ|BL|BM|BN|BO|BQ|BR|BS|BT|"
    "BV|BW|BY|BZ|CA|CC|CD|CF|CG|CH|CI|CK|CL|CM|CN|CO|CR|CU|CV|CW|CX|CY|CZ|DE|DJ|DK|DM|DO|DZ|EC|EE|EG|EH|"
    "ER|ES|ET|FI|FJ|FK|FM|FO|FR|GA|GB|GD|GE|GF|GG|GH|GI|GL|GM|GN|GP|GQ|GR|GS|GT|GU|GW|GY|HK|HM|HN|HR|HT|"
    "HU|ID|IE|IL|IM|IN|IO|IQ|IR|IS|IT|JE|JM|JO|JP|KE|KG|KH|KI|KM|KN|KP|KR|KW|KY|KZ|LA|LB|LC|LI|LK|LR|LS|"
    "LT|LU|LV|LY|MA|MC|MD|ME|MF|MG|MH|MK|ML|MM|MN|MO|MP|MQ|MR|MS|MT|MU|MV|MW|MX|MY|MZ|NA|NC|NE|NF|NG|NI|"
    "NL|NO|NP|NR|NU|NZ|OM|PA|PE|PF|PG|PH|PK|PL|PM|PN|PR|PS|PT|PW|PY|QA|RE|RO|RS|RU|RW|SA|SB|SC|SD|SE|SG|"
    "SH|SI|SJ|SK|SL|SM|SN|SO|SR|SS|ST|SV|SX|SY|SZ|TC|TD|TF|TG|TH|TJ|TK|TL|TM|TN|TO|TR|TT|TV|TW|TZ|UA|UG|"
    "UM|US|UY|UZ|VA|VC|VE|VG|VI|VN|VU|WF|WS|YE|YT|ZA|ZM|ZW"
)
UNITED_STATES = (
    "AK|AL|AR|AS|AZ|CA|CO|CT|DC|DE|FL|GA|GU|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MP|MS|MT|NC|ND|NE|"
    "NH|NJ|NM|NV|NY|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UM|UT|VA|VI|VT|WA|WI|WV|WY"
)
REGION_CODE = rf"EU|EEA|(?!US-)({COUNTRIES})(-[A-Z0-9]{{1,3}})?|US-({UNITED_STATES})"
