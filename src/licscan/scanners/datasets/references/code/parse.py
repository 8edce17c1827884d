"""Python text as a syntax tree, or the Gap that says where it is none."""

import ast
import warnings

from licscan.model.finding import Gap, GapReason
from licscan.scanners.datasets.references.source_text import reference_gap


def parse(text: str, path: str, *, line: int = 1, mode_hint: str = "this Python") -> ast.Module | Gap:
    """The tree of a text that begins on a line of its file; warnings of the compiler are nobody's concern here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        at = line + (error.lineno or 1) - 1
        return reference_gap(path, GapReason.UNPARSABLE, f"not Python that {mode_hint} reads: {_reason(error)}", at)
    except (RecursionError, MemoryError):
        return reference_gap(path, GapReason.UNPARSABLE, "Python nested too deeply to be read", line)
    except ValueError:  # a NUL in the text, before Python 3.12
        return reference_gap(path, GapReason.UNPARSABLE, "not Python: holds a NUL", line)


def _reason(error: SyntaxError) -> str:
    """The compiler's words without the text of the line."""
    words = (error.msg or "a syntax error").split(" (", 1)[0].split("'", 1)[0].rstrip(" .:")
    return "".join(sign for sign in words if sign.isprintable())[:80] or "a syntax error"
