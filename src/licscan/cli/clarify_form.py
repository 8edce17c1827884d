"""The `[[clarify]]` that a person fills in for a package or work of an audit: bound to what that audit read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licscan.formats import wire
    from licscan.formats.wire_findings import LicenseFinding

# What a person's conclusion settles.
CLARIFIABLE = frozenset({"license/license-conflict", "license/unknown"})
_PACKAGE = re.compile(r"pkg:pypi/([a-z0-9][a-z0-9._-]*)@([0-9A-Za-z.!]+)")
# Datasets and models, by a name that can stand in TOML as it is.
_WORK = re.compile(r"((?:hf|kaggle|file|torchvision|torchaudio|keras|sklearn|tfds):[\w./ -]+)(?:@([\w.-]+))?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def clarify_form(audit: "wire.Audit", subject: str) -> Iterator[str]:
    """The lines of TOML for one package or work; none where nothing of it was read that they could be bound to."""
    named = tuple(_named(subject))
    digests = sorted({digest for one in _findings(audit, subject) for digest in _read(one)})
    if not named or not digests:
        return
    yield "[[clarify]]"
    yield from named
    yield 'license = ""                 # what you concluded, as an SPDX expression'
    yield "digests = ["
    yield from (f'    "{digest}",' for digest in digests)
    yield "]"
    yield 'reason = ""'
    yield 'by = ""'


def _named(subject: str) -> Iterator[str]:
    """What the conclusion is about: a package with its version, a work with its revision, if it has one."""
    if package := _PACKAGE.fullmatch(subject):
        yield f'package = "{package[1]}"'
        yield f'versions = "=={package[2]}"'
    elif work := _WORK.fullmatch(subject):
        yield f'work = "{work[1]}"'
        yield from (f'revision = "{work[2]}"',) if work[2] else ()


def _findings(audit: "wire.Audit", subject: str) -> "Iterator[LicenseFinding]":
    from licscan.formats.wire_findings import LicenseFinding

    return (one for one in audit.findings if isinstance(one, LicenseFinding) and one.subject == subject)


def _read(finding: "LicenseFinding") -> Iterator[str]:
    """Digests of the license files and of the metadata."""
    stated = (evidence.digest for claim in finding.claims for evidence in claim.evidence)
    for digest in (*(file.digest for file in finding.license_files), *stated):
        if digest and _DIGEST.fullmatch(digest):
            yield digest
