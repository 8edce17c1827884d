"""What is of another kind than it should be counts as none."""

from hypothesis import given
from hypothesis import strategies as st

from licscan.documents.values import as_list, as_table, as_text, tables, texts

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
    max_leaves=8,
)


@given(ANYTHING)
def test_each_takes_its_own_kind_alone(value: object) -> None:
    assert as_table(value) == (value if isinstance(value, dict) else {})
    assert as_list(value) == (value if isinstance(value, list) else [])
    assert as_text(value) == (value if isinstance(value, str) else None)
    assert all(isinstance(each, str) and each in as_list(value) for each in texts(value))
    assert all(isinstance(each, dict) and each in as_list(value) for each in tables(value))


def test_a_table_is_found_at_its_path() -> None:
    data = {"tool": {"uv": {"index": []}, "x": [1]}}
    assert as_table(data, "tool", "uv") == {"index": []}
    assert as_table(data, "tool", "x") == {}
    assert as_table(data, "tool", "x", "y") == {}
    assert as_table(data, "other", "uv") == {}
