"""Write the data files of support-assistant: `python examples/make_data.py [PROJECT]` (needs pyarrow).

Everything in them is invented and comes out the same on every run; `planted()` lists what a scan has to find.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from synthetic_people import Person, people
from synthetic_tables import NOTES, TICKETS, customers, events, illness, notes, products, tickets

PROJECT = Path(__file__).parent


@dataclass(frozen=True)
class Planted:
    """Personal values of one kind in one place; `field` is a column or JSON pointer, None for running text.

    `entity` is the detector's word for the kind. `canary` says that the values are unlike anything that a
    report says by itself: an output that holds one has leaked it. The mere name of an illness is not.
    """

    file: str
    field: str | None
    entity: str
    values: tuple[str, ...]
    canary: bool


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Write rows under a header, in UTF-8 with plain line ends."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_jsonl(records: list[dict[str, object]]) -> bytes:
    """Write one record a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def as_parquet(columns: dict[str, list[object]]) -> bytes:
    """Write one uncompressed row group; only the writer's version in the footer depends on the machine."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"event_id": pa.int64(), "occurred_at": pa.timestamp("ms", tz="UTC"), "seconds": pa.float64()}
    table = pa.table({name: pa.array(cells, types.get(name, pa.string())) for name, cells in columns.items()})
    out = pa.BufferOutputStream()
    pq.write_table(table, out, version="2.6", compression="none", use_dictionary=False, store_schema=False)
    return bytes(out.getvalue())


def as_notes(paragraphs: list[str]) -> bytes:
    """Write paragraphs with an empty line between them."""
    return ("\n\n".join(paragraphs) + "\n").encode()


def as_handover(paragraphs: list[str]) -> bytes:
    """Write a Markdown page with a point for each paragraph."""
    return ("# Handover, early shift\n\n" + "".join(f"- {line}\n" for line in paragraphs)).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "data/customers/customers.csv": lambda: as_csv(customers()),
    "data/support_tickets/tickets.jsonl": lambda: as_jsonl(tickets()),
    "data/clickstream/events.parquet": lambda: as_parquet(events()),
    "data/product_catalog/products.csv": lambda: as_csv(products()),
    "data/notes/call_notes.txt": lambda: as_notes(notes()[0]),
    "data/notes/handover.md": lambda: as_handover(notes()[1]),
}
CUSTOMER_ENTITIES = {
    "full_name": "PERSON",
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "street_address": "STREET_ADDRESS",
    "nric": "SG_NRIC_FIN",
    "date_of_birth": "DATE_OF_BIRTH",
    "ssn": "US_SSN",
    "card_number": "CREDIT_CARD",
    "iban": "IBAN_CODE",
    "ip_address": "IP_ADDRESS",
    "diagnosis": "HEALTH_CONDITION",
}
EVENT_ENTITIES = {"user_email": "EMAIL_ADDRESS", "ip": "IP_ADDRESS", "device": "MAC_ADDRESS"}


def within(text: str, person: Person) -> dict[str, str]:
    """Give the kinds of a person's values that stand in a text."""
    kinds = {
        "CREDIT_CARD": person.card,
        "EMAIL_ADDRESS": person.email,
        "HEALTH_CONDITION": illness(person),
        "IBAN_CODE": person.iban,
        "PERSON": person.name,
        "PHONE_NUMBER": person.phone,
        "SG_NRIC_FIN": person.nric,
        "STREET_ADDRESS": person.street,
        "US_SSN": person.ssn,
    }
    return {entity: value for entity, value in kinds.items() if value and value in text}


Place = tuple[str, str | None, str]


def in_tables() -> Iterator[tuple[Place, str]]:
    """Give the place and value of every personal cell of the two tables, empty ones too."""
    for row in customers():
        for column, entity in CUSTOMER_ENTITIES.items():
            yield ("data/customers/customers.csv", column, entity), row[column]
    columns = events()
    for column, entity in EVENT_ENTITIES.items():
        for value in columns[column]:
            yield ("data/clickstream/events.parquet", column, entity), str(value)


def in_tickets() -> Iterator[tuple[Place, str]]:
    """Give the place and value of every personal field of the tickets, and of what stands in their prose."""
    file = "data/support_tickets/tickets.jsonl"
    for person, record in zip(people("tickets", TICKETS), tickets(), strict=True):
        yield (file, "/customer/name", "PERSON"), person.name
        yield (file, "/customer/email", "EMAIL_ADDRESS"), person.email
        yield (file, "/customer/phone", "PHONE_NUMBER"), person.phone
        yield (file, "/customer/address/street", "STREET_ADDRESS"), person.street
        for entity, value in within(str(record["text"]), person).items():
            yield (file, "/text", entity), value


def in_notes() -> Iterator[tuple[Place, str]]:
    """Give the file and value of everything personal in the notes."""
    for name, paragraphs in zip(("call_notes.txt", "handover.md"), notes(), strict=True):
        for person in people("notes", NOTES):
            for entity, value in within("\n".join(paragraphs), person).items():
                yield (f"data/notes/{name}", None, entity), value


def planted() -> tuple[Planted, ...]:
    """List all planted values by file, place and kind, each list sorted and without repeats."""
    found: dict[Place, set[str]] = {}
    for place, value in (*in_tables(), *in_tickets(), *in_notes()):
        if value:
            found.setdefault(place, set()).add(value)
    return tuple(
        Planted(
            file,
            field,
            entity,
            tuple(sorted(found[file, field, entity])),
            canary=entity != "HEALTH_CONDITION" or field == "diagnosis",
        )
        for file, field, entity in sorted(found, key=lambda place: (place[0], place[1] or "", place[2]))
    )


def main(project: Path) -> None:
    """Write all data files under a project folder."""
    for name, content in FILES.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())
    print(f"wrote {len(FILES)} data files")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT)
