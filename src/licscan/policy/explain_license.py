"""What a license, or an expression of several, lets people do and asks of them."""

from collections.abc import Iterator

from licscan.catalog.catalog import Catalog
from licscan.catalog.compatibility import compatible
from licscan.catalog.license_data import LicenseTerms
from licscan.catalog.obligations import BY_CATEGORY, Obligation, Patents
from licscan.expressions.algebra import leaves, normalize, parse
from licscan.policy import describe
from licscan.policy.explanation import Explanation

_COPYLEFT = {
    "weak-copyleft": "weak: it ends at the library, module or file",
    "strong-copyleft": "strong: it covers what is based on the work as a whole",
    "network-copyleft": "strong, and offering the work over a network counts as handing it on",
}


def explain_license(identifier: str, catalog: Catalog, outbound: str | None = None) -> Explanation | None:
    """Explain a license or expression; None where the words are neither. `outbound` is the project's own license."""
    name = normalize(identifier)
    if name is None:
        return None
    names = [leaf.id for leaf in leaves(parse(name))]
    if len(names) > 1:
        return _expression(name, names, catalog, outbound)
    found = catalog.licenses.terms(name)
    paragraphs = (
        f"Commercial use: {found.terms.commercial}. Category: {found.category}.",
        *_copyleft(found),
        *describe.terms(found.terms),
        *_patents(catalog.licenses.patents(name)),
        *_duties(catalog.licenses.obligations(name)),
        *_fits(name, catalog, outbound),
        f"What this rests on: {found.basis} (confidence {found.confidence}).",
        *((found.why,) if found.why else ()),
    )
    return Explanation(name, "license", found.name, paragraphs)


def _expression(name: str, names: list[str], catalog: Catalog, outbound: str | None) -> Explanation:
    choice = catalog.licenses.choice(name)
    paragraphs = (
        *((f"Of the choice, {choice} asks for least.",) if choice != name else ()),
        *describe.terms(catalog.licenses.terms_of(name)),
        *_duties(catalog.licenses.obligations_of(name)),
        *_fits(name, catalog, outbound),
    )
    return Explanation(name, "license", name, paragraphs, see=tuple(f"license:{one}" for one in names))


def _copyleft(found: LicenseTerms) -> Iterator[str]:
    if strength := _COPYLEFT.get(found.category):
        yield f"Copyleft: {strength}."


def _patents(found: Patents) -> Iterator[str]:
    if found.grant is None:
        return
    granted = "contributors license their patents in words" if found.grant else "no license in words"
    ended = "; rights end for those who sue over them" if found.retaliation else ""
    yield f"Patents: {granted}{ended}."


def _duties(found: tuple[Obligation, ...]) -> Iterator[str]:
    """Each duty with its clause, by what brings it about; that nobody read the text is said once."""
    for when in dict.fromkeys(duty.when for duty in found):
        said = (
            f"{duty.says.rstrip('.')} ({duty.cite})" if duty.cite else duty.says.rstrip(".")
            for duty in found
            if duty.when == when
        )
        yield f"On {when}: {'; '.join(dict.fromkeys(said))}."
    if any(duty.basis == BY_CATEGORY for duty in found):
        yield "Duties without a clause are those usual for such a license: nobody here has noted that text's own."


def _fits(name: str, catalog: Catalog, outbound: str | None) -> Iterator[str]:
    if outbound is not None:
        answer = compatible(outbound, name, catalog.licenses)
        yield f"Beside {outbound}, the project's own license: {answer.verdict}. {answer.why} Source: {answer.source}."
