"""The license file that governs: headings, prose, several files, exceptions, other parts."""

import pytest

from licscan.catalog.licenses import LicenseTable
from licscan.model.evidence import Location
from licscan.model.license import Basis, Confidence
from licscan.model.subject import Reference
from licscan.net.cache import sha256_of
from licscan.scanners.dependencies.sources.interface import StatedLicense
from support.license_texts import APACHE_2, BSD_2, BSD_3, COMMON, MIT
from support.packages import judge

OSI = "Classifier: License :: OSI Approved :: "
PARAPHRASED = (
    "# PolyForm Noncommercial License 1.0.0\n\nYou may use the work for purposes without profit, as you like.\n"
)


@pytest.mark.parametrize(
    ("text", "concluded"),
    [
        (PARAPHRASED, "PolyForm-Noncommercial-1.0.0"),
        (PARAPHRASED + MIT, "PolyForm-Noncommercial-1.0.0"),
        ("SERVER SIDE PUBLIC LICENSE\nVersion 1\n\nOur own words follow.", "SSPL-1.0"),
        ("Elastic License 2.0\n\nOur own words follow.", "Elastic-2.0"),
        ("BigScience RAIL License v1.0\n\nOur own words follow.", "LicenseRef-scancode-bigscience-rail-1.0"),
        ("# MIT License\n\nOur own words follow, which take nearly everything back.", None),
        ("All rights reserved.\n\n" + MIT, "MIT"),
        ("SPDX-License-Identifier: Apache-2.0\n", "Apache-2.0"),
        ("Foo is by Bar.\n\nLike Baz, Foo is licensed under the open source MIT-CMU License:\n\nwords", "MIT-CMU"),
        ("Tinylib is released into the public domain.", "LicenseRef-Public-Domain"),
        ("Portions of Foo are licensed under the MIT license.", None),
        ("Files: *\nCopyright: 2026 the team\nLicense: BSD-3-Clause\n\nFiles: x.py\nLicense: MIT\n", "BSD-3-Clause"),
    ],
)
def test_file_without_a_known_text(licenses: LicenseTable, text: str, concluded: str | None) -> None:
    assert judge(licenses, files={"LICENSE": text}).concluded == concluded


def test_file_that_nobody_recognizes_is_visible(licenses: LicenseTable) -> None:
    text = "![logo](https://example.org/x.png)\n\n# Terms of the Frobnicate Guild\n\nBe nice.\n"
    finding = judge(licenses, "License: MIT", files={"licenses/LICENSE.md": text})
    assert [claim.unrecognized for claim in finding.claims if claim.basis is Basis.OBSERVED] == [
        "# Terms of the Frobnicate Guild"
    ]
    assert (finding.concluded, finding.conflict, finding.confidence) == ("MIT", False, Confidence.MEDIUM)
    assert "not recognized" in (finding.note or "")
    assert judge(licenses, files={"LICENSE": text}).concluded is None


def test_all_license_files_are_listed_with_their_digests(licenses: LicenseTable) -> None:
    files = {"LICENSE": MIT, "licenses/ODD": "nobody knows this"}
    finding = judge(licenses, "License: MIT", files=files, inside={"tinylib/_vendor/x/COPYING": BSD_2})
    assert [(file.path, file.digest) for file in finding.license_files] == [
        ("LICENSE", f"sha256:{sha256_of(MIT.encode())}"),
        ("licenses/ODD", f"sha256:{sha256_of(b'nobody knows this')}"),
        ("tinylib/_vendor/x/COPYING", f"sha256:{sha256_of(BSD_2.encode())}"),
    ]


def test_license_of_a_folder_is_a_part_and_says_where(licenses: LicenseTable) -> None:
    finding = judge(
        licenses, "License-Expression: Apache-2.0", files={"LICENSE": APACHE_2}, inside={"tinylib/fast/COPYING": BSD_3}
    )
    (claim,) = finding.bundled
    assert (claim.expression, claim.evidence[0].location) == ("BSD-3-Clause", Location("tinylib/fast/COPYING"))
    assert (finding.concluded, finding.conflict) == ("Apache-2.0", False)


def test_license_at_the_top_of_the_only_folder_governs_where_there_is_no_other(licenses: LicenseTable) -> None:
    inside = {"tinylib/LICENSE": MIT, "tinylib/_vendor/LICENSE": BSD_3}
    finding = judge(licenses, inside=inside)
    assert (finding.concluded, [claim.expression for claim in finding.bundled]) == ("MIT", ["BSD-3-Clause"])
    two = judge(licenses, inside={"tinylib/LICENSE": MIT, "otherlib/LICENSE": BSD_3})
    assert two.concluded is None


def test_explained_files_are_a_choice_even_with_copyleft(licenses: LicenseTable) -> None:
    explained = "Tinylib is released under the GPL 2.0+/LGPL 2.1+/MPL 1.1 tri-license.\nSee COPYING.GPL for more.\n"
    vague = OSI + "GNU Lesser General Public License v2 or later (LGPLv2+)"
    lines = (OSI + "GNU General Public License v2 or later (GPLv2+)", vague)
    finding = judge(licenses, *lines, OSI + "Mozilla Public License 1.1 (MPL 1.1)", files={"LICENSE": explained})
    assert finding.concluded == "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1"


@pytest.mark.skipif(not (COMMON / "GPL-3").exists(), reason="the long texts are not installed")
class TestGnu:
    def test_lesser_license_is_shipped_as_two_files(self, licenses: LicenseTable) -> None:
        files = {
            name: (COMMON / text).read_text("utf-8")
            for name, text in (("COPYING", "GPL-3"), ("COPYING.LESSER", "LGPL-3"))
        }
        assert judge(licenses, files=files).concluded == "LGPL-3.0-only"
        declared = judge(licenses, "License: LGPLv3+", files=files)
        assert (declared.concluded, declared.conflict) == ("LGPL-3.0-or-later", False)

    def test_files_with_copyleft_among_them_hold_together(self, licenses: LicenseTable) -> None:
        files = {"LICENSE-MIT": MIT, "LICENSE-GPL": (COMMON / "GPL-3").read_text("utf-8")}
        finding = judge(licenses, files=files)
        assert (finding.concluded, finding.confidence) == ("GPL-3.0-only AND MIT", Confidence.LOW)

    def test_linking_exception_in_the_file(self, licenses: LicenseTable) -> None:
        granted = (
            "In addition to the permissions in the GNU General Public License, the authors give you unlimited "
            "permission to link the compiled version of this library into combinations with other programs.\n\n"
        )
        files = {"COPYING": granted + (COMMON / "GPL-2").read_text("utf-8")}
        finding = judge(licenses, "License: GPLv2 with linking exception", files=files)
        assert finding.concluded == "GPL-2.0-only WITH GCC-exception-2.0"
        assert judge(licenses, "License: GPL-2.0-only", files=files).concluded == "GPL-2.0-only"

    def test_version_from_the_text_and_later_from_the_classifier(self, licenses: LicenseTable) -> None:
        files = {"COPYING": (COMMON / "LGPL-2.1").read_text("utf-8")}
        vague = OSI + "GNU Lesser General Public License v2 or later (LGPLv2+)"
        assert judge(licenses, "License: LGPL", vague, files=files).concluded == "LGPL-2.1-or-later"
        assert judge(licenses, vague).concluded == "LGPL-2.0-or-later"

    def test_free_text_does_not_stand_against_a_vague_gpl(self, licenses: LicenseTable) -> None:
        finding = judge(licenses, OSI + "GNU General Public License (GPL)", files={"LICENSE": MIT})
        assert (finding.concluded, finding.conflict) == (None, True)
        assert finding.terms.share_alike is not False


def _stated(text: str, *, concluded: bool = False) -> tuple[StatedLicense, ...]:
    return (StatedLicense(text, "SBOM license", Reference("bom.json", 12, "SBOM"), concluded),)


def test_what_others_state_concludes_alone(licenses: LicenseTable) -> None:
    finding = judge(licenses, stated=_stated("Apache-2.0"))
    assert (finding.declared, finding.concluded, finding.confidence) == (None, "Apache-2.0", Confidence.MEDIUM)
    assert finding.claims[0].evidence[0].location == Location("bom.json", 12)
    assert judge(licenses, stated=_stated("MIT", concluded=True)).claims[0].basis is Basis.CONCLUDED


def test_what_others_state_can_disagree(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: MIT", stated=_stated("GPL-3.0-only"))
    assert (finding.concluded, finding.conflict, finding.confidence) == ("MIT", True, Confidence.LOW)
    assert "SBOM license says GPL-3.0-only" in (finding.note or "")
    assert judge(licenses, stated=_stated("Moonlight Terms")).concluded is None
    assert judge(licenses, stated=_stated("NOASSERTION")).claims == ()


BUSINESS = """Business Source License 1.1

Parameters

Licensor:             Example Inc.
Licensed Work:        tinylib 1.0
Additional Use Grant: None
Change Date:          {day}
Change License:       {name}

Terms

Our own words follow.
"""


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2029-07-24", "MIT License", ("2029-07-24", "MIT")),
        ("January 1, 2030", "Apache License, Version 2.0", ("2030-01-01", "Apache-2.0")),
        ("1st March 2031", "GNU General Public License v2.0 or later", ("2031-03-01", "GPL-2.0-or-later")),
        ("2030-02-31", "Version 2 or later of the GNU General Public License", (None, "GPL-2.0-or-later")),
        ("Four years from the date the Licensed Work is published.", "Our terms", (None, None)),
    ],
)
def test_business_source_license_turns_into_another(
    licenses: LicenseTable, day: str, name: str, expected: tuple[str | None, str | None]
) -> None:
    finding = judge(licenses, "License: BUSL-1.1", files={"LICENSE": BUSINESS.format(day=day, name=name)})
    assert finding.concluded == "BUSL-1.1"
    assert (finding.change_date, finding.change_license) == expected


PLACED = """=====================
 Copying of Tinylib
=====================

Tinylib has been placed in the public domain. There are exceptions.

* tinylib/quotes.py

  Released under the terms of the BSD 2-Clause License.

* tinylib/math.py

  These files were part of Biglib, released under the GNU General Public License version 3 or later. The author
  relicensed them for Tinylib under the terms of the BSD 2-Clause License.

* tools/editors/tinylib.el

  Copyright by Ann Other, released under the GNU General Public License version 3 or later.
"""
GPL_CLASSIFIER = OSI + "GNU General Public License (GPL)"


def test_a_license_of_files_that_are_not_installed_is_told_and_does_not_govern(licenses: LicenseTable) -> None:
    lines = ("Classifier: License :: Public Domain", f"{OSI}BSD License", GPL_CLASSIFIER)
    files = {
        "licenses/COPYING.rst": PLACED,
        "licenses/licenses/gpl-3-0.txt": gnu_title_only("GENERAL", "3, 29 June 2007", notice=""),
    }
    finding = judge(licenses, *lines, files=files)
    assert (finding.concluded, finding.conflict) == ("LicenseRef-Public-Domain AND BSD-2-Clause", False)
    assert finding.bundled == ()
    assert "puts GPL-3.0-or-later on tests, tools or documentation" in (finding.note or "")


@pytest.mark.parametrize("path", ["tinylib/editors/tinylib.el", "src/tests.c/tools/x.c"])
def test_a_license_of_files_that_are_installed_stays(licenses: LicenseTable, path: str) -> None:
    lines = ("Classifier: License :: Public Domain", f"{OSI}BSD License", GPL_CLASSIFIER)
    finding = judge(licenses, *lines, files={"LICENSE": PLACED.replace("tools/editors/tinylib.el", path)})
    assert "GPL-3.0-or-later" in (finding.concluded or "")


def test_no_license_file_takes_back_what_the_field_says(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: GPL", f"{OSI}MIT License", files={"LICENSE": PLACED})
    assert finding.concluded != "MIT" or finding.conflict


def test_additions_under_another_license_leave_that_of_the_origin(licenses: LicenseTable) -> None:
    above = (
        "This work was derived from the module 'x' of Biglib, copyright by Ann Other, and is licensed under CNRI's "
        "Python 1.6 license.\n\n"
    )
    added = "All additions and alterations are licensed under the Apache 2.0 License.\n\n"
    both = judge(licenses, files={"LICENSE": above + added + APACHE_2})
    assert (both.concluded, both.bundled) == ("Apache-2.0 AND CNRI-Python", ())
    alone = judge(licenses, files={"LICENSE": above + APACHE_2})
    assert (alone.concluded, [claim.expression for claim in alone.bundled]) == ("Apache-2.0", ["CNRI-Python"])


NOTICE = (
    "This library is free software; you can redistribute it and/or modify it under the terms of the GNU Library "
    "General Public License as published by the Free Software Foundation; either version 2 of the License, or (at "
    "your option) any later version.\n"
)


def gnu_title_only(kind: str, version: str, notice: str = NOTICE) -> str:
    """A copy of a GNU license in words of its own: nothing but the title and the appendix is as it should be."""
    title = f"                  GNU {kind} PUBLIC LICENSE\n                       Version {version}\n\n"
    return title + "Everybody may copy this document as it is and change nothing of it.\n" * 80 + notice


@pytest.mark.parametrize(
    ("kind", "version", "concluded"),
    [
        ("LESSER GENERAL", "2.1, February 1999", "LGPL-2.1-only"),
        ("GENERAL", "3, 29 June 2007", "GPL-3.0-only"),
        ("AFFERO GENERAL", "3, 19 November 2007", "AGPL-3.0-only"),
    ],
)
def test_a_reworded_gnu_license_is_known_by_its_title(
    licenses: LicenseTable, kind: str, version: str, concluded: str
) -> None:
    finding = judge(licenses, files={"COPYING": gnu_title_only(kind, version)})
    assert (finding.concluded, finding.confidence) == (concluded, Confidence.LOW)


def test_the_licenses_of_python_are_one_part(licenses: LicenseTable) -> None:
    history = "A. HISTORY\n\nBEOPEN.COM LICENSE AGREEMENT FOR PYTHON 2.0\n\nwords\n\n"
    cwi = (
        "Permission to use, copy, modify, and distribute this software and its documentation for any purpose and "
        "without fee is hereby granted, provided that the above copyright notice appear in all copies and that both "
        "that copyright notice and this permission notice appear in supporting documentation, and that the name of "
        "Ann Other not be used in advertising or publicity pertaining to distribution of the software without "
        "specific, written prior permission.\n\nANN OTHER DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE, "
        "INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS, IN NO EVENT SHALL ANN OTHER BE LIABLE FOR "
        "ANY SPECIAL, INDIRECT OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR "
        "PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN "
        "CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n"
    )
    finding = judge(licenses, "License: MIT", files={"LICENSE": MIT, "LICENSE.python": history + cwi})
    assert [claim.expression for claim in finding.bundled] == ["Python-2.0.1"]
    other = judge(licenses, "License: MIT", files={"LICENSE": MIT, "LICENSE.cwi": cwi})
    assert [claim.expression for claim in other.bundled] == ["HPND"]


def test_words_on_trademarks_do_not_restrict_the_use(licenses: LicenseTable) -> None:
    marks = "No commercial use of these trademarks may be made without prior written permission of the institute.\n"
    finding = judge(licenses, "License: MIT", files={"LICENSE": MIT + marks})
    assert (finding.concluded, finding.conflict) == ("MIT", False)
    use = judge(licenses, "License: MIT", files={"LICENSE": MIT + "No commercial use of the software is allowed.\n"})
    assert use.concluded == "MIT AND LicenseRef-noncommercial"


def test_an_exception_for_free_works_alone_stays_strong_copyleft(licenses: LicenseTable) -> None:
    text = (
        "This software is released under version 2 of the GNU General Public License (GPLv2). It is also subject to "
        "the Universal FOSS Exception, version 1.0, a copy of which is reproduced below.\n"
    )
    finding = judge(licenses, "License: GNU GPLv2 (with FOSS License Exception)", files={"LICENSE.txt": text})
    assert finding.concluded == "GPL-2.0-only WITH Universal-FOSS-exception-1.0"
    assert licenses.terms(finding.concluded).category == "strong-copyleft"


LESSER_NOTICE = (
    "This program is free software: you can redistribute it and/or modify it under the terms of the GNU Lesser General "
    "Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) "
    "any later version.\n\nThis program is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; "
    "without even the implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU Lesser "
    "General Public License for more details.\n\nYou should have received a copy of the GNU Lesser General Public "
    "License along with this program. If not, see <http://www.gnu.org/licenses/>.\n"
)
LESSER = f"{OSI}GNU Lesser General Public License v3 (LGPLv3)"


@pytest.mark.parametrize(
    ("lines", "concluded"),
    [
        (("License: LGPL v3", LESSER), "LGPL-3.0-or-later"),
        ((LESSER,), "LGPL-3.0-or-later"),
        (("License: LGPL-3.0-only",), "LGPL-3.0-only"),
        (("License: GPLv3",), "GPL-3.0-only"),
    ],
)
def test_the_notice_in_the_license_file_says_or_later(
    licenses: LicenseTable, lines: tuple[str, ...], concluded: str
) -> None:
    assert judge(licenses, *lines, files={"LICENSE.txt": LESSER_NOTICE}).concluded == concluded


@pytest.mark.skipif(not (COMMON / "GPL-3").exists(), reason="the long texts are not installed")
def test_the_text_to_which_the_lesser_license_adds_is_no_part(licenses: LicenseTable) -> None:
    files = {
        "LICENSE.txt": LESSER_NOTICE,
        "COPYING.txt": (COMMON / "GPL-3").read_text(encoding="utf-8"),
        "COPYING.LESSER.txt": (COMMON / "LGPL-3").read_text(encoding="utf-8"),
    }
    assert judge(licenses, "License: LGPL v3", files=files).bundled == ()
    mit = judge(licenses, "License: MIT", files={**files, "LICENSE.txt": MIT})
    assert {claim.expression for claim in mit.bundled} == {"GPL-3.0-only", "LGPL-3.0-only"}
    code = judge(
        licenses, "License: LGPL v3", files={"LICENSE": LESSER_NOTICE}, inside={"x/COPYING": files["COPYING.txt"]}
    )
    assert [claim.expression for claim in code.bundled] == ["GPL-3.0-only"]


BUNDLES = (
    "Tinylib\nCopyright 2026 the Tinylib team\n\nThis product bundles decorator 4.0.10 which is available under a "
    '"2-clause BSD"\nlicense. For details, see tinylib/decorator.py.\n'
)


def test_a_notice_names_parts_and_never_the_license(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: Apache-2.0", files={"licenses/LICENSE": APACHE_2, "licenses/NOTICE": BUNDLES})
    (part,) = finding.bundled
    assert (part.expression, part.evidence[0].excerpt) == ("BSD-2-Clause", "NOTICE: a notice")
    assert (finding.concluded, finding.conflict) == ("Apache-2.0", False)
    assert [file.path for file in finding.license_files] == ["licenses/LICENSE"]
    alone = judge(licenses, files={"NOTICE": "This product includes software developed by Ann Other.\n"})
    assert (alone.concluded, alone.bundled) == (None, ())


def test_a_list_of_people_is_no_license_file(licenses: LicenseTable) -> None:
    finding = judge(licenses, files={"licenses/AUTHORS": MIT})
    assert (finding.concluded, finding.bundled, finding.license_files) == (None, (), ())
