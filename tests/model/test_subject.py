"""How refs are compared."""

import pytest

from licscan.model.subject import folded_ref, without_version


@pytest.mark.parametrize(
    ("ref", "bare"),
    [
        ("pkg:pypi/foo@1.2?x=y", "pkg:pypi/foo"),
        ("pkg:npm/@scope/foo@1.2", "pkg:npm/@scope/foo"),
        ("hf:owner/name@rev", "hf:owner/name"),
        ("hf:owner/name@refs/pr/7", "hf:owner/name"),
        ("hf:squad@main", "hf:squad"),
        ("file:data/a@b.csv", "file:data/a@b.csv"),
        ("name:three words @ home", "name:three words @ home"),
    ],
)
def test_a_ref_without_its_version(ref: str, bare: str) -> None:
    assert without_version(ref) == bare


def test_names_are_the_same_in_either_case_and_paths_are_not() -> None:
    assert folded_ref("hf:Owner/Name@0123abc") == folded_ref("hf:owner/name")
    assert folded_ref("torchvision:CIFAR10") == folded_ref("torchvision:cifar10")
    assert folded_ref("file:data/v1@raw") != folded_ref("file:data/v1@clean")
    assert folded_ref("file:Data") != folded_ref("file:data")
