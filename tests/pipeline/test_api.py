import licscan
from licscan.model.license import Commercial
from support.license_texts import BSD_3, MIT


def test_a_label_a_spelling_and_a_whole_text_mean_the_same() -> None:
    for text in ("MIT", "mit", "The MIT License", MIT):
        meaning = licscan.resolve_license(text)
        assert meaning is not None, text
        assert meaning.expression == "MIT"
    whole = licscan.resolve_license(BSD_3)
    assert whole is not None
    assert whole.expression == "BSD-3-Clause"


def test_words_that_leave_it_open_name_no_license() -> None:
    meaning = licscan.resolve_license("BSD")
    assert meaning is not None
    assert meaning.expression is None
    assert "BSD-3-Clause" in meaning.candidates
    assert licscan.resolve_license("As agreed by phone last week") is None


def test_a_text_that_restricts_is_no_permission() -> None:
    meaning = licscan.resolve_license(
        "Copyright 2024 A University.\nThis software is made available for non-commercial research purposes only.\n"
    )
    assert meaning is not None
    assert meaning.terms is not None
    assert meaning.terms.commercial is Commercial.NO
