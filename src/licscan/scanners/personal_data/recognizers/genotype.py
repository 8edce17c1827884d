"""What a text or cell tells of somebody's genes."""

import re
from collections.abc import Iterator

from licscan.scanners.personal_data.recognizers.interface import Match, ValueRecognizer

# A bare rsID names a place in everybody's genome; with alleles it is somebody's (dbSNP, HGVS nomenclature 21.0).
_ALLELES = re.compile(r"\brs\d{3,10} ?(?:\([ACGTDI-];[ACGTDI-]\)|[ :=]{1,3}[ACGT][/|]?[ACGT]\b)")
_VARIANT = re.compile(
    r"\b(?:BRCA[12]|TP53|APOE|CFTR|HTT|MLH1|MSH2|LDLR|HBB|FMR1|SMN1|PALB2|CHEK2|ATM)[ :(]{1,3}"
    r"(?:c\.-?\d{1,6}(?:[+_-]\d{1,6})?(?:[ACGT]>[ACGT]|del|dup|ins)\w{0,20}"
    r"|p\.\(?[A-Z][a-z]{2}\d{1,5}(?:[A-Z][a-z]{2}|Ter|\*|fs)\w{0,8}|[eε][234]/[eε][234])"
)
_MARKS = ("rs", "c.", "p.", "/")  # most cells hold none of them


class Genotype(ValueRecognizer):
    """`rs429358(C;T)`, `BRCA1 c.68_69delAG`, `APOE e3/e4`."""

    name = "Genotype"
    entity = "GENETIC_DATA"
    context = ("genotype", "variant", "carrier", "mutation")
    digits = 1
    patterns = (_ALLELES, _VARIANT)

    def find(self, text: str) -> Iterator[Match]:
        """Yield variants."""
        for pattern in (_ALLELES, _VARIANT) if any(mark in text for mark in _MARKS) else ():
            for found in pattern.finditer(text):
                yield Match(found.start(), found.end(), 650)
