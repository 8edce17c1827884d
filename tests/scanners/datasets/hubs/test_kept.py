"""What is kept of a hub's answers, and what holds where no request may be made."""

from pathlib import Path
from typing import Any

import pytest

from licscan.net.errors import OfflineError
from support.hub_clients import CARD, OpenHubs, dataset, labels
from support.hub_server import HostedRepository, HuggingFaceServer, commit_of


def test_files_of_a_commit_are_asked_once_and_main_in_each_run(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    open_test_hubs().work(dataset("house/tickets"))
    hugging_face.asked.clear()
    open_test_hubs().work(dataset("house/tickets"))
    assert hugging_face.asked == ["/api/datasets/house/tickets"]
    hugging_face.asked.clear()
    hubs = open_test_hubs()
    hubs.work(dataset("house/tickets", tickets.commit))
    hubs.work(dataset("house/tickets", tickets.commit))
    assert hugging_face.asked == []


@pytest.mark.parametrize("switch", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"])
def test_offline_the_kept_answer_is_told_as_old(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository, switch: str
) -> None:
    online = open_test_hubs().work(dataset("house/tickets"))
    hugging_face.asked.clear()
    switched: dict[str, Any] = {switch: "1"}
    for hubs in (open_test_hubs(offline=True), open_test_hubs(**switched)):
        kept = hubs.work(dataset("house/tickets"))
        assert kept.stale
        assert kept.card == online.card
        with pytest.raises(OfflineError) as caught:
            hubs.work(dataset("house/other"))
        assert "fill the cache" in (caught.value.hint or "")
    assert hugging_face.asked == []


def test_a_later_commit_takes_the_place_of_the_kept_one(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    open_test_hubs().work(dataset("house/tickets"))
    later = CARD.replace("cc-by-4.0", "cc-by-nc-4.0")
    hugging_face.add(HostedRepository("house/tickets", {"README.md": later}))
    answer = open_test_hubs().work(dataset("house/tickets"))
    assert labels(answer) == ["cc-by-nc-4.0"]
    assert answer.card.subject.version != tickets.commit


def test_token_is_kept_nowhere(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository, tmp_path: Path
) -> None:
    hugging_face.members.add("hf_verysecret")
    open_test_hubs(HF_TOKEN="hf_verysecret").work(dataset("house/tickets"))
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"hf_verysecret" in path.read_bytes()]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}


def _download(home: Path, text: str, *, target: str = "../../blobs/b1") -> str:
    """What huggingface_hub leaves behind of a dataset that it downloaded."""
    commit = commit_of(text)
    folder = home / "hub" / "datasets--house--tickets"
    (folder / "refs").mkdir(parents=True)
    (folder / "blobs").mkdir()
    (folder / "snapshots" / commit).mkdir(parents=True)
    (folder / "refs" / "main").write_text(commit)
    (folder / "blobs" / "b1").write_text(text)
    (folder / "snapshots" / commit / "README.md").symlink_to(target)
    return commit


def test_offline_what_the_hubs_own_client_has_downloaded_is_read(open_test_hubs: OpenHubs, tmp_path: Path) -> None:
    commit = _download(tmp_path / "hf", CARD)
    answer = open_test_hubs(offline=True, HF_HOME=str(tmp_path / "hf")).work(dataset("house/tickets"))
    assert answer.stale
    assert answer.card.subject.version == commit
    assert labels(answer) == ["cc-by-4.0"]
    assert "downloaded earlier" in answer.card.statements[0].evidence[0].source


def test_link_that_leads_out_of_the_download_is_not_followed(open_test_hubs: OpenHubs, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text(CARD)
    _download(tmp_path / "hf", CARD, target=str(tmp_path / "elsewhere.md"))
    with pytest.raises(OfflineError):
        open_test_hubs(offline=True, HF_HOME=str(tmp_path / "hf")).work(dataset("house/tickets"))


def test_offline_a_commit_is_known_that_main_was_at(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    open_test_hubs().work(dataset("house/tickets"))
    answer = open_test_hubs(offline=True).work(dataset("house/tickets", tickets.commit))
    assert (labels(answer), answer.stale) == (["cc-by-4.0"], False)
