"""Names under which licenses are shipped."""

import pytest

from licscan.model.license_file import is_license_name


@pytest.mark.parametrize(
    "name", ["LICENSE", "licence.txt", "COPYING.LESSER", "MIT-LICENSE.txt", "APACHE-LICENSE-2.0.txt", "GPL_LICENSE"]
)
def test_a_file_of_license_text(name: str) -> None:
    assert is_license_name(name)


@pytest.mark.parametrize(
    "name", ["license.py", "MIT-LICENSE.html", "check-license-headers of x", "README", "relicense.md"]
)
def test_another_file(name: str) -> None:
    assert not is_license_name(name)
