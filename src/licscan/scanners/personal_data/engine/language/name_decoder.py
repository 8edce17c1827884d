"""spaCy's recognizer of names, its steps taken for all words at once.

The recognizer walks over a text and decides at each word: outside, a name of one word, or the first word of a longer
one; then inside or last. spaCy decides word by word. But outside of a name the decision depends on the word alone (its
features are the word at hand, the first word of the open name and the word before; spaCy, `_state.pxd`), so all of
those are made in one matrix product, and names of several words grow side by side. The decisions are the same; what
differs is their order. Applied where the model is known to be of this kind, and to documents without sentence starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import numpy as np
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.model import Model

    Rows = np.ndarray[Any, np.dtype[np.float32]]
    Places = np.ndarray[Any, np.dtype[np.intp]]

_FEATURES = 3
# Names that grow beyond this are left to spaCy: in a hostile text every word could begin one.
_MAX_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Moves:
    """Columns of the scores: what may be decided outside of a name, and by label, inside and last."""

    outside: "Places"
    begins: "Places"
    labels: tuple[str, ...]
    inside: "Places"
    last: "Places"


class NameDecoder:
    """Writes the entities of documents that hold nothing but tokens."""

    def __init__(self, model: "Model[Any, Any]", moves: _Moves) -> None:
        self._vectors = model.get_ref("tok2vec")
        self._lower = model.get_ref("lower")
        self._upper = model.get_ref("upper")
        self._moves = moves

    @classmethod
    def of(cls, nlp: "Language", name: str) -> "NameDecoder | None":
        """A decoder for a part of a pipeline; None where it is not of the kind that this module knows."""
        from spacy.pipeline import EntityRecognizer

        part = cast("Any", nlp.get_pipe(name))
        if type(part) is not EntityRecognizer or part.cfg["beam_width"] != 1 or part.postprocesses:
            return None
        model = part.model
        if model.name != "parser_model" or not model.attrs["has_upper"] or model.attrs["unseen_classes"]:
            return None
        lower = model.get_ref("lower")
        if model.ops.name != "numpy" or lower.maybe_get_dim("nF") != _FEATURES or not lower.maybe_get_dim("nP"):
            return None
        moves = _moves([part.moves.get_class_name(column) for column in range(part.moves.n_moves)])
        is_whole = model.get_ref("upper").maybe_get_dim("nO") == part.moves.n_moves
        return cls(model, moves) if moves is not None and is_whole else None

    def annotate(self, docs: Sequence["Doc"]) -> list["Doc"]:
        """Write the entities; returns the documents that are left to spaCy."""
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return []
        features = self._lower.predict(self._vectors.predict(filled))
        lasts = _lasts(filled)
        choices = self._outside(features, lasts, filled)
        ends = self._grow(features, lasts, choices)
        left = []
        offset = 0
        for doc in filled:
            if not self._write(doc, offset, choices, ends):
                left.append(doc)
            offset += len(doc)
        return left

    def _scores(self, parts: Sequence["Rows"]) -> "Rows":
        """Scores of all moves from three rows of features each, added in spaCy's order."""
        import numpy as np

        added = parts[0] + parts[1]
        added += parts[2]
        added += cast("Rows", self._lower.get_param("b"))
        hidden = added[..., 0]
        for piece in range(1, added.shape[-1]):
            hidden = np.maximum(hidden, added[..., piece])
        return cast("Rows", self._upper.predict(hidden))

    def _outside(self, features: "Rows", lasts: "Places", docs: Sequence["Doc"]) -> "Places":
        """The move at each word, were no name open there."""
        import numpy as np

        scores = self._scores((features[1:, 0], features[0, 1], features[0, 2]))[:, self._moves.outside]
        begins = np.isin(self._moves.outside, self._moves.begins)
        spaces = np.concatenate([doc.to_array(["IS_SPACE"]) for doc in docs]).ravel() != 0
        scores[np.ix_(lasts, begins)] = -np.inf
        # The last of these moves is the one that leaves a word outside.
        scores[np.ix_(np.flatnonzero(spaces), np.arange(len(begins) - 1))] = -np.inf
        return cast("Places", self._moves.outside[scores.argmax(axis=1)])

    def _grow(self, features: "Rows", lasts: "Places", choices: "Places") -> dict[int, int]:
        """Where the name that begins at a word ends, had it begun there."""
        import numpy as np

        is_last = np.zeros(len(choices), dtype=bool)
        is_last[lasts] = True
        starts = np.flatnonzero(np.isin(choices, self._moves.begins))
        labels = np.searchsorted(self._moves.begins, choices[starts])
        ends: dict[int, int] = {}
        for length in range(1, _MAX_WORDS):
            if not len(starts):
                break
            at = starts + length
            scores = self._scores((features[at + 1, 0], features[starts + 1, 1], features[at, 2]))
            each = np.arange(len(starts))
            goes_on = scores[each, self._moves.inside[labels]] >= scores[each, self._moves.last[labels]]
            goes_on &= ~is_last[at]
            ends.update(zip(starts[~goes_on].tolist(), (at[~goes_on] + 1).tolist(), strict=True))
            starts, labels = starts[goes_on], labels[goes_on]
        return ends

    def _write(self, doc: "Doc", offset: int, choices: "Places", ends: dict[int, int]) -> bool:
        from spacy.tokens import Span

        names = self._moves.labels
        spans: list[Span] = []
        free = 0
        moves = choices[offset : offset + len(doc)].tolist()
        for at, move in enumerate(moves):
            if at < free or not names[move]:
                continue
            end = ends.get(offset + at) if move in self._moves.begins else offset + at + 1
            if end is None:
                return False
            free = end - offset
            spans.append(Span(doc, at, free, label=names[move]))
        doc.set_ents(cast("list[Any]", spans), default="outside")
        return True


def _lasts(docs: Sequence["Doc"]) -> "Places":
    import numpy as np

    return np.cumsum([len(doc) for doc in docs]) - 1


def _moves(names: Sequence[str]) -> _Moves | None:
    """The columns of a recognizer's moves, named as `B-PERSON`; None for an order in which ties would differ."""
    import numpy as np

    columns = {name: column for column, name in enumerate(names)}
    begins = [column for name, column in columns.items() if name.startswith("B-")]
    labels = [name[2:] for name in names if name.startswith("B-")]
    inside = [columns.get(f"I-{label}", -1) for label in labels]
    last = [columns.get(f"L-{label}", -1) for label in labels]
    outside = [column for name, column in columns.items() if name[:2] in {"B-", "U-"} and name[2:]]
    if columns.get("O") != len(names) - 1 or min([*inside, *last], default=-1) < 0 or len(columns) != len(names):
        return None
    if any(one > other for one, other in zip(inside, last, strict=True)):
        return None
    reported = tuple(name[2:] if name[:2] in {"B-", "U-"} else "" for name in names)
    places = (np.array(each, dtype=np.intp) for each in ([*outside, len(names) - 1], begins, inside, last))
    one, two, three, four = places
    return _Moves(outside=one, begins=two, labels=reported, inside=three, last=four)
