"""What metadata of Kaggle's datasets and models says, beyond the labels (`test_cards.py`)."""

import json
from pathlib import Path

import pytest

from licscan.catalog.licenses import load_licenses
from licscan.errors import DocumentError
from licscan.model.subject import SubjectKind
from licscan.scanners.datasets.cards import kaggle, kaggle_model
from licscan.scanners.datasets.cards.interface import Card, Origin, PassageKind

TABLE = load_licenses(Path(__file__).resolve().parents[4] / "rules")
# https://github.com/Kaggle/kaggle-api, docs/models_metadata.md: what may stand as licenseName.
MODEL_LICENSES = {
    "Apache 2.0": "Apache-2.0",
    "Attribution 3.0 IGO (CC BY 3.0 IGO)": "CC-BY-3.0-IGO",
    "Attribution 3.0 Unported (CC BY 3.0)": "CC-BY-3.0",
    "Attribution 4.0 International (CC BY 4.0)": "CC-BY-4.0",
    "Attribution-NoDerivatives 4.0 International (CC BY-ND 4.0)": "CC-BY-ND-4.0",
    "Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)": "CC-BY-NC-4.0",
    "Attribution-NonCommercial-NoDerivatives 4.0 International (CC BY-NC-ND 4.0)": "CC-BY-NC-ND-4.0",
    "Attribution-NonCommercial-ShareAlike 3.0 IGO (CC BY-NC-SA 3.0 IGO)": "CC-BY-NC-SA-3.0-IGO",
    "BSD-3-Clause": "BSD-3-Clause",
    "CC BY-NC-SA 4.0": "CC-BY-NC-SA-4.0",
    "CC BY-SA 3.0": "CC-BY-SA-3.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "CC0: Public Domain": "CC0-1.0",
    "Community Data License Agreement - Permissive - Version 1.0": "CDLA-Permissive-1.0",
    "Community Data License Agreement - Sharing - Version 1.0": "CDLA-Sharing-1.0",
    "GNU Affero General Public License 3.0": "AGPL-3.0-only",
    "GNU Free Documentation License 1.3": "GFDL-1.3-only",
    "GNU Lesser General Public License 3.0": "LGPL-3.0-only",
    "GPL 2": "GPL-2.0-only",
    "GPL 3": "GPL-3.0-only",
    "MIT": "MIT",
    "ODC Attribution License (ODC-By)": "ODC-By-1.0",
    "ODC Public Domain Dedication and Licence (PDDL)": "PDDL-1.0",
}


def dataset(**members: object) -> Card:
    card = kaggle.read(json.dumps(members, indent=1), "data/birds/dataset-metadata.json", "sha256:0")
    assert card is not None
    return card


def model(**members: object) -> Card:
    card = kaggle_model.read(json.dumps(members, indent=1), "models/birds/model-instance-metadata.json", "sha256:0")
    assert card is not None
    return card


@pytest.mark.parametrize("text", [{"description": "Not for commercial use."}, {"subtitle": "Not for commercial use."}])
def test_the_description_of_a_dataset_is_running_text(text: dict[str, object]) -> None:
    (passage,) = dataset(id="acme/birds", **text).passages
    assert (passage.kind, passage.text, passage.first_line, passage.flat) == (
        PassageKind.DESCRIPTION,
        "Not for commercial use.",
        3,
        True,
    )


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("acme/birds", "kaggle:acme/birds"),
        ("birds", "file:data/birds"),
        ("USERNAME/birds", "file:data/birds"),
        ("REPLACE_WITH_KAGGLE_USERNAME/birds", "file:data/birds"),
        ("your-username/birds", "file:data/birds"),
        ("../../birds", "file:data/birds"),
        ("me/INSERT_SLUG_HERE", "file:data/birds"),
        (7, "file:data/birds"),
    ],
)
def test_only_an_id_that_somebody_meant_is_the_ref(written: object, ref: str) -> None:
    assert dataset(id=written).subject.ref == ref


def test_works_that_the_sources_name_are_origins() -> None:
    card = dataset(
        id="acme/birds", userSpecifiedSources="From https://huggingface.co/datasets/acme/trees, and example.org."
    )
    assert card.origins == (Origin("hf:acme/trees", "source_dataset", 3),)


@pytest.mark.parametrize(("written", "expression"), sorted(MODEL_LICENSES.items()))
def test_every_license_of_a_model_is_known(written: str, expression: str) -> None:
    (statement,) = model(ownerSlug="acme", modelSlug="birds", licenseName=written).statements
    meaning = kaggle_model.meaning(statement.words, TABLE)
    assert meaning is not None
    assert meaning.expression == expression
    assert statement.evidence[0].location is not None
    assert statement.evidence[0].location.line == 4


def test_a_variation_is_known_by_its_model_and_says_what_it_is_made_from() -> None:
    card = model(
        ownerSlug="acme",
        modelSlug="birds",
        instanceSlug="small",
        framework="pyTorch",
        overview="A small one.",
        usage="Load it.",
        licenseName="Apache 2.0",
        trainingData=[
            "acme/recordings",
            "https://huggingface.co/datasets/acme/trees",
            "Field notes of jane@example.org",
        ],
        baseModelInstance="acme/animals/pyTorch/base",
        externalBaseModelUrl="https://huggingface.co/acme/tiny",
    )
    assert (card.subject.ref, card.subject.kind) == ("kaggle:acme/birds", SubjectKind.MODEL)
    assert [one.text for one in card.passages] == ["A small one.", "Load it."]
    assert [(one.ref, one.relation) for one in card.origins] == [
        ("hf:acme/tiny", "base_model"),
        ("hf:acme/trees", "dataset"),
        ("kaggle:acme/animals", "base_model"),
        ("kaggle:acme/recordings", "dataset"),
        ("name:Field notes of [e-mail]", "dataset"),
    ]
    assert not card.template


def test_what_init_writes_is_a_template() -> None:
    card = model(
        ownerSlug="INSERT_OWNER_SLUG_HERE", modelSlug="INSERT_EXISTING_MODEL_SLUG_HERE", licenseName="Apache 2.0"
    )
    assert card.template
    assert card.subject.ref == "file:models/birds"
    assert card.subject.name == "birds"


def test_two_license_names_are_two_places() -> None:
    text = '{"licenseName": "MIT", "licenseName": "CC BY-NC-SA 4.0"}'
    card = kaggle_model.read(text, "models/x/model-metadata.json", "sha256:0")
    assert card is not None
    assert [(one.words, one.occurrence) for one in card.statements] == [("MIT", 0), ("CC BY-NC-SA 4.0", 1)]


@pytest.mark.parametrize("text", ["[]", "", "{", '{"a": NaN}'])
def test_what_is_no_object_is_an_error(text: str) -> None:
    with pytest.raises(DocumentError):
        kaggle_model.read(text, "models/x/model-metadata.json", "sha256:0")
