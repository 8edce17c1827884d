"""What cards and code hold of secrets and addresses of people reaches no output."""

import json
from pathlib import Path

import pytest

from support.command import licscan

MAIL = "canary.mail@example.org"
TOKEN = "hf_" + "CanaryTokenCanaryToken"
SECRETS = ("canary.mail@", "canaryuser", "canarypass", "canaryquery", TOKEN)
ADDRESS = "https://canaryuser:canarypass@example.com/license?token=canaryquery"

CARD = f"""---
license: other
license_name: ask {MAIL}, token {TOKEN}
license_link: {ADDRESS}
license_details: "write to {MAIL}, see {ADDRESS}"
pretty_name: Birds by {MAIL}
source_datasets: ["{ADDRESS}", "ask {MAIL}", "https://canaryuser:canarypass@huggingface.co/datasets/o/birds?token=canaryquery"]
extra_gated_prompt: For non-commercial use only, write to {MAIL} or {ADDRESS}
---
# Birds
## License
For non-commercial use only, write to {MAIL} ({ADDRESS}) with {TOKEN}.
"""
CROISSANT = {
    "@context": {"@vocab": "https://schema.org/", "rai": "http://mlcommons.org/croissant/RAI/"},
    "@type": "Dataset",
    "name": f"Birds by {MAIL}",
    "distribution": [],
    "license": ADDRESS,
    "isBasedOn": ADDRESS,
    "rai:personalSensitiveInformation": f"Names; ask {MAIL} at {ADDRESS}",
}
PACKAGE = {
    "name": "birds",
    "licenses": [{"name": f"ask {MAIL}", "path": ADDRESS, "title": ADDRESS}],
    "sources": [{"title": MAIL, "path": ADDRESS}],
}
KAGGLE = {"id": "o/birds", "title": MAIL, "licenses": [{"name": ADDRESS}], "description": f"License: ask {MAIL}."}
CODE = f"""from datasets import load_dataset
from huggingface_hub import snapshot_download
load_dataset("https://canaryuser:canarypass@huggingface.co/datasets/o/a/resolve/main/a.csv?token=canaryquery")
load_dataset("o/b", token="{TOKEN}")
load_dataset("csv", data_files="{ADDRESS}")
load_dataset(f"{ADDRESS}/{{name}}")
snapshot_download("o/c", token="{TOKEN}")
"""
SCRIPT = f"""HF_TOKEN={TOKEN} huggingface-cli download o/d --token {TOKEN}
git clone https://canaryuser:canarypass@huggingface.co/o/e
"""
DVC = f"""deps:
- path: https://canaryuser:canarypass@huggingface.co/datasets/o/f/resolve/main/a.csv?token=canaryquery
  url: {ADDRESS}
outs:
- path: a.csv
"""
FILES = {
    "data/a/README.md": CARD,
    "data/b/croissant.json": json.dumps(CROISSANT),
    "data/c/datapackage.json": json.dumps(PACKAGE),
    "data/d/dataset-metadata.json": json.dumps(KAGGLE),
    "data/e/LICENSE": f"The data is for non-commercial use only. Write to {MAIL} or {ADDRESS}.",
    "data/f/CITATION.cff": f"cff-version: 1.2.0\ntype: dataset\ntitle: by {MAIL}\nlicense-url: {ADDRESS}\n",
    "train.py": CODE,
    "get.sh": SCRIPT,
    "a.csv.dvc": DVC,
}


@pytest.mark.parametrize(
    "arguments",
    [
        ("datasets", "-v", "-o", "json"),
        ("datasets", "-v"),
        ("check", "-v", "-o", "json"),
        ("check", "-v"),
        ("explain", "data/a"),
        ("explain", "kaggle:o/birds"),
    ],
)
def test_no_secret_and_no_address_of_a_person_is_shown(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    done = licscan(*arguments, folder=tmp_path, environment={"HF_TOKEN": TOKEN})
    assert done.out
    shown = [secret for secret in SECRETS for text in (done.out, done.err) if secret in text]
    assert shown == []
