"""The documentation names what there is."""

import re
from pathlib import Path

import click
import pytest

from licscan.cli.main import COMMANDS, cli
from licscan.formats import FORMATS

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = [target for target, _ in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def test_the_page_of_commands_names_every_command_format_and_shared_option() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"`licscan {name}" in text
    for name in FORMATS:
        assert f"`{name}`" in text
    check = cli.get_command(click.Context(cli), "check")
    assert check is not None
    for option in (one for one in check.params if isinstance(one, click.Option)):
        assert any(form in text for form in option.opts), option.opts
