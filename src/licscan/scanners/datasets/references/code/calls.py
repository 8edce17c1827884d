"""What the calls of a module load, by the table of loaders."""

import ast
from dataclasses import dataclass, replace

from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.addresses import HUB_PATH, of_address, of_hub_path
from licscan.scanners.datasets.references.code.dotted import Dotted, dotted_name
from licscan.scanners.datasets.references.code.imported import Imported
from licscan.scanners.datasets.references.code.literals import entries_of
from licscan.scanners.datasets.references.code.modules import Modules
from licscan.scanners.datasets.references.code.naming import construct, is_fetched, is_local, last_name, quoted
from licscan.scanners.datasets.references.code.scopes import Module, Scope
from licscan.scanners.datasets.references.code.values import Known, Values
from licscan.scanners.datasets.references.found import COMPUTED_MODEL, NO_REF, Found
from licscan.scanners.datasets.references.table import Loader, Table
from licscan.scanners.datasets.references.works import Reading, work_of

# Functions that call another one: what stands behind it are its arguments.
_CALLERS = frozenset(
    {"partial", "submit", "to_thread", "run_in_executor", "delayed", "map", "lru_cache", "retry_call", "builds"}
)
# Keywords of settings in Python that hold the function itself (`dict(type=load_dataset, path="owner/name")`).
_FUNCTIONS = frozenset({"type", "target", "_target_", "func", "fn", "function", "loader"})
# How many texts of one argument are looked at for addresses.
MAX_ADDRESSES = 200
MAX_STEPS_FOR_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class Call:
    """A call with the function that really loads; `shift` arguments stand before its own."""

    node: ast.Call
    scope: Scope
    dotted: Dotted
    shift: int = 0
    unpacked: tuple[ast.keyword, ...] = ()

    def argument(self, keywords: tuple[str, ...], position: int) -> ast.expr | None:
        """The argument under one of the keywords, or at a position (none below 0); None behind `*args` too."""
        for name in keywords:
            for keyword in self.node.keywords:
                if keyword.arg == name:
                    return keyword.value
        for keyword in self.unpacked:
            if keyword.arg in keywords:
                return keyword.value
        place = position + self.shift
        if position < 0 or place >= len(self.node.args):
            return None
        return self.node.args[place]

    def is_starred(self) -> bool:
        """Whether arguments are unpacked from something (`**kwargs`, `*args`)."""
        return any(keyword.arg is None for keyword in self.node.keywords if not self.unpacked) or any(
            isinstance(each, ast.Starred) for each in self.node.args
        )


class Calls:
    """Looks at every call of one module."""

    def __init__(self, module: Module, found: Found, *, has_addresses: bool) -> None:
        self._module = module
        self._found = found
        modules = found.modules or Modules(found.place.root)
        imported = Imported(modules, found.place.path).start(module)
        self.values = Values(module, imported)
        self._table: Table = found.place.names
        self._has_addresses = has_addresses
        # Addresses stand in many calls; looking for them leaves the steps for what is loaded alone.
        self._followed = Values(module, imported, file_steps_left=MAX_STEPS_FOR_ADDRESSES)
        self._has_file_system = "HfFileSystem" in module.imports

    def read(self) -> None:
        """Note what all calls load."""
        for node, scope in self._module.calls:
            if call := self._loading(node, scope):
                for loader in self._table.of(call.dotted):
                    self._each_turn(call, loader)
            if self._has_addresses:
                self._addresses(node, scope)

    def commands(self) -> list[tuple[int, str]]:
        """The commands that the module runs, with their lines."""
        found: list[tuple[int, str]] = []
        for node, scope in self._module.calls:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in self._table.runs and node.args:
                found.extend((node.lineno, text) for text in self._command(node.args[0], scope))
        return found

    def _command(self, argument: ast.expr, scope: Scope) -> list[str]:
        if isinstance(argument, ast.List | ast.Tuple):
            words = [self.values.known(each, scope) for each in argument.elts[:200]]
            return [" ".join(quoted(word.texts[0]) if len(word.texts) == 1 else "$unknown" for word in words)]
        return list(self.values.known(argument, scope).texts)

    def _loading(self, node: ast.Call, scope: Scope) -> Call | None:
        """The call with its dotted name, looked up only where the last part is that of a loader."""
        last = last_name(node.func)
        if last in _CALLERS:
            return self._handed_over(node, scope)
        if node.keywords and (given := self._given_function(node, scope)):
            return given
        if last is None or (isinstance(node.func, ast.Attribute) and not self._table.may_load(last)):
            return None
        dotted = dotted_name(node.func, self._module, scope, self._found.place)
        return Call(node, scope, dotted, unpacked=self._unpacked(node, scope)) if dotted else None

    def _given_function(self, node: ast.Call, scope: Scope) -> Call | None:
        """The call that settings describe: a keyword holds the function, the others are its arguments."""
        for keyword in node.keywords:
            if keyword.arg in _FUNCTIONS and isinstance(keyword.value, ast.Name | ast.Attribute):
                dotted = dotted_name(keyword.value, self._module, scope, self._found.place)
                if dotted and self._table.of(dotted):
                    return Call(node, scope, dotted, len(node.args), self._unpacked(node, scope))
        return None

    def _unpacked(self, node: ast.Call, scope: Scope) -> tuple[ast.keyword, ...]:
        """The keywords that `**settings` brings, where that is a dictionary of the module."""
        packed = [keyword.value for keyword in node.keywords if keyword.arg is None]
        leaves = [leaf for each in packed for leaf in self.values.leaves(each, scope)]
        return tuple(ast.keyword(arg=name, value=value) for leaf in leaves for name, value in entries_of(leaf.node))

    def _handed_over(self, node: ast.Call, scope: Scope) -> Call | None:
        for place, argument in enumerate(node.args[:2]):
            if isinstance(argument, ast.Name | ast.Attribute):
                dotted = dotted_name(argument, self._module, scope, self._found.place)
                if dotted and self._table.of(dotted):
                    return Call(node, scope, dotted, place + 1)
        return None

    def _each_turn(self, call: Call, loader: Loader) -> None:
        """Look at a call once for each turn of its loop, or call of its function: what belongs together stays so."""
        wanted = (loader.argument, (loader.configuration,), (loader.revision,))
        places = (loader.position, loader.configuration_position, -1)
        arguments = [call.argument(names, place) for names, place in zip(wanted, places, strict=True)]
        names = [each for each in arguments if isinstance(each, ast.Name)]
        several = sum(each is not None for each in arguments) > 1
        turns = self.values.turns(names, call.scope) if names and several else None
        if turns is None:
            self._loaded(call, loader)
            return
        for turn in range(turns[1]):
            self.values.chosen = {turns[0]: turn}
            self._loaded(call, loader)
        self.values.chosen = {}

    def _loaded(self, call: Call, loader: Loader) -> None:
        if loader.only_if and not self._is_true(call, loader.only_if):
            return
        how = construct(call.dotted, loader)
        kind = self._kind(call, loader)
        if kind is None:
            return
        argument = call.argument(loader.argument, loader.position)
        if argument is None:
            self._without_name(call, loader, kind, how)
            return
        known = self.values.known(argument, call.scope)
        reading = Reading(loader.scheme, kind, loader.prefix, owner_only=loader.owner_only)
        seen = 0
        for text in known.texts:
            seen += self._text(text, call, loader, reading, how)
        if known.is_open or (not known.texts and not loader.optional):
            self._computed(call, loader, kind, how, known)
        elif not seen and known.texts and not loader.optional:
            self._found.miss(NO_REF, call.node.lineno, how)

    def _text(self, text: str, call: Call, loader: Loader, reading: Reading, how: str) -> bool:
        """Take one name; whether it says what is loaded."""
        if loader.packaged and text in self._table.packaged:
            self._files(call, how)
            return True
        work = work_of(text, reading, self._found.place)
        if work is None:
            return False
        revision = self._one(call, loader.revision) or work.revision
        configuration = self._one(call, loader.configuration, loader.configuration_position) or work.configuration
        if work.ref.startswith("file:"):
            revision = configuration = None
        self._found.add(replace(work, revision=revision, configuration=configuration), call.node.lineno, how)
        return True

    def _files(self, call: Call, how: str) -> None:
        """The files of a reader of local files: addresses of a hub are works, paths of the tree are files."""
        files = call.argument(("data_files", "data_dir"), -1)
        for text in self._inner(files, call.scope) if files is not None else []:
            if work := work_of(text, Reading("local", SubjectKind.DATASET), self._found.place):
                self._found.add(work, call.node.lineno, how)

    def _without_name(self, call: Call, loader: Loader, kind: SubjectKind, how: str) -> None:
        defaults = self._table.defaults.get(loader.defaults, {})
        task = self._one(call, loader.task, loader.task_position) if loader.task else None
        if task and task in defaults and not call.is_starred():
            work = work_of(defaults[task], Reading(loader.scheme, kind), self._found.place)
            if work:
                self._found.add(work, call.node.lineno, f"{how}, default of {task}")
        elif call.is_starred() and not loader.optional:
            self._computed(call, loader, kind, how, Known(is_open=True))

    def _computed(self, call: Call, loader: Loader, kind: SubjectKind, how: str, known: Known) -> None:
        node = call.node
        if self._found.noted(node.lineno, node.end_lineno or node.lineno, kind, how):
            return
        argument = call.argument(loader.argument, loader.position)
        if argument is not None and is_local(argument):
            self._found.miss(NO_REF, node.lineno, how)
            return
        if loader.computed or (loader.repo_type and kind is SubjectKind.DATASET):
            self._found.unknown(node.lineno, how)
        elif not known.texts and not loader.optional:
            self._found.miss(COMPUTED_MODEL, node.lineno, how)

    def _kind(self, call: Call, loader: Loader) -> SubjectKind | None:
        """Data set or model; None for what is neither (a Space of the hub)."""
        said = self._one(call, loader.repo_type) if loader.repo_type else None
        if said == "space":
            return None
        return SubjectKind.DATASET if said == "dataset" else loader.kind

    def _one(self, call: Call, keyword: str, position: int = -1) -> str | None:
        """The text of an argument where there is only one, fit to be shown."""
        argument = call.argument((keyword,) if keyword else (), position)
        if argument is None:
            return None
        known = self.values.known(argument, call.scope)
        texts = known.texts
        if known.is_open or len(self.values.leaves(argument, call.scope)) != 1:
            return None  # one of several: which belongs to which name, only a run tells
        return texts[0] if len(texts) == 1 and texts[0].isprintable() and 0 < len(texts[0]) <= 200 else None

    def _is_true(self, call: Call, keyword: str) -> bool:
        argument = call.argument((keyword,), 1)
        return argument is not None and not (isinstance(argument, ast.Constant) and not argument.value)

    def _addresses(self, node: ast.Call, scope: Scope) -> None:
        """Addresses of the hubs in any call; those of pages only where the call fetches what is there."""
        last = last_name(node.func) or ""
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            for text in self._inner(argument, scope):
                if path := HUB_PATH.search(text):
                    work = of_hub_path(path[0])
                elif self._has_file_system and text.startswith("datasets/"):
                    work = of_hub_path(f"hf://{text}")
                elif text.startswith(("https://", "http://")) and is_fetched(text, last, self._table):
                    work = of_address(text, SubjectKind.DATASET)
                else:
                    work = None
                if work:
                    self._found.add(work, node.lineno, last)

    def _inner(self, argument: ast.expr, scope: Scope) -> list[str]:
        """The texts in an argument: itself, or in the lists and dictionaries that it is."""
        if isinstance(argument, ast.Constant):
            return [argument.value] if isinstance(argument.value, str) and "\n" not in argument.value else []
        if isinstance(argument, ast.Call | ast.Lambda):
            return []
        found: list[str] = []
        waiting = self._followed.leaves(argument, scope)
        while waiting and len(found) < MAX_ADDRESSES:
            leaf = waiting.pop(0)
            match leaf.node:
                case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
                    for part in parts[:MAX_ADDRESSES]:
                        waiting.extend(self._followed.leaves(part, leaf.scope))
                case ast.Constant() | ast.JoinedStr() | ast.BinOp():
                    found.extend(self._followed.known(leaf.node, leaf.scope).texts)
        return found
