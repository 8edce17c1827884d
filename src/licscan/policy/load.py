"""Find, read, check and merge the policy files of a project."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from licscan.catalog.catalog import Catalog
from licscan.errors import ConfigurationError, Problem, UsageError
from licscan.model.evidence import Location
from licscan.model.law import Severity
from licscan.model.policy import Notice, Policy
from licscan.policy.find import PolicyFile, extended_policy, find_policy, further_out, named_policy, passed_over
from licscan.policy.layer import Layer, read_layer
from licscan.policy.layers import Merge
from licscan.policy.shape import suggest
from licscan.policy.stated import stated_license
from licscan.policy.validate import problems_of

MAX_LAYERS = 16
PACK = "pack:"
HIDDEN = "[tool.licscan] is not read, because a licscan.toml stands beside it"
MAX_REFERENCE = 1000


@dataclass(frozen=True, slots=True)
class Overrides:
    """What flags say, which wins over every file; `laws` are the ones to judge by, empty for all of the policy.

    `laws_of_command` says that the command is about these laws, so that nobody has chosen them.
    """

    purpose: str | None = None
    laws: tuple[str, ...] = ()
    laws_of_command: bool = False
    fail_on: Severity | None = None


def load_policy(
    start: Path,
    *,
    explicit: Path | None = None,
    overrides: Overrides | None = None,
    catalog: Catalog | None = None,
) -> Policy:
    """Load the policy that governs the folder `start`.

    `explicit` names the policy file; otherwise licscan.toml or [tool.licscan] is searched upwards. Without any file
    all laws count, `fail_on` is high and nothing is declared. Raises ConfigurationError with every problem of every
    file, UsageError where a flag names what does not exist.
    """
    rules = catalog or Catalog()
    file = named_policy(start, explicit) if explicit else find_policy(start)
    if explicit and file and not file.path.is_file():
        raise UsageError(f"no policy file {file.shown}", hint="check the path behind --policy")
    chain = _Chain(rules)
    if file:
        chain.follow(file, ())
    merge = Merge(rules)
    policy = merge.policy(chain.layers) if not chain.problems else None
    if policy is None or merge.problems:
        raise ConfigurationError((*chain.problems, *merge.problems))
    if file:
        policy = replace(policy, notices=(*policy.notices, *_not_read(file, chain, None if explicit else start)))
    return _with_flags(_with_license(policy, start, rules), overrides or Overrides(), rules)


def _with_license(policy: Policy, start: Path, catalog: Catalog) -> Policy:
    """The license of the project: what the policy says, else what the pyproject.toml of the project does."""
    stated = stated_license(start if start.is_dir() else start.parent, catalog.licenses)
    if stated is None:
        return policy
    if policy.license is None:
        lines = dict(sorted({**policy.lines, "project.license": stated.place}.items()))
        return replace(policy, license=stated.expression, lines=lines)
    if stated.expression in {None, policy.license}:
        return policy
    place = policy.lines["project.license"]
    message = f"`license` is {stated.expression} here and {policy.license} at {place}, which counts"
    return replace(policy, notices=(*policy.notices, Notice(stated.place, message)))


def _not_read(file: PolicyFile, chain: "_Chain", searched: Path | None) -> Iterator[Notice]:
    """Policy files that somebody may believe to be in force; `searched` is where the search for one began."""
    if hidden := passed_over(file):
        yield Notice(Location(hidden.shown), HIDDEN)
    outer = further_out(file, searched) if searched else None
    if outer and outer.path.resolve() not in chain.seen:
        yield Notice(Location(outer.shown), f"is not read, because {file.shown} is nearer and does not extend it")


@dataclass(slots=True)
class _Chain:
    """The files that a policy extends, outermost first, each read once."""

    catalog: Catalog
    layers: list[Layer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def follow(self, file: PolicyFile, above: tuple[Path, ...]) -> None:
        """Read a file and, before it, whatever it extends."""
        read = read_layer(file)
        if isinstance(read, Problem):
            self.problems.append(read)
            return
        path = file.path.resolve()
        self.seen.add(path)
        found = problems_of(read, self.catalog)
        self.problems += found
        if not any(problem.location.line == read.place("extends").line for problem in found):
            for place, reference in _references(read):
                self._extend(read, place, reference, (*above, path))
        self.layers.append(read)

    def _extend(self, layer: Layer, place: Location, reference: str, above: tuple[Path, ...]) -> None:
        if reference.startswith(PACK):
            wanted = reference.removeprefix(PACK)
            if wanted != self.catalog.version:
                hint = f"write {PACK}{self.catalog.version} after reading what changed, or install the other version"
                message = f"the rules are version {self.catalog.version}, not {wanted[:40]}"
                self.problems.append(Problem(place, message, hint))
            return
        if not _is_relative(reference):
            hint = 'for example "../org/licscan.toml"'
            self.problems.append(Problem(place, "`extends` takes a relative path with forward slashes", hint))
            return
        file = extended_policy(layer.file, reference)
        path = file.path.resolve()
        if path in above:
            self.problems.append(
                Problem(place, "policy files extend each other in a circle", "remove one of the links")
            )
        elif len(above) >= MAX_LAYERS:
            self.problems.append(Problem(place, f"more than {MAX_LAYERS} layers", "extend fewer files"))
        elif not file.path.is_file():
            self.problems.append(Problem(place, f"{file.shown} does not exist", "paths are relative to this file"))
        elif path not in self.seen:
            self.follow(file, above)


def _is_relative(reference: str) -> bool:
    """Whether a reference is a plain relative path that any file system can take."""
    parts = PurePosixPath(reference).parts
    plain = reference.isprintable() and not set(reference) & set("\\:") and len(reference) <= MAX_REFERENCE
    return plain and not reference.startswith("/") and all(len(part.encode()) <= 255 for part in parts)


def _references(layer: Layer) -> Iterator[tuple[Location, str]]:
    listed = layer.data.get("extends")
    for index, reference in enumerate(listed if isinstance(listed, list) else []):
        yield layer.place("extends", index), str(reference)


def _with_flags(policy: Policy, flags: Overrides, catalog: Catalog) -> Policy:
    facts, lines = dict(policy.facts), dict(policy.lines)
    if flags.purpose is not None:
        facts["purpose"] = (flags.purpose,)
        lines["project.purpose"] = Location("--purpose")
    laws, left_out = policy.laws, policy.left_out
    if flags.laws:
        for law in flags.laws:
            if law not in catalog.laws:
                raise UsageError(f"no law `{law[:40]}`", hint=suggest(law, dict(catalog.laws)))
        laws = tuple(sorted(set(flags.laws)))
        left_out = tuple(law for law in policy.laws if law not in laws)
    fail_on = policy.fail_on
    if flags.fail_on is not None:
        fail_on = flags.fail_on
        lines["policy.fail_on"] = Location("--fail-on")
    changed = replace(policy, facts=facts, lines=lines, laws=laws, left_out=left_out, fail_on=fail_on)
    return replace(changed, notices=(*policy.notices, *_won_over(policy, changed, laws=not flags.laws_of_command)))


def _won_over(files: Policy, flags: Policy, *, laws: bool) -> Iterator[Notice]:
    """What a flag says in place of the policy files: it wins, and whoever reads the report has to see that it did."""
    said, word = files.facts.get("purpose"), flags.facts.get("purpose")
    if said is not None and word is not None and said != word:
        place = files.lines.get("project.purpose", "")
        yield Notice(Location("--purpose"), f"purpose is {word[0]} by this flag; the policy says {said[0]} ({place})")
    if flags.fail_on is not files.fail_on:
        place = files.lines.get("policy.fail_on", "the default")
        message = f"fail_on is {flags.fail_on} by this flag; the policy says {files.fail_on} ({place})"
        yield Notice(Location("--fail-on"), message)
    if flags.left_out and laws:
        message = f"judged by {', '.join(flags.laws)} alone by this flag; the policy adds {', '.join(flags.left_out)}"
        yield Notice(Location("--law"), message)
