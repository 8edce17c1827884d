"""Whatever a hub does wrong is a NetError or a gap in good time, and never a license."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from licscan.net.errors import DeadlineError, NetError, RefusedError, UnreachableError
from licscan.net.gateway import Limits
from licscan.scanners.datasets.hubs.interface import Wanted
from support.hub_clients import DATASET, MODEL, OpenHubs, dataset, labels
from support.hub_faults import FAULTS, JSON_FAULTS, Fault, answer, misbehaving
from support.hub_server import HostedRepository, HuggingFaceServer, KaggleServer, commit_of

SECRET = "hf_keepthis"
LIMITS = Limits(connect_s=1, read_s=1, deadline_s=0.6, retries=1, retry_after_max_s=1)
COMMIT = commit_of("tickets")
README = f"/datasets/house/tickets/resolve/{COMMIT}/README.md"
ALL = [*FAULTS.items(), *JSON_FAULTS.items()]
# Two tries and what the machine needs.
PATIENCE_S = 2 * LIMITS.deadline_s + 2


def str_of(value: object) -> str:
    """The name of a fault; the fault itself has none."""
    return value if isinstance(value, str) else ""


def _described(**further: object) -> bytes:
    stated = {"id": "house/tickets", "sha": COMMIT, "cardData": None, "siblings": [{"rfilename": "README.md"}]}
    return answer(json.dumps({**stated, **further}).encode())


def _fails(hubs: OpenHubs, wanted: Wanted, url: str) -> NetError:
    opened = hubs(limits=LIMITS, HF_ENDPOINT=url, KAGGLE_API_ENDPOINT=url, HF_TOKEN=SECRET, KAGGLE_API_TOKEN=SECRET)
    start = time.monotonic()
    with pytest.raises(NetError) as caught:
        opened.work(wanted)
    assert time.monotonic() - start < PATIENCE_S
    told = f"{caught.value} {caught.value.hint}"
    assert told.isprintable()
    assert SECRET not in told
    assert "127.0.0.1" not in told
    return caught.value


@pytest.mark.parametrize(("name", "fault"), ALL, ids=str_of)
def test_faulty_description_of_a_dataset(open_test_hubs: OpenHubs, name: str, fault: Fault) -> None:
    with misbehaving(fault) as url:
        _fails(open_test_hubs, dataset("house/tickets"), url)


@pytest.mark.parametrize(("name", "fault"), ALL, ids=str_of)
def test_faulty_description_of_a_model(open_test_hubs: OpenHubs, name: str, fault: Fault) -> None:
    with misbehaving(fault) as url:
        _fails(open_test_hubs, Wanted("hf:house/tickets", MODEL), url)


@pytest.mark.parametrize(("name", "fault"), ALL, ids=str_of)
@pytest.mark.parametrize("wanted", [Wanted("kaggle:house/tickets"), Wanted("kaggle:house/net/pyTorch/7b")], ids=str)
def test_faulty_description_on_kaggle(open_test_hubs: OpenHubs, name: str, fault: Fault, wanted: Wanted) -> None:
    with misbehaving(fault) as url:
        _fails(open_test_hubs, wanted, url)


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=str_of)
def test_faulty_card_is_a_gap(open_test_hubs: OpenHubs, name: str, fault: Fault) -> None:
    with misbehaving(fault, {"/api/datasets/house/tickets": _described()}) as url:
        start = time.monotonic()
        hubs = open_test_hubs(limits=LIMITS, HF_ENDPOINT=url, HF_TOKEN=SECRET)
        told = hubs.work(dataset("house/tickets"))
    assert time.monotonic() - start < PATIENCE_S
    assert labels(told) == []
    (gap,) = told.gaps
    assert gap.location is not None
    assert gap.location.path == f"hf:house/tickets@{COMMIT[:12]}/README.md"
    assert gap.hint
    assert SECRET not in f"{gap}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha": "main"},
        {"sha": "../../x"},
        {"sha": "A" * 40},
        {"sha": None},
        {"id": "../x"},
        {"id": "house/tickets/x"},
        {"id": "house/tickets\n"},
        {"cardData": json.loads("[" * 150 + "]" * 150)},
        {"siblings": [{"rfilename": 7}]},
        {"tags": "license:mit"},
    ],
    ids=str,
)
def test_description_that_cannot_be_right_is_refused(open_test_hubs: OpenHubs, wrong: dict[str, object]) -> None:
    with misbehaving(lambda _: None, {"/api/datasets/house/tickets": _described(**wrong)}) as url:
        _fails(open_test_hubs, dataset("house/tickets"), url)


def test_card_of_another_commit_is_not_taken(open_test_hubs: OpenHubs) -> None:
    other = answer(b"---\nlicense: mit\n---\n", headers={"X-Repo-Commit": "b" * 40, "Content-Type": "text/plain"})
    with misbehaving(lambda _: None, {"/api/datasets/house/tickets": _described(), README: other}) as url:
        told = open_test_hubs(HF_ENDPOINT=url).work(dataset("house/tickets"))
    assert labels(told) == []
    assert "another commit" in told.gaps[0].detail


def test_passing_failure_is_tried_again(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    hugging_face.add(HostedRepository("house/tickets", {"README.md": "---\nlicense: mit\n---\n"}))

    def once(request: Request) -> Response:
        hugging_face.faults.clear()
        return Response("", 500)

    hugging_face.faults["/api/datasets/house/tickets"] = once
    assert labels(open_test_hubs().work(dataset("house/tickets"))) == ["mit"]


def test_while_the_hub_fails_the_kept_answer_is_told_as_old(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, kaggle: KaggleServer
) -> None:
    hugging_face.add(HostedRepository("house/tickets", {"README.md": "---\nlicense: mit\n---\n"}))
    kaggle.add_dataset("house/tickets", "CC0-1.0")
    wanted = [dataset("house/tickets"), Wanted("kaggle:house/tickets")]
    open_test_hubs().works(wanted)
    hugging_face.faults["/api/datasets/house/tickets"] = lambda _: Response("", 503)
    kaggle.faults["/api/v1/datasets/view/house/tickets"] = lambda _: Response("<html>", 200)
    told = open_test_hubs().works(wanted)
    assert [(each.answers[0].stale, labels(each.answers[0])) for each in told] == [(True, ["mit"]), (True, ["CC0-1.0"])]


def test_work_that_is_no_longer_shown_is_not_told_from_the_cache(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    hugging_face.add(HostedRepository("house/tickets", {"README.md": "---\nlicense: mit\n---\n"}))
    open_test_hubs().work(dataset("house/tickets"))
    hugging_face.repositories.clear()
    with pytest.raises(NetError, match="there is none, or it is private"):
        open_test_hubs().work(dataset("house/tickets"))


def test_refused_connection(open_test_hubs: OpenHubs) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for wanted in (dataset("house/tickets"), Wanted("kaggle:house/tickets")):
        error = _fails(open_test_hubs, wanted, f"http://127.0.0.1:{port}")
        assert isinstance(error, (UnreachableError, DeadlineError))


@pytest.mark.parametrize("endpoint", ["ftp://hub.example", "file:///etc", "hub.example", "https://[", "http://"])
def test_endpoint_that_is_none_is_refused(open_test_hubs: OpenHubs, endpoint: str) -> None:
    for wanted in (dataset("house/tickets"), Wanted("kaggle:house/tickets")):
        with pytest.raises(RefusedError):
            open_test_hubs(HF_ENDPOINT=endpoint, KAGGLE_API_ENDPOINT=endpoint).work(wanted)


@pytest.fixture
def storage() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield server


def test_token_does_not_go_to_the_host_that_stores_the_files(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, storage: HTTPServer
) -> None:
    kept = hugging_face.add(HostedRepository("house/tickets", {"README.md": "x"}))
    seen: list[str | None] = []

    def stored(request: Request) -> Response:
        seen.append(request.headers.get("Authorization"))
        return Response("---\nlicense: mit\n---\n", content_type="text/plain")

    storage.expect_request("/stored").respond_with_handler(stored)
    elsewhere = Response("", 302, headers={"Location": storage.url_for("/stored?sig=abc")})
    hugging_face.faults[f"/datasets/house/tickets/resolve/{kept.commit}/README.md"] = lambda _: elsewhere
    hugging_face.members.add(SECRET)
    assert labels(open_test_hubs(HF_TOKEN=SECRET).work(dataset("house/tickets"))) == ["mit"]
    assert seen == [None]
    assert set(hugging_face.shown) == {f"Bearer {SECRET}"}


def test_public_hub_cannot_lead_to_a_private_address(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub is reached by a proxy, which is the server of this test."""
    monkeypatch.setenv("HTTP_PROXY", hugging_face.url)
    hugging_face.faults["/api/datasets/house/tickets"] = lambda _: Response(
        "", 302, headers={"Location": "http://169.254.169.254/latest/meta-data"}
    )
    with pytest.raises(RefusedError, match="private network"):
        open_test_hubs(HF_ENDPOINT="http://hub.example", HF_TOKEN=SECRET).work(dataset("house/tickets"))
    assert hugging_face.asked == ["/api/datasets/house/tickets"]


@pytest.mark.parametrize("refusal", ["407", "503"])
def test_proxy_that_refuses(open_test_hubs: OpenHubs, monkeypatch: pytest.MonkeyPatch, refusal: str) -> None:
    with misbehaving(lambda peer: peer.sendall(f"HTTP/1.1 {refusal} No\r\n\r\n".encode())) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        error = _fails(open_test_hubs, dataset("house/tickets"), "https://hub.example")
    assert isinstance(error, (UnreachableError, DeadlineError))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority and a server's certificate for `localhost`."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed")
    folder = tmp_path_factory.mktemp("certificates")
    made = trustme.CA()
    made.cert_pem.write_to_path(str(folder / "ca.pem"))
    made.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    return folder


@pytest.fixture
def secure_hub(authority: Path) -> Iterator[HuggingFaceServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "server.pem")
    with HTTPServer(host="localhost", port=0, ssl_context=context) as server:
        hub = HuggingFaceServer(server)
        hub.add(HostedRepository("house/tickets", {"README.md": "---\nlicense: mit\n---\n"}))
        yield hub


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_authority_that_the_environment_names_is_trusted(
    open_test_hubs: OpenHubs, secure_hub: HuggingFaceServer, authority: Path, variable: str
) -> None:
    environ: dict[str, Any] = {"HF_ENDPOINT": secure_hub.url, variable: str(authority / "ca.pem")}
    assert labels(open_test_hubs(**environ).work(dataset("house/tickets"))) == ["mit"]


def test_unknown_authority_and_wrong_host_name_are_not_trusted(
    open_test_hubs: OpenHubs, secure_hub: HuggingFaceServer, authority: Path
) -> None:
    with pytest.raises(UnreachableError, match="certificate"):
        open_test_hubs(HF_ENDPOINT=secure_hub.url).work(dataset("house/tickets"))
    by_number = secure_hub.url.replace("localhost", "127.0.0.1")
    hubs = open_test_hubs(HF_ENDPOINT=by_number, SSL_CERT_FILE=str(authority / "ca.pem"))
    with pytest.raises(UnreachableError, match="certificate"):
        hubs.work(Wanted("hf:house/tickets", DATASET))
    assert secure_hub.asked == []
