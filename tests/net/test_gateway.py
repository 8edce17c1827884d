import gzip
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from licscan.net.errors import (
    AnswerError,
    DeadlineError,
    NetError,
    NotFoundError,
    OfflineError,
    RefusedError,
    UnreachableError,
)
from licscan.net.gateway import Connection, Gateway, Limits
from licscan.net.hosts import Credentials

QUICK = Limits(connect_s=2, read_s=2, deadline_s=2, retries=1, retry_after_max_s=1)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway(limits=QUICK)
    yield made
    made.close()


@pytest.fixture
def second_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield server


@contextmanager
def raw_server(*parts: bytes, pause_s: float) -> Iterator[str]:
    """A server that sends bytes at its own pace and never ends."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    continue
                with connection:
                    try:
                        connection.recv(65536)
                        for part in parts:
                            connection.sendall(part)
                        while not stop.is_set():
                            connection.sendall(b"x")
                            time.sleep(pause_s)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        stop.set()
        thread.join()


def test_offline_opens_no_socket(httpserver: HTTPServer) -> None:
    gateway = Gateway(offline=True)
    url = gateway.trust(httpserver.url_for("/x"))
    with pytest.raises(OfflineError) as caught:
        gateway.get(url, max_bytes=10)
    assert "--offline" in (caught.value.hint or "")
    assert httpserver.log == []


def test_host_that_nobody_named_is_not_asked(gateway: Gateway, httpserver: HTTPServer) -> None:
    with pytest.raises(RefusedError):
        gateway.get(httpserver.url_for("/x"), max_bytes=10)
    assert httpserver.log == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "gopher://host", "http://", "https://[", "x"])
def test_other_schemes_and_broken_addresses_are_refused(gateway: Gateway, url: str) -> None:
    with pytest.raises(RefusedError):
        gateway.trust(url)


def test_private_address_named_by_a_project_is_not_asked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("secret")
    gateway = Gateway(limits=QUICK)
    url = gateway.trust(httpserver.url_for("/x"), private=False)
    with pytest.raises(RefusedError, match="private network"):
        gateway.get(url, max_bytes=100)
    gateway.close()
    assert httpserver.log == []


def test_credentials_go_to_their_own_host_only(
    gateway: Gateway, httpserver: HTTPServer, second_server: HTTPServer
) -> None:
    seen: dict[str, str | None] = {}

    def first(request: Request) -> Response:
        seen["first"] = request.headers.get("Authorization")
        return Response(status=302, headers={"Location": second_server.url_for("/there?sig=abc")})

    def second(request: Request) -> Response:
        seen["second"] = request.headers.get("Authorization")
        return Response("found")

    httpserver.expect_request("/here").respond_with_handler(first)
    second_server.expect_request("/there").respond_with_handler(second)
    url = gateway.trust(httpserver.url_for("/here").replace("://", "://user:pa%40ss@"))
    assert "pa" not in url
    assert gateway.get(url, max_bytes=100).body == b"found"
    assert (seen["first"] or "").startswith("Basic ")
    assert seen["second"] is None


def test_project_cannot_send_licscan_to_the_users_servers(httpserver: HTTPServer, second_server: HTTPServer) -> None:
    """A host that only the project names redirects to one of the user's: no credentials, no private address."""
    second_server.expect_request("/there").respond_with_data("secret")
    gateway = Gateway(limits=QUICK)
    gateway.trust(second_server.url_for("/"), Credentials("user", "word"))
    index = gateway.trust("https://wheels.example/simple/", private=False)
    with pytest.raises(RefusedError, match="private network"):
        gateway.get(second_server.url_for("/there"), max_bytes=100, named_by=index)
    gateway.close()
    assert second_server.log == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "localhost", "x.localhost", "10.0.0.1", "169.254.169.254"]
)
def test_private_address_in_any_spelling_is_not_asked_by_way_of_a_proxy(httpserver: HTTPServer, host: str) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("secret")
    gateway = Gateway(limits=QUICK, connection=Connection(proxy=httpserver.url_for("")))
    url = gateway.trust(f"http://{host}/x", private=False)
    with pytest.raises(RefusedError, match="private network"):
        gateway.get(url, max_bytes=100)
    gateway.close()
    assert httpserver.log == []


def test_proxy_of_the_settings_is_used(httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("by proxy")
    gateway = Gateway(limits=QUICK, connection=Connection(proxy=httpserver.url_for("")))
    assert gateway.get(gateway.trust("http://index.example/simple/"), max_bytes=100).body == b"by proxy"
    gateway.close()


def test_proxy_of_the_environment_is_used_and_no_proxy_honoured(
    httpserver: HTTPServer, second_server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("by proxy")
    second_server.expect_request("/x").respond_with_data("straight")
    monkeypatch.setenv("HTTP_PROXY", httpserver.url_for(""))
    monkeypatch.setenv("http_proxy", httpserver.url_for(""))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    gateway = Gateway(limits=QUICK)
    assert gateway.get(gateway.trust("http://index.example/x"), max_bytes=100).body == b"by proxy"
    assert gateway.get(gateway.trust(second_server.url_for("/x")), max_bytes=100).body == b"straight"
    gateway.close()


def test_pause_that_one_answer_asks_for_holds_for_the_next_request(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/busy").respond_with_data(status=429, headers={"Retry-After": "1"})
    httpserver.expect_request("/x").respond_with_data("ok")
    base = gateway.trust(httpserver.url_for("/"))
    began = time.monotonic()

    def refused() -> None:
        with pytest.raises(AnswerError):
            gateway.get(f"{base}busy", max_bytes=10)

    thread = threading.Thread(target=refused)
    thread.start()
    while not httpserver.log:
        time.sleep(0.01)
    time.sleep(0.1)
    gateway.get(f"{base}x", max_bytes=10)
    assert time.monotonic() - began >= 0.9
    thread.join()


@pytest.mark.parametrize("said", ["Wed, 21 Oct 2043 07:28:00 GMT", "soon", "-5", "", "99999999999999999999", "1e9"])
def test_retry_after_in_any_form_is_bounded(gateway: Gateway, httpserver: HTTPServer, said: str) -> None:
    httpserver.expect_request("/x").respond_with_data(status=503, headers={"Retry-After": said})
    began = time.monotonic()
    with pytest.raises(AnswerError, match="503"):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100)
    assert time.monotonic() - began < 4


def test_compressed_bomb_is_refused(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(
        gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}
    )
    with pytest.raises(AnswerError, match="larger than"):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=1_000_000)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx",
        b"no HTTP at all\r\n\r\n",
        b"",
    ],
    ids=["short", "chunk cut", "not gzip", "no HTTP", "nothing"],
)
def test_answer_that_breaks_off_is_an_error(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            # Ends where the test closes the socket; the client may go away first.
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

        server = threading.Thread(target=serve, daemon=True)
        server.start()
        gateway = Gateway(limits=Limits(connect_s=1, read_s=1, deadline_s=2, retries=0))
        url = gateway.trust(f"http://127.0.0.1:{listening.getsockname()[1]}/x")
        with pytest.raises(NetError):
            gateway.get(url, max_bytes=1000)
        gateway.close()
        listening.shutdown(socket.SHUT_RDWR)
        server.join(timeout=10)
        assert not server.is_alive()


def test_redirects_end(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(status=302, headers={"Location": "/x"})
    with pytest.raises(AnswerError, match="without end"):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://host/x", "javascript:alert(1)"])
def test_redirect_to_another_scheme_is_refused(gateway: Gateway, httpserver: HTTPServer, location: str) -> None:
    httpserver.expect_request("/x").respond_with_data(status=302, headers={"Location": location})
    with pytest.raises(RefusedError):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100)


def test_absent_thing_is_told_apart(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(status=404)
    with pytest.raises(NotFoundError):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100)


def test_passing_fault_is_tried_again(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/x").respond_with_data(status=503)
    httpserver.expect_ordered_request("/x").respond_with_data("ok")
    assert gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100).body == b"ok"


def test_long_retry_after_is_capped(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(status=429, headers={"Retry-After": "86400"})
    began = time.monotonic()
    with pytest.raises(AnswerError, match="429") as caught:
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=100)
    assert caught.value.status == 429
    assert time.monotonic() - began < 5


def test_large_answer_is_refused(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data(b"x" * 100_000)
    with pytest.raises(AnswerError, match="larger than 1000 bytes"):
        gateway.get(gateway.trust(httpserver.url_for("/x")), max_bytes=1000)


@pytest.mark.parametrize(
    "parts",
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\n\r\n",),
        (),
    ],
    ids=["header", "body", "body without length", "status line"],
)
def test_dripping_server_is_left_at_the_deadline(parts: tuple[bytes, ...]) -> None:
    gateway = Gateway(limits=Limits(connect_s=1, read_s=1, deadline_s=0.6, retries=0))
    with raw_server(*parts, pause_s=0.05) as url:
        began = time.monotonic()
        with pytest.raises(DeadlineError):
            gateway.get(gateway.trust(url), max_bytes=10_000_000)
        assert time.monotonic() - began < 3
    gateway.close()


def test_host_that_fails_in_a_row_is_not_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    gateway = Gateway(limits=Limits(connect_s=1, read_s=1, deadline_s=1, retries=0, failures_in_a_row=2))
    url = gateway.trust(f"http://127.0.0.1:{port}/x")
    messages = set()
    for _ in range(4):
        with pytest.raises(UnreachableError) as caught:
            gateway.get(url, max_bytes=10)
        messages.add(str(caught.value))
    assert messages == {"the server cannot be reached"}
    gateway.close()


def test_no_address_query_or_secret_in_messages_and_logs(
    gateway: Gateway, httpserver: HTTPServer, caplog: pytest.LogCaptureFixture
) -> None:
    httpserver.expect_request("/x").respond_with_data(status=500)
    url = gateway.trust(httpserver.url_for("/x?token=hunter2"), Credentials("user", "swordfish"))
    with caplog.at_level(logging.DEBUG, logger="licscan"), pytest.raises(AnswerError) as caught:
        gateway.get(url, max_bytes=10)
    told = str(caught.value) + (caught.value.hint or "") + repr(Credentials("user", "swordfish"))
    told += "".join(record.getMessage() for record in caplog.records if record.name.startswith("licscan"))
    assert not any(word in told for word in ("hunter2", "swordfish", "localhost", "http://"))


def test_cookies_are_not_kept(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("ok", headers={"Set-Cookie": "id=1"})
    url = gateway.trust(httpserver.url_for("/x"))
    for _ in range(2):
        gateway.get(url, max_bytes=10)
    assert all("Cookie" not in request.headers for request, _ in httpserver.log)


def test_token_goes_to_its_own_host_only(gateway: Gateway, httpserver: HTTPServer, second_server: HTTPServer) -> None:
    seen: list[str | None] = []

    def first(request: Request) -> Response:
        seen.append(request.headers.get("Authorization"))
        return Response(status=307, headers={"Location": second_server.url_for("/there")})

    def second(request: Request) -> Response:
        seen.append(request.headers.get("Authorization"))
        return Response("found")

    httpserver.expect_request("/here").respond_with_handler(first)
    second_server.expect_request("/there").respond_with_handler(second)
    token = Credentials("", "hf_token", bearer=True)
    assert "hf_token" not in repr(token)
    url = gateway.trust(httpserver.url_for("/here"), token)
    assert gateway.get(url, max_bytes=100).body == b"found"
    assert seen == ["Bearer hf_token", None]


def test_caller_who_knows_what_errors_mean_gets_their_headers(gateway: Gateway, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("secret", status=403, headers={"X-Error-Code": "GatedRepo"})
    answer = gateway.answer(gateway.trust(httpserver.url_for("/x")), max_bytes=100)
    assert (answer.status, answer.headers["x-error-code"], answer.body) == (403, "GatedRepo", b"")
