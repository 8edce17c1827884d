"""Certificates: whom licscan trusts, and to whom it shows the user's own."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from licscan.net.errors import NetError, UnreachableError
from licscan.net.gateway import Connection, Gateway, Limits
from licscan.net.tls import TlsSettings

trustme = pytest.importorskip("trustme", reason="trustme is not installed")
LIMITS = Limits(connect_s=2, read_s=2, deadline_s=3, retries=0)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority, a server's certificate and a user's."""
    folder = tmp_path_factory.mktemp("certificates")
    made = trustme.CA()
    made.cert_pem.write_to_path(str(folder / "ca.pem"))
    made.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    made.issue_cert("reader@house.example").private_key_and_cert_chain_pem.write_to_path(str(folder / "user.pem"))
    return folder


def _serve(authority: Path, *, asks_for_certificate: bool) -> Iterator[HTTPServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem")
    if asks_for_certificate:
        context.load_verify_locations(authority / "ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED
    with HTTPServer(host="localhost", port=0, ssl_context=context) as server:
        server.expect_request("/x").respond_with_data("found")
        yield server


@pytest.fixture
def server(authority: Path) -> Iterator[HTTPServer]:
    yield from _serve(authority, asks_for_certificate=False)


@pytest.fixture
def asking_server(authority: Path) -> Iterator[HTTPServer]:
    yield from _serve(authority, asks_for_certificate=True)


def _get(server: HTTPServer, tls: TlsSettings) -> bytes:
    gateway = Gateway(limits=LIMITS, connection=Connection(tls))
    try:
        return gateway.get(gateway.trust(server.url_for("/x")), max_bytes=100).body
    finally:
        gateway.close()


def test_authority_that_a_setting_names_is_trusted(server: HTTPServer, authority: Path) -> None:
    assert _get(server, TlsSettings(ca_file=str(authority / "ca.pem"))) == b"found"


def test_unknown_authority_is_not_trusted_and_the_hint_says_what_to_do(server: HTTPServer) -> None:
    with pytest.raises(UnreachableError, match="certificate is not trusted") as caught:
        _get(server, TlsSettings())
    assert "PIP_CERT" in (caught.value.hint or "")


def test_certificate_of_another_name_is_not_trusted(server: HTTPServer, authority: Path) -> None:
    gateway = Gateway(limits=LIMITS, connection=Connection(TlsSettings(ca_file=str(authority / "ca.pem"))))
    url = gateway.trust(server.url_for("/x").replace("localhost", "127.0.0.1"))
    with pytest.raises(UnreachableError, match="certificate"):
        gateway.get(url, max_bytes=100)
    gateway.close()


def test_client_certificate_is_shown_to_a_server_of_the_user(asking_server: HTTPServer, authority: Path) -> None:
    known = TlsSettings(str(authority / "ca.pem"), client_certificate=str(authority / "user.pem"))
    assert _get(asking_server, known) == b"found"
    with pytest.raises(NetError):
        _get(asking_server, TlsSettings(str(authority / "ca.pem")))


@pytest.mark.parametrize("name", ["ca_file", "client_certificate"])
def test_file_that_is_no_certificate_is_an_error_with_what_to_do(server: HTTPServer, tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.pem").write_text("no certificate")
    with pytest.raises(UnreachableError) as caught:
        _get(server, TlsSettings(**{name: str(tmp_path / "broken.pem")}))
    assert caught.value.hint
