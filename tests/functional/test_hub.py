"""`licscan datasets hf:...` as a command, against hubs on loopback: online, offline, gated, renamed, missing."""

import json
from pathlib import Path
from typing import cast

import pytest
from pytest_httpserver import HTTPServer

from support.command import Done, findings, licscan
from support.hub_server import HostedRepository, HuggingFaceServer, KaggleServer

CARD = "---\nlicense: cc-by-nc-4.0\n---\n# Tickets\n"


@pytest.fixture
def hub(httpserver: HTTPServer) -> HuggingFaceServer:
    made = HuggingFaceServer(httpserver, members={"hf_member"})
    made.add(HostedRepository("house/tickets", {"README.md": CARD}, card_data={"license": "cc-by-nc-4.0"}))
    return made


@pytest.fixture
def environment(hub: HuggingFaceServer, tmp_path: Path) -> dict[str, str]:
    """Nothing of the machine's own settings for hubs."""
    return {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(tmp_path / "hf"),
        "HOME": str(tmp_path),
        "HF_TOKEN": "",
        "HF_HUB_OFFLINE": "",
        "NO_PROXY": "*",
    }


def _ask(environment: dict[str, str], folder: Path, *arguments: str) -> Done:
    return licscan(
        "datasets", "--purpose", "commercial", "-o", "json", *arguments, folder=folder, environment=environment
    )


def _license(done: Done) -> dict[str, object]:
    (found,) = findings(done.audit, "license")
    return found


def test_online(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    commit = hub.repositories["datasets", "house/tickets"].commit
    done = _ask(environment, tmp_path, "hf:house/tickets")
    assert done.code == 1
    found = _license(done)
    assert (found["subject"], found["concluded"]) == (f"hf:house/tickets@{commit}", "CC-BY-NC-4.0")
    evidence = json.dumps(found["claims"])
    assert f"hf:house/tickets@{commit[:12]}/README.md" in evidence
    console = licscan(
        "datasets", "--purpose", "commercial", "hf:house/tickets", folder=tmp_path, environment=environment
    )
    assert "CC-BY-NC-4.0" in console.out


def test_nothing_of_the_folder_is_read_unless_it_is_named(
    hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "README.md").write_text("---\nlicense: mit\ntask_categories: [text-generation]\n---\n")
    assert len(findings(_ask(environment, tmp_path, "hf:house/tickets").audit, "license")) == 1
    both = _ask(environment, tmp_path, "hf:house/tickets", "own")
    assert sorted(str(each["concluded"]) for each in findings(both.audit, "license")) == ["CC-BY-NC-4.0", "MIT"]


def test_offline_from_the_cache(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    online = _ask(environment, tmp_path, "hf:house/tickets")
    hub.asked.clear()
    offline = _ask(environment, tmp_path, "--offline", "hf:house/tickets")
    assert _license(offline)["concluded"] == _license(online)["concluded"]
    assert hub.asked == []


def test_offline_without_an_earlier_answer(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    done = _ask(environment, tmp_path, "--offline", "hf:house/other")
    assert done.code == 3
    assert [gap["reason"] for gap in findings(done.audit, "gap")] == ["offline"]
    assert hub.asked == []


def test_gated(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    data = {"license": "mit", "extra_gated_prompt": "Ask us first."}
    hub.add(HostedRepository("house/gated", {"README.md": CARD}, card_data=data, gated="manual"))
    closed = _ask(environment, tmp_path, "hf:house/gated")
    assert closed.code in {1, 3}
    assert _license(closed)["gated"] is True
    assert [gap["reason"] for gap in findings(closed.audit, "gap")] == ["unreadable"]
    opened = _ask({**environment, "HF_TOKEN": "hf_member"}, tmp_path, "hf:house/gated")
    assert _license(opened)["concluded"] == "CC-BY-NC-4.0"
    assert findings(opened.audit, "gap") == []
    assert "hf_member" not in opened.out + opened.err


def test_renamed(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    hub.moved["datasets", "household/tickets"] = "house/tickets"
    done = _ask(environment, tmp_path, "hf:household/tickets")
    assert str(_license(done)["subject"]).startswith("hf:house/tickets@")
    assert "household/tickets" in done.out


def test_missing(hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path) -> None:
    done = _ask(environment, tmp_path, "hf:house/none")
    assert done.code == 3
    (gap,) = findings(done.audit, "gap")
    assert gap["reason"] == "not-found"
    assert "private" in str(gap["detail"])


def test_hub_that_fails_is_incomplete_and_never_clean(
    hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path
) -> None:
    hub.server.clear()
    done = _ask(environment, tmp_path, "hf:house/tickets")
    assert done.code == 3
    assert findings(done.audit, "gap")


@pytest.mark.parametrize("shared", [True, False])
def test_a_source_that_may_be_a_dataset_or_a_model_is_asked_for_once(
    hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path, shared: bool
) -> None:
    """`isBasedOn` does not say which; of a name that both share the dataset counts."""
    hub.add(HostedRepository("house/seeds", {"README.md": CARD}))
    if shared:
        hub.add(HostedRepository("house/seeds", {"README.md": "---\nlicense: mit\n---\n"}, kind="models"))
    card = {
        "@context": {"sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
        "@type": "sc:Dataset",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "distribution": [],
        "isBasedOn": "https://huggingface.co/datasets/house/seeds",
    }
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "croissant.json").write_text(json.dumps(card, indent=1))
    (source,) = cast("list[dict[str, str]]", _license(_ask(environment, folder, "."))["lineage"])
    assert (source["ref"].partition("@")[0], source["concluded"]) == ("hf:house/seeds", "CC-BY-NC-4.0")
    described = sorted(path for path in hub.asked if path.startswith("/api/"))
    assert described == ["/api/datasets/house/seeds", "/api/models/house/seeds"]


def test_kaggle(environment: dict[str, str], tmp_path: Path) -> None:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        kaggle = KaggleServer(server)
        kaggle.add_dataset("house/tickets", "CC BY-NC-SA 4.0")
        done = _ask({**environment, "KAGGLE_API_ENDPOINT": kaggle.url}, tmp_path, "kaggle:house/tickets")
    found = _license(done)
    assert (found["subject"], found["concluded"]) == ("kaggle:house/tickets@3", "CC-BY-NC-SA-4.0")


@pytest.mark.parametrize("name", ["hf:../../x", "hf:a/b/c", "hf:a/b@../c", "hf:a/\x1b[31m", "kaggle:a"])
def test_name_that_is_none_is_a_usage_error(
    hub: HuggingFaceServer, environment: dict[str, str], tmp_path: Path, name: str
) -> None:
    done = _ask(environment, tmp_path, name)
    assert done.code == 2
    assert "hf:owner/name" in done.err
    assert "\x1b" not in done.err
    assert hub.asked == []


def test_no_hubs_and_a_name_exclude_each_other(environment: dict[str, str], tmp_path: Path) -> None:
    assert _ask(environment, tmp_path, "--no-hubs", "hf:house/tickets").code == 2
