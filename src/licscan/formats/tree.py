"""The packages as a tree: from what the project names down to what that brings along, under what it is needed for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from licscan.formats import frame
from licscan.formats.lines import BLANK, Line, Span, line
from licscan.formats.packages import PackageFacts, fails, license_spans, packages, scope_order, standing_out
from licscan.formats.paint import paint
from licscan.model.audit import Audit

_UNPLACED = "no file says what for"
_MAX_DEPTH = 60
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree with gaps and counts below. `verbose` spells out the subtrees that stand above already."""

    media_type: ClassVar[str] = "text/plain"
    extension: ClassVar[str] = "txt"
    color: bool = False
    width: int = 110
    verbose: bool = False

    def render(self, audit: Audit) -> bytes:
        """The tree as UTF-8 text, with ANSI styles where `color` is set."""
        return paint(self._lines(audit), width=self.width, color=self.color)

    def _lines(self, audit: Audit) -> Iterator[Line]:
        yield from frame.head(audit)
        growing = _Growing(audit, repeat=self.verbose)
        for scope, listed in _by_scope(tuple(packages(audit))).items():
            yield BLANK
            yield line(Span(scope, "bold cyan"))
            yield from growing.branches(listed)
        if growing.repeated:
            yield BLANK
            yield line(Span("(*) what it brings along stands above; all of it with -v", "dim"))
        yield from frame.gaps(audit)
        yield from frame.tail(audit)


def _by_scope(listed: Sequence[PackageFacts]) -> Mapping[str, tuple[PackageFacts, ...]]:
    """The packages by what they are needed for: what is handed out first, then groups, the build, the rest."""
    found: dict[str, list[PackageFacts]] = defaultdict(list)
    for facts in listed:
        for scope in facts.subject.scopes or (_UNPLACED,):
            found[scope].append(facts)
    return {scope: tuple(found[scope]) for scope in sorted(found, key=scope_order)}


@dataclass(slots=True)
class _Growing:
    """Draws the branches of one scope after the other and remembers which packages it has drawn with theirs."""

    audit: Audit
    repeat: bool
    repeated: bool = False
    drawn: set[str] = field(default_factory=set)

    def branches(self, listed: Sequence[PackageFacts]) -> Iterator[Line]:
        """One scope: what the project names itself, or what comes in by way of a package of another scope."""
        children = _children(listed)
        tops = children.get("", ())
        for number, facts in enumerate(tops, 1):
            yield from self._branch(facts, children, "", last=number == len(tops))

    def _branch(
        self, facts: PackageFacts, children: Mapping[str, Sequence[PackageFacts]], stem: str, *, last: bool
    ) -> Iterator[Line]:
        below = children.get(facts.subject.ref, ())
        again = bool(below) and facts.subject.ref in self.drawn and not self.repeat
        top = not stem and facts.subject.ref in {each.subject.ref for each in children.get("", ())}
        twig = f"{stem}{'└── ' if last else '├── '}"
        yield line(Span(twig, "dim"), *self._label(facts, top=top, again=again), hang=len(twig) + 2)
        if again:
            self.repeated = True
            return
        self.drawn.add(facts.subject.ref)
        for number, child in enumerate(below, 1):
            yield from self._branch(child, children, stem + ("    " if last else "│   "), last=number == len(below))

    def _label(self, facts: PackageFacts, *, top: bool, again: bool) -> Iterator[Span]:
        subject = facts.subject
        alarming = facts.unknown or fails(facts, self.audit)
        yield Span(subject.name, "bold" if alarming else "")
        yield Span(f" {subject.version}  " if subject.version else "  ", "dim")
        yield from license_spans(facts)
        if out := standing_out(facts, parts=_PARTS):
            yield Span("  [")
            yield from out
            yield Span("]")
        if top and len(subject.dependency_path) > 1:
            yield Span(f"  by way of {' > '.join(subject.dependency_path[:-1])}", "dim")
        if again:
            yield Span("  (*)", "dim")


def _children(listed: Sequence[PackageFacts]) -> Mapping[str, tuple[PackageFacts, ...]]:
    """Packages by the ref of the one that brings them along; those of the top by the empty text.

    Each package is drawn once in its scope, below the one before it on its path, which is nearer to the project: no
    circle can arise, whatever the audit says. A path that leads through no package of this scope ends at the top.
    """
    nearest: dict[str, PackageFacts] = {}
    for facts in listed:
        known = nearest.setdefault(facts.subject.name, facts)
        if len(facts.subject.dependency_path) < len(known.subject.dependency_path):
            nearest[facts.subject.name] = facts
    found: dict[str, list[PackageFacts]] = defaultdict(list)
    for facts in listed:
        path = facts.subject.dependency_path
        parent = nearest.get(path[-2]) if 1 < len(path) <= _MAX_DEPTH else None
        if parent is not None and len(parent.subject.dependency_path) >= len(path):
            parent = None
        found[parent.subject.ref if parent else ""].append(facts)
    return {ref: tuple(each) for ref, each in found.items()}
