"""A notebook is code and data: what its cells load and install is judged, and what they printed is looked at."""

import json
from pathlib import Path

from support.command import findings, licscan

POLICY = '[project]\nname = "t"\npurpose = "commercial"\nactivity = ["train"]\n'
PRINTED = "".join(
    f"<tr><td>{name}</td><td>{name.split()[0].lower()}@kestrelmail.org</td></tr>"
    for name in ("Martha Lindqvist", "Oliver Brennan", "Sofia Marchetti")
)


def test_check_looks_at_the_outputs_of_a_notebook_once_and_at_its_code_too(tmp_path: Path) -> None:
    cell = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 1,
        "source": ["%pip install fpdf2==2.8.1\n", "people.head()"],
        "outputs": [
            {
                "output_type": "execute_result",
                "execution_count": 1,
                "metadata": {},
                "data": {"text/html": f"<table><tr><th>name</th><th>email</th></tr>{PRINTED}</table>"},
            }
        ],
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "explore.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "licscan.toml").write_text(POLICY, encoding="utf-8")
    done = licscan("check", ".", "--offline", "-o", "json", folder=tmp_path)
    found = [(one["entity"], one["subject"]) for one in findings(done.audit, "personal_data")]
    assert found.count(("EMAIL_ADDRESS", "file:explore.ipynb")) == 1
    assert len(found) == len(set(found))
    assert [file["path"] for file in done.audit["coverage"]["files"]] == ["explore.ipynb"]
    assert any(one["ref"].startswith("pkg:pypi/fpdf2") for one in done.audit["subjects"])
    assert "kestrelmail" not in done.out
