import ast
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import cast

import tomli
import yaml

from licscan.inputs.readers import reader_for
from licscan.inputs.readers.interface import Batch
from licscan.inputs.sources import LocalFile
from licscan.model.finding import Gap
from licscan.model.law import Severity
from licscan.policy.load import load_policy


def toml(path: Path) -> dict[str, dict[str, object]]:
    return tomli.loads(path.read_text(encoding="utf-8"))


def calls(path: Path) -> set[tuple[str, str]]:
    """The names of called functions with their first argument, where that is a string."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(first)), *_]):
                found.add((name, first))
    return found


def front_matter(card: Path) -> Mapping[str, object]:
    text = card.read_text(encoding="utf-8")
    assert text.startswith("---\n")
    return cast("Mapping[str, object]", yaml.safe_load(text.split("---\n")[1]))


def declared(project: Path) -> dict[str, dict[str, object]]:
    datasets = cast("list[dict[str, object]]", toml(project / "licscan.toml")["dataset"])
    return {str(dataset["id"]): dataset for dataset in datasets}


def test_the_programs_name_a_dataset_and_a_model(project: Path) -> None:
    model = ("from_pretrained", "minishlab/potion-base-8M")
    datasets = {("load_dataset", "PolyAI/banking77"), ("load_dataset", "tatsu-lab/alpaca")}
    assert {*datasets, model} <= calls(project / "train.py")
    assert model in calls(project / "serve.py")
    config = yaml.safe_load((project / "configs/train.yaml").read_text(encoding="utf-8"))
    assert config["model_card"]["base_model"] == model[1]


def test_a_label_that_its_own_text_contradicts_and_one_that_its_source_does(project: Path) -> None:
    replies = project / "data/canned_replies/README.md"
    assert front_matter(replies)["license"] == "mit"
    assert "non-commercial research only" in replies.read_text(encoding="utf-8")
    talk = front_matter(project / "data/small_talk/README.md")
    assert (talk["license"], talk["source_datasets"]) == ("cc-by-4.0", ["extended|tatsu-lab/alpaca"])


def test_the_example_asks_no_hub(project: Path) -> None:
    assert load_policy(project).scan.hubs is False


def test_the_paths_of_the_configuration_exist(project: Path) -> None:
    config = yaml.safe_load((project / "configs/train.yaml").read_text(encoding="utf-8"))
    assert all((project / path).is_file() for path in config["data"].values())


def test_the_cards_state_what_the_readme_says_is_wrong(project: Path) -> None:
    assert front_matter(project / "data/support_tickets/README.md")["license"] == "cc-by-nc-4.0"
    assert front_matter(project / "data/product_catalog/README.md")["license"] == "cc-by-4.0"
    metadata = json.loads((project / "data/clickstream/dataset-metadata.json").read_text(encoding="utf-8"))
    assert metadata["licenses"] == [{"name": "CC-BY-NC-SA-4.0"}]
    assert not (project / "data/customers/README.md").exists()


def test_the_readme_is_no_card(project: Path) -> None:
    assert not (project / "README.md").read_text(encoding="utf-8").lstrip().startswith("---")


def test_the_policy_and_the_organizations_have_no_mistake(project: Path) -> None:
    policy = load_policy(project)
    assert (policy.project, policy.name) == ("support-assistant", "Merrow Care: data and licenses")
    assert policy.facts["purpose"] == ("commercial",)
    assert set(policy.laws) == {"gdpr", "pdpa", "ccpa", "cdpa", "license"}
    assert policy.fail_on is Severity.HIGH
    assert [tightened.rule for tightened in policy.tightened] == ["gdpr/scale", "license/weak-copyleft"]


def test_one_piece_of_evidence_has_run_out(project: Path) -> None:
    customers = next(d for d in load_policy(project).datasets if d.id == "file:data/customers")
    lapsed = {record.action for record in customers.evidence if record.until and record.until < date(2026, 11, 1)}
    assert lapsed == {"impact_assessment"}


def test_a_reader_names_the_places_as_planted_does(project: Path, make_data: ModuleType) -> None:
    planted = {(group.file, group.field) for group in make_data.planted()}
    for file in {file for file, _ in planted}:
        reader = reader_for(project / file)
        assert reader, file
        read = list(reader.read(LocalFile(project / file, file), f"file:{file}"))
        columns = {column.name for batch in read if isinstance(batch, Batch) for column in batch.columns}
        assert not [gap for gap in read if isinstance(gap, Gap)]
        assert {field for name, field in planted if name == file} <= columns


def test_the_policy_leaves_real_problems_open(project: Path) -> None:
    datasets = declared(project)
    covered = {path for dataset in datasets.values() for path in cast("list[str]", dataset.get("paths", []))}
    assert not any(path.startswith("data/notes") for path in covered)
    customers = cast("dict[str, object]", datasets["file:data/customers"]["evidence"])
    assert not {"minimize", "purpose_check", "special_condition", "justify_id"} & set(customers)
    assert "license" not in datasets["file:data/support_tickets"]
    assert datasets["kaggle:merrow-labs/app-clickstream"]["state"] == "anonymized"


def test_every_declared_path_covers_a_file(project: Path) -> None:
    for dataset in declared(project).values():
        for glob in cast("list[str]", dataset.get("paths", [])):
            assert any(path.is_file() for path in project.glob(glob.replace("/**", "/*"))), glob
