"""licscan judges what a machine-learning project stands on: licenses of code, data and models, and personal data.

    import licscan
    audit = licscan.check("path/to/project", purpose="commercial")
    audit.tally.failing

The names below load what they need when they are first used.
"""

from typing import TYPE_CHECKING

from licscan.version import VERSION

if TYPE_CHECKING:
    from licscan.api import check, load_policy, resolve_license

__version__ = VERSION
__all__ = ["__version__", "check", "load_policy", "resolve_license"]


def __getattr__(name: str) -> object:
    if name in {"check", "load_policy", "resolve_license"}:
        from licscan import api

        return getattr(api, name)
    raise AttributeError(f"module 'licscan' has no attribute {name!r}")
