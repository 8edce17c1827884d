"""Hubs on loopback, and clients that know of nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from licscan.net.gateway import Limits
from licscan.scanners.datasets.hubs import Hubs
from support.hub_clients import CARD, OpenHubs
from support.hub_server import HostedRepository, HuggingFaceServer, KaggleServer

QUICK = Limits(connect_s=2, read_s=2, deadline_s=2, retries=1, retry_after_max_s=1)


@pytest.fixture(autouse=True)
def no_foreign_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine takes part."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hugging_face(httpserver: HTTPServer) -> HuggingFaceServer:
    return HuggingFaceServer(httpserver)


@pytest.fixture(scope="session")
def kept_server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield server


@pytest.fixture
def second_server(kept_server: HTTPServer) -> HTTPServer:
    kept_server.clear()
    return kept_server


@pytest.fixture
def kaggle(second_server: HTTPServer) -> KaggleServer:
    return KaggleServer(second_server)


@pytest.fixture
def open_test_hubs(hugging_face: HuggingFaceServer, kaggle: KaggleServer, tmp_path: Path) -> Iterator[OpenHubs]:
    opened: list[Hubs] = []

    def make(*, offline: bool = False, limits: Limits = QUICK, **environ: str) -> Hubs:
        usual = {"HF_ENDPOINT": hugging_face.url, "KAGGLE_API_ENDPOINT": kaggle.url, "HOME": str(tmp_path / "home")}
        opened.append(Hubs({**usual, **environ}, tmp_path / "cache", offline=offline, limits=limits))
        return opened[-1]

    yield make
    for hubs in opened:
        hubs.close()


@pytest.fixture
def tickets(hugging_face: HuggingFaceServer) -> HostedRepository:
    files = {"README.md": CARD, "LICENSE": "The text of a license.", "data/train.csv": "a,b\n"}
    return hugging_face.add(HostedRepository("house/tickets", files, card_data={"license": "cc-by-4.0"}))
