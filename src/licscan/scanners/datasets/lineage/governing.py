"""Which of a work's sources governs it."""

from collections.abc import Iterable

from licscan.catalog.terms_algebra import restriction
from licscan.model.finding import LinkState, Smell, SmellKind, Upstream
from licscan.model.license import Commercial, Terms
from licscan.scanners.datasets.lineage.trace import GENERATED


def strictest(upstreams: Iterable[Upstream], *, trained: bool = False, outputs: bool = True) -> Upstream | None:
    """The source whose terms hold back the most, of those that the work holds copies of, or (`trained`) was trained on.

    Of equals the nearest, by the order that was given. A missing link has unknown terms, and can govern; a cycle leads
    back to a work that counts anyway. With `outputs` False models whose outputs the work holds do not count.
    """
    counted = (
        upstream
        for upstream in upstreams
        if upstream.trained is trained
        and upstream.state is not LinkState.CYCLE
        and (outputs or upstream.relation != GENERATED)
    )
    return max(counted, key=lambda upstream: restriction(upstream.terms), default=None)


def copy_of_gated(terms: Terms, upstreams: Iterable[Upstream], *, gated: bool) -> Smell | None:
    """The smell of a work that anybody may use by its own terms, and that was made from a gated source.

    `gated` says that the work itself is handed out on request only, which is no smell.
    """
    if gated or terms.commercial is not Commercial.YES:
        return None
    for upstream in upstreams:
        if upstream.trained or upstream.terms.commercial is Commercial.YES or upstream.relation == GENERATED:
            continue
        if upstream.gated or upstream.terms.research_only:
            how = "is handed out on request only" if upstream.gated else "is for research only"
            detail = f"Its own license lets everybody use it, but it was made from {upstream.ref}, which {how}."
            return Smell(SmellKind.GATED_SOURCE, detail)
    return None
