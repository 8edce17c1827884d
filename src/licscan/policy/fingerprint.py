"""What stays the same about a decision when lines move, versions change and counts grow."""

import hashlib
from collections.abc import Iterable

from licscan.model.finding import (
    Finding,
    Gap,
    LicenseFinding,
    PersonalDataFinding,
    PersonalDataStatement,
    ReidentificationFinding,
)
from licscan.model.subject import without_version


def fingerprint(rule: str, subject: str, findings: Iterable[Finding]) -> str:
    """32 hex digits over the rule, the subject without its version, and what was found; no line, no time, no count."""
    parts = [rule, without_version(subject), *sorted({_discriminator(finding) for finding in findings})]
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]


def _discriminator(finding: Finding) -> str:
    match finding:
        case LicenseFinding():
            return f"license\1{finding.concluded or ''}"
        case PersonalDataFinding():
            return f"personal_data\1{finding.field or ''}\1{finding.entity}"
        case PersonalDataStatement():
            return f"personal_data_statement\1{finding.property}"
        case ReidentificationFinding():
            return "\1".join(("reidentification", *finding.quasi_identifiers))
        case Gap():
            return f"gap\1{without_version(finding.subject)}\1{finding.reason.value}"
