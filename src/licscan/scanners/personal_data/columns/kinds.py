"""Which entity types say something of people only where a table is about people."""

ATTRIBUTES = frozenset({"AGE", "CHILD_DATA", "GENDER", "GENERIC_PII_ENTITY"})
# Headers of these are words for other things too: a treatment of fields, a charge of batteries, a union of states.
EXPLAINED = frozenset(
    {
        "CHILD_DATA",
        "CRIMINAL_RECORD",
        "ETHNIC_ORIGIN",
        "FACE_IMAGE",
        "HEALTH_CONDITION",
        "IMMIGRATION_STATUS",
        "NATIONALITY",
        "POLITICAL_OPINION",
        "PRIVATE_MESSAGE",
        "RELIGION",
        "UNION_MEMBERSHIP",
        "VOICE_RECORDING",
    }
)
# What words say of somebody they also say of crimes of a district, seats of parties, classes of visas, and mice.
CHARACTERISTICS = frozenset(
    {
        "CRIMINAL_RECORD",
        "ETHNIC_ORIGIN",
        "GENETIC_DATA",
        "HEALTH_CONDITION",
        "IMMIGRATION_STATUS",
        "MARITAL_STATUS",
        "NATIONALITY",
        "PHILOSOPHICAL_BELIEF",
        "POLITICAL_OPINION",
        "RELIGION",
        "REPRODUCTIVE_HEALTH",
        "SEX_LIFE",
        "UNION_MEMBERSHIP",
    }
)
# These have no number of unknown form: what is no date is no date of birth.
OWN_FORM = frozenset(
    {
        "AGE",
        "COOKIE_ID",
        "DATE_OF_BIRTH",
        "EMAIL_ADDRESS",
        "GEO_COORDINATES",
        "IP_ADDRESS",
        "PASSWORD",
        "PHONE_NUMBER",
        "PRIVATE_MESSAGE",
        "STREET_ADDRESS",
        "USERNAME",
    }
)
