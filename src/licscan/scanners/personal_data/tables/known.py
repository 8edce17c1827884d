"""Values that came before: in a long column most do, and each is looked at once."""

from collections.abc import Iterable, Mapping, Sequence

from licscan.scanners.personal_data.engine.detect import Detector
from licscan.scanners.personal_data.engine.detection import Detection
from licscan.scanners.personal_data.engine.faults import Faults

# Running text does not come again.
_SHORT = 200
_MOST_VALUES = 200_000
_MOST_CHARS = 10_000_000

Wanted = frozenset[str] | None


class Known:
    """A detector with a memory of bounded size; what it answers does not depend on what it remembers."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._found: dict[Wanted, dict[str, tuple[Detection, ...]]] = {}
        self._values = 0
        self._chars = 0

    def detect(self, texts: Iterable[str], faults: Faults, wanted: Wanted) -> Mapping[str, tuple[Detection, ...]]:
        """The detections of each text."""
        found = self._found.setdefault(wanted, {})
        asked = set(texts)
        known = {text: found[text] for text in asked if text in found}
        fresh = sorted(text for text in asked if text not in known)
        new = dict(zip(fresh, self._detector.detect(fresh, faults, wanted=wanted), strict=True)) if fresh else {}
        self._remember(wanted, fresh, new)
        return {**known, **new}

    def _remember(self, wanted: Wanted, fresh: Sequence[str], new: Mapping[str, tuple[Detection, ...]]) -> None:
        short = [text for text in fresh if len(text) <= _SHORT]
        self._values += len(short)
        self._chars += sum(map(len, short))
        if self._values > _MOST_VALUES or self._chars > _MOST_CHARS:
            self._found = {wanted: {}}
            self._values = len(short)
            self._chars = sum(map(len, short))
        self._found[wanted].update((text, new[text]) for text in short)
