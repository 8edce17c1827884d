import pytest

from licscan.inputs.readers.csv_dialect import has_header


@pytest.mark.parametrize("name", ["rs429358", "rs7412_C", "ENSG00000139618", "cg00000029", "202763_at"])
def test_a_feature_of_a_genome_names_a_column(name: str) -> None:
    assert has_header(["sample", name, "dx"], [["G1", "T/T", "none"], ["G2", "C/T", "none"]])


@pytest.mark.parametrize("number", ["S1234567D", "A1234567", "81234567", "rs12345678901", "ENSG1234567"])
def test_a_number_that_may_be_a_persons_names_none(number: str) -> None:
    assert not has_header(["sample", number, "dx"], [["G1", "T/T", "none"], ["G2", "C/T", "none"]])
