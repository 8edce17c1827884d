from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.model.finding import LinkState, Upstream
from licscan.model.license import Commercial, Terms
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards.interface import Origin
from licscan.scanners.datasets.lineage.interface import Known
from licscan.scanners.datasets.lineage.sources import RegistryWorks
from licscan.scanners.datasets.lineage.trace import MAX_DEPTH, MAX_LINKS, MAX_WORKS, lineage

REGISTRY = RegistryWorks(Catalog().registry)
FREE, BOUND = Terms(Commercial.YES), Terms(Commercial.NO, non_commercial=True)


class Shelf:
    """Works in memory, by ref."""

    def __init__(self, works: Mapping[str, Sequence[Origin]], terms: Mapping[str, Terms] | None = None) -> None:
        self.works = works
        self.terms = terms or {}
        self.asked: list[str] = []

    def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
        self.asked.append(ref)
        if ref not in self.works:
            return None
        return Known(ref, terms=self.terms.get(ref, FREE), origins=tuple(self.works[ref]))


def source(ref: str) -> Origin:
    return Origin(ref, "source_dataset")


def told(upstreams: Sequence[Upstream]) -> list[tuple[str, str]]:
    return [(upstream.ref, upstream.state.value) for upstream in upstreams]


def test_the_way_to_a_non_commercial_source_is_shown() -> None:
    works = Shelf({"hf:b/mid": [source("hf:c/far")], "hf:c/far": []}, {"hf:c/far": BOUND})
    near, far = lineage("hf:a/mine@123", [source("hf:b/mid")], works)
    assert near.path == ("hf:a/mine@123", "hf:b/mid")
    assert far.path == ("hf:a/mine@123", "hf:b/mid", "hf:c/far")
    assert (far.terms, far.relation, far.state) == (BOUND, "source_dataset", LinkState.KNOWN)


def test_near_sources_come_first_then_by_name() -> None:
    works = Shelf({"hf:b": [source("hf:z")], "hf:a": [source("hf:y")], "hf:y": [], "hf:z": []})
    found = lineage("hf:me/x", [source("hf:b"), source("hf:a")], works)
    assert [upstream.ref for upstream in found] == ["hf:a", "hf:b", "hf:y", "hf:z"]


def test_a_missing_link_is_told_and_unknown() -> None:
    (gone,) = lineage("hf:a/x", [source("hf:no/body")], Shelf({}))
    assert (gone.state, gone.terms.commercial, gone.concluded) == (LinkState.MISSING, Commercial.UNKNOWN, None)


def test_a_cycle_is_told_once_and_ends_the_way() -> None:
    works = Shelf({"hf:b/y": [source("hf:A/X")], "hf:A/X": [source("hf:b/y")]})
    found = lineage("hf:a/x@main", [source("hf:b/y")], works)
    assert told(found) == [("hf:b/y", "known"), ("hf:A/X", "cycle")]
    assert told(lineage("hf:a/x", [source("hf:a/x")], works)) == [("hf:a/x", "cycle")]


def test_what_lies_too_deep_is_told_and_not_looked_up() -> None:
    works = Shelf({f"hf:o/w{n}": [source(f"hf:o/w{n + 1}")] for n in range(20)})
    found = lineage("hf:o/start", [source("hf:o/w0")], works)
    assert [upstream.state for upstream in found] == [LinkState.KNOWN] * MAX_DEPTH + [LinkState.TOO_DEEP]
    assert len(works.asked) == MAX_DEPTH


def test_a_wide_lineage_ends_and_says_so() -> None:
    fan = [source(f"hf:o/w{n:04}") for n in range(900)]
    works = Shelf({origin.ref: [source(f"{origin.ref}-{n}") for n in range(900)] for origin in fan})
    found = lineage("hf:o/start", fan, works)
    assert len(works.asked) == MAX_WORKS
    assert sum(upstream.state is LinkState.TOO_DEEP for upstream in found) > 0
    assert len(found) <= len(fan) + MAX_LINKS


def test_what_a_model_was_trained_on_is_no_copy() -> None:
    works = Shelf(
        {"hf:b/base": [Origin("hf:d/data", "dataset")], "hf:d/data": [source("hf:e/origin")], "hf:e/origin": []}
    )
    base, data, origin = lineage("hf:a/adapter", [Origin("hf:b/base", "adapter")], works)
    assert (base.trained, data.trained, origin.trained) == (False, True, True)
    assert base.relation == "adapter"


def test_a_copy_is_told_although_the_work_was_also_trained_on() -> None:
    works = Shelf({"hf:b/base": [source("hf:d/data")], "hf:d/data": []})
    found = lineage("hf:a/model", [Origin("hf:d/data", "dataset"), Origin("hf:b/base", "base_model")], works)
    assert [(upstream.ref, upstream.trained) for upstream in found] == [
        ("hf:b/base", False),
        ("hf:d/data", True),
        ("hf:d/data", False),
    ]


def test_beyond_outputs_only_the_models_behind_the_generator_count() -> None:
    outputs = Terms(Commercial.CONDITIONAL)

    class Models:
        def find(self, ref: str, kind: SubjectKind | None) -> Known | None:
            origins = (Origin("hf:m/base", "base_model"), Origin("hf:d/data", "dataset")) if ref == "hf:m/chat" else ()
            return Known(ref, terms=FREE, origins=origins, outputs=outputs)

    found = lineage("hf:a/x", [Origin("hf:m/chat", "generated_by")], Models())
    assert [(upstream.ref, upstream.relation, upstream.terms) for upstream in found] == [
        ("hf:m/chat", "generated_by", outputs),
        ("hf:m/base", "generated_by", outputs),
    ]


def test_names_in_cards_lead_to_works_of_the_registry() -> None:
    origins = [Origin("name:imagenet", "extended"), Origin("hf:yahma/alpaca-cleaned", "dataset")]
    found = {upstream.ref: upstream for upstream in lineage("hf:a/x", origins, REGISTRY)}
    assert found["hf:ILSVRC/imagenet-1k"].gated
    alpaca = found["hf:tatsu-lab/alpaca"]
    assert (alpaca.concluded, alpaca.trained) == ("CC-BY-NC-4.0", True)
    assert alpaca.path == ("hf:a/x", "hf:yahma/alpaca-cleaned", "hf:tatsu-lab/alpaca")
    assert "verified" in (alpaca.evidence[0].excerpt or "")
    assert found["model:openai"].relation == "generated_by"


def test_a_chain_of_models_is_followed_to_its_base() -> None:
    found = lineage("hf:me/tiny-GGUF", [Origin("hf:HuggingFaceH4/zephyr-7b-beta", "quantized")], REGISTRY)
    base = next(upstream for upstream in found if upstream.ref == "hf:mistralai/Mistral-7B-v0.1")
    assert (base.relation, base.trained, base.concluded) == ("base_model", False, "Apache-2.0")


graphs = st.dictionaries(
    st.sampled_from([f"hf:o/{letter}" for letter in "abcdefgh"]),
    st.lists(
        st.builds(
            Origin,
            st.sampled_from([f"hf:o/{letter}" for letter in "abcdefgh"]),
            st.sampled_from(["source_dataset", "dataset", "base_model", "generated_by"]),
        ),
        max_size=5,
    ),
)


@given(graphs)
def test_any_graph_ends_and_its_order_does_not_depend_on_that_of_the_cards(
    graph: dict[str, list[Origin]],
) -> None:
    origins = graph.get("hf:o/a", [])
    forward = lineage("hf:o/a", origins, Shelf(graph))
    backward = lineage(
        "hf:o/a", list(reversed(origins)), Shelf({ref: list(reversed(links)) for ref, links in graph.items()})
    )
    assert forward == backward
    assert [len(upstream.path) for upstream in forward] == sorted(len(upstream.path) for upstream in forward)
    assert all(upstream.path[0] == "hf:o/a" and upstream.path[-1] == upstream.ref for upstream in forward)
