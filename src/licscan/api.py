"""The Python interface: what `import licscan` offers."""

from datetime import date
from pathlib import Path

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LabelMeaning, LicenseTable
from licscan.model.audit import Audit
from licscan.model.law import Severity
from licscan.model.policy import Policy
from licscan.pipeline.check import check as run_check
from licscan.pipeline.options import Options
from licscan.policy.load import Overrides
from licscan.policy.load import load_policy as load_policy_layers


def check(  # noqa: PLR0913 - the keywords of the public interface
    path: str | Path = ".",
    *,
    policy: str | Path | None = None,
    purpose: str | None = None,
    laws: tuple[str, ...] = (),
    fail_on: str | None = None,
    as_of: date | None = None,
    offline: bool = False,
    sample: int | None = 200,
    seed: int = 0,
) -> Audit:
    """Find what a project uses, scan it and judge it; prints nothing.

    `sample` is values a column, None for all. Raises UsageError, ConfigurationError, RulesError (licscan.errors).
    """
    options = Options(
        paths=(Path(path),),
        policy=Path(policy) if policy else None,
        purpose=purpose,
        laws=laws,
        fail_on=Severity[fail_on.upper()] if fail_on else None,
        as_of=as_of,
        offline=offline,
        sample=sample,
        seed=seed,
    )
    return run_check(options)


def load_policy(start: str | Path = ".", *, policy: str | Path | None = None) -> Policy:
    """The merged policy that holds at a folder; raises ConfigurationError with all defects at once."""
    return load_policy_layers(
        Path(start), explicit=Path(policy) if policy else None, overrides=Overrides(), catalog=Catalog()
    )


def resolve_license(text: str) -> LabelMeaning | None:
    """What a license label, spelling or whole license text means (`Apache 2.0`, `cc-by-nc-4.0`, a LICENSE file).

    None where nobody knows it; an expression of None where the words leave several licenses open.
    """
    from licscan.expressions.algebra import normalize

    licenses = Catalog().licenses
    if expression := normalize(text):
        return LabelMeaning(expression, (), licenses.terms_of(expression), None)
    return licenses.hugging_face(text) or licenses.spelling(text) or _of_text(text, licenses)


def _of_text(text: str, licenses: LicenseTable) -> LabelMeaning | None:
    """What a whole license text says, read as the only file of a package."""
    from licscan.license_text.reading import TextReader
    from licscan.net.cache import sha256_of
    from licscan.scanners.dependencies.metadata.fields import Fields
    from licscan.scanners.dependencies.metadata.ladder import conclude
    from licscan.scanners.dependencies.metadata.opinion import LicenseText, Package

    digest = sha256_of(text.encode("utf-8", "surrogatepass"))
    package = Package(Fields(), digest, (LicenseText("LICENSE", text, digest),), None)
    found = conclude("text", package, licenses, TextReader())
    return LabelMeaning(found.concluded, (), found.terms, found.note) if found.concluded else None
