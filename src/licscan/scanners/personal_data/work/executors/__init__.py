"""Executors: where the work on units is done: this process, several processes, a cluster."""

from importlib import import_module
from typing import cast

from licscan.scanners.personal_data.work.executors.interface import Executor

# Strings, so that a cluster costs nothing until it is asked for.
_RAY = "licscan.scanners.personal_data.work.executors.ray"


def executor_for(engine: str, *, processes: int, address: str | None = None, workers: int = 0) -> Executor:
    """The executor of an engine: `local` with so many processes, or `ray` with a cluster's address, if any.

    `workers` bounds those of a cluster; 0: one a processor of it.
    """
    if engine == "ray":
        return cast("Executor", import_module(_RAY).RayExecutor(address, workers))
    if processes > 1:
        from licscan.scanners.personal_data.work.executors.processes import ProcessExecutor

        return ProcessExecutor(processes)
    from licscan.scanners.personal_data.work.executors.local import LocalExecutor

    return LocalExecutor()


__all__ = ["Executor", "executor_for"]
