"""Kaggle: descriptions of datasets and models, and what holds of competitions (https://www.kaggle.com/docs/api)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from licscan.documents.values import as_text
from licscan.errors import DocumentError
from licscan.model.finding import Concern, Gap, GapReason
from licscan.model.subject import Subject, SubjectKind
from licscan.net.answers import Answer
from licscan.net.cache import Cache, sha256_of
from licscan.net.errors import AnswerError, NetError, NotFoundError, is_passing
from licscan.net.gateway import Limits
from licscan.scanners.datasets.cards import kaggle as metadata
from licscan.scanners.datasets.cards.interface import Card
from licscan.scanners.datasets.hubs.asking import Asking, Wording
from licscan.scanners.datasets.hubs.interface import HubAnswer, Wanted
from licscan.scanners.datasets.hubs.kaggle_work import HUB, KaggleWork, api_path, work_of
from licscan.scanners.datasets.hubs.names import prefix_of
from licscan.scanners.datasets.hubs.settings import HubSettings, kaggle_settings

_MAX_DESCRIPTION = 16_000_000
_WORDS = Wording(HUB, "set KAGGLE_API_TOKEN, or KAGGLE_USERNAME and KAGGLE_KEY")
_RECORD = "Kaggle work 1"


class Kaggle:
    """The client: one request a work. A license on Kaggle is that of a work, whichever version of it is asked for."""

    def __init__(self, settings: HubSettings, cache: Cache, *, offline: bool, limits: Limits | None = None) -> None:
        self._cache = cache
        self._asking = Asking(settings, _WORDS, offline=offline, limits=limits)

    def kinds(self, wanted: Wanted) -> tuple[SubjectKind, ...]:
        """What a work of this name may be: its name says it."""
        return (wanted.kind or SubjectKind.DATASET,)

    def work(self, wanted: Wanted) -> HubAnswer:
        """The dataset, model or competition.

        Raises NetError: offline without an earlier answer, missing, private, late, refused, malformed.
        """
        if prefix_of(wanted.ref) == "kaggle-competition":
            return _competition(wanted.ref)
        name, (kind,) = wanted.ref.removeprefix("kaggle:"), self.kinds(wanted)
        key = (_RECORD, self._asking.endpoint, str(kind), name, wanted.revision or "")
        stale = False
        try:
            work = self._described(name, kind, wanted.revision)
        except NetError as error:
            kept = _kept(self._cache.record(*key))
            if kept is None or not is_passing(error):
                raise
            work, stale = kept, True
        else:
            self._cache.keep_record(key, {"name": work.name, "version": work.version, "card": work.card})
        renamed = name if name.casefold() != work.name.casefold() else None
        return HubAnswer(_card(work, kind, wanted.revision), renamed_from=renamed, stale=stale)

    def close(self) -> None:
        """Close all connections."""
        self._asking.close()

    def _described(self, name: str, kind: SubjectKind, revision: str | None) -> KaggleWork:
        answer = self._asking.get(api_path(name, kind), max_bytes=_MAX_DESCRIPTION, accept="application/json")
        if answer.status >= 400:
            raise self._missing(answer, kind)
        return work_of(answer, name, kind, revision)

    def _missing(self, answer: Answer, kind: SubjectKind) -> NetError:
        """Kaggle refuses alike what is missing, what is private, and what it shows to accounts only."""
        if answer.status in (404, 410):
            return NotFoundError(f"{HUB} shows no {kind} of this name")
        if answer.status == 403:
            what = f"{HUB} does not show the {kind}: it is missing or private, or needs an account"
            return AnswerError(what, status=403, hint=None if self._asking.with_account else _WORDS.account)
        return self._asking.failure(answer)


def _kept(record: Mapping[str, object] | None) -> KaggleWork | None:
    name, card = (as_text((record or {}).get(key)) for key in ("name", "card"))
    version = (record or {}).get("version")
    return KaggleWork(name, version, card) if name and card and isinstance(version, int) else None


def _card(work: KaggleWork, kind: SubjectKind, revision: str | None) -> Card:
    """The card that the description is. Raises AnswerError where it cannot be one."""
    version = revision or (str(work.version) if work.version else None)
    ref = f"kaggle:{work.name}" + (f"@{version}" if version else "")
    digest = f"sha256:{sha256_of(work.card.encode('utf-8', 'surrogatepass'))}"
    try:
        card = metadata.read(work.card, ref, digest)
    except DocumentError as error:
        raise AnswerError(f"{HUB} describes the work in a way that cannot be read: {error.message}") from None
    subject = Subject(ref, kind, work.name, version=version)
    if card is None:
        return Card(subject, ())
    # The default of Kaggle's tools beside a placeholder title is no decision; on the site somebody has chosen.
    return replace(
        card,
        subject=subject,
        template=False,
        passages=tuple(replace(each, path=ref, digest=digest) for each in card.passages),
        digest=digest,
    )


def _competition(ref: str) -> HubAnswer:
    """The data of a competition stand under its rules, which each participant accepts: no request can tell them."""
    name = ref.partition(":")[2]
    hint = "read the rules on the competition's page and declare what they allow, with their proof, in licscan.toml"
    detail = "the data of a Kaggle competition stand under its rules, which licscan cannot read"
    gap = Gap(ref, GapReason.UNREADABLE, detail, Concern.LICENSE, None, hint)
    return HubAnswer(Card(Subject(ref, SubjectKind.DATASET, name), (), gated=True), gaps=(gap,))


def open_hub(environ: Mapping[str, str], cache: Path | None, *, offline: bool, limits: Limits | None) -> Kaggle:
    """The client by the settings of the user; no request is made yet."""
    return Kaggle(kaggle_settings(environ), Cache(cache), offline=offline, limits=limits)
