"""What made an audit; the only reader of the clock."""

import hashlib
import os
from datetime import UTC, date, datetime

from licscan.catalog.catalog import Catalog
from licscan.errors import UsageError
from licscan.model.audit import Provenance
from licscan.model.policy import Policy
from licscan.version import VERSION


def today(as_of: date | None) -> date:
    """The day to judge for: the one asked for, SOURCE_DATE_EPOCH's, or today's in UTC.

    Raises UsageError where SOURCE_DATE_EPOCH is not a number of seconds
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    if as_of:
        return as_of
    moment = source_date()
    return (moment or datetime.now(UTC)).date()


def source_date() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH names, or None where it is not set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970",
            hint="set it to what `git log -1 --format=%ct` prints, or unset it",
        ) from error


def describe(catalog: Catalog, policy: Policy, day: date) -> Provenance:
    """The provenance of a run."""
    created = source_date()
    return Provenance(
        tool_version=VERSION,
        rules_version=catalog.version,
        rules_digest=catalog.digest,
        policy_digest=_policy_digest(policy),
        as_of=day.isoformat(),
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ") if created else None,
    )


def _policy_digest(policy: Policy) -> str:
    """A digest over all layers and over what flags changed, so that two audits of one policy compare equal."""
    parts = [f"{layer.path}\0{layer.digest}" for layer in policy.layers]
    parts.append("\0".join((*policy.laws, str(policy.fail_on))))
    parts += [f"{name}\0{values}" for name, values in sorted(policy.facts.items())]
    return "sha256:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
