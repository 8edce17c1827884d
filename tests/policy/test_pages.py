"""docs/rules is written from rules/, and the committed pages are the newest."""

import re
from pathlib import Path

import tomli

from licscan.catalog.catalog import Catalog
from licscan.policy.json_schema import render_schema
from licscan.policy.pages import pages, write

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_pages_are_up_to_date(catalog: Catalog) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/rules").glob("*.md")}
    assert committed == dict(pages(catalog)), "run python -m licscan.policy.pages docs/rules"


def test_the_committed_schema_is_up_to_date(catalog: Catalog) -> None:
    committed = (ROOT / "schemas/policy.schema.json").read_text(encoding="utf-8")
    assert committed == render_schema(catalog), "run python -m licscan.policy.json_schema schemas/policy.schema.json"


def test_every_rule_has_a_page_with_its_provisions_and_a_file_that_loads(catalog: Catalog) -> None:
    written = pages(catalog)
    for law in catalog.laws.values():
        for rule in law.rules.values():
            page = written[f"{law.id}-{rule.id}.md"]
            assert all(law.provisions[name].cite in page for name in rule.provisions)
            assert all(f"`{action}`" in page for action in (*rule.require, *rule.require_one_of))
            assert "not legal advice" in page
            example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
            assert example is not None
            assert tomli.loads(example[1])["dataset"]


def test_pages_of_rules_that_are_gone_are_removed(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "gdpr-old.md").write_text("gone")
    write(tmp_path, catalog)
    assert not (tmp_path / "gdpr-old.md").exists()
    assert (tmp_path / "README.md").read_text().count("](gdpr-") == len(catalog.laws["gdpr"].rules)
