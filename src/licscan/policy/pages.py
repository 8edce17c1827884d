"""docs/rules, one page a rule, written from rules/: `python -m licscan.policy.pages docs/rules`."""

import sys
from collections.abc import Mapping
from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.model.law import Judges
from licscan.policy import describe
from licscan.policy.explain import explain
from licscan.policy.explanation import Explanation
from licscan.policy.stated_personal import STATED

_WRITTEN = (
    "<!-- Written from rules/ by `python -m licscan.policy.pages docs/rules`; change the rules, then run it again. -->"
)
_ADVICE = "This page says how licscan reads the rule. It is not legal advice."


def pages(catalog: Catalog) -> Mapping[str, str]:
    """All pages by file name."""
    written = {"README.md": _index(catalog)}
    for law in catalog.laws.values():
        for rule in law.rules:
            written[f"{law.id}-{rule}.md"] = _rule_page(explain(f"{law.id}/{rule}", catalog), catalog)
    written["not-scanned.md"] = _built_in_page("not-scanned", describe.NOT_SCANNED)
    written["scope.md"] = _built_in_page("scope", describe.SCOPE)
    written[f"{STATED}.md"] = _built_in_page(STATED, describe.STATED, "Every law pack about personal data")
    return written


def write(folder: Path, catalog: Catalog) -> None:
    """Write all pages, and remove pages of rules that are gone."""
    written = pages(catalog)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.md")):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def _rule_page(found: Explanation, catalog: Catalog) -> str:
    law, *sentences = found.paragraphs
    parts = [f"# {found.id}", _WRITTEN, f"**{found.title}.** {law}"]
    parts += ["## What the law says", "\n".join(_provision_lines(found))]
    parts += ["## When it fires", "\n".join(f"- {sentence}" for sentence in sentences[:-1])]
    parts += ["## What to do", "\n".join((*_action_lines(found), *_lifting_lines(found, catalog)))]
    if found.note:
        parts.append(found.note)
    parts += ["## How to close it", _how(found, catalog)]
    parts.append(f"```toml\n{found.close}```")
    parts += ["## What is at stake", sentences[-1], _ADVICE]
    return "\n\n".join(parts) + "\n"


def _how(found: Explanation, catalog: Catalog) -> str:
    record = "ecord what was done in licscan.toml, with a reference that a colleague can follow:"
    if not any(action.id in catalog.vocabulary.denied_by for action in found.actions):
        return f"R{record}"
    return f"Change the data first: no record closes this rule while the check still finds the values. Then r{record}"


def _provision_lines(found: Explanation) -> list[str]:
    return [f"- {one.cite}: {one.says} {describe.sureness(one.sure)}" for one in found.provisions]


def _action_lines(found: Explanation) -> list[str]:
    lines = [f"- **{one.label}** (`{one.id}`). {one.do}" for one in found.actions]
    if found.one_of:
        lines.append("- One of these is enough:")
        lines += [f"    - **{one.label}** (`{one.id}`). {one.do}" for one in found.one_of]
    return lines


def _lifting_lines(found: Explanation, catalog: Catalog) -> list[str]:
    lifting = [explain(name, catalog) for name in found.see if "/" in name]
    return [
        f"- Or meet an exemption (`licscan explain {one.id}`): {one.title}. {' '.join(one.paragraphs[1:])}".rstrip()
        for one in lifting
    ]


def _built_in_page(name: str, text: tuple[str, tuple[str, ...]], whose: str = "Every law pack") -> str:
    title, paragraphs = text
    return "\n\n".join((f"# {name}", _WRITTEN, f"**{title}.** {whose} has this rule.", *paragraphs, _ADVICE)) + "\n"


def _index(catalog: Catalog) -> str:
    parts = ["# Rules", _WRITTEN]
    parts.append(f"Rules version {catalog.version}. These pages say how licscan reads each rule; none is legal advice.")
    for law in catalog.laws.values():
        about = "licenses" if law.judges is Judges.LICENSE else f"personal data, {law.jurisdiction}"
        rows = [f"- [{law.id}/{name}]({law.id}-{name}.md): {rule.title}" for name, rule in sorted(law.rules.items())]
        parts += [f"## {law.id} ({about})", law.title + ".", "\n".join(rows)]
    built_in = {"not-scanned": describe.NOT_SCANNED, "scope": describe.SCOPE, STATED: describe.STATED}
    rows = [f"- [{name}]({name}.md): {title}" for name, (title, _) in built_in.items()]
    parts += ["## Every law", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), Catalog())
