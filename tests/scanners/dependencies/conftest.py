"""A project folder to fill, and the scanner run over it."""

from functools import partial
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from licscan.catalog.catalog import Catalog
from licscan.catalog.licenses import LicenseTable
from support.dependency_scan import Scan, scan_project
from support.package_index import PackageIndexServer


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="session")
def licenses(catalog: Catalog) -> LicenseTable:
    return catalog.licenses


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, httpserver: HTTPServer) -> None:
    """pip and uv are set up for the index on loopback and for nothing else."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PIP_EXTRA_INDEX_URL", "UV_INDEX", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("PIP_INDEX_URL", httpserver.url_for("/simple/"))


@pytest.fixture
def index_server(httpserver: HTTPServer) -> PackageIndexServer:
    return PackageIndexServer(httpserver)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def scan(project: Path, catalog: Catalog, tmp_path: Path) -> Scan:
    return partial(scan_project, project, catalog, tmp_path / "cache")
