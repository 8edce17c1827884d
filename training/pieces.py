"""A piece of a generated text, with the label of the name model that it bears."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """`label` is one of OntoNotes 5's, as the base model writes them; None for ordinary text."""

    text: str
    label: str | None
