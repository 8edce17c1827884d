"""What a whole cell looks like, under a header that asks for it."""

import re
from collections.abc import Mapping
from enum import IntEnum

from licscan.scanners.personal_data.recognizers.birth_date import DATE
from licscan.scanners.personal_data.recognizers.terms import whole_words
from licscan.scanners.personal_data.rules import RecognizerRules, Strength

_MAX_CHARS = 300
_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019`.*\u2022-]){0,30}"
# A month in letters of any language, the eras of Japan, digits without a separator, a month without a day.
_WRITTEN_DATE = (
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?[ /.-]{0,2}(?:de |of )?[^\W\d_]{3,12}\.?,?[ /.-]{0,2}(?:de |del )?(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,12}\.? \d{1,2},? \d{4}|\d{4}[ /.-][^\W\d_]{3,12}[ /.-]\d{1,2}"
    r"|(?:[\u660e\u5927\u662d\u5e73\u4ee4][\u6cbb\u6b63\u548c\u6210])?"
    r"\d{1,4}[\u5e74\ub144] ?\d{1,2}[\u6708\uc6d4] ?\d{1,2}[\u65e5\uc77c]"
    r"|[MTSHR]\d{1,2}[./-]\d{1,2}[./-]\d{1,2}|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{2}|(?:19|20)\d{2}[/.-](?:0?[1-9]|1[0-2])"
)

# What stands before and behind a sum.
_BOUND = (
    "under|over|below|above|up to|less than|more than|unter|\u00fcber|bis|ab|moins de|plus de|hasta|menos de"
    "|m\u00e1s de|at\u00e9"
)
_CURRENCY = r"(?:[$\u20ac\u00a3\u20b9\u00a5]|(?:S|A|C|R|NZ|HK|MX|US)?\$|R|RM|Rp|Rs|[A-Z]{3} )"
_UNIT = r"(?: ?[^\W\d_]{1,8}| ?[$\u20ac\u00a3%+])"

# The names stand in rules/recognizers/entities.toml. A shape says that a cell can be the thing, no more.
SHAPES: Mapping[str, re.Pattern[str]] = {
    "person_name": re.compile(rf"{_NAME_WORD},?(?:[ /]{_NAME_WORD},?){{0,5}}"),
    "phone": re.compile(
        r"(?!\d+\.\d+$)\+?(?=(?:\D*\d){7,15}\D*$)[\d(][\d ().x/-]{5,24}(?: ?(?:x|ext\.?) ?\d{1,6})?", re.IGNORECASE
    ),
    "street": re.compile(r"(?=.{0,200}\d)(?=.{0,200}[^\W\d_]{2}).{6,200}", re.DOTALL),
    "place": re.compile(
        r"[A-Z0-9][A-Z0-9 -]{2,9}"
        r"|[^\W_][^\W_ .,'\u2019()/-]{1,40}(?:[ .,'\u2019()/-]{1,3}[^\W_]{1,40}){0,6}\)?",
        re.IGNORECASE,
    ),
    "date": re.compile(
        rf"{DATE}\.?|{_WRITTEN_DATE}|(?:[*xX]{{2}}[-/.]){{2}}(?:19|20)\d{{2}}"  # of a masked date the year is left
        rf"|{DATE}(?:[T ][\d:.Z+-]{{4,20}})?|(?:19|20)\d{{2}}|(?:19|20)\d{{6}}",
        re.IGNORECASE,
    ),
    "age": re.compile(
        r"(?:1[01]\d|\d{1,2})(?:\.0)?(?: ?(?:years?|yrs?|y/?o))?"
        r"|\d{1,3} ?(?:-|\u2013|to) ?\d{1,3}|(?:\d{2} ?\+|[<>]=? ?\d{2})",
        re.IGNORECASE,
    ),
    "filled": re.compile(r"\S.*", re.DOTALL),
    # Words, a code of a few digits or letters, or words with a number: `tier 2`, `Local 134`.
    "label": re.compile(
        r"(?=.{0,60}[^\W\d_])[^\d]{1,60}|\d{1,3}|[A-Za-z]{1,3}-?\d{1,2}[A-Za-z]?"
        r"|[^\W\d_][^\d]{1,30} ?\d{1,4}[^\d]{0,20}"
    ),
    "password": re.compile(r"(?!\$2[aby]\$)(?![0-9a-f]{32,128}$)\S{3,64}"),
    # A sum, or a band of sums: `$25,000 - $49,999`, `under 10k`, `5-7 LPA`.
    "amount": re.compile(
        rf"(?:(?:[<>\u2264\u2265]=?|{_BOUND}) ?)?{_CURRENCY}?\.? ?-?\d[\d,.' ]{{0,15}}{_UNIT}?"
        rf"(?: ?(?:-|\u2013|to|bis|a|\u00e0) ?{_CURRENCY}? ?\d[\d,.' ]{{0,15}}{_UNIT}?)?\+?",
        re.IGNORECASE,
    ),
    "identifier": re.compile(r"(?=.{0,80}\d)[A-Za-z0-9][\w.:@-]{4,80}"),
    "username": re.compile(r"@?[A-Za-z0-9][\w.-]{2,39}"),
    "token": re.compile(r"(?=.{0,250}\d)[\w.+/=-]{12,250}"),
    "plate": re.compile(r"(?=.{0,20}\d)[A-Z0-9][A-Z0-9 -]{2,18}", re.IGNORECASE),
}

# Where every filled cell counts, these still say nothing of a person.
# Yes is no membership of a union by itself: only the header says what was asked.
_ANSWERS = frozenset(
    {
        *("yes", "no", "y", "n", "true", "false", "1", "0", "other", "unknown", "x", "o"),
        *("ja", "nein", "j", "nej", "nei", "nee", "oui", "non", "si", "s\u00ed", "s", "sim", "n\u00e3o", "nao"),
        *("tak", "nie", "t", "ano", "igen", "nem", "da", "nu", "evet", "hay\u0131r", "e", "h", "kyll\u00e4", "ei"),
        *("ya", "tidak", "c\u00f3", "kh\u00f4ng", "hai", "iie"),
    }
)
_TELLS_NOTHING = frozenset({"filled", "label"})
_EMPTY_WORDS = frozenset(
    {"n/a", "na", "nan", "nil", "none", "null", "-", "--", "no", "false", "0", "unknown", "not applicable", "negative"}
)
# What a whole cell can be, counted whatever its header says; pairs.py and column.py say what it takes to matter.
FORMS: Mapping[str, re.Pattern[str]] = {
    # A number that stands for somebody or something: five letters and digits at least, four of them digits.
    "IDENTIFIER": re.compile(r"(?=(?:.{0,40}\d){4})(?:[A-Za-z0-9][ ./-]?){5,40}"),
    # Written as nobody writes a code: with the code of a country, or of an area in brackets.
    "DIALED": re.compile(r"(?:\+ ?\d|00[1-9]|\(\+?\d{2,5}\))[\d ().x/-]{6,22}"),
    "BLOOD_GROUP": re.compile(r"(?:A|B|AB|O|0) ?(?:[+\u2212-]|(?:rh)?(?:pos|neg)(?:itive|ative)?)", re.IGNORECASE),
    # School marks have no AB and no O.
    "BLOOD_GROUP_AB_0": re.compile(r"(?:AB|O|0) ?(?:[+\u2212-]|(?:rh)?(?:pos|neg)(?:itive|ative)?)", re.IGNORECASE),
    "BINARY": re.compile(r"[01](?:\.0)?"),
    # Group systems of blood alone: A and B are marks too, AB and O beside them are not.
    "BLOOD_ABO": re.compile(r"A|B|AB|O"),
    "BLOOD_AB": re.compile(r"AB"),
    "BLOOD_O": re.compile(r"O"),
    # ICD-10 and ICD-11 style codes of diagnoses, with what they stand for or not.
    "ICD": re.compile(r"[A-TV-Z]\d{2}(?:\.\d{1,3}[A-Z]?|\.-|[-+*!])?(?:[ :\u2013-]{1,3}[^\W\d_].{2,70})?"),
    "ICD_EXACT": re.compile(r"[A-TV-Z]\d{2}\.\d{1,3}[A-Z]?(?:[ :\u2013-]{1,3}[^\W\d_].{2,70})?"),
    # A substance or brand with its dose.
    "DRUG_DOSE": re.compile(
        r"[^\W\d_][^\d\n]{2,40} \d{1,4}(?:[.,/]\d{1,3}){0,2} ?"
        r"(?:mg|mcg|\u00b5g|\u03bcg|ug|mikrog|mg/ml|ie|iu|ui|i\.u\.)(?:[ ,;/].{0,40})?",
        re.IGNORECASE,
    ),
    # Two letters of the four bases; changes as HGVS writes them; alleles of HLA; variants by their rs number.
    "GENOTYPE": re.compile(r"[ACGT][/|]?[ACGT]|[ACGT-]{1,12}[/|;][ACGT-]{1,12}"),
    "HOMOZYGOUS": re.compile(r"([ACGT])[/|]?\1"),
    "GENE_VARIANT": re.compile(
        r"(?:[A-Z]{2}_\d{4,9}(?:\.\d{1,2})?:)?[cgmp]\.(?:\(?[\d_+*-]{1,20}|[A-Z][a-z]{2}\d).{1,40}|rs\d{3,10}(?:[(:].{1,12})?"
        r"|(?:HLA-)?(?:[ABC]|D[PQR][AB]?\d?)?\*\d{2,3}:\d{2,3}(?::\d{2})*"
    ),
    # What devices write: minutiae, irises and faces as ISO/IEC 19794 begins them (in Base64 or hexadecimal).
    "BIOMETRIC_TEMPLATE": re.compile(
        r"(?:Rk1S|RklS|SUlS|RkFD|Vk9J)A[A-Za-z0-9+/=]{12,80}|(?:464d52|464952|494952|464143)00[0-9a-f]{12,72}"
    ),
    # Letters for women and men in the languages that use the Latin alphabet: both have to be there.
    "SEX_F": re.compile(r"[FWKVfwkv]"),
    "SEX_M": re.compile(r"[Mm]"),
    "SEX_H": re.compile(r"[Hh]"),
    # A number, then words, one with a capital: a street where the number stands first.
    "NUMBER_AND_WORDS": re.compile(
        r"\d{1,5}[A-Za-z]?,?(?= .{0,40}[^\W\d_a-z])(?: [^\W\d_][\w'.-]{1,20}){2,6}(?:,? [\w.#]{1,8}){0,3}"
    ),
    # Nobody is older than 125: schools, trees and wines are.
    "PAST_AGE": re.compile(r"(?:12[6-9]|1[3-9]\d|[2-9]\d\d|[1-9]\d{3,8})(?:\.0{1,3})?"),
}
_AGE_YEARS = re.compile(r"(\d{1,3})(?:\.0)?(?: ?(?:years?|yrs?|y/?o))?", re.IGNORECASE)


class Fit(IntEnum):
    """Why a cell can be what its header asks for: it cannot; its header alone; its form; a word of the list."""

    NONE = 0
    HEADER = 1
    SHAPE = 2
    TERM = 3


class Cells:
    """Whole cells against the shape or words of an entity type."""

    def __init__(self, rules: RecognizerRules) -> None:
        self._rules = rules
        self._terms = {
            entity: whole_words(terms.sure + terms.plain)
            for entity, terms in rules.terms.items()
            if terms.sure or terms.plain
        }
        self._never = {entity: frozenset(terms.never) for entity, terms in rules.terms.items()}

    def fits(self, entity: str, text: str) -> Fit:
        """How a whole cell can be of an entity type that the header asks for."""
        text = text.strip()
        rule = self._rules.entities[entity]
        if not text or len(text) > _MAX_CHARS:
            return Fit.NONE
        by_words = rule.strength is Strength.VALUE
        if by_words and (text.casefold() in _EMPTY_WORDS or text.casefold() in self._never.get(entity, ())):
            return Fit.NONE
        term = self._terms[entity].search(text) if entity in self._terms else None
        if term is not None and term[0].casefold() not in _ANSWERS:
            return Fit.TERM
        if text.casefold() in _ANSWERS and by_words:
            return Fit.HEADER
        # Nobody has every word of every language: what a header calls a religion is one, if the table has people.
        name = rule.cell or ("label" if by_words else None)
        if name is None or SHAPES[name].fullmatch(text) is None:
            return Fit.NONE
        return Fit.HEADER if name in _TELLS_NOTHING else Fit.SHAPE

    @staticmethod
    def is_minor(text: str) -> bool:
        """Whether a cell of a column of ages is an age below 18."""
        stated = _AGE_YEARS.fullmatch(text.strip())
        return stated is not None and int(stated[1]) < 18
