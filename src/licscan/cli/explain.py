"""`licscan explain`: what an id means, and why it fired."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licscan.errors import ConfigurationError, UsageError
from licscan.formats.terminal import clean

if TYPE_CHECKING:
    from licscan.catalog.catalog import Catalog
    from licscan.formats.wire import Decision
    from licscan.model.law import Action
    from licscan.policy.explanation import Explanation


@click.command(short_help="What a rule, law, license, work, entity type or action means.")
@click.argument("identifier", metavar="ID")
@click.option(
    "--audit",
    type=click.Path(path_type=Path),
    help="Also show what this audit JSON says: where the rule fired, or of the work.",
)
@click.option("--rules", type=click.Path(path_type=Path), help="Use this rules folder instead of the built-in one.")
def explain(identifier: str, audit: Path | None, rules: Path | None) -> int:
    """Explain a rule, provision, law, license, entity type, category or action, or one dataset, model or package.

    A dataset or model is looked up in the audit JSON or, without --audit, by a scan of the current folder that asks
    no hub, and in the registry of well-known works. Name it as reports do.

    \b
    licscan explain license/noncommercial
    licscan explain CC-BY-NC-4.0
    licscan explain SG_NRIC_FIN
    licscan explain data/train
    licscan explain hf:owner/name --audit audit.json
    """
    from licscan.catalog.catalog import Catalog
    from licscan.cli.explain_work import explain_work, is_ref
    from licscan.policy.explain import explain as look_up

    catalog = Catalog(rules)
    if is_ref(identifier):
        click.echo("\n".join((*explain_work(identifier, audit, catalog, rules), "", "This is not legal advice.")))
        return 0
    if catalog.registry.find(f"hf:{identifier}"):
        raise UsageError(f"nobody knows `{clean(identifier)}`", hint=f"of the work say hf:{clean(identifier)}")
    found = look_up(identifier, catalog, _own_license(catalog))
    lines = list(_lines(found))
    if audit:
        lines += _fired(found.id, audit)
    click.echo("\n".join(line.rstrip() for line in lines))
    return 0


def _own_license(catalog: "Catalog") -> str | None:
    """The license of the project around the current folder, if one is stated in a policy that can be read."""
    from licscan.policy.load import load_policy

    try:
        return load_policy(Path(), catalog=catalog).license
    except ConfigurationError:
        return None  # `licscan policy check` tells; an explanation does not depend on it


def _lines(found: "Explanation") -> Iterator[str]:
    yield f"{found.id}  ({found.kind})"
    yield found.title
    for paragraph in found.paragraphs:
        yield ""
        yield from _wrapped(paragraph)
    yield from _block(
        "What it rests on",
        [f"{one.cite} (confidence {one.sure.value}): {one.says}" for one in found.provisions],
    )
    if found.kind != "action":
        yield from _block("What to do", _actions(found.actions))
        yield from _block("What to do: one of these is enough", _actions(found.one_of))
    yield from _block("Note", [found.note] if found.note else [])
    if found.close:
        yield from ("", "How to record it in licscan.toml", *(f"    {line}" for line in found.close.splitlines()))
    yield from _block("See also", [", ".join(found.see)] if found.see else [])
    yield from ("", "This is not legal advice.")


def _actions(actions: "tuple[Action, ...]") -> list[str]:
    return [f"{action.label} ({action.id}): {action.do}" for action in actions]


def _block(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        yield title
        for entry in entries:
            yield from _wrapped(entry, "  ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    import textwrap

    return textwrap.wrap(
        clean(text, max_length=4_000),
        width=100,
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _fired(rule: str, path: Path) -> Iterator[str]:
    from licscan.cli.clarify_form import CLARIFIABLE, clarify_form
    from licscan.formats.audit_reader import read_wire
    from licscan.formats.lines import counted

    audit = read_wire(path)
    decisions = [decision for decision in audit.decisions if decision.rule == rule]
    yield ""
    yield f"In {clean(path.name)}: " + (counted(len(decisions), "decision") if decisions else "it did not fire")
    for decision in decisions:
        yield from _decision(decision)
    forms = [list(clarify_form(audit, one.subject)) for one in decisions if rule in CLARIFIABLE]
    if any(forms):
        yield from ("", "A person's conclusion, for licscan.toml once you have read the texts")
        for form in filter(None, forms):
            yield from ("", *(f"    {row}" for row in form))


def _decision(decision: "Decision") -> Iterator[str]:
    from licscan.formats.lines import short

    place = decision.locations[0] if decision.locations else None
    where = ":".join(str(part) for part in (place.path, place.line, place.column) if part) if place else ""
    about = clean(short(decision.subject))
    yield f"  {clean(where or decision.subject)}  {decision.status}  {decision.severity}  {about}"
    for sentence in (*decision.found, *decision.because):
        yield from _wrapped(sentence, "    ")
