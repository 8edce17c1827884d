import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.model.finding import GapReason
from licscan.scanners.dependencies.sources.interface import Edge, Manifest
from licscan.scanners.dependencies.sources.sbom.document import SbomSource

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "bom-ref": "app", "name": "My App", "version": "1"}},
    "components": [
        {
            "type": "library",
            "bom-ref": "a",
            "name": "Tiny_Lib",
            "version": "1.0",
            "purl": "pkg:pypi/tiny-lib@1.0",
            "licenses": [
                {"license": {"id": "MIT", "acknowledgement": "declared"}},
                {"license": {"name": "Apache Software License", "acknowledgement": "concluded"}},
            ],
            "components": [
                {"type": "library", "bom-ref": "b", "name": "inner", "purl": "pkg:npm/%40scope/inner@2.0?x=1"},
                {"type": "file", "name": "a.txt"},
            ],
        },
        {
            "type": "library",
            "group": "org",
            "name": "plain\u001b[31m",
            "licenses": [{"expression": "MIT OR GPL-2.0-only"}],
        },
        {"type": "library", "name": "seen", "evidence": {"licenses": [{"license": {"id": "Zlib"}}]}},
    ],
    "dependencies": [{"ref": "app", "dependsOn": ["a", "gone"]}, {"ref": "a", "dependsOn": ["b"]}],
}

SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "documentDescribes": ["SPDXRef-app"],
    "hasExtractedLicensingInfos": [
        {"licenseId": "LicenseRef-1", "name": "Own Terms", "extractedText": "Do no harm."},
        {"licenseId": "LicenseRef-2", "name": "NOASSERTION", "extractedText": "Pay us."},
    ],
    "packages": [
        {"SPDXID": "SPDXRef-app", "name": "app", "versionInfo": "1"},
        {
            "SPDXID": "SPDXRef-a",
            "name": "tiny-lib",
            "versionInfo": "1.0",
            "licenseDeclared": "LicenseRef-1",
            "licenseConcluded": "MIT",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/Tiny.Lib@1.0"}],
        },
        {"SPDXID": "SPDXRef-b", "name": "b", "licenseDeclared": "NOASSERTION", "licenseConcluded": "NONE"},
        {"SPDXID": "SPDXRef-c", "name": "c", "licenseDeclared": "LicenseRef-2"},
    ],
    "relationships": [
        {"spdxElementId": "SPDXRef-app", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-a"},
        {"spdxElementId": "SPDXRef-b", "relationshipType": "DEV_DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-app"},
        {"spdxElementId": "SPDXRef-c", "relationshipType": "DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-a"},
    ],
}

TAG_VALUE = """SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app

##### Package: app
PackageName: app
SPDXID: SPDXRef-app

PackageName: tiny-lib
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageComment: <text>two
PackageName: not one
lines</text>
PackageLicenseConcluded: MIT
PackageLicenseDeclared: LicenseRef-1
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/Tiny.Lib@1.0

PackageName: b
SPDXID: SPDXRef-b
PackageLicenseDeclared: NOASSERTION
PackageLicenseConcluded: NONE
Relationship: SPDXRef-b DEV_DEPENDENCY_OF SPDXRef-app

PackageName: c
SPDXID: SPDXRef-c
PackageLicenseDeclared: LicenseRef-2

Relationship: SPDXRef-app DEPENDS_ON SPDXRef-a
Relationship: SPDXRef-c DEPENDENCY_OF SPDXRef-a
LicenseID: LicenseRef-1
ExtractedText: <text>Do no harm.</text>
LicenseName: Own Terms
LicenseID: LicenseRef-2
LicenseName: NOASSERTION
ExtractedText: <text>Pay us.</text>
"""


def _read(root: Path, content: object, name: str = "bom.json") -> Manifest:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    (root / name).write_text(text, encoding="utf-8")
    return SbomSource().read(root, name)


def _stated(manifest: Manifest) -> dict[str, list[tuple[str, str, bool]]]:
    return {d.name: [(s.text, s.source, s.concluded) for s in d.stated] for d in manifest.dependencies}


def test_components_of_cyclonedx_with_their_stated_licenses(tmp_path: Path) -> None:
    manifest = _read(tmp_path, CYCLONEDX)
    assert [(d.type, d.name, d.version, d.scopes) for d in manifest.dependencies] == [
        ("pypi", "tiny-lib", "1.0", ("runtime",)),
        ("npm", "@scope/inner", "2.0", ()),
        ("generic", "org/plain [31m", None, ()),
        ("generic", "seen", None, ()),
    ]
    assert _stated(manifest) == {
        "tiny-lib": [("MIT", "SBOM license", False), ("Apache Software License", "SBOM license", True)],
        "@scope/inner": [],
        "org/plain [31m": [("MIT OR GPL-2.0-only", "SBOM license", False)],
        "seen": [("Zlib", "SBOM license evidence", True)],
    }
    assert manifest.edges == (
        Edge(None, "tiny-lib", version="1.0"),
        Edge("tiny-lib", "@scope/inner", version="2.0", source_version="1.0"),
    )
    assert (manifest.complete, manifest.gaps) == (True, ())
    lines = (tmp_path / "bom.json").read_text(encoding="utf-8").splitlines()
    statement = manifest.dependencies[0].stated[1].reference
    assert statement.line is not None
    assert "Apache" in "".join(lines[statement.line - 1 : statement.line + 3])


@pytest.mark.parametrize(("content", "name"), [(SPDX, "app.spdx.json"), (TAG_VALUE, "app.spdx")])
def test_packages_of_spdx_in_both_forms(tmp_path: Path, content: object, name: str) -> None:
    manifest = _read(tmp_path, content, name)
    assert [(d.type, d.name, d.version, d.scopes) for d in manifest.dependencies] == [
        ("pypi", "tiny-lib", "1.0", ("runtime",)),
        ("generic", "b", None, ("group:dev",)),
        ("generic", "c", None, ()),
    ]
    declared, concluded = ("SBOM declared license", False), ("SBOM concluded license", True)
    assert _stated(manifest) == {
        "tiny-lib": [("Own Terms", *declared), ("MIT", *concluded)],
        "b": [],
        "c": [("Pay us.", *declared)],
    }
    assert Edge("tiny-lib", "c", source_version="1.0") in manifest.edges
    assert manifest.gaps == ()
    assert all(d.reference.line for d in manifest.dependencies)


def test_what_a_bill_is_of_does_not_become_the_project(tmp_path: Path) -> None:
    """A bill that lies beside a vendored package names that package; it is used all the same."""
    assert _read(tmp_path, CYCLONEDX).project is None
    assert _read(tmp_path, SPDX).project is None


def test_a_bill_that_describes_every_package_has_no_project(tmp_path: Path) -> None:
    everything = {**SPDX, "documentDescribes": ["SPDXRef-app", "SPDXRef-a", "SPDXRef-b", "SPDXRef-c"]}
    assert len(_read(tmp_path, everything).dependencies) == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"bomFormat": "CycloneDX", "specVersion": "2.0"}, GapReason.UNSUPPORTED_VERSION),
        ({"bomFormat": "CycloneDX"}, GapReason.UNSUPPORTED_VERSION),
        ({"spdxVersion": "SPDX-2.1"}, GapReason.UNSUPPORTED_VERSION),
        ({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}, GapReason.UNSUPPORTED_VERSION),
        ({"name": "other"}, GapReason.UNPARSABLE),
        ("[]", GapReason.UNPARSABLE),
        ("SPDXVersion: SPDX-2.1\n", GapReason.UNSUPPORTED_VERSION),
        ('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', GapReason.UNSUPPORTED_FORMAT),
        ('{"bomFormat": ', GapReason.UNPARSABLE),
        ({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": 3}, GapReason.UNPARSABLE),
        ({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [3]}, GapReason.UNPARSABLE),
        ({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{}]}, GapReason.UNPARSABLE),
        ({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"purl": "pkg:x"}]}, GapReason.UNPARSABLE),
        (
            {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"purl": "pkg:pypi/a%20b"}]},
            GapReason.UNPARSABLE,
        ),
        (" " * 8_000_001, GapReason.TOO_LARGE),
        ({"spdxVersion": "SPDX-2.3", "packages": {}}, GapReason.UNPARSABLE),
        ({"spdxVersion": "SPDX-2.3", "packages": [3]}, GapReason.UNPARSABLE),
    ],
)
def test_other_documents_and_bad_components_are_gaps(tmp_path: Path, content: object, reason: GapReason) -> None:
    (gap,) = _read(tmp_path, content).gaps
    assert gap.reason is reason
    assert gap.location is not None
    assert gap.location.line or reason is GapReason.TOO_LARGE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "components",
                    "licenses",
                    "license",
                    "name",
                    "purl",
                    "dependencies",
                    "ref",
                    "dependsOn",
                    "evidence",
                    "bom-ref",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(value=st.dictionaries(st.sampled_from(["components", "dependencies", "metadata", "packages"]), _JSON))
def test_any_value_in_any_place_gives_dependencies_or_gaps(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, object]
) -> None:
    root = tmp_path_factory.getbasetemp() / "any-sbom"
    root.mkdir(exist_ok=True)
    for head in ({"bomFormat": "CycloneDX", "specVersion": "1.7"}, {"spdxVersion": "SPDX-2.3"}):
        for dependency in _read(root, {**value, **head}).dependencies:
            assert dependency.name
            assert dependency.reference.path == "bom.json"
