"""Clients of the hubs that hold datasets and models."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from licscan.errors import UsageError
from licscan.net.errors import NetError, NotFoundError, OfflineError, RefusedError
from licscan.scanners.datasets.hubs.interface import Hub, HubAnswer, Wanted
from licscan.scanners.datasets.hubs.names import checked, prefix_of

if TYPE_CHECKING:
    from licscan.net.gateway import Limits

# The first part of a ref, and the module whose `open_hub` makes the client.
HUBS = {
    "hf": "licscan.scanners.datasets.hubs.huggingface",
    "kaggle": "licscan.scanners.datasets.hubs.kaggle",
    "kaggle-competition": "licscan.scanners.datasets.hubs.kaggle",
}
_THREADS = 8


@dataclass(frozen=True, slots=True)
class Told:
    """What the hubs say of one wanted work.

    There are two answers where a name is that of a dataset and of a model and nobody said which, and an error beside an
    answer where the hub failed to say whether there is the other.
    """

    wanted: Wanted
    answers: tuple[HubAnswer, ...] = ()
    error: NetError | None = None


class _Opening(Protocol):
    def open_hub(
        self, environ: Mapping[str, str], cache: Path | None, *, offline: bool, limits: "Limits | None"
    ) -> Hub: ...


class Hubs:
    """All hubs, each opened when the first of its works is wanted."""

    def __init__(
        self, environ: Mapping[str, str], cache: Path | None, *, offline: bool, limits: "Limits | None" = None
    ) -> None:
        self._environ = environ
        self._cache = cache
        self._offline = offline
        self._limits = limits
        self._clients: dict[str, Hub] = {}
        self._lock = threading.Lock()

    def work(self, wanted: Wanted) -> HubAnswer:
        """What its hub says of a work; of an unknown kind the likeliest.

        Raises NetError: no such hub, a name that is none, offline, missing, late, refused.
        """
        return self._client(wanted).work(_checked(wanted))

    def works(self, wanted: Sequence[Wanted], *, answered: Callable[[], None] = lambda: None) -> tuple[Told, ...]:
        """The same of many works at a time, in their order, each asked once; both kinds where the kind is unknown.

        `answered` is called, by the thread of the caller, after each answer.
        """
        distinct = tuple(dict.fromkeys(wanted))
        if not distinct:
            return ()
        with ThreadPoolExecutor(max_workers=min(_THREADS, len(distinct))) as pool:
            told: dict[Wanted, Told] = {}
            for each in pool.map(self._told, distinct):
                told[each.wanted] = each
                answered()
        return tuple(told[each] for each in wanted)

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            client.close()

    def _told(self, wanted: Wanted) -> Told:
        try:
            client, known = self._client(wanted), _checked(wanted)
        except NetError as error:
            return Told(wanted, error=error)
        answers: list[HubAnswer] = []
        errors: list[NetError] = []
        for kind in client.kinds(known):
            try:
                answers.append(client.work(replace(known, kind=kind)))
            except NetError as error:
                errors.append(error)
        return Told(wanted, tuple(answers), _telling(errors, answered=bool(answers)))

    def _client(self, wanted: Wanted) -> Hub:
        module = HUBS.get(prefix_of(wanted.ref))
        if module is None:
            raise RefusedError("no hub is known that has such a work")
        with self._lock:
            if module not in self._clients:
                opening = cast("_Opening", import_module(module))
                self._clients[module] = opening.open_hub(
                    self._environ, self._cache, offline=self._offline, limits=self._limits
                )
            return self._clients[module]


def _telling(errors: Sequence[NetError], *, answered: bool) -> NetError | None:
    """The error that matters: that there is nothing of the other kind does not, where one kind has answered."""
    grave = [error for error in errors if not isinstance(error, NotFoundError)]
    if answered:
        grave = [error for error in grave if not isinstance(error, OfflineError)]
        return grave[0] if grave else None
    return (grave or list(errors))[0]


def _checked(wanted: Wanted) -> Wanted:
    try:
        return checked(wanted)
    except UsageError as error:
        raise RefusedError(error.message, hint=error.hint) from None


def open_hubs(*, offline: bool, cache: Path | None, limits: "Limits | None" = None) -> Hubs:
    """The hubs by the environment variables that their own clients obey; no request is made yet."""
    return Hubs(dict(os.environ), cache, offline=offline, limits=limits)
