"""`licscan policy`: check and show policy files."""

from collections.abc import Iterator
from pathlib import Path

import click

from licscan.errors import ConfigurationError, Problem
from licscan.formats.terminal import clean
from licscan.model.evidence import Location
from licscan.model.policy import Policy

_RULES = click.option(
    "--rules", type=click.Path(path_type=Path), help="Use this rules folder instead of the built-in one."
)


@click.group()
def policy() -> None:
    """Check and show policy files."""


@policy.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@_RULES
def check(files: tuple[Path, ...], rules: Path | None) -> int:
    """Find every mistake in policy files, each with its line and a suggestion.

    FILE is a licscan.toml, or a pyproject.toml (one without [tool.licscan] has nothing to check). Without FILE the
    policy that governs the current folder is checked, with all files that it extends.
    """
    from licscan.catalog.catalog import Catalog
    from licscan.policy.find import holds_policy
    from licscan.policy.load import load_policy

    catalog = Catalog(rules)
    problems: list[Problem] = []
    checked = 0
    for file in files or (None,):
        if file is not None and not holds_policy(file):
            continue
        checked += 1
        try:
            load_policy(file.parent if file else Path(), explicit=file, catalog=catalog)
        except ConfigurationError as error:
            problems += error.problems
    if problems:
        raise ConfigurationError(tuple(dict.fromkeys(problems)))
    click.echo(f"{checked} policy file{'' if checked == 1 else 's'} checked, no mistakes")
    return 0


@policy.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--policy", "explicit", type=click.Path(path_type=Path), help="Use this policy file.")
@_RULES
def show(path: Path | None, explicit: Path | None, rules: Path | None) -> int:
    """Show the merged policy of a folder, and which file and line each part came from."""
    from licscan.catalog.catalog import Catalog
    from licscan.policy.load import load_policy

    merged = load_policy(path or Path(), explicit=explicit, catalog=Catalog(rules))
    click.echo("\n".join(clean(line) for line in _lines(merged)))
    return 0


def _lines(merged: Policy) -> Iterator[str]:
    for number, layer in enumerate(merged.layers, 1):
        yield f"layer {number}: {layer.path} ({layer.digest[:19]})"
    if not merged.layers:
        yield "no policy file: every law counts, nothing is declared, fails at high"
    yield _line("laws", " ".join(merged.laws), merged.lines.get("policy.laws"))
    yield _line("fail_on", str(merged.fail_on), merged.lines.get("policy.fail_on"))
    yield _line("model_outputs", merged.model_outputs, merged.lines.get("policy.model_outputs"))
    for name, values in sorted(merged.facts.items()):
        yield _line(name, ", ".join(map(str, values)), merged.lines.get(f"project.{name}"))
    if merged.license is not None:
        yield _line("license", merged.license, merged.lines.get("project.license"))
    for tightened in merged.tightened:
        words = f"severity {tightened.severity}" if tightened.severity is not None else "applies more widely"
        yield _line(f"tightened {tightened.rule}", words, tightened.location)
    yield from _scan(merged)
    for one in merged.clarifications:
        holds = f"revision {one.revision or 'of any kind'}" if one.work else f"versions {one.versions or 'of any kind'}"
        yield _line(f"clarified {one.work or one.package}", f"{one.license} for {holds}", one.location)
    for dataset in merged.datasets:
        declared = [*dataset.facts, *(f"basis {law}" for law in dataset.bases)]
        declared += [f"evidence {record.action}" for record in dataset.evidence]
        yield _line(f"dataset {dataset.id}", ", ".join(declared) or "nothing declared", dataset.location)


def _scan(merged: Policy) -> Iterator[str]:
    """What is looked at, and which dependencies count."""
    scan = merged.scan
    for name, listed in (
        ("exclude", scan.exclude or None),
        ("data", scan.data or None),
        ("extras", scan.extras),
        ("groups", scan.groups),
        ("python", None if scan.python is None else (scan.python,)),
        ("platforms", scan.platforms),
        ("hubs", None if scan.hubs is None else (str(scan.hubs).lower(),)),
    ):
        if listed is not None:
            yield _line(f"scan {name}", ", ".join(listed) or "none", merged.lines.get(f"scan.{name}"))


def _line(name: str, value: str, place: Location | None) -> str:
    return f"{name} = {value}" + (f"    ({place.path}:{place.line})" if place and place.line else "    (built in)")
