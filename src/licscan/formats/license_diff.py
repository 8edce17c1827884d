"""A comparison of licenses: as text for people, or as canonical JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from licscan.formats.lines import BLANK, Line, Span, counted, line
from licscan.formats.paint import paint
from licscan.formats.plain import members
from licscan.model.license_diff import SCHEMA, AuditStamp, Direction, LicenseDiff, PackageChange, PackageState

DIFF_FORMATS = ("table", "json")
_STYLES = {
    Direction.UNKNOWN: "bold red",
    Direction.STRICTER: "red",
    Direction.DIFFERENT: "yellow",
    Direction.LOOSER: "green",
    Direction.SAME: "dim",
}
_SHIPPED = 6


def as_json(diff: LicenseDiff) -> bytes:
    """One JSON object, canonical (RFC 8785): the members of `LicenseDiff`, with `schema` and `kind`."""
    import rfc8785

    return rfc8785.dumps({"schema": SCHEMA, "kind": "license_diff", **members(diff)})


@dataclass(frozen=True, slots=True)
class DiffText:
    """Text for people: changed licenses first, each with what both sides rest on."""

    color: bool = False
    width: int = 110

    def render(self, diff: LicenseDiff) -> bytes:
        """The comparison as UTF-8 text, with ANSI styles where `color` is set."""
        return paint(_lines(diff), width=self.width, color=self.color)


def _lines(diff: LicenseDiff) -> Iterator[Line]:
    yield line(Span(f"licscan {diff.new.tool_version}", "bold"), f"  licenses since {_stamp(diff.old)}")
    if diff.old.rules_digest != diff.new.rules_digest:
        yield line(
            Span(f"rules {diff.old.rules_version} -> {diff.new.rules_version}", "yellow"),
            ": terms are compared only where the license itself changed",
        )
    if not diff.old.complete:
        yield line(Span("the old audit was incomplete", "yellow"))
    yield from _section("Licenses changed", diff.changed, _changed)
    yield from _section("Added", diff.added, _added)
    yield from _section("Removed", diff.removed, _removed)
    yield from _section("Updated, same license", diff.updated, _updated)
    yield from _tail(diff)


def _section(
    title: str, changes: Sequence[PackageChange], told: Callable[[PackageChange], Iterator[Line]]
) -> Iterator[Line]:
    if not changes:
        return
    yield BLANK
    yield line(Span(f"{title} ({len(changes)})", "bold"))
    for change in changes:
        yield from told(change)


def _changed(change: PackageChange) -> Iterator[Line]:
    old, new = change.old, change.new
    if old is None or new is None:
        return
    versions = old.version or "-" if old.version == new.version else f"{old.version or '-'} -> {new.version or '-'}"
    yield line(
        Span("! " if change.fails else "  ", "bold red"),
        Span(f"{change.name} {versions}", "bold"),
        "  ",
        Span(change.direction.value, _STYLES[change.direction]),
        hang=4,
    )
    yield line(_license(old), " -> ", _license(new), indent=4, hang=2)
    for sentence in change.because:
        yield line(Span(sentence, _STYLES[change.direction]), indent=4, hang=2)
    yield from _evidence("old", old)
    yield from _evidence("new", new)


def _added(change: PackageChange) -> Iterator[Line]:
    if change.new is None:
        return
    mark = Span("! " if change.fails else "  ", "bold red")
    ships = f"  ships {', '.join(change.new.ships[:_SHIPPED])}" if change.new.ships else ""
    yield line(mark, f"{change.name} {change.new.version or '-'}  ", _license(change.new), Span(ships, "dim"), hang=4)
    for rule in change.problems:
        yield line(Span(rule, "red"), indent=4)
    if change.fails:
        yield from _evidence("new", change.new)


def _removed(change: PackageChange) -> Iterator[Line]:
    if change.old is not None:
        yield line(f"  {change.name} {change.old.version or '-'}  ", _license(change.old), hang=4)


def _updated(change: PackageChange) -> Iterator[Line]:
    if change.old is not None and change.new is not None:
        versions = f"{change.old.version or '-'} -> {change.new.version or '-'}"
        yield line(f"  {change.name} {versions}  ", _license(change.new), hang=4)


def _license(state: PackageState) -> Span:
    if not state.seen:
        return Span("not looked at", "bold red")
    if state.concluded is None:
        return Span(f"unknown ({state.declared})" if state.declared else "unknown", "bold red")
    return Span(state.concluded)


def _evidence(side: str, state: PackageState) -> Iterator[Line]:
    for evidence in state.evidence:
        said = f": {evidence.excerpt}" if evidence.excerpt else ""
        place = f"  {evidence.location}" if evidence.location else ""
        yield line(Span(f"{side}  {evidence.source}{said}{place}", "dim"), indent=6, hang=5)


def _tail(diff: LicenseDiff) -> Iterator[Line]:
    yield BLANK
    parts = [
        counted(len(diff.changed), "license") + " changed",
        f"{len(diff.added)} added",
        f"{len(diff.removed)} removed",
        f"{len(diff.updated)} updated",
        f"{diff.unchanged} unchanged",
    ]
    failing = counted(diff.failing, "change") + (" fails" if diff.failing == 1 else " fail")
    yield line(Span(failing, "bold red" if diff.failing else "bold"), f"; {', '.join(parts)}")
    if diff.not_seen:
        said = Span(f"{counted(diff.not_seen, 'gap')}: this run is incomplete", "yellow")
        yield line(said, "; licscan deps says what was not looked at")


def _stamp(stamp: AuditStamp) -> str:
    return f"the audit of {stamp.as_of} ({(stamp.digest or 'no digest')[:19]})"
