"""Codes of diagnoses, findings, laboratory tests and medicines that a text names."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer, group_matches

_LABELED = re.compile(
    r"\b(?:icd[- ]?9(?:[- ]?cm)?[ :=#(]{1,3}(?P<icd9>(?:V\d{2}|E\d{3}|\d{3})(?:\.\d{1,2})?)"
    r"|icd[- ]?11[ :=#(]{1,3}"
    r"(?P<icd11>"
    r"[0-9A-NP-Z][A-HJ-NP-Z]\d[0-9A-HJ-NP-Z](?:\.[0-9A-Z]{1,2})?)"
    r"|snomed(?:[ -]?ct)?(?: code| id)?[ :=#(]{1,3}(?P<snomed>\d{6,18})"
    r"|loinc(?: code)?[ :=#(]{1,3}(?P<loinc>\d{1,5}-\d)"
    r"|atc(?: code)?[ :=#(]{1,3}(?P<atc>[A-DG-HJL-NPR-SV]\d{2}(?:[A-Z]{2}\d{2})?)"
    r"|dsm(?:-5|-iv)?(?: code)?[ :=#(]{1,3}(?P<dsm>\d{3}\.\d{1,2}|F\d{2}\.\d{1,2})"
    r"|ndc[ :=#(]{1,3}(?P<ndc>\d{4,5}-\d{3,4}-\d{1,2}))(?![\w-])",
    re.IGNORECASE,
)
_BLOOD = re.compile(
    r"\bblood (?:group|type)(?: is)?[ :=]{1,3}"
    r"(?P<blood>(?:AB|A|B|O)(?:[+-]|(?: Rh)? ?(?:positive|negative|pos|neg)\b)?)"
    r"(?!\w)",
    re.IGNORECASE,
)


class ClinicalCode(ValueRecognizer):
    """`ICD-9: 250.00`, `SNOMED CT 44054006`, `ATC: A10BA02`, `blood group: O+`."""

    name = "ClinicalCode"
    entity = "HEALTH_CONDITION"
    context = ("diagnosis", "code", "blood")
    digits = 0
    patterns = (_LABELED, _BLOOD)

    def find(self, text: str) -> Iterator[Match]:
        """Yield codes without the words before them."""
        for found in _LABELED.finditer(text):
            group = found.lastgroup
            if group is not None:
                yield Match(found.start(group), found.end(group), 750)
        yield from group_matches(_BLOOD, text, "blood", 700)
