"""Letters without case and accents, so that dictionaries can stay short."""

import unicodedata


def fold(word: str) -> str:
    """Lower case without accents: `José` becomes `jose`."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
