import time
from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.catalog.registry import BASES, FILES, Registry
from licscan.catalog.registry_files import GENERAL, VERIFIED
from licscan.errors import RulesError
from licscan.expressions.algebra import leaves, parse
from licscan.model.license import Commercial, Confidence
from licscan.model.subject import SubjectKind

CATALOG = Catalog()
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return CATALOG.registry


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("hf:rajpurkar/squad", "hf:rajpurkar/squad"),
        ("hf:squad", "hf:rajpurkar/squad"),
        ("hf:SQuAD@refs/convert/parquet", "hf:rajpurkar/squad"),
        ("name:SQuAD v1", "hf:rajpurkar/squad"),
        ("name:ImageNet", "hf:ILSVRC/imagenet-1k"),
        ("name:the Wikipedia dataset", "hf:wikimedia/wikipedia"),
        ("name:MS_MARCO", "hf:microsoft/ms_marco"),
        ("torchvision:CIFAR10", "hf:uoft-cs/cifar10"),
        ("keras:cifar10", "hf:uoft-cs/cifar10"),
        ("torchaudio:LIBRISPEECH", "hf:openslr/librispeech_asr"),
        ("tfds:imagenet2012", "hf:ILSVRC/imagenet-1k"),
        ("sklearn:20newsgroups", "name:20newsgroups"),
        ("name:GPT-4", "model:openai"),
        ("hf:gpt2", "hf:openai-community/gpt2"),
        ("hf:meta-llama/Meta-Llama-3.1-8B", "hf:meta-llama/Llama-3.1-8B"),
    ],
)
def test_a_work_is_found_by_every_name_that_people_use(registry: Registry, name: str, ref: str) -> None:
    entry = registry.find(name)
    assert entry
    assert entry.ref == ref


@pytest.mark.parametrize(
    ("ref", "commercial", "expression"),
    [
        ("hf:tatsu-lab/alpaca", Commercial.NO, "CC-BY-NC-4.0"),
        ("hf:microsoft/ms_marco", Commercial.NO, None),
        ("hf:databricks/databricks-dolly-15k", Commercial.YES, "CC-BY-SA-3.0"),
        ("name:imagenet", Commercial.NO, "LicenseRef-ImageNet-Terms"),
        ("name:coco", Commercial.UNKNOWN, "CC-BY-4.0"),
        ("hf:stanfordnlp/imdb", Commercial.UNKNOWN, None),
        ("hf:meta-llama/Llama-2-7b-hf", Commercial.CONDITIONAL, "LicenseRef-scancode-llama-2-license-2023"),
        ("hf:facebook/nllb-200-distilled-600M", Commercial.NO, "CC-BY-NC-4.0"),
    ],
)
def test_it_says_whether_a_work_may_be_used_commercially(
    registry: Registry, ref: str, commercial: Commercial, expression: str | None
) -> None:
    entry = registry.find(ref)
    assert entry
    assert (entry.terms.commercial, entry.expression) == (commercial, expression)


def test_the_strictest_part_governs_unless_one_is_named(registry: Registry) -> None:
    whole, part = registry.find("hf:nyu-mll/glue"), registry.find("hf:glue", "MNLI")
    assert whole
    assert part
    assert (whole.terms.commercial, whole.terms.research_only, whole.part) == (Commercial.NO, True, None)
    assert "mnli" in whole.parts
    assert (part.terms.commercial, part.expression, part.part) == (Commercial.YES, "LicenseRef-OANC", "mnli")
    assert registry.find("tfds:glue/mnli") == part
    assert registry.find("hf:glue", "no-such-part") == whole


def test_what_nobody_checked_has_low_confidence_and_says_so(registry: Registry) -> None:
    checked, known = registry.find("hf:squad"), registry.find("name:wikipedia")
    assert checked
    assert known
    assert (checked.basis, checked.confidence, checked.date.year) == (VERIFIED, Confidence.HIGH, 2025)
    assert (known.basis, known.confidence, known.date.year) == (GENERAL, Confidence.LOW, 2026)
    differing = registry.find("hf:facebook/covost2")
    assert differing
    assert differing.confidence is Confidence.LOW
    assert differing.note
    assert "stricter" in differing.note


def test_terms_of_a_providers_outputs_stand_apart_from_those_of_the_data(registry: Registry) -> None:
    entry = registry.find("hf:yizhongw/self_instruct")
    assert entry
    assert entry.generated_by == ("model:openai",)
    assert entry.terms.commercial is Commercial.YES
    provider = registry.find(entry.generated_by[0], kind=SubjectKind.MODEL)
    assert provider
    assert provider.terms.commercial is Commercial.CONDITIONAL


def test_a_gate_makes_a_free_license_conditional(registry: Registry) -> None:
    entry = registry.find("hf:pyannote/segmentation-3.0")
    assert entry
    assert (entry.expression, entry.gated, entry.terms.commercial) == ("MIT", True, Commercial.CONDITIONAL)


def test_a_model_is_no_dataset(registry: Registry) -> None:
    assert registry.find("hf:gpt2", kind=SubjectKind.DATASET) is None
    assert registry.find("hf:gpt2", kind=SubjectKind.MODEL) is not None
    assert registry.find("hf:squad", kind=SubjectKind.COMPONENT) is None


def test_every_source_is_in_the_registry_and_every_license_has_terms(registry: Registry) -> None:
    for entry in registry.entries():
        for ref in (*(link.ref for link in entry.derived_from), *entry.generated_by):
            found = registry.find(ref)
            assert found, f"{entry.ref}: {ref} is not in the registry"
            assert found.ref == ref, f"{entry.ref}: {ref} has another name"
        names = [leaf.id for leaf in leaves(parse(entry.expression))] if entry.expression else []
        for name in names:
            assert CATALOG.licenses.terms(name).category != "unknown", f"{entry.ref}: nobody placed {name}"


def test_no_part_of_a_work_is_stricter_than_the_whole(registry: Registry) -> None:
    order = [Commercial.YES, Commercial.CONDITIONAL, Commercial.UNKNOWN, Commercial.NO]
    for entry in registry.entries():
        for name in entry.parts:
            part = registry.find(entry.ref, name, entry.kind)
            assert part
            whole = order.index(entry.terms.commercial)
            assert order.index(part.terms.commercial) <= whole, f"{entry.ref} {name}"


def test_the_page_counts_what_is_there(registry: Registry) -> None:
    counts = Counter((entry.kind, entry.basis) for entry in registry.entries())
    page = (DOCS / "registry.md").read_text(encoding="utf-8")
    assert {basis for _, basis in counts} == set(BASES)
    assert f"| datasets | {counts[SubjectKind.DATASET, VERIFIED]} | {counts[SubjectKind.DATASET, GENERAL]} |" in page
    assert f"| models and providers | 0 | {counts[SubjectKind.MODEL, GENERAL]} |" in page


@given(st.text(max_size=400))
def test_any_words_are_looked_up_without_harm(words: str) -> None:
    for scheme in ("", "hf:", "name:", "tfds:"):
        CATALOG.registry.find(scheme + words, words)


def test_hostile_refs_cost_nothing(registry: Registry) -> None:
    registry.find("hf:warm")
    start = time.process_time()
    for ref in ("hf:" + "a/" * 5_000, "hf:../../etc/passwd", "name:" + "-" * 10_000, "@" * 10_000, "tfds:" + "/" * 299):
        assert registry.find(ref) is None
    assert time.process_time() - start < 1


def test_names_of_gated_sources_are_found_in_prose(registry: Registry) -> None:
    text = "Notes come from MIMIC-III\n(v1.4); pictures from imagenet.\nWe mimic a GOOD MIMIC\u2011IV reader, by eICU."
    found = [(name.words, name.ref) for name in registry.gated_names_in(text)]
    assert ("MIMIC-III", "name:mimic-iii") in found
    assert ("imagenet", "hf:ILSVRC/imagenet-1k") in found
    assert ("eICU", "name:eicu") in found
    assert all(text[name.start : name.end] for name in registry.gated_names_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "We mimic what people do.",
        "imagenette and myimagenetlike",
        "brats at a party",
        "fishers",
        "a wall street journal",
        "",
    ],
)
def test_common_words_are_no_gated_sources(registry: Registry, text: str) -> None:
    assert registry.gated_names_in(text) == ()


def test_the_longer_of_two_names_at_one_place_counts(registry: Registry) -> None:
    assert [name.ref for name in registry.gated_names_in("ImageNet-21k")] == ["name:imagenet-21k"]


def test_a_hostile_text_takes_no_longer_than_a_card_may(registry: Registry) -> None:
    registry.gated_names_in("warm")
    for text in ("mimic-" * 100_000, "imagenet " * 50_000, "MS " * 200_000, "\u0130" * 300_000):
        start = time.process_time()
        registry.gated_names_in(text)
        assert time.process_time() - start < 5


def test_gated_names_stand_for_works_that_are_restricted(registry: Registry) -> None:
    for ref in {name.ref for name in registry.gated_names_in((CATALOG.folder / "dataset" / "gated.toml").read_text())}:
        entry = registry.find(ref)
        assert entry
        assert entry.gated or entry.terms.commercial is not Commercial.YES, ref


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"hf:squad" = { license = "MIT" }', "stands for two works"),
        ('"hf:x/y" = { licence = "MIT" }', "a table of"),
        ('"hf:x/y" = { use = "free" }', "use is not as it should be"),
        ('"hf:x/y" = { from = "name:wikipedia" }', "from is not as it should be"),
        ('"hf:x/y" = "MIT"', "a table of"),
        ('"hf:x/y" = { parts = ["a"] }', "parts"),
        ('"hf:x/y" = ', "cannot be read"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    copytree(CATALOG.folder, tmp_path / "rules")
    path = tmp_path / "rules" / "dataset" / FILES[SubjectKind.DATASET][1]
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(RulesError, match=said) as raised:
        Catalog(tmp_path / "rules").registry.find("hf:squad")
    assert str(raised.value.location) == "rules/dataset/known.toml"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    copytree(CATALOG.folder, tmp_path / "rules")
    (tmp_path / "rules" / "dataset" / "verified.toml").unlink()
    with pytest.raises(RulesError, match="cannot be read"):
        Catalog(tmp_path / "rules").registry.find("hf:squad")
