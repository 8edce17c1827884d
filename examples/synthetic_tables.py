"""The records of support-assistant's data folders: what a careless team would have lying about."""

from datetime import UTC, datetime, timedelta

from synthetic_people import Dice, Person, people

CUSTOMERS, TICKETS, VISITORS, EVENTS, PRODUCTS, NOTES = 200, 300, 60, 500, 100, 36


def customers() -> list[dict[str, str]]:
    """Give the customer master table: everything a shop should not train on, in one place."""
    dice, rows = Dice("customers"), []
    for number, person in enumerate(people("customers", CUSTOMERS)):
        rows.append(
            {
                "customer_id": f"C-{10_001 + number}",
                "full_name": person.name,
                "email": person.email,
                "phone": person.phone,
                "street_address": person.street,
                "city": person.city,
                "country": person.country,
                "nric": person.nric,
                "date_of_birth": person.born,
                "ssn": person.ssn,
                "card_number": person.card if dice.chance(80) else "",
                "iban": person.iban,
                "ip_address": person.ip,
                "diagnosis": person.diagnosis if dice.chance(85) else "",
                "signup_date": f"{dice.between(2021, 2025)}-{dice.between(10, 12)}-{dice.between(10, 28)}",
                "plan": dice.pick(("basic", "plus", "family")),
            }
        )
    return rows


# What people write; a template without braces holds nothing personal.
TICKET_TEXTS = (
    ("billing", "Hello, my name is {name}, I was charged twice on card {card}. Please write to {email}."),
    ("billing", "You took the yearly fee again although I cancelled. Call me at {phone} after six. {name}"),
    ("billing", "Can I pay by invoice instead of by card?"),
    ("delivery", "My parcel never came. I live at {street}, {city}, my number is {phone}. {name}"),
    ("delivery", "The courier left the box in the rain and it fell apart. Is the warranty still good?"),
    ("delivery", "Please send the strap to my new address: {street}, {city}. My e-mail is {email}. {name}"),
    ("device", "The display stays dark after the last update. I charged it overnight and nothing changed."),
    ("device", "I was diagnosed with {illness} and the cuff shows an error. {name}, {phone}"),
    ("device", "Readings jump by twenty points between two tries. What is the right way to wear the sensor?"),
    ("account", "I cannot log in any more. My user is {email} and my name is {name}. Thank you."),
    ("account", "Please close the account of my mother, {name}. Her e-mail was {email}."),
    ("account", "The form asks for my identity number. It is {number}; do you really need that? {name}"),
    ("account", "How do I change the language of the app?"),
    ("returns", "I would like my money back. My name is {name}, the confirmation went to {email}."),
    ("returns", "The return label does not print. Which size of paper does it want?"),
)


def illness(person: Person) -> str:
    """Give the diagnosis as people say it, without its code."""
    return person.diagnosis.rpartition(" (")[0].lower()


def filled(text: str, person: Person) -> str:
    """Put a person into a text; who has no identity number of a known kind gives the bank account."""
    kinds = (("NRIC", person.nric), ("SSN", person.ssn), ("IBAN", person.iban))
    number = next(f"{kind} {digits}" for kind, digits in kinds if digits)
    return text.format(**vars(person), number=number, illness=illness(person))


def tickets() -> list[dict[str, object]]:
    """Give the support corpus: a nested customer beside prose that names the customer again."""
    dice, records = Dice("tickets"), []
    for number, person in enumerate(people("tickets", TICKETS)):
        queue, text = dice.pick(TICKET_TEXTS)
        opened = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(minutes=617 * number + dice.below(600))
        records.append(
            {
                "ticket_id": f"T-{200_001 + number}",
                "opened": opened.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "channel": dice.pick(("mail", "chat", "form")),
                "queue": queue,
                "customer": {
                    "name": person.name,
                    "email": person.email,
                    "phone": person.phone,
                    "address": {"street": person.street, "country": person.country},
                },
                "text": filled(text, person),
            }
        )
    return records


def events() -> dict[str, list[object]]:
    """Give the clickstream as columns: who looked at which page from where."""
    dice, visitors = Dice("events"), people("events", VISITORS)
    devices = [":".join(["02", "00", "5e", *(str(dice.between(10, 99)) for _ in range(3))]) for _ in visitors]
    pages = ("/", "/devices", "/devices/cuff", "/plans", "/cart", "/checkout", "/help", "/help/returns")
    columns: dict[str, list[object]] = {
        name: [] for name in ("event_id", "occurred_at", "user_email", "ip", "device", "page", "seconds")
    }
    moment = datetime(2026, 3, 2, 6, tzinfo=UTC)
    for number in range(EVENTS):
        visitor = dice.below(len(visitors))
        moment += timedelta(seconds=dice.between(3, 900))
        for name, value in (
            ("event_id", number + 1),
            ("occurred_at", moment),
            ("user_email", visitors[visitor].email),
            ("ip", visitors[visitor].ip),
            ("device", devices[visitor]),
            ("page", dice.pick(pages)),
            ("seconds", dice.between(1, 9_000) / 10),
        ):
            columns[name].append(value)
    return columns


def products() -> list[dict[str, str]]:
    """Give the product catalogue, which is about things only."""
    dice, rows = Dice("products"), []
    things = ("Charging cable", "Wall bracket", "Replacement strap", "Battery pack", "Sensor cover")
    things += ("Carrying case", "Docking station", "Power adapter", "Screen protector", "Cleaning kit")
    variants = ("small", "medium", "large", "white", "black", "grey", "1 m", "2 m", "pack of 2", "pack of 5")
    for number in range(PRODUCTS):
        rows.append(
            {
                "sku": f"MC-{1_000 + number}",
                "title": f"{things[number // len(variants)]}, {variants[number % len(variants)]}",
                "price": f"{dice.between(4, 89)}.{dice.pick(('00', '49', '90', '95'))}",
                "weight_g": str(dice.between(2, 180) * 5),
                "in_stock": dice.pick(("yes", "yes", "yes", "no")),
            }
        )
    return rows


NOTE_TEXTS = (
    "Spoke with {name}. The customer has {illness}, wants readings sent to the clinic. Call back on {phone}.",
    "{name} rang about the cuff; uses it because of {illness}. Prefers mail: {email}.",
    "Left a message for {name} at {phone}. No answer since last week.",
    "{name} asked to delete everything we hold. Forwarded from {email}. Mentioned treatment for {illness}.",
)


def notes() -> tuple[list[str], list[str]]:
    """Give the paragraphs of the call notes, and those of the handover page."""
    dice = Dice("notes")
    lines = [filled(dice.pick(NOTE_TEXTS), person) for person in people("notes", NOTES)]
    return lines[: NOTES - 8], lines[NOTES - 8 :]
