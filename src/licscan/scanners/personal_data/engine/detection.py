"""A place in a cell that a recognizer pointed at; never the value itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Detection:
    """Offsets count characters inside the cell; `score_permille` is the recognizer's score times 1,000."""

    start: int
    end: int
    entity: str
    score_permille: int
    recognizer: str

    def shifted(self, offset: int) -> "Detection":
        """The same detection in a text of which this cell is the part that begins at `offset`."""
        return Detection(self.start + offset, self.end + offset, self.entity, self.score_permille, self.recognizer)

    def overlaps(self, other: "Detection") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
