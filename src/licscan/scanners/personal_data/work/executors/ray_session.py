"""A connection to a Ray cluster that is quiet, asks no outside host and leaves nothing behind."""

import logging
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Protocol, cast

from licscan.errors import UsageError

# The smallest object store that leaves Ray Data room: what passes through are paths and counts.
_STORE_BYTES = 150 * 2**20
# A path of a socket may have 107 bytes, of which Ray needs some 70.
_LONGEST_FOLDER = 36
# Ray reads these when it is imported or started. Without them it tells its makers what it is used for, and a cluster
# for this machine alone, which anybody who reaches its ports may run code on, listens on all networks.
_EVERYWHERE = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
_ANSWER_S = 5.0
_GOODBYES = 30
_GOODBYE_S = 0.1
_STDERR = 2
_HINT = "`ray status` shows whether a cluster runs; see docs/cluster.md"
_THIS_MACHINE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


class Remote(Protocol):
    """A method of an actor, or a class that becomes one."""

    def remote(self, *given: object) -> object:
        """Call it there; what comes back is a reference."""
        ...


class Context(Protocol):
    """Where this process runs."""

    def get_node_id(self) -> str:
        """The machine, as Ray calls it."""
        ...


class _WorkerModule(Protocol):
    _worker_logs_enabled: bool


class Ray(Protocol):
    """What is used of the module `ray`."""

    def init(self, **options: object) -> object:
        """Connect, or start a cluster."""
        ...

    def is_initialized(self) -> bool:
        """Whether somebody has done so."""
        ...

    def shutdown(self) -> None:
        """Disconnect; ends a cluster that `init` has started."""
        ...

    def nodes(self) -> Sequence[Mapping[str, object]]:
        """All machines, dead ones included."""
        ...

    def get(self, reference: object, *, timeout: float | None = None) -> object:
        """Wait for what a reference stands for."""
        ...

    def remote(self, **options: object) -> Callable[[type], Remote]:
        """Make an actor class of a class."""
        ...

    def get_runtime_context(self) -> Context:
        """Where this process runs."""
        ...


@contextmanager
def session(address: str | None, cpus: int) -> Iterator[Ray]:
    """Ray, connected to a cluster at `auto` or HOST:PORT, or to one of `cpus` processors of this machine for None.

    A connection that the program has already is used and left open. Raises UsageError where there is no cluster.
    """
    with ExitStack() as undo:
        undo.enter_context(_environment(_EVERYWHERE if address else {**_EVERYWHERE, **_THIS_MACHINE}))
        ray = cast("Ray", import_module("ray"))
        undo.enter_context(_silent())
        if not ray.is_initialized():
            options = _elsewhere(address) if address else {"num_cpus": cpus, **undo.enter_context(_folder())}
            # Before connecting: a cluster that came up halfway is taken down too.
            undo.callback(ray.shutdown)
            _connect(ray, address, options)
        yield ray


def _connect(ray: Ray, address: str | None, options: Mapping[str, object]) -> None:
    try:
        with _unheard():
            ray.init(log_to_driver=False, logging_level=logging.CRITICAL, **options)
    except (OSError, RuntimeError, ValueError) as error:
        what = f"no Ray cluster at {address}" if address else "a Ray cluster cannot be started on this machine"
        raise UsageError(f"{what} ({type(error).__name__})", hint=_HINT) from error


def _elsewhere(address: str) -> dict[str, object]:
    """How to connect; where nobody listens Ray would wait for minutes and then end this process."""
    host, colon, port = address.rpartition(":")
    if address == "auto":
        return {"address": address}
    if not colon or not host or "/" in host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise UsageError(f"{address!r} is not the address of a Ray cluster", hint="give auto or HOST:PORT")
    try:
        socket.create_connection((host, int(port)), timeout=_ANSWER_S).close()
    except OSError as error:
        raise UsageError(f"no Ray cluster at {address} ({type(error).__name__})", hint=_HINT) from error
    return {"address": address}


@contextmanager
def _folder() -> Iterator[dict[str, object]]:
    """Options of a cluster on this machine, whose logs and sockets go with it."""
    options: dict[str, object] = {"include_dashboard": False, "object_store_memory": _STORE_BYTES}
    if len(tempfile.gettempdir()) > _LONGEST_FOLDER:
        yield options
        return
    folder = tempfile.mkdtemp(prefix="licscan-")
    try:
        yield {**options, "_temp_dir": folder}
    finally:
        _remove(folder)


def _remove(folder: str) -> None:
    """Delete a folder into which processes that are ending may still write."""
    for _ in range(_GOODBYES):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        time.sleep(_GOODBYE_S)


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """Variables of the environment, which the processes that Ray starts inherit."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what Ray's machines have to say out of stdout and stderr, where it stands between the lines of a report.

    `log_to_driver=False` does so for workers, and not for what is said of workers and machines that died.
    """
    worker = cast("_WorkerModule", import_module("ray._private.worker"))
    import_module("ray.data")  # sets its loggers up
    loggers = [logging.getLogger(name) for name in ("ray", "ray.data")]
    before = worker._worker_logs_enabled, [logger.level for logger in loggers]
    worker._worker_logs_enabled = False
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        worker._worker_logs_enabled, levels = before
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def _unheard() -> Iterator[None]:
    """Send what compiled code writes to stderr nowhere, here and in the processes that are started meanwhile."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # the caller closed it
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)
