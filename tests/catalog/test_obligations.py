"""What licenses ask for, with the clause where it is known, and every license of the index placed."""

import json
from importlib.resources import files
from typing import cast

import pytest
from packaging.licenses import _spdx

from licscan.catalog.catalog import Catalog
from licscan.catalog.obligations import BY_CATEGORY, load_obligations
from licscan.errors import RulesError
from licscan.expressions.spdx import current_name
from licscan.model.license import Commercial, Confidence

CATALOG = Catalog()
LICENSES = CATALOG.licenses
ROWS = cast(
    "list[dict[str, object]]",
    json.loads(files("license_expression").joinpath("data/scancode-licensedb-index.json").read_bytes()),
)
# SPDX ids whose name leaves the license open, and texts that LicenseDB sorts as restricted and nobody here has read.
UNCLEAR = {"any-OSI", "any-OSI-perl-modules", "Caldera", "SGI-B-1.0", "Unicode-TOU", "SOFA"}


def duties(expression: str) -> dict[str, str | None]:
    return {one.id: one.cite for one in LICENSES.obligations_of(expression)}


def test_the_duties_of_apache_with_their_clauses() -> None:
    assert duties("Apache-2.0") == {
        "include-license-text": "s. 4(a)",
        "state-changes": "s. 4(b)",
        "keep-copyright-notices": "s. 4(c)",
        "include-notice-file": "s. 4(d)",
        "patent-retaliation": "s. 3",
        "no-trademark": "s. 6",
    }


@pytest.mark.parametrize(
    ("name", "asked", "not_asked"),
    [
        ("MIT", {"include-license-text", "keep-copyright-notices"}, {"no-endorsement", "disclose-source"}),
        ("BSD-3-Clause", {"no-endorsement"}, {"state-changes"}),
        ("GPL-2.0-only", {"disclose-source", "same-license"}, {"disclose-source-network", "patent-retaliation"}),
        ("AGPL-3.0-or-later", {"disclose-source", "disclose-source-network", "same-license"}, set[str]()),
        ("LGPL-2.1-only", {"allow-replacement", "disclose-source-of-files"}, {"same-license"}),
        ("SSPL-1.0", {"disclose-service-source"}, {"disclose-source-network"}),
        ("BUSL-1.1", {"convert-date", "no-competing-use"}, {"disclose-source"}),
        ("LicenseRef-scancode-bigscience-open-rail-m", {"pass-on-use-limits"}, set[str]()),
        ("CC-BY-SA-4.0", {"credit", "same-license-for-changes"}, {"no-commercial-use"}),
        ("CC-BY-NC-ND-4.0", {"credit", "no-commercial-use", "no-adaptations"}, set[str]()),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0",
            {"disclose-source-of-files"},
            {"same-license", "disclose-source"},
        ),
        ("GPL-3.0-only WITH DigiRule-FOSS-exception", {"disclose-source", "same-license"}, set[str]()),
        ("LicenseRef-scancode-llama-3.1-license-2024", {"pass-on-use-limits", "keep-copyright-notices"}, {"credit"}),
        ("LicenseRef-FAIR-NC-Research", {"no-commercial-use", "research-only", "pass-on-use-limits"}, set[str]()),
        ("LicenseRef-scancode-polyform-strict-1.0.0", {"no-commercial-use", "no-adaptations"}, set[str]()),
        ("etalab-2.0", {"credit"}, {"same-license-for-changes"}),
        ("LGPLLR", {"credit", "same-license-for-changes"}, set[str]()),
        ("LicenseRef-Proprietary", {"read-agreement"}, {"include-license-text"}),
    ],
)
def test_what_a_license_asks_for(name: str, asked: set[str], not_asked: set[str]) -> None:
    found = set(duties(name))
    assert asked <= found
    assert not not_asked & found


@pytest.mark.parametrize("name", ["MIT-0", "0BSD", "CC0-1.0", "Unlicense", "O-UDA-1.0", "NCBI-PD"])
def test_a_license_without_conditions_asks_for_nothing(name: str) -> None:
    assert LICENSES.obligations(name) == ()


def test_of_a_choice_the_lighter_side_counts_and_of_a_conjunction_both() -> None:
    assert duties("GPL-2.0-only OR MIT") == duties("MIT")
    assert LICENSES.choice("GPL-2.0-only OR MIT") == "MIT"
    assert LICENSES.choice("(AGPL-3.0-only OR MPL-2.0) AND BSD-3-Clause") == "MPL-2.0 AND BSD-3-Clause"
    assert LICENSES.choice("LicenseRef-Proprietary OR AGPL-3.0-only") == "AGPL-3.0-only"
    assert set(duties("MIT AND MPL-2.0")) == set(duties("MIT")) | set(duties("MPL-2.0"))
    assert LICENSES.obligations_of(None) == LICENSES.obligations_of("MIT AND") == ()


def test_a_duty_without_a_clause_says_that_nobody_read_the_text() -> None:
    found = LICENSES.obligations("AFL-2.0")
    assert {(one.cite, one.basis) for one in found} == {(None, BY_CATEGORY)}
    assert all(one.cite and one.basis != BY_CATEGORY for one in LICENSES.obligations("MPL-2.0"))


def test_patents() -> None:
    apache, mit, unknown = (LICENSES.patents(name) for name in ("Apache-2.0", "MIT", "AFL-2.0"))
    assert (apache.grant, apache.retaliation) == (True, True)
    assert (mit.grant, mit.retaliation) == (False, False)
    assert (unknown.grant, unknown.retaliation) == (None, None)


def test_every_spdx_license_has_terms_and_duties() -> None:
    for row in _spdx.LICENSES.values():
        name = current_name(row["id"])
        assert name is not None
        assert LICENSES.terms(name).id.casefold() == name.partition(" WITH ")[0].casefold() or " WITH " in name, name
        assert LICENSES.terms(name).category != "unknown" or name in UNCLEAR, name
        LICENSES.obligations(name)


def test_every_license_of_the_index_has_a_category() -> None:
    vague = {"CLA", "Patent License", "Unstated License"}
    for row in ROWS:
        name = row["spdx_license_key"]
        if isinstance(name, str) and name.startswith("LicenseRef-scancode-") and not row["is_exception"]:
            found = LICENSES.terms(name)
            assert (found.category == "unknown") == (row["category"] in vague), name
            assert LICENSES.obligations(name) or not found.terms.attribution, name
            if found.category in {"proprietary", "source-available"}:
                assert found.terms.commercial is not Commercial.YES, name


def test_a_license_of_the_index_says_what_it_rests_on() -> None:
    found = LICENSES.terms("LicenseRef-scancode-confluent-community-1.0")
    assert (found.category, found.basis, found.confidence) == (
        "source-available",
        "category, text not read",
        Confidence.MEDIUM,
    )
    assert found.why == 'LicenseDB sorts it as "Source-available".'


def test_a_former_name_has_the_terms_of_the_present_one() -> None:
    assert LICENSES.terms("LicenseRef-scancode-aswf-digital-assets-1.0") == LICENSES.terms("ASWF-Digital-Assets-1.0")


def test_an_exception_alone_grants_nothing() -> None:
    assert LICENSES.terms("LicenseRef-scancode-commons-clause").category in {"unknown", "source-available"}
    assert LICENSES.terms("LicenseRef-scancode-errbot-exception").category == "unknown"


def test_commons_clause_on_top_of_a_license_holds_selling_back() -> None:
    found = LICENSES.terms("Apache-2.0 WITH AdditionRef-Commons-Clause")
    assert (found.category, found.terms.commercial, found.terms.use_restrictions) == (
        "source-available",
        Commercial.CONDITIONAL,
        True,
    )
    assert found.terms.attribution is True
    assert LICENSES.terms("MIT WITH AdditionRef-some-words").category == "unknown"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ('[[license]]\nid = "MIT"\nbasis = "text clause read"\nduties = {}\n', "MIT has duties twice"),
        ('[[license]]\nid = "Foo"\nbasis = "heard"\n', "unknown basis `heard`"),
        ('[[license]]\nid = "Foo"\nbasis = "text clause read"\nduties = { credt = "s. 1" }\n', "unknown duty `credt`"),
        ('[[license]]\nid = "Foo"\nbasis = "text clause read"\npatent = ["grants"]\n', "unknown word on patents"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, changed: str, said: str
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "license").mkdir()
    text = (CATALOG.folder / "license/obligations.toml").read_text(encoding="utf-8")
    before, marker, after = text.partition("\n[[category]]")
    (folder / "license/obligations.toml").write_text(f"{before}\n{changed}{marker}{after}", encoding="utf-8")
    with pytest.raises(RulesError, match=said) as caught:
        load_obligations(folder)
    assert caught.value.location is not None
    assert caught.value.location.path == "rules/license/obligations.toml"
    assert caught.value.location.line
