"""What Kaggle says of a dataset or model, checked, and in the form in which it is read and kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from licscan.model.subject import SubjectKind
from licscan.net.answers import Answer
from licscan.net.errors import AnswerError, NotFoundError

HUB = "Kaggle"
_MAX_DESCRIPTION = 1_000_000
_MAX_INSTANCES = 100
UNNAMED = "a variation without a license"


@dataclass(frozen=True, slots=True)
class KaggleWork:
    """A work: `name` is Kaggle's own for it, `version` the number of its newest one, 0 where it states none.

    `card` is JSON text in the shape of dataset-metadata.json, without what changes from day to day (views, votes).
    """

    name: str
    version: int
    card: str = field(repr=False)


def api_path(name: str, kind: SubjectKind) -> str:
    """The path of the description of a work, below the endpoint."""
    owner, slug = name.split("/")[:2]
    if kind is SubjectKind.MODEL:
        return f"api/v1/models/{owner}/{slug}/get"
    return f"api/v1/datasets/view/{owner}/{slug}"


def work_of(answer: Answer, name: str, kind: SubjectKind, revision: str | None) -> KaggleWork:
    """The work that Kaggle describes.

    Raises AnswerError for an answer about another work, NotFoundError for a version or variation that it has not.
    """
    return _model(answer, name) if kind is SubjectKind.MODEL else _dataset(answer, name, revision)


def _dataset(answer: Answer, name: str, revision: str | None) -> KaggleWork:
    from licscan.scanners.datasets.hubs import wire

    told = wire.decoded(answer.body, wire.KaggleDataset, HUB)
    ref = _checked(told.ref, told.code, name, answer.url)
    versions = {str(each.version_number) for each in told.versions or []}
    if revision is not None and versions and revision not in versions:
        raise NotFoundError(f"{HUB} has the dataset, and not this version of it")
    licenses = [told.license_name] if told.license_name else []
    card = _card(ref, told.title, told.subtitle, told.description, licenses)
    return KaggleWork(ref, told.current_version_number or 0, card)


def _model(answer: Answer, name: str) -> KaggleWork:
    """A model, or the one variation of it that the name says; each variation has a license of its own."""
    from licscan.scanners.datasets.hubs import wire

    told = wire.decoded(answer.body, wire.KaggleModel, HUB)
    ref = _checked(told.ref, told.code, "/".join(name.split("/")[:2]), answer.url)
    instances = told.instances or []
    if len(instances) > _MAX_INSTANCES:
        raise AnswerError(f"{HUB} lists more than {_MAX_INSTANCES} variations of the model")
    variation = name.split("/")[2:]
    if variation:
        instances = [each for each in instances if _is_variation(each.framework, each.slug, variation)]
        if not instances:
            raise NotFoundError(f"{HUB} has the model, and not this variation of it")
    # A variation without a license leaves open what holds for the model.
    licenses = sorted({each.license_name or "" for each in instances})
    version = (instances[0].version_number or 0) if len(instances) == 1 else 0
    card = _card(ref, told.title, told.subtitle, told.description, licenses if any(licenses) else [])
    return KaggleWork("/".join([ref, *variation]), version, card)


def _is_variation(framework: str | int | None, slug: str | None, variation: list[str]) -> bool:
    """The API spells frameworks otherwise than addresses do (`TENSOR_FLOW_2`, `tensorFlow2`)."""
    same = _folded(str(framework).removeprefix("MODEL_FRAMEWORK_")) == _folded(variation[0])
    return (same or isinstance(framework, int)) and (slug or "").casefold() == variation[1].casefold()


def _folded(framework: str) -> str:
    return "".join(sign for sign in framework.casefold() if sign.isalnum())


def _checked(ref: str | None, code: int | None, name: str, url: str) -> str:
    """The name that the answer states, where it is the one that was asked for or that Kaggle has led to."""
    if code is not None and code >= 400:
        raise AnswerError(f"{HUB} answered with status {code}", status=min(code, 599))
    from licscan.scanners.datasets.hubs.names import is_kaggle_name

    reached = url.partition("?")[0].removesuffix("/get").casefold()
    if ref is None or not is_kaggle_name(ref, parts=(2,)):
        raise AnswerError(f"{HUB} answered with something that describes no dataset or model")
    if ref.casefold() != name.casefold() and not reached.endswith(f"/{ref.casefold()}"):
        raise AnswerError(f"{HUB} answered about another work than was asked for")
    return ref


def _card(ref: str, title: str | None, subtitle: str | None, description: str | None, licenses: Sequence[str]) -> str:
    stated = {
        "id": ref,
        "title": title,
        "subtitle": subtitle,
        "licenses": [{"name": name or UNNAMED} for name in licenses],
        "description": description,
    }
    if len(description or "") > _MAX_DESCRIPTION:
        raise AnswerError(f"{HUB} describes the work at too great a length")
    return json.dumps({key: value for key, value in stated.items() if value is not None}, indent=1)
