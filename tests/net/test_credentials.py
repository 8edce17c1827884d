"""Whose credentials go where: told by what servers on loopback saw."""

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from licscan.net.credentials import CredentialSettings, credential_settings
from licscan.net.errors import AnswerError, RefusedError
from licscan.net.gateway import Connection, Gateway, Limits
from licscan.net.hosts import Credentials

LIMITS = Limits(connect_s=2, read_s=2, deadline_s=3, retries=0)


class Guarded:
    """A server that wants a user and a password, and notes what it is shown."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.shown: list[str | None] = []
        server.expect_request("/guarded").respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        return self.server.url_for("/guarded")

    def _answer(self, request: Request) -> Response:
        header = request.headers.get("Authorization")
        said = base64.b64decode(header.partition(" ")[2]).decode() if header else None
        self.shown.append(said)
        return Response("found") if said == "reader:pässword" else Response("who?", 401)


@pytest.fixture
def guarded(httpserver: HTTPServer) -> Guarded:
    return Guarded(httpserver)


@pytest.fixture
def second_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield server


def _gateway(netrc: Path | None = None, keyring: str = "disabled") -> Gateway:
    return Gateway(limits=LIMITS, connection=Connection(credentials=CredentialSettings(netrc, keyring)))


def _netrc(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "my-netrc"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_netrc_entry_of_the_host_is_used(guarded: Guarded, tmp_path: Path) -> None:
    gateway = _gateway(_netrc(tmp_path, "machine localhost login reader password pässword\n"))
    assert gateway.get(gateway.trust(guarded.url), max_bytes=100).body == b"found"
    assert guarded.shown == ["reader:pässword"]


def test_settings_come_before_netrc_and_netrc_completes_a_user_without_password(
    guarded: Guarded, tmp_path: Path
) -> None:
    netrc = _netrc(tmp_path, "machine localhost login reader password pässword\n")
    gateway = _gateway(netrc)
    url = gateway.trust(guarded.url, Credentials("other", "word"))
    with pytest.raises(AnswerError, match="401"):
        gateway.get(url, max_bytes=100)
    gateway = _gateway(netrc)
    gateway.get(gateway.trust(guarded.url.replace("://", "://reader@")), max_bytes=100)
    assert guarded.shown == ["other:word", "reader:pässword"]


@pytest.mark.parametrize("text", ["machine", "machine localhost login", "\0", "default login x", "macdef x\n a\n"])
def test_broken_netrc_is_no_netrc(guarded: Guarded, tmp_path: Path, text: str) -> None:
    gateway = _gateway(_netrc(tmp_path, text))
    with pytest.raises(AnswerError) as caught:
        gateway.get(gateway.trust(guarded.url), max_bytes=100)
    assert "netrc" in (caught.value.hint or "")


def test_host_that_only_a_project_names_gets_nothing_of_the_user(httpserver: HTTPServer, tmp_path: Path) -> None:
    """Not even where it would be let through: the user's netrc has a default entry for every host."""
    called = tmp_path / "called"
    command = _keyring(tmp_path, f"Path({str(called)!r}).touch(); print('pässword')")
    httpserver.expect_request("/guarded").respond_with_data("", 401)
    gateway = _gateway(_netrc(tmp_path, "default login reader password pässword\n"), "auto")
    url = gateway.trust(httpserver.url_for("/guarded"), private=False)
    with pytest.raises(RefusedError, match="private network"):
        gateway.get(url, max_bytes=100)
    assert command.exists()
    assert not called.exists()
    assert httpserver.log == []


def _keyring(tmp_path: Path, body: str) -> Path:
    """A `keyring` command that says what it is asked for to a file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "keyring"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n"
        f"with Path({str(tmp_path / 'asked')!r}).open('a') as log:\n"
        f"    log.write(' '.join(sys.argv[1:]) + chr(10))\n{body}\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return command


@pytest.fixture(autouse=True)
def own_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.environ["PATH"])


@pytest.mark.skipif(sys.platform == "win32", reason="a script on PATH needs another form there")
def test_keyring_command_is_asked_once_after_a_refusal(guarded: Guarded, tmp_path: Path) -> None:
    _keyring(tmp_path, "print('pässword' if sys.argv[1:3] == ['get', sys.argv[2]] else '')")
    gateway = _gateway(keyring="subprocess")
    url = gateway.trust(guarded.url.replace("://", "://reader@"))
    for _ in range(2):
        assert gateway.get(url, max_bytes=100).body == b"found"
    assert guarded.shown == [None, "reader:pässword", "reader:pässword"]
    assert (tmp_path / "asked").read_text().splitlines() == [f"get {guarded.url} reader"]


@pytest.mark.skipif(sys.platform == "win32", reason="a script on PATH needs another form there")
def test_keyring_gives_the_user_too_where_no_setting_names_one(guarded: Guarded, tmp_path: Path) -> None:
    _keyring(tmp_path, "print('reader\\npässword') if '--mode' in sys.argv else sys.exit(1)")
    gateway = _gateway(keyring="auto")
    assert gateway.get(gateway.trust(guarded.url), max_bytes=100).body == b"found"


@pytest.mark.skipif(sys.platform == "win32", reason="a script on PATH needs another form there")
@pytest.mark.parametrize("body", ["sys.exit(1)", "print('')", "sys.stdout.buffer.write(b'\\xff\\x00wrong')"])
def test_keyring_that_has_nothing_leaves_the_refusal(guarded: Guarded, tmp_path: Path, body: str) -> None:
    _keyring(tmp_path, body)
    gateway = _gateway(keyring="subprocess")
    with pytest.raises(AnswerError, match="401") as caught:
        gateway.get(gateway.trust(guarded.url.replace("://", "://reader@")), max_bytes=100)
    assert "wrong" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="a script on PATH needs another form there")
def test_keyring_is_not_asked_where_the_setting_says_so(guarded: Guarded, tmp_path: Path) -> None:
    _keyring(tmp_path, "print('pässword')")
    gateway = _gateway(keyring="disabled")
    with pytest.raises(AnswerError):
        gateway.get(gateway.trust(guarded.url.replace("://", "://reader@")), max_bytes=100)
    assert not (tmp_path / "asked").exists()


def test_user_name_that_is_a_token_is_shown_where_nothing_else_is_known(httpserver: HTTPServer) -> None:
    def answer(request: Request) -> Response:
        header = request.headers.get("Authorization", "")
        return Response("found") if base64.b64decode(header.partition(" ")[2]) == b"token-1:" else Response("", 401)

    httpserver.expect_request("/guarded").respond_with_handler(answer)
    gateway = _gateway()
    url = gateway.trust(httpserver.url_for("/guarded").replace("://", "://token-1@"))
    for _ in range(2):
        assert gateway.get(url, max_bytes=100).body == b"found"
    assert len(httpserver.log) == 3


def test_two_indexes_of_one_host_have_their_own_credentials(httpserver: HTTPServer) -> None:
    shown: dict[str, str | None] = {}

    def answer(request: Request) -> Response:
        header = request.headers.get("Authorization")
        shown[request.path] = base64.b64decode(header.partition(" ")[2]).decode() if header else None
        return Response("ok")

    httpserver.expect_request("/one/pkg/").respond_with_handler(answer)
    httpserver.expect_request("/two/pkg/").respond_with_handler(answer)
    gateway = _gateway()
    for name in ("one", "two"):
        index = gateway.trust(httpserver.url_for(f"/{name}/"), Credentials(name, "token"))
        gateway.get(f"{index}pkg/", max_bytes=100, named_by=index)
    assert shown == {"/one/pkg/": "one:token", "/two/pkg/": "two:token"}


def test_netrc_variable_names_the_file(tmp_path: Path) -> None:
    assert credential_settings({"NETRC": str(tmp_path / "x")}, "auto").netrc == tmp_path / "x"
