"""A package made of header lines, license files and a README, and the finding on it."""

from collections.abc import Mapping

from licscan.catalog.licenses import LicenseTable
from licscan.license_text.reading import TextReader
from licscan.model.evidence import Location
from licscan.model.finding import LicenseFinding
from licscan.net.cache import sha256_of
from licscan.scanners.dependencies.metadata.fields import read_fields
from licscan.scanners.dependencies.metadata.ladder import conclude
from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package
from licscan.scanners.dependencies.sources.interface import StatedLicense

METADATA = "tinylib-1.0.dist-info/METADATA"
HEADER_LINES = 3


def package(
    *lines: str,
    files: Mapping[str, str] | None = None,
    inside: Mapping[str, str] | None = None,
    readme: str = "text",
    stated: tuple[StatedLicense, ...] = (),
) -> Package:
    """A package; `files` lie in its metadata folder, `inside` beside its code."""
    head = ["Metadata-Version: 2.4", "Name: tinylib", "Version: 1.0", *lines]
    body = ("\n".join(head) + "\n\n" + readme).encode()
    texts = [LicenseText(name, text, sha256_of(text.encode())) for name, text in (files or {}).items()]
    texts += [
        LicenseText(name, text, sha256_of(text.encode()), in_package=True) for name, text in (inside or {}).items()
    ]
    return Package(
        read_fields(body), sha256_of(body), tuple(texts), Location(METADATA), in_metadata=True, stated=stated
    )


def judge(
    licenses: LicenseTable,
    *lines: str,
    files: Mapping[str, str] | None = None,
    inside: Mapping[str, str] | None = None,
    readme: str = "text",
    stated: tuple[StatedLicense, ...] = (),
) -> LicenseFinding:
    """The finding on such a package."""
    made = package(*lines, files=files, inside=inside, readme=readme, stated=stated)
    return conclude("pkg:pypi/tinylib@1.0", made, licenses, TextReader())
