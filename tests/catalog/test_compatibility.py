"""What goes into a work under which license: the published matrix, and what can be said beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.catalog.catalog import Catalog
from licscan.catalog.compatibility import Compatibility, Verdict, compatible

LICENSES = Catalog().licenses
ORDER = list(Verdict)
SOME = (
    "MIT",
    "Apache-2.0",
    "MPL-2.0",
    "LGPL-2.1-only",
    "LGPL-3.0-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "AGPL-3.0-or-later",
    "BSD-4-Clause",
    "BUSL-1.1",
    "CC0-1.0",
    "CC-BY-4.0",
    "PSF-2.0",
    "LicenseRef-Proprietary",
    "LicenseRef-nobody-knows",
    "GPL-2.0-only WITH Classpath-exception-2.0",
)


def answer(outbound: str, inbound: str) -> Compatibility:
    return compatible(outbound, inbound, LICENSES)


@pytest.mark.parametrize(
    ("outbound", "inbound", "verdict"),
    [
        ("Apache-2.0", "MIT", "yes"),
        ("Apache-2.0", "GPL-3.0-only", "no"),
        ("Apache-2.0", "AGPL-3.0-or-later", "no"),
        ("GPL-2.0-only", "Apache-2.0", "no"),
        ("GPL-3.0-only", "Apache-2.0", "yes"),
        ("GPL-3.0-only", "GPL-2.0-only", "no"),
        ("GPL-3.0-only", "BSD-4-Clause", "no"),
        ("GPL-2.0-only", "LGPL-3.0-only", "no"),  # not even as a library
        ("AGPL-3.0-only", "GPL-3.0-only", "depends"),
        ("MIT", "OpenSSL", "unknown"),
    ],
)
def test_the_matrix_decides(outbound: str, inbound: str, verdict: str) -> None:
    found = answer(outbound, inbound)
    assert found.verdict == verdict
    assert found.source == "OSADL license compatibility matrix of 2024-05-21 (CC-BY-4.0)"
    assert inbound in found.why


@pytest.mark.parametrize("inbound", ["MPL-2.0", "LGPL-2.1-or-later", "EPL-2.0"])
@pytest.mark.parametrize("outbound", ["Apache-2.0", "MIT", "LicenseRef-Proprietary", "LicenseRef-acme-internal"])
def test_copyleft_of_a_library_ends_at_the_library(outbound: str, inbound: str) -> None:
    found = answer(outbound, inbound)
    assert found.verdict is Verdict.DEPENDS
    assert f"Imported unchanged, a library under {inbound} keeps its own license" in found.why
    assert "executable" in found.why


@pytest.mark.parametrize(
    ("outbound", "inbound", "under"),
    [
        ("GPL-2.0-or-later", "Apache-2.0", "GPL-3.0-or-later"),
        ("GPL-2.0-or-later", "GPL-2.0-only", "GPL-2.0-only"),
        ("GPL-3.0-or-later", "GPL-3.0-only", "GPL-3.0-only"),
    ],
)
def test_or_later_is_a_choice_of_versions(outbound: str, inbound: str, under: str) -> None:
    found = answer(outbound, inbound)
    assert found.verdict is Verdict.DEPENDS
    assert f"the whole goes out under {under}" in found.why


@pytest.mark.parametrize(
    ("outbound", "inbound", "verdict"),
    [
        ("Apache-2.0", "MIT OR GPL-2.0-only", "yes"),  # the licensee chooses
        ("Apache-2.0", "MIT AND GPL-2.0-only", "no"),  # both govern
        ("Apache-2.0", "(MIT OR GPL-3.0-only) AND BSD-3-Clause", "yes"),
        ("MIT OR GPL-2.0-only", "Apache-2.0", "no"),  # offered under either, so either has to fit
        ("MIT OR Apache-2.0", "BSD-3-Clause", "yes"),
        ("MIT AND GPL-3.0-only", "GPL-3.0-only", "depends"),  # on the part that takes it in
        ("MIT AND Apache-2.0", "GPL-3.0-only", "no"),
    ],
)
def test_expressions(outbound: str, inbound: str, verdict: str) -> None:
    assert answer(outbound, inbound).verdict == verdict


@pytest.mark.parametrize(
    ("outbound", "inbound", "verdict"),
    [
        ("Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "depends"),
        ("Apache-2.0", "GPL-3.0-or-later WITH GCC-exception-3.1", "depends"),
        ("GPL-3.0-only", "GPL-3.0-or-later WITH GCC-exception-3.1", "yes"),
        ("MIT", "Apache-2.0 WITH LLVM-exception", "yes"),
        # Nobody but the author can add a permission to foreign GPL code.
        ("GPL-3.0-only WITH Classpath-exception-2.0", "GPL-3.0-only", "depends"),
        ("GPL-3.0-only WITH Classpath-exception-2.0", "MIT", "yes"),
        ("MIT", "Apache-2.0 WITH AdditionRef-Commons-Clause", "depends"),
        ("GPL-3.0-only", "Apache-2.0 WITH AdditionRef-Commons-Clause", "no"),
    ],
)
def test_exceptions(outbound: str, inbound: str, verdict: str) -> None:
    assert answer(outbound, inbound).verdict == verdict


def test_an_exception_is_told_as_what_it_is() -> None:
    for name in ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-3.0-or-later WITH GCC-exception-3.1"):
        assert answer("Apache-2.0", name).why.startswith(f"The exception in {name} lets other code be combined")


@pytest.mark.parametrize(
    ("outbound", "inbound", "verdict", "said"),
    [
        ("Apache-2.0", "PSF-2.0", "yes", "if its notices are kept"),
        ("GPL-3.0-only", "PSF-2.0", "unknown", "not settled"),  # some permissive terms bite with the GPL
        ("GPL-2.0-only", "MIT-0", "yes", "no conditions"),
        ("LicenseRef-Proprietary", "Apache-2.0", "yes", "notices"),
        ("LicenseRef-acme-internal", "GPL-3.0-only", "no", "as a whole|the whole"),
        ("Apache-2.0", "SSPL-1.0", "no", "the whole"),
        ("GPL-3.0-only", "LicenseRef-Proprietary", "no", "no further restrictions"),
        ("GPL-3.0-only", "PolyForm-Noncommercial-1.0.0", "no", "no further restrictions"),
        ("MIT", "BUSL-1.1", "depends", "holds uses back"),
        ("MIT", "JSON", "depends", "holds uses back"),
        ("MIT", "LicenseRef-nobody-knows", "unknown", "Nobody has placed"),
        ("any-OSI", "MIT", "unknown", "Nobody has placed"),
    ],
)
def test_what_the_matrix_does_not_list_is_answered_by_category_and_says_so(
    outbound: str, inbound: str, verdict: str, said: str
) -> None:
    found = answer(outbound, inbound)
    assert found.verdict == verdict
    assert any(part in found.why for part in said.split("|"))
    assert found.source == "the categories of both licenses; the matrix lists no such pair"


@pytest.mark.parametrize("bad", ["", "MIT AND", "(" * 5000, "MIT OR OR MIT"])
def test_what_is_no_expression_is_unknown(bad: str) -> None:
    assert answer("MIT", bad).verdict is Verdict.UNKNOWN
    assert answer(bad, "MIT").verdict is Verdict.UNKNOWN


@given(st.sampled_from(SOME), st.lists(st.sampled_from(SOME), min_size=2, max_size=4, unique=True))
def test_a_choice_is_as_good_as_its_best_and_a_conjunction_as_bad_as_its_worst(out: str, parts: list[str]) -> None:
    ranks = [ORDER.index(answer(out, part).verdict) for part in parts]
    assert ORDER.index(answer(out, " OR ".join(parts)).verdict) == min(ranks)
    assert ORDER.index(answer(out, " AND ".join(parts)).verdict) == max(ranks)
    assert ORDER.index(answer(" OR ".join(parts), out).verdict) == max(
        ORDER.index(answer(part, out).verdict) for part in parts
    )


@given(st.sampled_from(SOME))
def test_a_license_fits_itself(name: str) -> None:
    assert answer(name, name).verdict is Verdict.YES


def test_nothing_restricted_or_unknown_ever_plainly_fits_something_else() -> None:
    table = LICENSES
    for inbound in SOME:
        terms = table.terms(inbound)
        if terms.category in {"unknown", "proprietary", "source-available", "strong-copyleft", "network-copyleft"}:
            for outbound in ("MIT", "Apache-2.0", "LicenseRef-Proprietary", "PSF-2.0"):
                if outbound != inbound:
                    assert answer(outbound, inbound).verdict is not Verdict.YES, (outbound, inbound)
