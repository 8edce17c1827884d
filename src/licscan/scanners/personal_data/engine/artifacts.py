"""What Presidio's recognizers are shown of a document."""

from typing import TYPE_CHECKING, cast

from licscan.scanners.personal_data.engine.building import LANGUAGE

if TYPE_CHECKING:
    from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
    from spacy.tokens import Doc

    from licscan.scanners.personal_data.engine.presidio import Engine


def artifacts(engine: "Engine", doc: "Doc | None", *, with_lemmas: bool) -> "NlpArtifacts":
    """A document's entities in Presidio's names and, if asked for, its lemmas, as Presidio's engine prepares them."""
    from presidio_analyzer.nlp_engine import NlpArtifacts

    if doc is None:
        return NlpArtifacts([], cast("Doc", None), [], [], cast("SpacyNlpEngine", None), LANGUAGE, [])
    nlp_engine = cast("SpacyNlpEngine", engine.analyzer.nlp_engine)
    if with_lemmas:
        return nlp_engine._doc_to_nlp_artifact(doc, LANGUAGE)
    # Keywords and lemmas cost more than all patterns and are read by nobody but the context step.
    entities, scores = nlp_engine._get_updated_entities(
        nlp_engine._get_entities(doc),
        nlp_engine._get_scores_for_entities(doc),
    )
    return NlpArtifacts(entities, doc, [], [], cast("SpacyNlpEngine", None), LANGUAGE, scores)
