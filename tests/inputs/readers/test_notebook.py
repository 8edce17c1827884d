"""Jupyter notebooks: what cells say and what running them left behind."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from support.data_files import read

FRAME = """<div><style>th {color: red}</style><table border="1">
<thead><tr><th></th><th>name</th><th>email</th></tr></thead>
<tbody><tr><th>0</th><td>Ann Bo</td><td>ann@example.com</td></tr>
<tr><th>1</th><td>Cy Do</td><td>cy@example.com</td></tr></tbody></table><p>2 rows</p></div>"""


def notebook(path: Path, *cells: dict[str, object]) -> Path:
    path.write_text(json.dumps({"metadata": {"kernel": {}}, "nbformat": 4, "cells": list(cells)}))
    return path


def code(*outputs: Mapping[str, object], source: object = "df.head()") -> dict[str, object]:
    return {"cell_type": "code", "source": source, "outputs": list(outputs), "metadata": {}}


def test_a_printed_data_frame_is_a_table(tmp_path: Path) -> None:
    data = {"text/html": FRAME.splitlines(keepends=True), "text/plain": "  name email\n0 Ann Bo ann@example.com"}
    found = read(notebook(tmp_path / "a.ipynb", code({"output_type": "execute_result", "data": data})))
    assert found.column("/cells/0/outputs/name") == ["Ann Bo", "Cy Do"]
    assert found.column("/cells/0/outputs/email") == ["ann@example.com", "cy@example.com"]
    assert found.column("/cells/0/outputs") == ["2 rows"]
    assert found.column("/cells/0/source") == ["df.head()"]
    assert found.gaps == []


def test_printed_text_tracebacks_and_markdown(tmp_path: Path) -> None:
    found = read(
        notebook(
            tmp_path / "a.ipynb",
            {"cell_type": "markdown", "source": ["# For Ann\n", "\n", "call 91234567"]},
            code({"output_type": "stream", "text": ["Ann Bo\n", "ann@example.com\n"]}),
            code(
                {
                    "output_type": "error",
                    "evalue": "no user",
                    "traceback": ["\x1b[0;31mKeyError\x1b[0m: cy@example.com"],
                }
            ),
        )
    )
    assert found.column("/cells/0/source") == ["# For Ann", "call 91234567"]
    assert found.column("/cells/1/outputs") == ["Ann Bo\nann@example.com"]
    assert "KeyError: cy@example.com" in found.column("/cells/2/outputs")


def test_pictures_are_counted(tmp_path: Path) -> None:
    output = {"output_type": "display_data", "data": {"image/png": "aGVsbG8=", "text/plain": "<Figure>"}}
    found = read(notebook(tmp_path / "a.ipynb", code(output, output)))
    assert found.reasons == [GapReason.UNSUPPORTED_FORMAT]
    assert "2" in found.gaps[0].detail


def test_a_cell_of_many_megabytes_does_not_hide_the_next(tmp_path: Path) -> None:
    large = {"output_type": "stream", "text": ["row of the log\n"] * 200_000}
    found = read(notebook(tmp_path / "a.ipynb", code(large), code({"text": "ann@example.com"})))
    assert found.column("/cells/1/outputs") == ["ann@example.com"]


def test_the_third_format_has_worksheets(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    cells = [{"cell_type": "code", "input": "x", "outputs": [{"html": FRAME}]}]
    path.write_text(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}))
    assert read(path).column("/cells/0/outputs/name") == ["Ann Bo", "Cy Do"]


@pytest.mark.parametrize("tenth", range(10))
def test_a_cut_notebook_is_a_gap(tmp_path: Path, tenth: int) -> None:
    whole = notebook(tmp_path / "a.ipynb", code({"text": "Ann"}), code({"text": "Cy"})).read_text()
    cut = tmp_path / "cut.ipynb"
    cut.write_text(whole[: len(whole) * tenth // 10])
    assert read(cut).reasons == [GapReason.UNPARSABLE]


@pytest.mark.parametrize(
    "content",
    [
        '{"cells": 3}',
        '{"cells": [1, "a", null, [[]]]}',
        '{"cells": [{"outputs": [3, {"data": [1]}], "source": {"a": "b"}}]}',
    ],
)
def test_wrong_types_are_no_errors(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(content)
    read(path)
