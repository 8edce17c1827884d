"""The shared pass over regions beside Presidio's phone recognizer."""

import random

import phonenumbers
import pytest
from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import PhoneRecognizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from licscan.scanners.personal_data.engine.patterns.phone import shared_phone
from licscan.scanners.personal_data.rules import RecognizerRules

_REGIONS = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR", "SG", "AU", "ES", "IT"]


def _texts(count: int) -> list[str]:
    chance = random.Random(4)  # noqa: S311
    examples = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number(region)
        if number is not None:
            examples += [phonenumbers.format_number(number, form) for form in (0, 1, 2)]
    made = []
    for _ in range(count):
        signs = list(chance.choice(examples))
        signs[chance.randrange(len(signs))] = chance.choice("0123456789 -+(/")
        before = chance.choice(("", "", "call ", "00", "011 ", "0", "+", "(0", "b", "C-", "%"))
        after = chance.choice(
            ("", "", "b", "@example.org", " x12", f" or {chance.choice(examples)}", f"/{chance.choice(examples)}")
        )
        made += [
            f"{before}{''.join(signs)}{after}",
            "".join(chance.choices("0123456789 -()", k=chance.randrange(4, 16))),
        ]
    return made


def test_the_same_numbers_as_region_by_region() -> None:
    stock = PhoneRecognizer(supported_regions=_REGIONS)
    shared = shared_phone(PhoneRecognizer)(supported_regions=_REGIONS)  # type: ignore[call-arg]
    texts = [*_texts(350), "+65 9123 4567", "2024-03-01 10:00:00", "12.50", "tel. 030 901820", ""]
    nothing = NlpArtifacts([], Doc(Vocab()), [], [], SpacyNlpEngine(), "en")
    found = 0
    for text in texts:
        theirs = {(each.start, each.end, each.score) for each in stock.analyze(text, [])}
        assert {(each.start, each.end, each.score) for each in shared.analyze(text, [], nothing)} == theirs, text
        found += len(theirs)
    assert found > 250


def test_no_valid_number_has_fewer_digits_than_the_gate(rules: RecognizerRules) -> None:
    (entry,) = (each for each in rules.predefined if each.class_name == "PhoneRecognizer")
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
        if metadata is None or metadata.general_desc is None:
            pytest.fail(f"no metadata for {region}")
        assert min(metadata.general_desc.possible_length) >= entry.digits
