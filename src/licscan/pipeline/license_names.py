"""Plain names for licenses that no SPDX id names, for readers who do not know our ids."""

from collections.abc import Iterable, Iterator, Mapping

from licscan.catalog.licenses import LicenseTable
from licscan.expressions.algebra import leaves, parsed
from licscan.model.audit import IdentifiedFinding
from licscan.model.finding import LicenseFinding

_OURS = "LicenseRef-"


def license_names(findings: Iterable[IdentifiedFinding], table: LicenseTable) -> Mapping[str, str]:
    """The name of each `LicenseRef-*` id that a finding declares, concludes or has upstream, sorted by id."""
    ids = {
        leaf.id
        for found in findings
        if isinstance(found.finding, LicenseFinding)
        for expression in _expressions(found.finding)
        if _OURS in expression and (read := parsed(expression)) is not None
        for leaf in leaves(read)
        if leaf.id.startswith(_OURS)
    }
    names = {license_id: table.terms(license_id).name for license_id in sorted(ids)}
    return {license_id: name for license_id, name in names.items() if name != license_id}


def _expressions(finding: LicenseFinding) -> Iterator[str]:
    stated = (finding.declared, finding.concluded, *(upstream.concluded for upstream in finding.lineage))
    yield from (expression for expression in stated if expression)
    yield from (claim.expression for claim in (*finding.claims, *finding.bundled) if claim.expression)
