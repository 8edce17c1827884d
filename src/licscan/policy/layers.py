"""Several policy files become one policy; an inner layer may add and tighten, never loosen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from licscan.catalog.catalog import Catalog
from licscan.catalog.facts import PROJECT_FACTS
from licscan.errors import Problem
from licscan.expressions.algebra import normalize
from licscan.model.evidence import Location
from licscan.model.law import Condition, FactValue, Law, Rule, Severity
from licscan.model.package_name import normalized
from licscan.model.policy import COUNT, IGNORE, DatasetDeclaration, Policy, PolicyLayer, ScanSettings, Tightened
from licscan.policy.layer import (
    Data,
    Layer,
    clarifications,
    condition,
    declarations,
    fact,
    text,
    texts,
)
from licscan.policy.left_out import notices_of
from licscan.policy.rules_in_force import classes_reached, in_force
from licscan.policy.texts import agreed_table, model_beside, recognizer_files, written_in

DEFAULT_FAIL_ON = Severity.HIGH
_ONE_VALUE = frozenset({"purpose"})


@dataclass(slots=True)
class Merge:
    """Layers being merged, from the outermost in; `problems` are places where one would loosen another."""

    catalog: Catalog
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, Location] = field(default_factory=dict)

    def policy(self, layers: Sequence[Layer]) -> Policy:
        """One policy of all layers; look at `problems` afterwards."""
        return Policy(
            laws=self._laws(layers),
            fail_on=self._fail_on(layers),
            facts=self._facts(layers),
            name=self._nearest(layers, "policy", "name"),
            project=self._nearest(layers, "project", "name"),
            license=self._license(layers),
            datasets=self._datasets(layers),
            clarifications=tuple(one for layer in layers for one in clarifications(layer)),
            tightened=self._tightened(layers),
            scan=self._scan(layers),
            layers=tuple(PolicyLayer(layer.file.shown, layer.digest) for layer in layers),
            model_outputs=self._model_outputs(layers),
            lines=self._lines(layers),  # after all that note their lines
            notices=tuple(notice for layer in layers for notice in notices_of(layer)),
        )

    def _laws(self, layers: Sequence[Layer]) -> tuple[str, ...]:
        """The laws of all layers together; an outer layer that names none stands for all of them."""
        stated: set[str] = set()
        for layer in layers:
            named = texts(layer.section("policy"), "laws")
            if named and layer is not layers[0] and not stated and set(named) != set(self.catalog.laws):
                outer = layers[0].file.shown
                self._loosens(
                    layer.place("policy", "laws"), f"{outer} names no laws, so all count", "name the laws there"
                )
            stated.update(named)
        return tuple(sorted(stated or self.catalog.laws))

    def _fail_on(self, layers: Sequence[Layer]) -> Severity:
        """The strictest that any layer asks for; a looser word in an inner layer is a problem.

        An outermost layer that says nothing stands for the default, as it would alone.
        """
        strictest: tuple[Severity, Location] | None = None
        for layer in layers:
            word = text(layer.section("policy"), "fail_on")
            if word is None:
                if layer is layers[0] and len(layers) > 1:
                    strictest = (DEFAULT_FAIL_ON, Location(layer.file.shown))
                continue
            here = (Severity[word.upper()], layer.place("policy", "fail_on"))
            if strictest is not None and here[0] > strictest[0]:
                self._loosens(
                    here[1], f"`fail_on` was {strictest[0]} at {strictest[1]}", f"use {strictest[0]} or lower"
                )
            strictest = min(strictest, here, key=lambda pair: pair[0]) if strictest else here
        if strictest is None:
            return DEFAULT_FAIL_ON
        if strictest[1].line is not None:
            self.lines["policy.fail_on"] = strictest[1]
        return strictest[0]

    def _loosens(self, place: Location, what: str, hint: str) -> None:
        self.problems.append(Problem(place, f"a layer can only tighten: {what}", hint))

    def _facts(self, layers: Sequence[Layer]) -> dict[str, tuple[FactValue, ...]]:
        """Lists of all layers together; a single value has to be the same wherever it stands."""
        facts: dict[str, tuple[FactValue, ...]] = {}
        for layer in layers:
            for key in PROJECT_FACTS:
                found = fact(layer.section("project"), key)
                if found is None:
                    continue
                name, place = f"project.{key}", layer.place("project", key)
                known = facts.get(key)
                if key in _ONE_VALUE and known is not None and known != found:
                    self._loosens(place, f"`{key}` was declared as {known[0]} at {self.lines[name]}", "declare it once")
                    continue
                facts[key] = tuple(sorted({*(known or ()), *found}, key=str))
                self.lines[name] = place
        return facts

    def _license(self, layers: Sequence[Layer]) -> str | None:
        """The license of the project: the same wherever it stands."""
        known: str | None = None
        for layer in layers:
            stated = text(layer.section("project"), "license")
            if stated is None:
                continue
            name, place = normalize(stated), layer.place("project", "license")
            if known is not None and name != known:
                before = f"`license` was stated as {known} at {self.lines['project.license']}"
                self.problems.append(Problem(place, before, "state it once"))
                continue
            known, self.lines["project.license"] = name, place
        return known

    def _scan(self, layers: Sequence[Layer]) -> ScanSettings:
        """What to look at: where several layers choose, all of their choices together, and one version of Python."""
        return ScanSettings(
            data=_together(layers, "data"),
            exclude=_together(layers, "exclude"),
            extras=_chosen(layers, "extras"),
            groups=_chosen(layers, "groups"),
            python=self._agreed(layers, "python"),
            platforms=_chosen(layers, "platforms"),
            hubs=self._hubs(layers),
            language=self._agreed(layers, "language"),
            models=agreed_table(layers, "models", self._loosens, model_beside),
            written_in=written_in(layers),
            labels=agreed_table(layers, "labels", self._loosens),
            recognizers=recognizer_files(layers),
        )

    def _hubs(self, layers: Sequence[Layer]) -> bool | None:
        """Whether hubs are asked: the same wherever it stands, for either answer can be meant to bind."""
        known: tuple[bool, Location] | None = None
        for layer in layers:
            asked, place = layer.section("scan").get("hubs"), layer.place("scan", "hubs")
            if not isinstance(asked, bool):
                continue
            if known is not None and asked is not known[0]:
                was = str(known[0]).lower()
                self._loosens(place, f"`hubs` was {was} at {known[1]}", f"use {was}, or the flag of a run")
            known = known or (asked, place)
        if known:
            self.lines["scan.hubs"] = known[1]
        return known[0] if known else None

    def _model_outputs(self, layers: Sequence[Layer]) -> str:
        """Whether terms on outputs of models count: an outermost layer that says nothing lets them count."""
        strictest: tuple[str, Location] | None = None
        for layer in layers:
            word = text(layer.section("policy"), "model_outputs")
            here = (word or COUNT, layer.place("policy", "model_outputs") if word else Location(layer.file.shown))
            if word == IGNORE and strictest is not None and strictest[0] == COUNT:
                self._loosens(here[1], f"`model_outputs` was {COUNT} at {strictest[1]}", f"use {COUNT}")
            if word is not None or layer is layers[0]:
                strictest = here if strictest is None or word == COUNT else strictest
        if strictest is None:
            return COUNT
        if strictest[1].line is not None:
            self.lines["policy.model_outputs"] = strictest[1]
        return strictest[0]

    def _agreed(self, layers: Sequence[Layer], key: str) -> str | None:
        """One word of [scan], the same wherever it stands."""
        known: tuple[str, Location] | None = None
        for layer in layers:
            word, place = text(layer.section("scan"), key), layer.place("scan", key)
            if word is not None and known is not None and word != known[0]:
                self._loosens(place, f"`{key}` was {known[0]} at {known[1]}", f"use {known[0]}")
            elif word is not None:
                known = known or (word, place)
        return known[0] if known else None

    def _nearest(self, layers: Sequence[Layer], section: str, key: str) -> str | None:
        for layer in reversed(layers):
            if found := text(layer.section(section), key):
                self.lines[f"{section}.{key}"] = layer.place(section, key)
                return found
        return None

    def _datasets(self, layers: Sequence[Layer]) -> tuple[DatasetDeclaration, ...]:
        known: dict[str, DatasetDeclaration] = {}
        for layer in layers:
            for declared in declarations(layer):
                first = known.setdefault(declared.id.rstrip("/"), declared)
                if first is not declared:
                    message = f"`{declared.id[:80]}` is declared already at {first.location}"
                    self.problems.append(Problem(declared.location, message, "keep one of the two"))
        return tuple(known.values())

    def _tightened(self, layers: Sequence[Layer]) -> tuple[Tightened, ...]:
        """Every tightening of every layer, checked against the rule as the layers outside left it."""
        found: list[Tightened] = []
        for layer in layers:
            for name, table in sorted(layer.tables("tighten").items()):
                found.append(self._one_tightening(layer, name, table, found))
        return tuple(found)

    def _one_tightening(self, layer: Layer, name: str, table: Data, outer: Sequence[Tightened]) -> Tightened:
        law_id, _, rule_id = name.partition("/")
        law = self.catalog.laws[law_id]
        before = in_force(law, law.rules[rule_id], outer)
        word = text(table, "severity")
        severity = Severity[word.upper()] if word else None
        least = max(before.floor, _least_severity(law, before.rule))
        if severity is not None and severity < least:
            place = layer.place("tighten", name, "severity")
            self._loosens(place, f"{name} is {least} or more already", f"use {least} or higher")
        when = condition(table) if "when" in table else None
        for key, values in (when or {}).items():
            if wrong := _narrows(before.rule.when, key, values):
                self._loosens(layer.place("tighten", name, "when", key), *wrong)
        return Tightened(rule=name, severity=severity, when=when, location=layer.place("tighten", name))

    def _lines(self, layers: Sequence[Layer]) -> dict[str, Location]:
        for layer in layers:
            if "laws" in layer.section("policy"):
                self.lines["policy.laws"] = layer.place("policy", "laws")
        return dict(sorted(self.lines.items()))


def _narrows(before: Condition, key: str, values: tuple[FactValue, ...]) -> tuple[str, str] | None:
    """What is wrong with a condition that would let the rule apply to less than before, and the way out."""
    if key not in before:
        return f"the rule applies whatever `{key}` is", f"remove `{key}`"
    if key.endswith("_at_least"):
        if min(int(value) for value in values) > min(int(value) for value in before[key]):
            return f"`{key}` was {before[key][0]}", f"use {before[key][0]} or lower"
        return None
    missing = sorted(str(value) for value in before[key] if value not in values)
    return (f"`{key}` leaves out {', '.join(missing)}", "name these values too") if missing else None


def _least_severity(law: Law, rule: Rule) -> Severity:
    if rule.severity is not None:
        return rule.severity
    return min((found.severity for found in classes_reached(law, rule)), default=Severity.INFO)


def _together(layers: Sequence[Layer], key: str) -> tuple[str, ...]:
    return tuple(sorted({glob for layer in layers for glob in texts(layer.section("scan"), key)}))


def _chosen(layers: Sequence[Layer], key: str) -> tuple[str, ...] | None:
    """A choice of dependencies; None, which is all of them, where no layer makes one."""
    sections = [layer.section("scan") for layer in layers]
    if not any(key in section for section in sections):
        return None
    return tuple(sorted({normalized(name) for section in sections for name in texts(section, key)}))
