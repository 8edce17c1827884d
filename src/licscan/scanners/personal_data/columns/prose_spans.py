"""What recognizers point at in running text, cut to what it says of a person."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.recognizers.birth_date import DATE, MONTH

_EDGE = ' \t\r\n\v\f\u00a0.,;:!?*|<>"\u201c\u201d\u201e\u00ab\u00bb()[]{}'
_OPENS = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mdm|dr|prof|professor|sir|herr|frau|madame|monsieur|dear|hi|hello|hey|from|to|cc|name)"
    r"(?:[.:]|\b)\s{0,3})+(?=\S)",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"(?:['\u2019`]s?|['\u2019]S)$")
_LINE = re.compile(r"[\r\n\t|;]")
_NOT_A_NAME = re.compile(r"[@#/\\_=<>{}]|https?:|www\.", re.IGNORECASE)
# A day, a month or a year of the calendar; "yesterday", "two weeks" and "30 days" are of nobody's life.
_CALENDAR = re.compile(
    rf"\b(?:{DATE}|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}|(?:19|20)\d\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d{1,2}:\d\d|\d{1,2} ?[ap]\.?m\b)(?!\d)",
    re.IGNORECASE,
)
_DECADE = re.compile(r"(?:19|20)?\d0['\u2019]?s\b|\bpast\b|\blast\b|\bnext\b|\bfiscal\b", re.IGNORECASE)
_CERTAIN_PERMILLE = 850
# A company says nothing of a person: it keeps only characters that nothing else claims.
_LAST = frozenset({"ORGANIZATION"})
# Between two parts of an address: blanks, commas, the end of a line.
_BETWEEN = re.compile(r"[ \t,.]{0,3}(?:\r?\n[ \t]{0,8})?[ \t,]{0,3}")
_POSTCODE_FIRST = re.compile(r"\d{4,6}(?= [^\W\d][^\n,]{2,60} \d{1,4}[A-Za-z]?$)")
_PLACES = frozenset({"LOCATION", "STREET_ADDRESS"})


def refine(text: str, found: Iterable[Detection]) -> list[Detection]:
    """Detections of a running text without titles, possessive endings and quotes around them, in text order.

    A name ends with its line. A date is kept where it stands in the calendar. A place that holds the street of an
    address, or shares characters with it, becomes one address with it. Nothing is added that was not pointed at.
    """
    kept = []
    for each in found:
        cut = _CUTS.get(each.entity)
        refined = each if cut is None else cut(text, each)
        if refined is not None:
            kept.append(refined)
    return sorted(_over_lines(text, _whole_addresses(_joined_dates(_named_first(kept)))))


def _named_first(found: list[Detection]) -> list[Detection]:
    """Without what a recognizer made of a number from its form alone, where the text itself says what it is."""
    named = [each for each in found if each.recognizer.startswith("Stated")]
    others = [each for each in found if each.entity not in _LAST]
    found = [each for each in found if each.entity not in _LAST or not any(map(each.overlaps, others))]
    return [
        each
        for each in found
        if each in named
        or each.score_permille >= _CERTAIN_PERMILLE
        or not any(each.entity != other.entity and each.overlaps(other) for other in named)
    ]


def _joined_dates(found: list[Detection]) -> list[Detection]:
    """Dates that share characters as one: a day and its time, found apart."""
    kept = [each for each in found if each.entity != "DATE_TIME"]
    last: Detection | None = None
    for each in sorted(one for one in found if one.entity == "DATE_TIME"):
        if last is not None and each.overlaps(last):
            best = max(last, each, key=lambda one: (one.score_permille, one.end - one.start, one.recognizer))
            last = replace(best, start=min(last.start, each.start), end=max(last.end, each.end))
            continue
        if last is not None:
            kept.append(last)
        last = each
    return kept if last is None else [*kept, last]


def _trimmed(text: str, each: Detection, edge: str = _EDGE) -> Detection | None:
    """The detection without blanks and signs at its edges; None where nothing is left."""
    value = text[each.start : each.end]
    start = each.start + len(value) - len(value.lstrip(edge))
    end = each.end - (len(value) - len(value.rstrip(edge)))
    return replace(each, start=start, end=end) if start < end else None


def _name(text: str, each: Detection) -> Detection | None:
    """A person: one line, no title, no possessive; an address of a page or a tag is none."""
    trimmed = _trimmed(text, each)
    if trimmed is None:
        return None
    line = _LINE.split(text[trimmed.start : trimmed.end], maxsplit=1)[0]
    opening = _OPENS.match(line)
    start = trimmed.start + (opening.end() if opening else 0)
    value = _CLOSES.sub("", line[start - trimmed.start :])
    if _NOT_A_NAME.search(value) or text[max(0, start - 1) : start] in {"@", "#"} or not any(map(str.isalpha, value)):
        return None
    return _trimmed(text, replace(each, start=start, end=start + len(value)), ' \t\r\n,;:!?*|<>"')


def _place(text: str, each: Detection) -> Detection | None:
    trimmed = _trimmed(text, each, _EDGE.replace("(", "").replace(")", "").replace(".", ""))
    if trimmed is None or _NOT_A_NAME.search(text[trimmed.start : trimmed.end].replace("/", "")):
        return None
    if text[max(0, trimmed.start - 1) : trimmed.start] in {"@", "#"}:
        return None
    return replace(trimmed, end=trimmed.end - len(_closing(text[trimmed.start : trimmed.end])))


def _closing(value: str) -> str:
    closes = re.search(r"['\u2019]s$", value)
    return closes[0] if closes else ""


def _date(text: str, each: Detection) -> Detection | None:
    value = text[each.start : each.end]
    if _CALENDAR.search(value) is None or _DECADE.search(value) is not None:
        return None
    return _trimmed(text, each)


_CUTS: Mapping[str, Callable[[str, Detection], Detection | None]] = {
    "DATE_TIME": _date,
    "LOCATION": _place,
    "ORGANIZATION": _place,
    "PERSON": _name,
}


def _whole_addresses(found: list[Detection]) -> list[Detection]:
    """An address as far as both the form of its street and the model see it."""
    streets = [each for each in found if each.entity == "STREET_ADDRESS"]
    if not streets:
        return found
    kept = [each for each in found if each.entity not in _PLACES]
    places = [each for each in found if each.entity == "LOCATION"]
    for street in streets:
        touching = [each for each in places if each.overlaps(street)]
        start = min([street.start, *(each.start for each in touching)])
        end = max([street.end, *(each.end for each in touching)])
        kept.append(replace(street, start=start, end=end))
    return kept + [each for each in places if not any(each.overlaps(street) for street in streets)]


def _over_lines(text: str, found: list[Detection]) -> list[Detection]:
    """An address inside a sentence is one even over several lines; on a label every line stands for itself.

    On a label a number before a street that has its own number behind it is the postal code.
    """
    kept = [each for each in found if each.entity not in _PLACES]
    address: Detection | None = None
    for each in sorted(one for one in found if one.entity in _PLACES):
        if address is None or not _continues(text, address, each):
            kept += [] if address is None else [address]
            address = each
        else:
            entity = "STREET_ADDRESS" if "STREET_ADDRESS" in {address.entity, each.entity} else address.entity
            address = replace(address, end=each.end, entity=entity)
    kept += [] if address is None else [address]
    return [part for each in kept for part in _parts(text, each)]


def _continues(text: str, address: Detection, each: Detection) -> bool:
    """Whether a place goes on where an address inside a sentence ends."""
    has_number = any(map(str.isdigit, text[address.start : address.end]))
    return (
        has_number
        and not _opens_line(text, address.start)
        and _BETWEEN.fullmatch(text[address.end : each.start]) is not None
    )


def _opens_line(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not any(map(str.isalnum, line)) and "\n" in text


def _parts(text: str, each: Detection) -> Iterator[Detection]:
    code = _POSTCODE_FIRST.match(text[each.start : each.end]) if each.entity in _PLACES else None
    if code is None or not _opens_line(text, each.start):
        yield each
        return
    yield replace(each, end=each.start + code.end(), entity="LOCATION")
    yield replace(each, start=each.start + code.end() + 1)
