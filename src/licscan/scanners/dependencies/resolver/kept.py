"""Answers of resolvers as records of the cache."""

from collections.abc import Mapping

from licscan.documents.values import as_list
from licscan.scanners.dependencies.resolver.interface import Answer, Answered, Chosen, Unresolved


def as_record(answered: Answered) -> Mapping[str, object]:
    """An answer as a JSON object."""
    answer = answered.answer
    return {
        "chosen": [[each.name, each.version, list(each.sha256s)] for each in answer.chosen],
        "needs": [list(pair) for pair in answer.needs],
        "direct": list(answer.direct),
        "without": [[each.name, each.reason] for each in answered.without],
    }


def from_record(record: Mapping[str, object] | None) -> Answered | None:
    """A kept answer; the cache verifies that it is as it was written."""
    if record is None:
        return None
    chosen, needs, direct, without = (record.get(name) for name in ("chosen", "needs", "direct", "without"))
    if not all(isinstance(each, list) for each in (chosen, needs, direct, without)):
        return None
    answer = Answer(
        tuple(
            Chosen(str(name), str(version), tuple(map(str, as_list(hashes))))
            for name, version, hashes in _rows(chosen, 3)
        ),
        tuple((str(source), str(target)) for source, target in _rows(needs, 2)),
        tuple(map(str, as_list(direct))),
    )
    return Answered(
        answer, stale=True, without=tuple(Unresolved(str(name), str(reason)) for name, reason in _rows(without, 2))
    )


def _rows(value: object, width: int) -> list[list[object]]:
    return [row for row in as_list(value) if isinstance(row, list) and len(row) == width]
