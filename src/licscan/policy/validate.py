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

_OTHER = {"package": ("revision",), "work": ("versions",)}


def problems_of(layer: Layer, catalog: Catalog) -> tuple[Problem, ...]:
    """What is wrong with one file by itself, in file order."""
    found = [
        Problem(layer.place(*defect.key), defect.message, defect.hint)
        for defect in defects(layer.data, policy_shape(catalog))
    ]
    if not found:  # the checks across keys may rely on the shape
        found += [*_project(layer), *_texts(layer), *_clarifications(layer), *_datasets(layer), *_waivers(layer)]
    return tuple(sorted(found, key=lambda problem: (problem.location.line or 0, problem.location.column or 0)))


def _expression(layer: Layer, table: Data, *at: str | int) -> Iterator[Problem]:
    license_text = table.get("license")
    if isinstance(license_text, str) and normalize(license_text) is None:
        yield Problem(
            layer.place(*at, "license"),
            "`license` has to be an SPDX expression",
            "for example CC-BY-4.0, or LicenseRef-name for terms that SPDX does not list",
        )


def _project(layer: Layer) -> Iterator[Problem]:
    yield from _expression(layer, layer.section("project"), "project")


def _texts(layer: Layer) -> Iterator[Problem]:
    for index, table in enumerate(cast("list[Data]", layer.section("scan").get("written_in") or [])):
        if not {"paths", "columns"} & set(table):
            yield Problem(
                layer.place("scan", "written_in", index),
                "an entry of `written_in` names paths, columns, or both",
                "`language` under [scan] is that of all texts",
            )


def _clarifications(layer: Layer) -> Iterator[Problem]:
    for index, table in enumerate(layer.entries("clarify")):
        yield from _expression(layer, table, "clarify", index)
        yield from _about_one(layer, table, index)
        if "digests" not in table and "files" not in table:
            yield Problem(
                layer.place("clarify", index),
                "a clarification names the texts it was drawn from",
                'add digests = ["sha256:..."]: the audit JSON has them under `license_files` and `claims`',
            )
        versions = table.get("versions")
        if isinstance(versions, str) and not _specifies(versions):
            yield Problem(
                layer.place("clarify", index, "versions"),
                "`versions` has to be a version specifier (PEP 440)",
                'for example ">=1.2,<2" or "==1.3"',
            )


def _about_one(layer: Layer, table: Data, index: int) -> Iterator[Problem]:
    """A clarification is about a package or about a work; versions are of packages, a revision is of a work."""
    named = [key for key in ("package", "work") if key in table]
    if len(named) != 1:
        message = "a clarification names one package, or one work"
        hint = 'package = "text-unidecode", or work = "hf:owner/name"'
        yield Problem(layer.place("clarify", index), message, hint)
        return
    if wrong := next((key for key in _OTHER[named[0]] if key in table), None):
        message = f"`{wrong}` does not go with `{named[0]}`"
        hint = "a package has `versions`, a work has a `revision`"
        yield Problem(layer.place("clarify", index, wrong), message, hint)


def _specifies(versions: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(versions)
    except InvalidSpecifier:
        return False
    return True


def _datasets(layer: Layer) -> Iterator[Problem]:
    for index, table in enumerate(layer.entries("dataset")):
        yield from _expression(layer, table, "dataset", index)
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
