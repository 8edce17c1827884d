"""A package index on loopback, and a client that knows of nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from licscan.net.cache import Cache
from licscan.net.gateway import Gateway, Limits
from licscan.net.index import PackageIndex
from licscan.net.indexes import Index, IndexSettings
from support.index_client import MakeClient
from support.package_index import PackageIndexServer

QUICK = Limits(connect_s=2, read_s=2, deadline_s=3, retries=1, retry_after_max_s=1)


@pytest.fixture(autouse=True)
def no_foreign_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy and no netrc of the machine takes part."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def index_server(httpserver: HTTPServer) -> PackageIndexServer:
    return PackageIndexServer(httpserver)


@pytest.fixture
def make_client(index_server: PackageIndexServer, tmp_path: Path) -> Iterator[MakeClient]:
    opened: list[PackageIndex] = []

    def make(*, offline: bool = False, python: str = "3.11.7") -> PackageIndex:
        gateway = Gateway(offline=offline, limits=QUICK)
        settings = IndexSettings((Index(index_server.url),))
        opened.append(PackageIndex(gateway, Cache(tmp_path / "cache"), settings, python=python))
        return opened[-1]

    yield make
    for client in opened:
        client.close()
