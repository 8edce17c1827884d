"""What licscan finds in running text, against texts with answers.

    python benchmarks/text_accuracy.py TEXTS.jsonl PREDICTIONS.jsonl

TEXTS holds lines of `{"id", "text"}`; PREDICTIONS gets lines of `{"id", "spans": [{"start", "end", "type", "score"}]}`
in the same order: what `licscan pii` counts in a text of its own, each text as one cell without a header. `type` is
the entity type in the names that most collections use (see _SAME); `entity` is licscan's own. A scorer of spans does
the rest: F2 with an overlap of half, say.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
from licscan.catalog.location import find_rules
from licscan.scanners.personal_data.columns.profile import Profile, Profiler
from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.engine.faults import watch
from licscan.scanners.personal_data.engine.presidio import load_engine
from licscan.scanners.personal_data.rules import load_recognizer_rules

# Collections know fewer kinds than the laws do.
_SAME = {
    "CA_POSTAL_CODE": "LOCATION",
    "DATE_OF_BIRTH": "DATE_TIME",
    "DE_KFZ": "LICENSE_PLATE",
    "DE_PASSPORT": "PASSPORT",
    "ETHNIC_ORIGIN": "NRP",
    "GENERIC_PII_ENTITY": "ID_NUMBER",
    "IN_PASSPORT": "PASSPORT",
    "NATIONALITY": "NRP",
    "POLITICAL_OPINION": "NRP",
    "RELIGION": "NRP",
    "SECRET_TOKEN": "PASSWORD",
    "STREET_ADDRESS": "LOCATION",
    "UK_PASSPORT": "PASSPORT",
    "UK_POSTCODE": "LOCATION",
    "US_BANK_NUMBER": "ACCOUNT_NUMBER",
    "US_PASSPORT": "PASSPORT",
    "VEHICLE_ID": "LICENSE_PLATE",
}
_BATCH = 64


class Recorder(Profiler):
    """A profiler that remembers where it counted."""

    seen: list[Detection]

    def _count(
        self, profile: Profile, entity: str, found: list[Detection], text: str, rows: list[int], *, prose: bool
    ) -> None:
        self.seen += found
        super()._count(profile, entity, found, text, rows, prose=prose)


def spans(texts: Iterable[str]) -> Iterator[list[Detection]]:
    """The counted detections of each text."""
    rules = load_recognizer_rules(find_rules())
    detector, recorder = Detector(load_engine(rules)), Recorder(rules)
    given = list(texts)
    with watch() as faults:
        for start in range(0, len(given), _BATCH):
            batch = given[start : start + _BATCH]
            for text, found in zip(batch, detector.detect(batch, faults), strict=True):
                recorder.seen = []
                recorder.add(Profile("text", None, {}, frozenset(), is_prose=True), text, [1], found)
                yield sorted(set(recorder.seen))


def main() -> None:
    """Read texts, write predictions."""
    source, target = map(Path, sys.argv[1:3])
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as out:
        for record, found in zip(records, spans(record["text"] for record in records), strict=True):
            listed = [
                {
                    "start": each.start,
                    "end": each.end,
                    "type": _SAME.get(each.entity, each.entity),
                    "entity": each.entity,
                    "score": each.score_permille / 1000,
                }
                for each in found
            ]
            out.write(json.dumps({"id": record["id"], "spans": listed}) + "\n")


if __name__ == "__main__":
    main()
