"""What a policy file keeps out of the check, told wherever it does so, and what of it has no effect."""

from collections.abc import Iterator

from licscan.model.policy import IGNORE, Notice
from licscan.policy.layer import Layer, text, texts

WAIVER_NOTICE = "waivers are not applied by this version; the finding stands"
MAX_CHARACTERS = 300
_CHOICES = {"extras": "extras", "groups": "dependency groups", "platforms": "platforms"}


def notices_of(layer: Layer) -> Iterator[Notice]:
    """What the author and the readers of a policy file have to know of it."""
    if excluded := texts(layer.section("scan"), "exclude"):
        yield _notice(layer, "exclude", ", ".join(excluded))
    yield from _not_chosen(layer)
    if text(layer.section("policy"), "model_outputs") == IGNORE:
        message = "left out of the check: terms that providers set on what their models wrote"
        yield Notice(layer.place("policy", "model_outputs"), message)
    for index, table in enumerate(layer.entries("waiver")):
        yield Notice(layer.place("waiver", index), f"waiver {text(table, 'id')}: {WAIVER_NOTICE}")


def _not_chosen(layer: Layer) -> Iterator[Notice]:
    """Which dependencies are left out by naming those that count."""
    section = layer.section("scan")
    for key, what in _CHOICES.items():
        if key in section:
            named = texts(section, key)
            yield _notice(layer, key, f"all {what} but {', '.join(named)}" if named else f"all {what}")
    if version := text(section, "python"):
        yield _notice(layer, "python", f"dependencies that only other versions of Python than {version} need")


def _notice(layer: Layer, key: str, what: str) -> Notice:
    return Notice(layer.place("scan", key), f"left out of the check: {what[:MAX_CHARACTERS]}")
