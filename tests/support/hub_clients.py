"""The type of the fixture that opens hubs on loopback, and short forms for what tests look at."""

from typing import Protocol

from licscan.model.subject import SubjectKind
from licscan.net.gateway import Limits
from licscan.scanners.datasets.hubs import Hubs
from licscan.scanners.datasets.hubs.interface import HubAnswer, Wanted

DATASET, MODEL = SubjectKind.DATASET, SubjectKind.MODEL
CARD = "---\nlicense: cc-by-4.0\npretty_name: House tickets\n---\n# Tickets\nFor anybody.\n"


class OpenHubs(Protocol):
    """Opens the hubs with the variables of an environment; the cache is that of the test."""

    def __call__(self, *, offline: bool = False, limits: Limits = ..., **environ: str) -> Hubs: ...


def dataset(name: str, revision: str | None = None) -> Wanted:
    """A dataset of Hugging Face that a test wants."""
    return Wanted(f"hf:{name}", DATASET, revision)


def labels(answer: HubAnswer) -> list[str]:
    """The license labels of a card, as written."""
    return [statement.words for statement in answer.card.statements]


def places(answer: HubAnswer) -> list[str]:
    """Where these labels stand."""
    return [str(each.location) for statement in answer.card.statements for each in statement.evidence]
