"""An id of the rules in words."""

from dataclasses import dataclass

from licscan.model.decision import Cited
from licscan.model.law import Action


@dataclass(frozen=True, slots=True)
class Explanation:
    """An id in words: `paragraphs` in reading order, the provisions behind it, what to do, how to record it.

    `close` is a piece of licscan.toml. `see` are related ids that can be explained too.
    """

    id: str
    kind: str
    title: str
    paragraphs: tuple[str, ...]
    provisions: tuple[Cited, ...] = ()
    actions: tuple[Action, ...] = ()
    one_of: tuple[Action, ...] = ()
    close: str | None = None
    see: tuple[str, ...] = ()
    note: str | None = None
