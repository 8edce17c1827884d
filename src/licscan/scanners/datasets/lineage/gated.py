"""The smell of a free label on what was made from a gated source."""

from collections.abc import Iterable

from licscan.model.finding import GENERATED_BY, Smell, SmellKind, Upstream
from licscan.model.license import Commercial, Terms


def copy_of_gated(terms: Terms, upstreams: Iterable[Upstream], *, gated: bool) -> Smell | None:
    """The smell of a work that anybody may use by its own terms, and that was made from a gated source.

    `gated` says that the work itself is handed out on request only, which is no smell.
    """
    if gated or terms.commercial is not Commercial.YES:
        return None
    for upstream in upstreams:
        if upstream.trained or upstream.terms.commercial is Commercial.YES or upstream.relation == GENERATED_BY:
            continue
        if upstream.gated or upstream.terms.research_only:
            how = "is handed out on request only" if upstream.gated else "is for research only"
            detail = f"Its own license lets everybody use it, but it was made from {upstream.ref}, which {how}."
            return Smell(SmellKind.GATED_SOURCE, detail)
    return None
