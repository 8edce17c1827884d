from licscan.catalog.catalog import Catalog
from licscan.model.evidence import Evidence, Location
from licscan.model.finding import LicenseFinding
from licscan.model.license import Basis, Commercial, Confidence, LicenseClaim, Terms
from licscan.model.subject import Subject, SubjectKind
from licscan.scanners.datasets.cards.interface import Card, Origin
from licscan.scanners.datasets.lineage.interface import Known
from licscan.scanners.datasets.lineage.registered import registered_finding, registered_origins
from licscan.scanners.datasets.lineage.sources import CardWorks, InTurn, RegistryWorks, Together

CATALOG = Catalog()
REGISTRY = RegistryWorks(CATALOG.registry)
PLACE = Evidence("card license", Location("data/README.md", 2), excerpt="mit")


def cards(ref: str, label: str | None, *origins: Origin) -> CardWorks:
    """One dataset card of the tree."""
    claim = LicenseClaim(Basis.DECLARED, Confidence.HIGH, expression=label, evidence=(PLACE,))
    finding = LicenseFinding(
        ref, label, label, Confidence.HIGH, CATALOG.licenses.terms_of(label), claims=(claim,) if label else ()
    )
    works = CardWorks()
    works.add(Card(Subject(ref, SubjectKind.DATASET, "x"), (), origins), finding)
    return works


def test_a_card_of_the_tree_is_found_whatever_its_revision_and_case() -> None:
    known = cards("hf:Me/Data@0123abc", "MIT").find("hf:me/data", SubjectKind.DATASET)
    assert known
    assert (known.expression, known.evidence) == ("MIT", (PLACE,))
    assert cards("hf:me/data", "MIT").find("hf:me/data", SubjectKind.MODEL) is None
    assert cards("hf:me/data", "MIT").find("hf:me/data", None) is not None


def test_a_label_that_is_freer_than_the_registry_does_not_free_the_work() -> None:
    both = Together((cards("hf:tatsu-lab/alpaca", "MIT", Origin("hf:my/seed", "source_dataset")), REGISTRY))
    known = both.find("hf:tatsu-lab/alpaca", SubjectKind.DATASET)
    assert known
    assert known.terms.commercial is Commercial.NO
    assert {origin.ref for origin in known.origins} == {"hf:my/seed", "model:openai"}


def test_a_card_that_says_less_than_the_registry_leaves_it_to_it_and_the_other_way_round() -> None:
    silent = Together((cards("hf:rajpurkar/squad", None), REGISTRY)).find("hf:rajpurkar/squad", None)
    assert silent
    assert silent.expression == "CC-BY-SA-4.0"
    spoken = Together((cards("hf:stanfordnlp/imdb", "MIT"), REGISTRY)).find("hf:stanfordnlp/imdb", None)
    assert spoken
    assert spoken.expression == "MIT"


def test_a_card_under_the_full_name_is_found_by_the_short_one() -> None:
    both = Together((cards("hf:rajpurkar/squad", "CC-BY-NC-4.0"), REGISTRY))
    known = both.find("name:squad", SubjectKind.DATASET)
    assert known
    assert (known.ref, known.expression) == ("hf:rajpurkar/squad", "CC-BY-NC-4.0")


def test_a_hub_is_asked_only_where_nobody_else_knows_the_terms() -> None:
    asked: list[str] = []

    class Hub:
        def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
            asked.append(ref)
            return Known(ref, "MIT", Terms(Commercial.YES))

    sources = InTurn((Together((cards("hf:me/data", "MIT"), REGISTRY)), Hub()))
    assert sources.find("hf:me/data", None)
    assert sources.find("hf:squad", None)
    assert asked == []
    other = sources.find("hf:somebody/else", None)
    assert other
    assert (other.expression, asked) == ("MIT", ["hf:somebody/else"])


def test_nobody_knows_a_work_that_nobody_knows() -> None:
    assert InTurn((Together((cards("hf:me/data", "MIT"), REGISTRY)),)).find("hf:no/body", None) is None


def test_a_work_that_only_code_names_gets_the_finding_of_the_registry() -> None:
    entry = CATALOG.registry.find("hf:alisawuffles/WANLI")
    assert entry
    finding = registered_finding("hf:alisawuffles/WANLI", entry)
    assert (finding.declared, finding.concluded, finding.terms.commercial) == (None, None, Commercial.UNKNOWN)
    assert {"hf:nyu-mll/multi_nli", "model:openai"} <= {origin.ref for origin in registered_origins(entry)}
    assert "hand-verified" in (finding.note or "")
    alpaca = CATALOG.registry.find("name:alpaca")
    assert alpaca
    told = registered_finding("hf:tatsu-lab/alpaca", alpaca)
    assert told.claims[0].basis is Basis.CONCLUDED
    assert told.claims[0].evidence[0].source == "registry (rules/dataset/verified.toml)"
