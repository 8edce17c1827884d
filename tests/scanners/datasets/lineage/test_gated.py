from licscan.catalog.catalog import Catalog
from licscan.model.finding import SmellKind
from licscan.model.license import Commercial, Terms
from licscan.scanners.datasets.cards.interface import Origin
from licscan.scanners.datasets.lineage.gated import copy_of_gated
from licscan.scanners.datasets.lineage.sources import RegistryWorks
from licscan.scanners.datasets.lineage.trace import lineage

REGISTRY = RegistryWorks(Catalog().registry)
FREE = Terms(Commercial.YES)


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
