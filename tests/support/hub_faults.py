"""Servers that misbehave on purpose: each fault is what such a server does with a connection after the request."""

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

Fault = Callable[[socket.socket], None]
_BOMB = gzip.compress(b"\0" * 100_000_000, 9)


def answer(
    body: bytes, *, status: str = "200 OK", headers: Mapping[str, str] | None = None, length: int | None = None
) -> bytes:
    """A whole HTTP answer; a `length` may be a lie."""
    stated = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body) if length is None else length),
        "Connection": "close",
        **(headers or {}),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def says(content: bytes) -> Fault:
    """Sends these bytes and closes."""
    return lambda connection: connection.sendall(content)


def status(line: str, **headers: str) -> Fault:
    """Answers with an error status; `_` in the names of headers stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return says(answer(b'{"error": "x"}', status=line, headers=named))


def drips(start: bytes, drop: bytes) -> Fault:
    """Sends a start, and then a few bytes again and again."""

    def fault(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(100):
            time.sleep(0.1)
            connection.sendall(drop)

    return fault


def floods(connection: socket.socket) -> None:
    """Sends without end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    for _ in range(5_000):
        connection.sendall(b"x" * 65_536)


def resets(connection: socket.socket) -> None:
    """Breaks the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


FAULTS: dict[str, Fault] = {
    "reset": resets,
    "closed without a word": lambda _: None,
    "slow headers": drips(b"HTTP/1.1 200 OK\r\n", b"X-Wait: 1\r\n"),
    "slow body": drips(answer(b"", length=1_000), b" "),
    "endless body": floods,
    "huge length": says(answer(b"{}", length=10**13)),
    "compressed bomb": says(answer(_BOMB, headers={"Content-Encoding": "gzip"})),
    "broken compression": says(answer(b"no gzip", headers={"Content-Encoding": "gzip"})),
    "broken chunks": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx"),
    "broken off": says(answer(b'{"id"', length=500)),
    "no status line": says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "web page": says(answer(b"<html>Log in</html>", headers={"Content-Type": "text/html; charset=utf-8"})),
    "redirect in a circle": status("301 Moved", Location="/api/datasets/house/tickets"),
    "redirect to a file": status("302 Found", Location="file:///etc/passwd"),
    "redirect to nowhere": status("302 Found", Location="https://["),
    "401": status("401 Unauthorized"),
    "403": status("403 Forbidden"),
    "404": status("404 Not Found"),
    "410": status("410 Gone"),
    "429, an hour": status("429 Too Many", Retry_After="3600"),
    "429, a day": status("429 Too Many", Retry_After="Fri, 31 Dec 2099 23:59:59 GMT"),
    "429, garbage": status("429 Too Many", Retry_After="tomorrow", RateLimit='"api";r=0;t=99999999999999'),
    "500": status("500 Error"),
    "503": status("503 Down"),
    "418": status("418 Teapot"),
}
# Answers that only matter where JSON is expected: a card may well be such a text.
JSON_FAULTS: dict[str, Fault] = {
    "length that is no number": says(answer(b"{}", headers={"Content-Length": "-5"})),
    "picture": says(answer(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"})),
    "empty": says(answer(b"")),
    "truncated JSON": says(answer(b'{"id": "house/tickets", "sha": "')),
    "deep JSON": says(answer(b'{"id": "house/tickets", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}")),
    "list": says(answer(b"[]")),
    "number": says(answer(b"7")),
    "not UTF-8": says(answer(b'{"id": "\xff\xfe"}')),
    "nothing known": says(answer(b"{}")),
    "numbers for names": says(answer(b'{"id": 7, "ref": 7, "sha": 7}')),
    "an error that is none": says(answer(json.dumps({"code": 404, "message": "x", "id": "a/b"}).encode())),
    "another work": says(
        answer(
            json.dumps({"id": "other/work", "ref": "other/work", "sha": "a" * 40, "licenseName": "CC0-1.0"}).encode()
        )
    ),
}


@contextmanager
def misbehaving(fault: Fault, good: Mapping[str, bytes] | None = None) -> Iterator[str]:
    """The URL of a server that answers paths of `good` and does the fault at every other request."""
    stop = threading.Event()
    workers: list[threading.Thread] = []

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            request = connection.recv(65_536).split(b" ")
            path = request[1].decode("ascii", "replace") if len(request) > 1 else ""
            connection.sendall((good or {})[path]) if path in (good or {}) else fault(connection)

    def accept(listening: socket.socket) -> None:
        while not stop.is_set():
            with suppress(OSError):
                worker = threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True)
                workers.append(worker)
                worker.start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        acceptor = threading.Thread(target=accept, args=(listening,), daemon=True)
        acceptor.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        stop.set()
        acceptor.join()
