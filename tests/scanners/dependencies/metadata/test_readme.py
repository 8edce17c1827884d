"""What the README in the metadata says: of weights and data, and of the package where nothing else does."""

import pytest

from licscan.catalog.licenses import LicenseTable
from licscan.model.license import Basis, Commercial, Confidence
from support.license_texts import BSD_3, MIT
from support.packages import METADATA, judge

WEIGHTS = (
    "# tinylib\n\nA library.\n\n# Commercial usage\n\nOur code is licensed under **Apache 2.0**, free to use.\n"
    "Our model weights use a modified AI Pubs Open Rail-M license (free for research and startups).\n"
)
MODELS = (
    "## License\n\nThe library code is released under the **MIT License**, for academic and\ncommercial use. "
    "**The pretrained models provided with this library are for\nnon-commercial research only**.\n"
)


@pytest.mark.parametrize(
    ("readme", "expression", "line"),
    [
        (WEIGHTS, "LicenseRef-openrail", 13),
        (MODELS, "LicenseRef-noncommercial-research", 9),
        ("The Foo models have an explicit non-commercial license (CC-BY-NC 4.0).", "CC-BY-NC-4.0", 6),
        ("The datasets are licensed under CC BY-NC-SA 4.0.", "CC-BY-NC-SA-4.0", 6),
        ("All pre-trained weights are for research purposes only.", "LicenseRef-research-only", 6),
        ("The bundled fonts may not be used commercially, see the license.", "LicenseRef-noncommercial", 6),
    ],
)
def test_other_terms_of_parts_are_told_with_their_line(
    licenses: LicenseTable, readme: str, expression: str, line: int
) -> None:
    finding = judge(licenses, "License: Apache-2.0", readme=readme)
    (claim,) = finding.bundled
    assert claim.expression == expression
    assert claim.basis is Basis.DECLARED
    evidence = claim.evidence[0]
    assert evidence.source == "README"
    assert evidence.location is not None
    assert (evidence.location.path, evidence.location.line) == (METADATA, line)
    assert (finding.concluded, finding.conflict, finding.terms.commercial) == ("Apache-2.0", False, Commercial.YES)


@pytest.mark.parametrize(
    ("sentence", "confidence"),
    [
        ("The pretrained models provided here are for non-commercial use only.", Confidence.MEDIUM),
        ("The Tinylib models are for non-commercial use only.", Confidence.MEDIUM),
        ("The Megacorp models are for non-commercial use only.", Confidence.LOW),
        ("Several of the included weights are for non-commercial use only.", Confidence.LOW),
        ("Some pre-trained weights are for non-commercial use only.", Confidence.LOW),
    ],
)
def test_terms_of_some_of_the_weights_are_less_sure_to_matter(
    licenses: LicenseTable, sentence: str, confidence: Confidence
) -> None:
    finding = judge(licenses, "License: MIT", readme=f"# Tinylib\n\nA library.\n\n## Licenses\n\n{sentence}\n")
    assert [(claim.expression, claim.confidence) for claim in finding.bundled] == [
        ("LicenseRef-noncommercial", confidence)
    ]


@pytest.mark.parametrize(
    "readme",
    [
        "This library is free for commercial and non-commercial use.",
        "The models are free for non-commercial or commercial use.",
        "[![License](https://img.example/badge/Model%20License-OpenRAIL--M-blue.svg)](https://example.org)",
        "| Model | License |\n|---|---|\n| big | the weights are for non-commercial use only |",
        "- [other-project](https://example.org): the weights are for non-commercial use only",
        "```\nthe weights are for non-commercial use only\n```",
        "The models are not limited to non-commercial use.",
        "The weights were previously for non-commercial use only.",
        "Other tools forbid commercial use.",
        "Research on models is only for fun; licenses are boring.",
    ],
)
def test_what_restricts_nothing_here_is_not_told(licenses: LicenseTable, readme: str) -> None:
    finding = judge(licenses, "License: MIT", files={"LICENSE": MIT}, readme=readme)
    assert (finding.bundled, finding.conflict, finding.confidence) == ((), False, Confidence.HIGH)


def test_restriction_of_the_package_itself_is_a_conflict(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: MIT", readme="This software is for non-commercial use only.")
    assert (finding.conflict, finding.confidence) == (True, Confidence.LOW)
    assert finding.terms.commercial is Commercial.NO


@pytest.mark.parametrize(
    ("readme", "concluded"),
    [
        (MODELS, "MIT"),
        ("License\n-------\n\nBSD 3-Clause\n", "BSD-3-Clause"),
        ("This project is licensed under the [Apache License 2.0](https://example.org/LICENSE).", "Apache-2.0"),
        ("## License\n\nLicensed under the terms of the GNU GPL v3 or later.", "GPL-3.0-or-later"),
        ("This program is based on foo, which is licensed under the MIT license.", None),
        ("It works like foo. MIT is a university.", None),
        ("This package is licensed under the MIT with Commons Clause.", "MIT AND LicenseRef-Commons-Clause"),
        ("This package is licensed under the Apache Foundation terms of trade.", None),
    ],
)
def test_readme_names_the_license_where_nothing_else_does(
    licenses: LicenseTable, readme: str, concluded: str | None
) -> None:
    finding = judge(licenses, readme=readme)
    assert (finding.declared, finding.concluded) == (None, concluded)
    assert finding.confidence is Confidence.LOW


def test_readme_is_not_heard_where_the_author_states_a_license(licenses: LicenseTable) -> None:
    finding = judge(licenses, "License: BSD-3-Clause", files={"LICENSE": BSD_3}, readme=MODELS)
    assert (finding.concluded, finding.conflict) == ("BSD-3-Clause", False)
    assert not [claim for claim in finding.claims if claim.evidence[0].source == "README"]


def test_choice_that_only_the_readme_offers(licenses: LicenseTable) -> None:
    readme = "You can redistribute this port under the terms of either:\n\n* `Artistic License`_, or\n* GPL or GPLv2+\n"
    osi = "Classifier: License :: OSI Approved :: "
    lines = (osi + "Artistic License", osi + "GNU General Public License v2 or later (GPLv2+)")
    assert " AND " in (judge(licenses, osi + "MIT License", lines[1]).concluded or "")
    finding = judge(licenses, osi + "MIT License", lines[1], readme=readme)
    assert finding.concluded == "MIT OR GPL-2.0-or-later"


def test_license_for_money_beside_a_free_one(licenses: LicenseTable) -> None:
    readme = "## License\n\n`tinylib` is dual-licensed under AGPL and a commercial license.\n"
    finding = judge(licenses, "License: AGPL-3.0-or-later", readme=readme)
    assert finding.declared == "AGPL-3.0-or-later"
    assert finding.concluded == "AGPL-3.0-or-later OR LicenseRef-Commercial"
    stated = judge(licenses, "License-Expression: AGPL-3.0-or-later", readme=readme)
    assert stated.concluded == "AGPL-3.0-or-later"


def test_or_later_from_the_notice_in_the_readme(licenses: LicenseTable) -> None:
    notice = (
        "This program is free software; you can redistribute it under the terms of the GNU General Public License as "
        "published by the Free Software Foundation; either version 2 of the License, or (at your option) any later one."
    )
    assert judge(licenses, "License: GPL", readme=notice).concluded == "GPL-2.0-or-later"
    assert judge(licenses, "License: GPL").concluded is None
    assert judge(licenses, "License: GPLv2", readme=notice).concluded == "GPL-2.0-or-later"
    assert judge(licenses, "License: GPL-2.0-only", readme=notice).concluded == "GPL-2.0-only"


def test_description_in_the_header_of_old_metadata(licenses: LicenseTable) -> None:
    lines = (
        "License: MIT",
        "Description: A library",
        "        ",
        "        The model weights are for non-commercial use.",
    )
    finding = judge(licenses, *lines, readme="")
    (claim,) = finding.bundled
    assert claim.evidence[0].location is not None
    assert claim.evidence[0].location.line == 7


BOTH = "It is licensed under the terms of both, the FreeBSD license and the LGPLv3+.\n"
CONVENIENT = "Choose the one which is more convenient for you.\n"


@pytest.mark.parametrize(
    ("field", "readme", "concluded"),
    [
        ("FreeBSD and LGPLv3+", BOTH + CONVENIENT, "BSD-2-Clause OR LGPL-3.0-or-later"),
        ("FreeBSD and LGPLv3+", BOTH, "BSD-2-Clause AND LGPL-3.0-or-later"),
        ("FreeBSD and LGPLv3+", "Of two fonts take the nicer. " + CONVENIENT, "BSD-2-Clause AND LGPL-3.0-or-later"),
        ("BSD-2-Clause AND LGPL-3.0-or-later", BOTH + CONVENIENT, "BSD-2-Clause AND LGPL-3.0-or-later"),
    ],
)
def test_a_choice_that_the_readme_offers_right_behind_the_names(
    licenses: LicenseTable, field: str, readme: str, concluded: str
) -> None:
    assert judge(licenses, f"License: {field}", readme=f"# Tinylib\n\n{readme}").concluded == concluded
