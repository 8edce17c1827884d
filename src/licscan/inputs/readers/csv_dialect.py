"""How a delimited table is written: its delimiter, and whether its first row names the columns."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from licscan.inputs.readers.column_kinds import kind_of_cell
from licscan.inputs.readers.column_names import OF_GENOME
from licscan.inputs.readers.interface import ColumnKind

_DELIMITERS = (",", ";", "\t", "|")
_RECORDS = 50
_TITLE_LINES = 10
_MANY_DIGITS = re.compile(r"\d{6}|(?:\d[-. ()]{0,2}){7}")
_NUMBERED_NAME = re.compile(r"[A-Za-z]{2,}_")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?\Z", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*|[A-Z][A-Z0-9]*|\w*_\w*|[a-z]+(?:[A-Z][a-z0-9]*)+|.*[#%$?:()\[\]/].*")
_WORDS = re.compile(r"[A-Za-z]+")
_TYPED = frozenset({ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.TEMPORAL})
# Words that stand in headers and hardly ever make up a whole row of data.
_HEADER_WORDS = frozenset(
    {
        *("account", "address", "adresse", "age", "amount", "apellido", "area", "author", "balance", "birth"),
        *("born", "brand", "cat", "category", "cell", "city", "class", "code", "cognome", "column"),
        *("comment", "company", "condition", "contact", "content", "correo", "cost", "count", "country"),
        *("county", "course", "currency", "customer", "date", "day", "department", "description"),
        *("diagnosis", "direccion", "district", "dni", "dob", "email", "employee", "end", "family", "fax"),
        *("fecha", "field", "first", "gender", "given", "grade", "group", "height", "hour", "id"),
        *("identifier", "income", "index", "indirizzo", "ip", "item", "job", "key", "kind", "label"),
        *("language", "last", "lat", "latitude", "length", "level", "lng", "location", "lon", "longitude"),
        *("mail", "make", "maker", "message", "mobile", "model", "month", "nachname", "name", "nationality"),
        *("nif", "nom", "nombre", "nome", "note", "notes", "nric", "number", "occupation", "order", "origin"),
        *("ort", "owner", "password", "patient", "phone", "place", "position", "postal", "postcode"),
        *("prenom", "price", "product", "profession", "quantity", "race", "rank", "rate", "reference"),
        *("region", "religion", "result", "review", "role", "salary", "score", "sex", "size", "source"),
        *("species", "ssn", "start", "state", "status", "strasse", "street", "subject", "surname", "symptom"),
        *("target", "telefono", "telephone", "temperature", "text", "time", "timestamp", "title", "total"),
        *("town", "type", "unit", "url", "user", "username", "value", "version", "vorname", "weight"),
        *("width", "year", "zip", "zipcode"),
    }
)


def separator_line(line: str) -> str | None:
    """The delimiter that a spreadsheet's first line `sep=;` states, else None."""
    found = _SEP_LINE.match(line)
    return found.group(1) if found else None


def sniff_delimiter(sample: Sequence[str], preferred: str = ",") -> str:
    """The delimiter that cuts the sample's lines most evenly into most cells; `preferred` where none does.

    The first line must hold the delimiter: numbers with a decimal comma under a header do not make a comma table.
    """
    order = (preferred, *(one for one in _DELIMITERS if one != preferred))
    best, _, delimiter = max((_evenness(sample, delimiter), -rank, delimiter) for rank, delimiter in enumerate(order))
    return delimiter if best > 0 else _under_a_title(sample, order) or preferred


def _under_a_title(sample: Sequence[str], order: Sequence[str]) -> str | None:
    """The delimiter of a table of three columns or more that begins below a few lines without one."""
    for above in range(1, min(_TITLE_LINES, len(sample) - 1) + 1):
        below = sample[above : above + _RECORDS]
        found = [(_evenness(below, delimiter), -rank, delimiter) for rank, delimiter in enumerate(order)]
        if (best := max(found))[0] >= 1.6:  # three cells in four of five lines
            return best[2]
    return None


def _evenness(sample: Sequence[str], delimiter: str) -> float:
    counts = _cell_counts(sample, delimiter)
    if not counts or counts[0] < 2:
        return 0.0
    cells, often = max(Counter(counts).items(), key=lambda item: (item[1], item[0]))
    return often / len(counts) * (cells - 1)


def _cell_counts(sample: Sequence[str], delimiter: str) -> list[int]:
    counts: list[int] = []
    try:
        for record in csv.reader(sample, delimiter=delimiter):
            if record:
                counts.append(len(record))
            if len(counts) == _RECORDS:
                break
    except csv.Error:
        return counts
    return counts


def has_header(first: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns rather than being data itself.

    A row that may be data is not a header: its cells would be shown as names. So numbers, dates, addresses,
    repeated or mostly empty cells, a cell that comes again below it, and rows in which nothing reads like a name
    of a column, all make the columns nameless.
    """
    cells = [cell.strip() for cell in first]
    present = [cell for cell in cells if cell]
    if len(present) * 2 < len(cells) or not present:
        return False
    if len(present) - len(set(present)) > len(cells) * 0.2 or any(map(_is_personal, present)):
        return False
    if any(_is_number(cell) and not _is_year_name(cells, column, following) for column, cell in enumerate(cells)):
        return False
    if _comes_again(cells, following):
        return False
    return any(map(_reads_like_a_name, present)) or _stands_over_numbers(cells, following)


def _is_personal(cell: str) -> bool:
    if "@" in cell or len(cell) > 200 or kind_of_cell(cell) is ColumnKind.TEMPORAL:
        return True
    return bool(_MANY_DIGITS.search(cell)) and not (_NUMBERED_NAME.match(cell) or OF_GENOME.match(cell))


def _is_number(cell: str) -> bool:
    return bool(cell) and kind_of_cell(cell) in {ColumnKind.INTEGER, ColumnKind.DECIMAL}


def _is_year_name(cells: Sequence[str], column: int, following: Sequence[Sequence[str]]) -> bool:
    # A table with one column a year: the names are years, the cells below are not.
    if not _YEAR.match(cells[column]) or not any(cell and not _is_number(cell) for cell in cells):
        return False
    return bool(following) and not any(_YEAR.match(cell) for cell in _column(following, column))


def _comes_again(cells: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    return any(
        cell and not _reads_like_a_name(cell) and cell in _column(following, column)
        for column, cell in enumerate(cells)
    )


def _stands_over_numbers(cells: Sequence[str], following: Sequence[Sequence[str]]) -> bool:
    """Whether a word stands over a column of numbers or dates."""
    for column, cell in enumerate(cells):
        below = [value for value in _column(following, column) if value]
        if cell and below and all(kind_of_cell(value) in _TYPED for value in below):
            return True
    return False


def _column(rows: Sequence[Sequence[str]], column: int) -> Iterable[str]:
    return [row[column].strip() for row in rows if column < len(row)]


def _reads_like_a_name(cell: str) -> bool:
    if _IDENTIFIER.fullmatch(cell) and kind_of_cell(cell) is ColumnKind.TEXT:
        return True
    return any(word.lower() in _HEADER_WORDS for word in _WORDS.findall(_split_camel(cell)))


def _split_camel(cell: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cell)
