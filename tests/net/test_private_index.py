"""A private package index with basic authentication, end to end: pypiserver in its own process, and the command."""

import base64
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from support.command import Done, licscan
from support.license_texts import MIT
from support.package_index import core_metadata, wheel

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pypiserver") is None or importlib.util.find_spec("passlib") is None,
    reason="pypiserver[passlib] is not installed",
)
USER, PASSWORD = "house", "s3cret-of-the-house"


class Shop:
    """The address of the running index, with and without the credentials."""

    def __init__(self, port: int) -> None:
        self.place = f"127.0.0.1:{port}"
        self.url = f"http://{self.place}/simple/"

    def with_user(self, user: str, password: str = "") -> str:
        inside = f"{user}:{password}" if password else user
        return f"http://{inside}@{self.place}/simple/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("packages")
    for name, license_line in (("house_lib", "License: Proprietary"), ("house_tools", "License: MIT License")):
        metadata = core_metadata(name, "1.0", license_line)
        content = wheel(name, "1.0", metadata, {"licenses/LICENSE": MIT})
        (folder / f"{name}-1.0-py3-none-any.whl").write_bytes(content)
    passwords = tmp_path_factory.mktemp("settings") / "htpasswd"
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()  # noqa: S324 - what htpasswd -s writes
    passwords.write_text(f"{USER}:{{SHA}}{digest}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ["-p", str(port), "-i", "127.0.0.1", "-P", str(passwords), "-a", "update,download,list"]
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "pypiserver", "run", *arguments, "--disable-fallback", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/simple/")
        yield Shop(port)
    finally:
        server.kill()
        server.wait()


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("pypiserver did not start")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("house-lib==1.0\nhouse-tools==1.0\n", encoding="utf-8")
    return folder


def _scan(project: Path, tmp_path: Path, url: str, environment: Mapping[str, str] | None = None) -> Done:
    settings = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": url,
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_NO_INDEX": "",
        "UV_NO_CONFIG": "1",
        "NETRC": str(tmp_path / "absent"),
        "NO_PROXY": "*",
        **(environment or {}),
    }
    return licscan("deps", ".", "-o", "json", folder=project, environment=settings)


def _licenses(done: Done) -> dict[str, str | None]:
    return {one["subject"]: one["concluded"] for one in done.audit["findings"] if one["kind"] == "license"}


def _gap_texts(done: Done) -> list[str]:
    gaps = [one for one in done.audit["findings"] if one["kind"] == "gap" and "pkg:pypi" in one["subject"]]
    return [f"{one['detail']} {one.get('hint')}" for one in gaps]


def test_user_and_password_in_the_setting(shop: Shop, project: Path, tmp_path: Path) -> None:
    done = _scan(project, tmp_path, shop.with_user(USER, PASSWORD))
    assert _licenses(done)["pkg:pypi/house-tools@1.0"] == "MIT"
    assert "pkg:pypi/house-lib@1.0" in _licenses(done)
    assert _gap_texts(done) == []
    assert PASSWORD not in done.out + done.err


def test_user_and_password_in_netrc(shop: Shop, project: Path, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n", encoding="utf-8")
    netrc.chmod(0o600)
    done = _scan(project, tmp_path, shop.url, {"NETRC": str(netrc)})
    assert _licenses(done)["pkg:pypi/house-tools@1.0"] == "MIT"
    assert _gap_texts(done) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a script on PATH needs another form there")
def test_password_from_a_keyring_command(shop: Shop, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "keyring").write_text(
        f'#!/bin/sh\n[ "$1 $3" = "get {USER}" ] && printf "%s\\n" "{PASSWORD}"\n', encoding="utf-8"
    )
    (folder / "keyring").chmod(0o755)
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PIP_KEYRING_PROVIDER": "subprocess"}
    done = _scan(project, tmp_path, shop.with_user(USER), environment)
    assert _licenses(done)["pkg:pypi/house-tools@1.0"] == "MIT"
    assert _gap_texts(done) == []


def test_wrong_password_is_a_gap_that_says_what_to_do_and_does_not_show_it(
    shop: Shop, project: Path, tmp_path: Path
) -> None:
    done = _scan(project, tmp_path, shop.with_user(USER, "wr0ng-word"), {"PIP_KEYRING_PROVIDER": "disabled"})
    told = _gap_texts(done)
    assert len(told) == 2
    assert all("refuses access (status 40" in each and "netrc" in each for each in told)
    assert _licenses(done) == {}
    assert done.code == 3
    for hidden in ("wr0ng-word", shop.place, PASSWORD):
        assert hidden not in done.out + done.err


def test_index_that_only_the_project_names_on_this_machine_is_not_asked(
    shop: Shop, project: Path, tmp_path: Path
) -> None:
    """A foreign repository must not make a scan ask the servers of the house."""
    (project / "requirements.txt").write_text(
        f"--extra-index-url {shop.with_user(USER, PASSWORD)}\nhouse-tools==1.0\n", encoding="utf-8"
    )
    done = _scan(project, tmp_path, "http://127.0.0.1:9/simple/", {"PIP_RETRIES": "0"})
    assert "pkg:pypi/house-tools@1.0" not in _licenses(done)
    assert done.code == 3
