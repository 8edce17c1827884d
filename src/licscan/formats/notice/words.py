"""The sentences that all forms of the notices share."""

from licscan.formats.lines import counted
from licscan.formats.terminal import clean
from licscan.model.notice import Attribution, LeftOut, Notices, NoticeText

TITLE = "Third-party notices"
MISSING = "Incomplete"
MISSING_SAYS = "These notices are not whole. What is missing has to be added before they are handed out:"
PACKAGES = "Packages"
TEXTS = "License texts"
LEFT_OUT = "Left out"
NONE = "No third-party packages are handed out."
UNKNOWN = "unknown"
_NAMES = 12
_LONG = 10_000


def about(notices: Notices) -> str:
    """What the notices are of."""
    whose = notices.project or "This project"
    return f"{shown(whose)} includes or needs the following works of others, under their own licenses."


def license_words(one: Attribution) -> str:
    """The license as outputs name it."""
    return shown(one.license) if one.license else UNKNOWN


def title_of(one: Attribution) -> str:
    """Name and version."""
    return shown(f"{one.name} {one.version}" if one.version else one.name)


def remarks(one: Attribution) -> tuple[str, ...]:
    """Sentences on a package: where the source lies, what is not settled, licenses of parts that are shipped inside."""
    found = [one.source] if one.source else []
    if one.disputed:
        found.append("What the package states of its license does not agree: check it before it is handed out.")
    if one.ships:
        found.append(f"Parts of it are under other licenses: {'; '.join(one.ships)}.")
    return tuple(shown(sentence) for sentence in found)


def text_title(text: NoticeText) -> str:
    """The heading of a text."""
    return f"Text {text.number}: {shown(', '.join(text.names))}"


def used_by(text: NoticeText) -> str:
    """The packages that ship a text."""
    return shown(", ".join(text.used_by))


def left_out_words(left: LeftOut) -> str:
    """Packages that are not handed out."""
    rest = len(left.packages) - _NAMES
    more = f" and {rest} more" if rest > 0 else ""
    names = shown(", ".join(left.packages[:_NAMES]))
    return f"needed for {shown(left.scope)} alone: {counted(len(left.packages), 'package')} ({names}{more})"


def shown(text: str) -> str:
    """One printable line: no control character of a stranger reaches a reader."""
    return clean(text, max_length=_LONG)


def lines_of(text: str) -> list[str]:
    """A text as printable lines; tabs become spaces."""
    return [shown(line.expandtabs(4)) for line in text.split("\n")]
