import pytest

from licscan.net.hosts import Credentials, is_public, origin_of, without_credentials


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1", "not an address"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


def test_same_host_is_the_same_origin_however_written() -> None:
    assert origin_of("https://Files.Example.") == origin_of("https://user:x@files.example:443/a?b#c")
    assert origin_of("http://files.example") != origin_of("https://files.example")


def test_credentials_are_taken_out_of_a_url() -> None:
    url, found = without_credentials("https://me:a%2Fb@files.example/simple/?x=1#frag")
    assert url == "https://files.example/simple/?x=1"
    assert found == Credentials("me", "a/b")
    assert "a/b" not in repr(found)
