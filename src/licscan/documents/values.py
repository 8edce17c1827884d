"""Values of a document that may be anything, taken for what they should be: what is of another kind counts as none."""

Table = dict[str, object]


def as_table(value: object, *keys: str) -> Table:
    """The table at a path of keys, empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The list, empty where the value is none."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str | None:
    """The text, or None."""
    return value if isinstance(value, str) else None


def texts(value: object) -> list[str]:
    """The texts in a list."""
    return [each for each in as_list(value) if isinstance(each, str)]


def tables(value: object) -> list[Table]:
    """The tables in a list."""
    return [each for each in as_list(value) if isinstance(each, dict)]
