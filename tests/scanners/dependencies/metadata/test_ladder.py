import pytest

from licscan.catalog.licenses import LicenseTable
from licscan.model.evidence import Location
from licscan.model.license import Basis, Commercial, Confidence
from licscan.scanners.dependencies.metadata.ladder import decides
from support.license_texts import APACHE_2, BSD_2, BSD_3, COMMON, MIT, RESEARCH_ONLY
from support.packages import judge, package

OSI = "Classifier: License :: OSI Approved :: "


@pytest.mark.parametrize(
    ("lines", "concluded"),
    [
        (["License-Expression: MIT"], "MIT"),
        (["License-Expression: mit and (apache-2.0 or BSD-2-Clause)"], "MIT AND (Apache-2.0 OR BSD-2-Clause)"),
        (["License-Expression: MIT AND Apache-2.0 WITH LLVM-exception"], "MIT AND Apache-2.0 WITH LLVM-exception"),
        (["License-Expression: LGPL-2.1"], "LGPL-2.1-only"),
        (["License-Expression: LicenseRef-Example-EULA"], "LicenseRef-Example-EULA"),
        (["License: Apache 2.0"], "Apache-2.0"),
        (["License: GPLv3+"], "GPL-3.0-or-later"),
        (["License: EPL-2.0 OR GPL-2.0+", "Classifier: License :: OSI Approved"], "EPL-2.0 OR GPL-2.0-or-later"),
        ([OSI + "MIT License"], "MIT"),
        ([OSI + "ISC License (ISCL)", "License: UNKNOWN"], "ISC"),
        (["License: Proprietary"], "LicenseRef-Proprietary"),
    ],
)  # fmt: skip
def test_what_is_stated_is_concluded(licenses: LicenseTable, lines: list[str], concluded: str) -> None:
    finding = judge(licenses, *lines)
    assert (finding.declared, finding.concluded, finding.conflict) == (concluded, concluded, False)


def test_expression_stands_before_field_and_classifier(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License-Expression: MIT", "License: Apache-2.0", OSI + "BSD License")
    assert finding.concluded == "MIT"
    assert finding.conflict
    assert [claim.evidence[0].source for claim in finding.claims] == ["License-Expression", "License", "classifier"]
    assert finding.note is not None
    assert "Apache-2.0" in finding.note


def test_evidence_names_the_line_and_the_digest(licenses: LicenseTable) -> None:
    (claim,) = judge(licenses, "Summary: x", "License: MIT").claims
    evidence = claim.evidence[0]
    assert evidence.location == Location("tinylib-1.0.dist-info/METADATA", 5)
    assert evidence.excerpt == "MIT"
    assert (evidence.digest or "").startswith("sha256:")


@pytest.mark.parametrize(("text", "concluded"), [(BSD_2, "BSD-2-Clause"), (BSD_3, "BSD-3-Clause")])
def test_bsd_is_decided_by_the_text(licenses: LicenseTable, text: str, concluded: str) -> None:
    finding = judge(licenses, "License: BSD", OSI + "BSD License", files={"LICENSE": text})
    assert finding.concluded == concluded
    assert finding.declared is None
    assert not finding.conflict
    assert finding.confidence is Confidence.HIGH


def test_bsd_without_a_text_stays_open(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: BSD", OSI + "BSD License")
    assert (finding.concluded, finding.confidence) == (None, Confidence.LOW)
    assert finding.note is not None
    assert "BSD-2-Clause" in finding.note
    assert "BSD-3-Clause" in finding.note


def test_open_labels_of_several_families_never_read_as_free(licenses: LicenseTable) -> None:
    finding = judge(licenses, OSI + "BSD License", OSI + "GNU General Public License (GPL)")
    assert finding.concluded is None
    assert finding.terms.share_alike is not False


def test_nothing_stated(licenses: LicenseTable) -> None:
    finding = judge(licenses)
    assert (finding.declared, finding.concluded, finding.claims) == (None, None, ())
    assert finding.note == "states no license"
    assert finding.terms.commercial is Commercial.UNKNOWN


def test_unknown_words_are_kept_and_told_apart_from_silence(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: The Frobnicate Terms")
    assert finding.concluded is None
    assert [claim.unrecognized for claim in finding.claims] == ["The Frobnicate Terms"]
    assert finding.note != "states no license"


def test_invalid_expression_is_kept_and_the_next_source_decides(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License-Expression: MITT", OSI + "MIT License")
    assert finding.concluded == "MIT"
    assert finding.claims[0].unrecognized == "MITT"


def test_text_alone_is_observed_and_not_declared(licenses: LicenseTable) -> None:
    finding = judge(licenses, files={"LICENSE.txt": APACHE_2})
    assert (finding.declared, finding.concluded, finding.confidence) == (None, "Apache-2.0", Confidence.MEDIUM)
    assert [claim.basis for claim in finding.claims] == [Basis.OBSERVED]


def test_file_that_says_otherwise_is_a_conflict(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: Apache-2.0", files={"LICENSE": MIT})
    assert finding.concluded == "Apache-2.0"
    assert finding.conflict
    assert finding.confidence is Confidence.MEDIUM


def test_more_restrictive_source_lowers_the_confidence_and_is_named(licenses: LicenseTable) -> None:
    closed = "Classifier: License :: Other/Proprietary License"
    finding = judge(licenses, "License: Apache-2.0", closed)
    assert finding.concluded == "Apache-2.0"
    assert finding.conflict
    assert finding.confidence is Confidence.LOW
    assert finding.note is not None
    assert "more restrictive" in finding.note


def test_closed_classifier_beside_a_named_closed_license_is_no_conflict(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: LicenseRef-Vendor-EULA", "Classifier: License :: Other/Proprietary License")
    assert not finding.conflict


def test_restriction_hidden_in_a_license_file(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: MIT", files={"LICENSE": MIT + "\n\n" + RESEARCH_ONLY})
    assert (finding.declared, finding.concluded) == ("MIT", "MIT AND LicenseRef-noncommercial-research")
    assert finding.confidence is Confidence.LOW
    assert finding.conflict


def test_research_only_prose_without_a_declaration(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: UNKNOWN", files={"LICENSE": RESEARCH_ONLY})
    assert finding.concluded is not None
    assert finding.terms.commercial is Commercial.NO
    assert finding.confidence is Confidence.LOW


def test_several_classifiers_hold_together_unless_a_choice_is_offered(licenses: LicenseTable) -> None:
    both = [OSI + "MIT License", OSI + "Mozilla Public License 2.0 (MPL 2.0)"]
    cautious = judge(licenses, *both)
    assert cautious.concluded == "MIT AND MPL-2.0"
    assert cautious.confidence is Confidence.LOW
    offered = judge(licenses, *both, "License: Dual License")
    assert offered.concluded == "MIT OR MPL-2.0"


def test_vague_classifier_beside_a_precise_one_says_nothing_more(licenses: LicenseTable) -> None:
    vague, precise = "GNU General Public License (GPL)", "GNU General Public License v2 or later (GPLv2+)"
    for order in ([vague, precise], [precise, vague]):
        finding = judge(licenses, *(OSI + name for name in order))
        assert (finding.concluded, finding.conflict) == ("GPL-2.0-or-later", False)


def test_or_later_comes_from_the_classifier_where_the_field_leaves_it_open(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: AGPL-3.0", OSI + "GNU Affero General Public License v3 or later (AGPLv3+)")
    assert finding.concluded == "AGPL-3.0-or-later"
    said = judge(licenses, "License: AGPL-3.0-only", OSI + "GNU Affero General Public License v3 or later (AGPLv3+)")
    assert said.concluded == "AGPL-3.0-only"


@pytest.mark.skipif(not (COMMON / "GPL-3").exists(), reason="the long texts are not installed")
def test_text_of_a_gnu_license_cannot_say_or_later(licenses: LicenseTable) -> None:
    text = (COMMON / "GPL-3").read_text(encoding="utf-8")
    for lines in (["License: GPL"], []):
        finding = judge(licenses, *lines, files={"COPYING": text})
        assert (finding.concluded, finding.confidence) == ("GPL-3.0-only", Confidence.LOW)
        assert finding.note is not None
        assert "later versions" in finding.note
    declared = judge(licenses, "License: GPLv3+", files={"COPYING": text})
    assert (declared.concluded, declared.conflict, declared.confidence) == ("GPL-3.0-or-later", False, Confidence.HIGH)


def test_text_in_the_license_field_is_read_as_a_text(licenses: LicenseTable) -> None:
    folded = BSD_3.replace("\n", "\n        ")
    finding = judge(licenses, f"License: {folded}", OSI + "BSD License")
    assert finding.concluded == "BSD-3-Clause"
    headed = judge(licenses, "License: " + MIT.replace("\n", "\n        "))
    assert (headed.declared, headed.concluded) == ("MIT", "MIT")


def test_parts_are_bundled_and_do_not_govern(licenses: LicenseTable) -> None:
    files = {"LICENSE": BSD_3 + "\n\nThis package bundles other work:\n\n" + MIT, "vendor/zlibish/LICENSE": APACHE_2}
    finding = judge(licenses, "License: BSD-3-Clause", files=files)
    assert finding.concluded == "BSD-3-Clause"
    assert not finding.conflict
    assert {claim.expression for claim in finding.bundled} == {"MIT", "Apache-2.0"}
    assert not any(claim.expression == "MIT" for claim in finding.claims)


def test_license_file_of_a_choice_is_not_a_part(licenses: LicenseTable) -> None:
    files = {"LICENSE": "Either license below, at your option.", "LICENSE.APACHE": APACHE_2, "LICENSE.BSD": BSD_2}
    finding = judge(licenses, "License-Expression: Apache-2.0 OR BSD-2-Clause", files=files)
    assert (finding.bundled, finding.conflict) == ((), False)


def test_files_named_by_their_licenses_are_a_choice_of_free_ones(licenses: LicenseTable) -> None:
    finding = judge(licenses, files={"LICENSE-MIT": MIT, "LICENSE-APACHE": APACHE_2})
    assert (finding.concluded, finding.confidence) == ("Apache-2.0 OR MIT", Confidence.MEDIUM)
    assert finding.bundled == ()
    stated = judge(
        licenses,
        OSI + "MIT License",
        OSI + "Apache Software License",
        files={"LICENSE-MIT": MIT, "LICENSE-APACHE": APACHE_2},
    )
    assert stated.concluded in ("MIT OR Apache-2.0", "Apache-2.0 OR MIT")


def test_files_of_third_parties_are_no_choice(licenses: LicenseTable) -> None:
    finding = judge(licenses, files={"LICENSE": MIT, "LICENSE-3RD-PARTY.txt": APACHE_2, "THIRD_PARTY/LICENSE": BSD_3})
    assert finding.concluded == "MIT"
    assert {claim.expression for claim in finding.bundled} == {"Apache-2.0", "BSD-3-Clause"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["License-Expression: MIT"], True),
        (["License-Expression: Apache-2.0", "License-File: LICENSE", "License-File: AUTHORS.md"], True),
        (["License-Expression: Apache-2.0", "License-File: LICENSE", "License-File: COPYING"], False),
        (["License-Expression: my own words"], False),
        (["License: Apache Software License 2.0"], False),
        ([OSI + "MIT License"], False),
        (["License: BSD"], False),
        ([OSI + "BSD License"], False),
        ([], False),
    ],
)
def test_whether_license_files_are_needed(lines: list[str], *, expected: bool) -> None:
    assert decides(package(*lines)) is expected


def test_same_files_in_another_order_give_the_same_finding(licenses: LicenseTable) -> None:
    files = {"LICENSE": BSD_3, "COPYING": MIT, "licenses-of-parts/A": APACHE_2}
    one = judge(licenses, "License: BSD", files=files)
    other = judge(licenses, "License: BSD", files=dict(reversed(files.items())))
    assert one.concluded == other.concluded == "BSD-3-Clause"


@pytest.mark.parametrize("field", ["License", "License-Expression"])
def test_a_field_that_stands_twice_has_no_first_value_that_wins(licenses: LicenseTable, field: str) -> None:
    finding = judge(licenses, f"{field}: MIT", f"{field}: CC-BY-NC-4.0")
    assert finding.concluded is None
    assert finding.terms.commercial is not Commercial.YES
    assert judge(licenses, f"{field}: MIT", f"{field}: MIT").concluded == "MIT"


def test_words_that_nobody_knows_put_a_classifier_in_doubt(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: Moonlight Research License", OSI + "MIT License")
    assert (finding.concluded, finding.conflict, finding.confidence) == ("MIT", True, Confidence.LOW)
    assert finding.note == "License says Moonlight Research License"


def test_words_that_nobody_knows_beside_the_text_of_the_license_are_no_conflict(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: MIT, as ever", OSI + "MIT License", files={"LICENSE": MIT})
    assert (finding.concluded, finding.conflict, finding.confidence) == ("MIT", False, Confidence.MEDIUM)


def test_a_field_that_says_nothing_puts_nothing_in_doubt(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: see LICENSE", OSI + "MIT License")
    assert (finding.concluded, finding.conflict) == ("MIT", False)


def test_a_long_field_that_nobody_can_read_is_still_a_statement(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: " + "(" * 5000 + "MIT" + ")" * 5000)
    assert finding.concluded is None
    assert finding.note == "states its license in words that name no known license"
    assert len(finding.claims) == 1


GPL_NOTICE = """This library is free software; you can redistribute it and/or modify it under the terms of the GNU
General Public License as published by the Free Software Foundation; either version 3, or (at your option) any later
version.
"""


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        (GPL_NOTICE, "GPL-3.0-or-later"),
        (
            GPL_NOTICE + "\nGCC RUNTIME LIBRARY EXCEPTION\n\nVersion 3.1, 31 March 2009\n",
            "GPL-3.0-or-later WITH GCC-exception-3.1",
        ),
    ],
)
def test_the_runtime_of_gcc_inside_a_package_keeps_its_exception(
    licenses: LicenseTable, text: str, expression: str
) -> None:
    files = {"licenses/LICENSE": MIT, "licenses/LICENSE_bundled.txt": text}
    finding = judge(licenses, "License-Expression: MIT", files=files)
    assert [claim.expression for claim in finding.bundled] == [expression]


def test_terms_are_never_looser_than_the_strictest_source(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: Apache-2.0", files={"LICENSE": RESEARCH_ONLY})
    assert (finding.confidence, finding.conflict) == (Confidence.LOW, True)
    assert finding.concluded == "Apache-2.0 AND LicenseRef-noncommercial-research"
    assert finding.terms.commercial is Commercial.NO
    assert finding.terms.research_only is True
