"""Text as a reader sees it: without invisible signs, letters that look like other ones, and blanks inside words."""

import re
import unicodedata

# Invisible signs; letters, digits and hyphens of full width; mathematical letters.
_DISGUISED = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\uff0d\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"
)
# Cyrillic and Greek letters that look like Latin ones (https://www.unicode.org/reports/tr39/).
_CYRILLIC = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u04cf\u0501\u051b\u051d\u0475"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408\u04ae\u051a\u051c"
)
_GREEK = (
    "\u03b1\u03b9\u03bd\u03bf\u03c1\u03c5"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
_LATIN = str.maketrans(_CYRILLIC + _GREEK, "aeopcyxsijhldqwv" + "ABEKMHOPCTXSIJYQW" + "aivopu" + "ABEZHIKMNOPTYX")
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u052f]+(?:-[A-Za-z\u0370-\u03ff\u0400-\u052f]+)*")
_PLAIN = re.compile("[A-Za-z]")
# Chinese and Japanese are written without blanks.
_SPACED = re.compile("(?<=[\u3041-\u30ff\u3400-\u9fff])[ \t\u3000]{1,8}(?=[\u3041-\u30ff\u3400-\u9fff])")


def as_seen(text: str) -> str:
    """The text with the letters that a reader sees; no line ends are added or taken away."""
    if text.isascii():
        return text
    text = _SPACED.sub("", _DISGUISED.sub(_seen, text))
    return _WORD.sub(_unmixed, text) if _FOREIGN.search(text) else text


def _seen(match: re.Match[str]) -> str:
    sign = match[0]
    return "" if unicodedata.category(sign) == "Cf" else unicodedata.normalize("NFKC", sign)


def _unmixed(match: re.Match[str]) -> str:
    """A word of several scripts in Latin letters, where all of it looks so; words of one script stay as they are."""
    word = match[0]
    if word.isascii() or not _PLAIN.search(word):
        return word
    latin = word.translate(_LATIN)
    return latin if latin.isascii() else word
