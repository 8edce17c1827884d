"""What the author of a policy has to know, and what only shows once the project was looked at."""

from collections.abc import Iterator, Sequence
from datetime import date

from licscan.catalog.catalog import Catalog
from licscan.inputs.globs import Globs
from licscan.model.evidence import Location
from licscan.model.policy import DatasetDeclaration, Notice, Policy
from licscan.model.subject import Subject, without_version
from licscan.policy.declared import fit


def overdue(policy: Policy, catalog: Catalog, *, today: date) -> tuple[Notice, ...]:
    """Laws that the run judges by although the day of their next review has passed, in law order."""
    late = [catalog.laws[law] for law in policy.laws if catalog.laws[law].review_by < today]
    return tuple(
        Notice(
            Location(f"rules/law/{law.id}.toml"),
            f"{law.id} was to be reviewed by {law.review_by.isoformat()}: what it says may have changed since",
        )
        for law in late
    )


def unused(policy: Policy, subjects: Sequence[Subject], files: Sequence[str]) -> tuple[Notice, ...]:
    """Declarations, and `paths` of them, that cover nothing, and files that two declarations claim, in file order.

    `files` are all files that the project holds, relative to its root. Says something only of a whole project: where
    part of it was left out, what the rest covers is not known.
    """
    refs = {without_version(subject.ref) for subject in subjects} | {f"file:{path}" for path in files}
    found = [notice for one in policy.datasets for notice in _of_one(one, refs, files)]
    return (*found, *_claimed_twice(policy, files))


def _of_one(declared: DatasetDeclaration, refs: set[str], files: Sequence[str]) -> Iterator[Notice]:
    idle = [glob for glob in declared.paths if not any(map(Globs((glob,)).cover, files))]
    if all(fit(declared, ref, None) is None for ref in refs) and len(idle) == len(declared.paths):
        message = f"the declaration of {_shown(declared.id)} covers nothing that is here: check its id and paths"
        yield Notice(declared.location, message)
        return
    place = declared.lines.get("paths", declared.location)
    for glob in idle:
        yield Notice(place, f"no file matches {_shown(glob)} of `paths`: check the spelling")


def _claimed_twice(policy: Policy, files: Sequence[str]) -> Iterator[Notice]:
    """Files that a declaration names while another one counts for them: one notice a pair.

    Within one policy file a folder inside a folder is meant so; `paths`, or the folder of another layer, may not be.
    """
    told: set[tuple[str, str]] = set()
    for path in files if len(policy.datasets) > 1 else ():
        ranked = [(rank, n, one) for n, one in enumerate(policy.datasets) if (rank := fit(one, f"file:{path}", path))]
        best = min(ranked, key=lambda entry: entry[:2], default=None)
        for _, _, other in ranked:
            if best is None or other is best[2]:
                continue
            if other.location.path == best[2].location.path and not Globs(other.paths).cover(path):
                continue
            if (pair := (best[2].id, other.id)) not in told:
                told.add(pair)
                counts = f"{best[2].location.path}:{best[2].location.line}"
                yield Notice(other.location, f"what is declared here does not count for {path}: {counts} does")


def _shown(text: str) -> str:
    return f"`{''.join(character if character.isprintable() else '?' for character in text)[:80]}`"
