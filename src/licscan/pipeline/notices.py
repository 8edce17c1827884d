"""From an audit and the texts that packages ship to third-party notices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LicenseTable
from licscan.inputs.discover import discover
from licscan.inputs.inventory import Inventory
from licscan.model.audit import Audit
from licscan.model.finding import Gap, LicenseFinding
from licscan.model.notice import Attribution, LeftOut, Missing, Notices, NoticeText
from licscan.model.subject import Subject, SubjectKind
from licscan.pipeline.check import check, scan_context
from licscan.pipeline.options import Options
from licscan.pipeline.root import find_root
from licscan.scanners.dependencies.attribution.attributions import Role, Shipped, ShippedText, shipped_with
from licscan.scanners.dependencies.attribution.copyrights import copyright_lines

# Duties that cannot be met without the text of the license.
_NEED_TEXT = frozenset({"include-license-text", "keep-copyright-notices"})
_SOURCE = ("disclose-source", "disclose-service-source")


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What of a project goes to others: what it needs at run time and its extras, and what is asked for on top."""

    groups: tuple[str, ...] = ()
    build: bool = False

    def includes(self, subject: Subject) -> bool:
        """Whether a package goes along; one that no file says anything of does."""
        return not subject.scopes or any(self._counts(scope) for scope in subject.scopes)

    def _counts(self, scope: str) -> bool:
        kind, _, name = scope.partition(":")
        match kind:
            case "group":
                return name in self.groups
            case "build":
                return self.build
            case _:
                return True


def notices(options: Options, handed_out: HandedOut) -> Notices:
    """The notices of a project or environment; raises what `check` raises."""
    audit = check(options)
    catalog = Catalog(options.rules)
    components = [subject for subject in audit.subjects if subject.kind is SubjectKind.COMPONENT]
    going = [subject for subject in components if handed_out.includes(subject)]
    shipped = shipped_with(going, _inventory(options, audit), scan_context(options, catalog, audit.policy))
    return compose(audit, going, shipped, catalog.licenses)


def _inventory(options: Options, audit: Audit) -> Inventory:
    root, explicit = find_root(options.paths)
    if options.environments_only:
        return Inventory(root, ())
    return discover(root, explicit=explicit, exclude=audit.policy.scan.exclude)


def compose(audit: Audit, going: Sequence[Subject], shipped: Mapping[str, Shipped], licenses: LicenseTable) -> Notices:
    """Bring audit and texts together; identical texts stand once, and nothing that is missing is passed over."""
    findings: dict[str, list[LicenseFinding]] = {}
    for found in audit.findings:
        if isinstance(found.finding, LicenseFinding):
            findings.setdefault(found.finding.subject, []).append(found.finding)
    shelf = _Shelf()
    made = [
        _attribution(subject, findings.get(subject.ref, []), shipped.get(subject.ref, Shipped()), licenses, shelf)
        for subject in going
    ]
    lacking = (
        Missing(_shown(subject), because)
        for subject in going
        if (because := tuple(_lacking(findings.get(subject.ref, []), shipped.get(subject.ref, Shipped()), licenses)))
    )
    return Notices(
        project=audit.policy.project,
        components=tuple(made),
        texts=shelf.texts(),
        missing=(*_unseen(audit), *lacking),
        left_out=_left_out(audit.subjects, going),
    )


class _Shelf:
    """Texts that were met, each once, numbered in the order in which they were met."""

    def __init__(self) -> None:
        self._known: dict[str, NoticeText] = {}

    def put(self, text: ShippedText, user: str) -> int:
        """The number of a text."""
        known = self._known.setdefault(text.text, NoticeText(len(self._known) + 1, text.text, (), ()))
        self._known[text.text] = replace(
            known,
            names=tuple(dict.fromkeys((*known.names, text.name.rpartition("/")[2]))),
            used_by=tuple(dict.fromkeys((*known.used_by, user))),
        )
        return known.number

    def texts(self) -> tuple[NoticeText, ...]:
        """All texts by number."""
        return tuple(self._known.values())


def _shown(subject: Subject) -> str:
    return f"{subject.name} {subject.version}" if subject.version else subject.name


def _attribution(
    subject: Subject, findings: Sequence[LicenseFinding], shipped: Shipped, licenses: LicenseTable, shelf: _Shelf
) -> Attribution:
    expression = _concluded(findings)
    notices_of = [text for text in shipped.texts if text.role is Role.NOTICE]
    others = [text for text in shipped.texts if text.role is not Role.NOTICE]
    copyrights = dict.fromkeys(line for text in shipped.texts for line in copyright_lines(text.text))
    return Attribution(
        name=subject.name,
        version=subject.version,
        license=expression,
        copyrights=tuple(copyrights),
        notices=tuple(dict.fromkeys(text.text for text in notices_of)),
        texts=tuple(dict.fromkeys(shelf.put(text, _shown(subject)) for text in others)),
        ships=_ships(findings),
        source=_source(expression, shipped.link, licenses),
        disputed=any(finding.conflict for finding in findings),
    )


def _concluded(findings: Sequence[LicenseFinding]) -> str | None:
    names = {finding.concluded for finding in findings}
    return names.pop() if len(names) == 1 else None


def _ships(findings: Iterable[LicenseFinding]) -> tuple[str, ...]:
    return tuple(sorted({claim.expression for one in findings for claim in one.bundled if claim.expression}))


def _source(expression: str | None, link: str | None, licenses: LicenseTable) -> str | None:
    """A sentence where a duty asks for source code."""
    if not any(duty.id.startswith(_SOURCE) for duty in licenses.obligations_of(expression)):
        return None
    where = f"the package names {link}" if link else "the package names no place, so keep a copy of the source"
    return f"The license asks that the source code is offered: {where}."


def _lacking(findings: Sequence[LicenseFinding], shipped: Shipped, licenses: LicenseTable) -> Iterator[str]:
    """Why the notices of one package are not whole."""
    expression = _concluded(findings)
    if not findings:
        yield "its license could not be looked at"
    elif expression is None:
        yield "its license is unknown"
    found = any(text.role is Role.LICENSE for text in shipped.texts)
    if not found and not shipped.problems and _needs_text(expression, licenses):
        yield "no license text could be found"
    yield from shipped.problems


def _needs_text(expression: str | None, licenses: LicenseTable) -> bool:
    """Whether the text has to go along; what is not known is taken to need it."""
    if expression is None or licenses.terms_of(expression).attribution is not False:
        return True
    return any(duty.id in _NEED_TEXT for duty in licenses.obligations_of(expression))


def _unseen(audit: Audit) -> Iterator[Missing]:
    """What the audit could not look at beside packages that it knows: a file that may name more of them."""
    components = {subject.ref for subject in audit.subjects if subject.kind is SubjectKind.COMPONENT}
    for found in audit.findings:
        gap = found.finding
        if isinstance(gap, Gap) and gap.subject not in components:
            place = str(gap.location) if gap.location else gap.subject.removeprefix("file:")
            yield Missing(place, (gap.detail,))


def _left_out(subjects: Iterable[Subject], going: Iterable[Subject]) -> tuple[LeftOut, ...]:
    here = {subject.ref for subject in going}
    found: dict[str, list[str]] = {}
    for subject in subjects:
        if subject.kind is SubjectKind.COMPONENT and subject.ref not in here:
            found.setdefault(", ".join(subject.scopes), []).append(_shown(subject))
    return tuple(LeftOut(scope, tuple(found[scope])) for scope in sorted(found))
