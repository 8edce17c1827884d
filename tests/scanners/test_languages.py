"""Which language a column is in."""

from licscan.model.policy import WrittenIn
from licscan.scanners.languages import Languages

_LANGUAGES = Languages(
    main="en",
    written_in=(
        WrittenIn("ja", ("data/jp/**",), ("memo",)),
        WrittenIn("de", (), ("bemerk*", "notiz")),
        WrittenIn("fr", ("data/fr/**",)),
        WrittenIn("it", ("data/**",)),
    ),
)


def test_an_entry_that_names_columns_goes_before_one_of_the_whole_file() -> None:
    assert _LANGUAGES.of_file("data/fr/a.csv").of("texte") == "fr"
    assert _LANGUAGES.of_file("data/fr/a.csv").of("Bemerkung") == "de"
    assert _LANGUAGES.of_file("data/jp/a.csv").of("MEMO") == "ja"
    assert _LANGUAGES.of_file("data/jp/a.csv").of("notiz") == "de"


def test_the_first_entry_that_fits_a_file_counts() -> None:
    assert _LANGUAGES.of_file("data/fr/a.txt").of(None) == "fr"
    assert _LANGUAGES.of_file("data/x/a.txt").of(None) == "it"
    assert _LANGUAGES.of_file("other/a.txt").of(None) == "en"


def test_only_languages_that_a_file_may_be_in_need_a_model() -> None:
    assert _LANGUAGES.of_files(["other/a.csv"]) == ("de", "en")
    assert _LANGUAGES.of_files(["data/jp/a.csv", "data/fr/b.csv"]) == ("de", "en", "fr", "it", "ja")
    assert Languages(main="de").of_files(["a.csv"]) == ("de",)
