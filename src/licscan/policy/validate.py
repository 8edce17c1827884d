"""All problems of one policy file, each with its place and what to do."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from licscan.catalog.catalog import Catalog
from licscan.errors import Problem
from licscan.expressions.algebra import normalize
from licscan.policy.file_shape import policy_shape
from licscan.policy.layer import Data, Layer
from licscan.policy.shape import defects


def problems_of(layer: Layer, catalog: Catalog) -> tuple[Problem, ...]:
    """What is wrong with one file by itself, in file order."""
    found = [
        Problem(layer.place(*defect.key), defect.message, defect.hint)
        for defect in defects(layer.data, policy_shape(catalog))
    ]
    if not found:  # the checks across keys may rely on the shape
        found += [*_datasets(layer), *_waivers(layer)]
    return tuple(sorted(found, key=lambda problem: (problem.location.line or 0, problem.location.column or 0)))


def _datasets(layer: Layer) -> Iterator[Problem]:
    for index, table in enumerate(layer.entries("dataset")):
        license_text = table.get("license")
        if isinstance(license_text, str) and normalize(license_text) is None:
            yield Problem(
                layer.place("dataset", index, "license"),
                "`license` has to be an SPDX expression",
                "for example CC-BY-4.0, or LicenseRef-name for terms that SPDX does not list",
            )
        for action, record in cast("dict[str, Data]", table.get("evidence") or {}).items():
            on, until = cast("date", record["on"]), record.get("until")
            if isinstance(until, date) and until < on:
                yield Problem(
                    layer.place("dataset", index, "evidence", action, "until"),
                    f"the evidence for `{action}` ends before it starts",
                    "`until` is the last day on which it counts",
                )


def _waivers(layer: Layer) -> Iterator[Problem]:
    for index, table in enumerate(layer.entries("waiver")):
        if ("dataset" in table) == ("subject" in table):
            yield Problem(
                layer.place("waiver", index),
                "a waiver names one `dataset` or one `subject`",
                'subject = "pkg:pypi/name"',
            )
