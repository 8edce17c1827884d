from licscan.catalog.catalog import Catalog
from licscan.model.finding import LinkState, SmellKind, Upstream
from licscan.model.license import UNKNOWN_TERMS, Commercial, Terms
from licscan.scanners.datasets.cards.interface import Origin
from licscan.scanners.datasets.lineage.governing import copy_of_gated, strictest
from licscan.scanners.datasets.lineage.sources import RegistryWorks
from licscan.scanners.datasets.lineage.trace import lineage

REGISTRY = RegistryWorks(Catalog().registry)
FREE = Terms(Commercial.YES)
FREE_COPY = Upstream("hf:a/free", "source_dataset", "MIT", FREE)
BOUND_COPY = Upstream("hf:a/nc", "source_dataset", "CC-BY-NC-4.0", Terms(Commercial.NO, non_commercial=True))
GONE = Upstream("hf:a/gone", "source_dataset", None, UNKNOWN_TERMS, state=LinkState.MISSING)
BACK = Upstream("hf:a/self", "source_dataset", None, UNKNOWN_TERMS, state=LinkState.CYCLE)
TRAINED = Upstream("hf:a/train", "dataset", None, Terms(Commercial.NO, research_only=True), trained=True)
OUTPUTS = Upstream("model:openai", "generated_by", None, Terms(Commercial.CONDITIONAL))


def test_the_most_restrictive_copy_governs() -> None:
    assert strictest([FREE_COPY, GONE, BOUND_COPY, BACK, TRAINED]) == BOUND_COPY
    assert strictest([FREE_COPY, GONE, BACK]) == GONE
    assert strictest([FREE_COPY, BACK]) == FREE_COPY
    assert strictest([BACK]) is None
    assert strictest([]) is None


def test_training_is_asked_for_apart() -> None:
    assert strictest([BOUND_COPY, TRAINED], trained=True) == TRAINED
    assert strictest([BOUND_COPY], trained=True) is None


def test_outputs_count_or_not_as_the_policy_says() -> None:
    assert strictest([FREE_COPY, OUTPUTS]) == OUTPUTS
    assert strictest([FREE_COPY, OUTPUTS], outputs=False) == FREE_COPY


def test_of_equals_the_nearest_governs() -> None:
    farther = Upstream("hf:z/nc", "source_dataset", "CC-BY-NC-4.0", BOUND_COPY.terms)
    assert strictest([BOUND_COPY, farther]) == BOUND_COPY


def test_a_free_label_on_a_copy_of_a_gated_source_smells() -> None:
    found = lineage("hf:me/notes", [Origin("name:mimic-iii", "extended")], REGISTRY)
    smell = copy_of_gated(FREE, found, gated=False)
    assert smell
    assert smell.kind is SmellKind.GATED_SOURCE
    assert "name:mimic-iii" in smell.detail
    assert copy_of_gated(FREE, found, gated=True) is None
    assert copy_of_gated(Terms(Commercial.NO), found, gated=False) is None


def test_a_model_that_was_trained_on_a_gated_source_is_no_copy_of_it() -> None:
    found = lineage("hf:me/model", [Origin("name:mimic-iii", "dataset")], REGISTRY)
    assert copy_of_gated(FREE, found, gated=False) is None
