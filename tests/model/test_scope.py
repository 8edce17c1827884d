"""Scopes are named by extras and groups, and carry nothing else along."""

import pytest

from licscan.model.scope import extra_scope, group_scope


def test_names_are_normalized() -> None:
    assert extra_scope("Fast_JSON") == "extra:fast-json"
    assert group_scope("dev.tools") == "group:dev-tools"
    assert group_scope("开发 工具") == "group:开发 工具"


@pytest.mark.parametrize("name", ["https://user:secret@host.example/a", "a\x1b[31m", "", "a" * 101, "a\nb"])
def test_what_is_no_name_is_not_passed_on(name: str) -> None:
    assert group_scope(name) == "group:unnamed"
