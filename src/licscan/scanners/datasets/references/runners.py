"""Programs that train, serve or measure models: what their options and arguments name."""

import re

from licscan.model.finding import Gap
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.references.command import Command
from licscan.scanners.datasets.references.found import Found
from licscan.scanners.datasets.references.identity import Work, is_revision
from licscan.scanners.datasets.references.keys import key_kind
from licscan.scanners.datasets.references.shell_words import expanded
from licscan.scanners.datasets.references.works import Reading, work_of

# Programs that train, serve or measure models: their options name what they load.
_RUNNERS = re.compile(
    r"(?:.*/)?(?:python[\d.]*|pypy3?|accelerate|torchrun|deepspeed|vllm|sglang|text-generation-launcher|llamafactory-cli|axolotl"
    r"|trl|tune|lm[-_]eval|optimum-cli|mlx_lm[.\w]*|autotrain|litgpt|swift|xtuner|colossalai|composer|horovodrun|mpirun|mpiexec|lmdeploy"
    r"|text-embeddings-router|ctranslate2-converter|ct2-transformers-converter|ipython|sentence-transformers|lerobot-train|lighteval|nemo|torch)\Z"
)
_PYTHON = re.compile(r"(?:.*/)?python[\d.]*\Z")


def read_runner(command: Command, program: str) -> bool:
    """Add what a program that loads models is told to load; whether it is such a program."""
    if not _RUNNERS.fullmatch(program):
        return False
    words = command.words
    if _PYTHON.fullmatch(program) and _python(command):
        return True
    if (program, *words[1:2]) in _SERVES and len(words) > 2:
        how = f"{program} {words[1]}"
        command.add(
            command.first(2), Reading("hf", SubjectKind.MODEL, known_only=True), how, command.option("--revision")
        )
    _options(command)
    return True


_SERVES = frozenset(
    {("vllm", "serve"), ("tune", "download"), ("litgpt", "download"), ("lmdeploy", "serve"), ("vllm", "chat")}
)


def _python(command: Command) -> bool:
    """`python -c CODE`, `python -m spacy download x`, `python -m nltk.downloader x`; whether it was one of these."""
    words = command.words
    code = command.option("-c")
    if code is not None:
        _code(code, command)
        return True
    if words[1:4] == ["-m", "spacy", "download"] and len(words) > 4:
        command.add(words[4], Reading("spacy", SubjectKind.MODEL), "spacy download")
        return True
    if words[1:3] == ["-m", "nltk.downloader"]:
        for word in words[3:20]:
            if not word.startswith(("-", "/")):
                command.add(word, Reading("plain", SubjectKind.DATASET, "nltk"), "nltk.downloader")
        return True
    return False


def _code(code: str, command: Command) -> None:
    from licscan.scanners.datasets.references.code.module import read_module
    from licscan.scanners.datasets.references.code.parse import parse

    tree = parse(code, command.found.place.path, line=command.line)
    if not isinstance(tree, Gap):
        inner = Found(command.found.place, line_of=lambda _: command.found.line_of(command.line))
        read_module(tree, code, inner)
        command.found.named.update(inner.named)
        command.found.computed.update(inner.computed)


def _options(command: Command) -> None:
    """`--model_name_or_path x`, `--dataset.repo_id=x`, `model.name=x` (hydra), `--model_args pretrained=x`."""
    words = command.words
    taken = False
    for at, word in enumerate(words[1:], start=1):
        if taken:
            taken = False
            continue
        name, equals, value = word.partition("=")
        if not equals and word.startswith("--") and at + 1 < len(words):
            value, taken = words[at + 1], not words[at + 1].startswith("--")
        if word.startswith("--") and name.lstrip("-").replace("-", "_") == "model_args":
            _model_args(command, value)
        elif value and (word.startswith("--") or equals):
            _option(command, name, value)


def _option(command: Command, name: str, value: str) -> None:
    key = name.lstrip("-+").replace("-", "_").lower()
    kind = command.found.place.names.options.get(key) if name.startswith("--") else None
    if kind is None and ("." in key or not name.startswith("-")):
        kind = key_kind(tuple(key.split(".")), command.found.place.names)
    if kind is None or value.startswith("-"):
        return
    shown = name if name.startswith("-") else f"{name}="
    texts = expanded(value, command.variables)
    if texts is None and kind is SubjectKind.DATASET:
        command.found.unknown(command.line, shown)
    configuration = command.option("--dataset_config_name", "--dataset_config") if kind is SubjectKind.DATASET else None
    pin = (
        command.option("--model_revision", "--revision")
        if kind is SubjectKind.MODEL
        else command.option("--dataset_revision")
    )
    for text in (part.strip() for each in texts or [] for part in each.split(",")):
        work = work_of(text, Reading("hf", kind, known_only=True), command.found.place) if ":" not in text else None
        if work and not work.ref.startswith("file:"):
            found = Work(work.ref, kind, pin if pin and is_revision(pin) else work.revision, configuration)
            command.found.add(found, command.line, shown)


def _model_args(command: Command, value: str) -> None:
    """lm-evaluation-harness: `--model_args pretrained=owner/name,revision=x`."""
    fields = dict(part.partition("=")[::2] for part in value.split(","))
    for key in ("pretrained", "peft", "model", "tokenizer"):
        if named := fields.get(key):
            command.add(
                named, Reading("hf", SubjectKind.MODEL, known_only=True), "--model_args", fields.get("revision")
            )
