"""What licscan learns of a work from Kaggle."""

import base64
import json
from pathlib import Path

import pytest

from licscan.model.finding import GapReason
from licscan.net.errors import AnswerError, NotFoundError, OfflineError
from licscan.scanners.datasets.hubs.interface import Wanted
from support.hub_clients import DATASET, MODEL, OpenHubs, labels
from support.hub_server import KaggleServer


def _basic(user: str, key: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{key}".encode()).decode()


def test_license_of_a_dataset_is_read_with_its_version(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", "CC BY-NC-SA 4.0", description="Tickets of a house.")
    answer = open_test_hubs().work(Wanted("kaggle:house/tickets"))
    subject = answer.card.subject
    assert (subject.ref, subject.kind, subject.version) == ("kaggle:house/tickets@3", DATASET, "3")
    assert labels(answer) == ["CC BY-NC-SA 4.0"]
    location = answer.card.statements[0].evidence[0].location
    assert location is not None
    assert location.path == "kaggle:house/tickets@3"
    assert kaggle.shown == [None]


def test_dataset_without_a_license_has_none(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", None)
    assert labels(open_test_hubs().work(Wanted("kaggle:house/tickets"))) == []


def test_placeholder_rule_is_for_files_and_not_for_the_site(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", "CC0-1.0", title="INSERT_TITLE_HERE")
    assert not open_test_hubs().work(Wanted("kaggle:house/tickets")).card.template


def test_pinned_version_has_to_exist(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", "CC0-1.0")
    hubs = open_test_hubs()
    assert hubs.work(Wanted("kaggle:house/tickets", revision="2")).card.subject.version == "2"
    with pytest.raises(NotFoundError, match="not this version"):
        hubs.work(Wanted("kaggle:house/tickets", revision="9"))


def test_each_variation_of_a_model_has_its_license(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    instances: list[dict[str, object]] = [
        {"slug": "7b", "framework": "MODEL_FRAMEWORK_PY_TORCH", "licenseName": "Apache 2.0", "versionNumber": 2},
        {"slug": "7b", "framework": "gemmaCpp", "licenseName": "Gemma", "versionNumber": 1},
    ]
    kaggle.add_model("house/net", instances)
    hubs = open_test_hubs()
    one = hubs.work(Wanted("kaggle:house/net/pyTorch/7b"))
    assert (one.card.subject.ref, one.card.subject.kind) == ("kaggle:house/net/pyTorch/7b@2", MODEL)
    assert labels(one) == ["Apache 2.0"]
    assert labels(hubs.work(Wanted("kaggle:house/net", MODEL))) == ["Apache 2.0", "Gemma"]
    with pytest.raises(NotFoundError, match="not this variation"):
        hubs.work(Wanted("kaggle:house/net/jax/7b"))


def test_competition_is_a_gate_that_no_request_opens(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    answer = open_test_hubs().work(Wanted("kaggle-competition:guess-the-house"))
    assert answer.card.gated
    assert [gap.reason for gap in answer.gaps] == [GapReason.UNREADABLE]
    assert "rules" in (answer.gaps[0].hint or "")
    assert kaggle.asked == []


def test_work_that_kaggle_does_not_show_says_what_to_set(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    with pytest.raises(AnswerError, match="missing or private, or needs an account") as caught:
        open_test_hubs().work(Wanted("kaggle:house/none"))
    assert "KAGGLE_API_TOKEN" in (caught.value.hint or "")


def test_account_is_shown_as_kaggles_clients_show_it(
    open_test_hubs: OpenHubs, kaggle: KaggleServer, tmp_path: Path
) -> None:
    kaggle.add_dataset("house/tickets", "CC0-1.0")
    wanted = Wanted("kaggle:house/tickets")
    kaggle.account = _basic("me", "k1")
    assert labels(open_test_hubs(KAGGLE_USERNAME="me", KAGGLE_KEY="k1").work(wanted)) == ["CC0-1.0"]
    kaggle.account = "Bearer t1"
    assert labels(open_test_hubs(KAGGLE_API_TOKEN="t1").work(wanted)) == ["CC0-1.0"]
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "kaggle.json").write_text(json.dumps({"username": "me", "key": "k2"}))
    kaggle.account = _basic("me", "k2")
    assert labels(open_test_hubs(KAGGLE_CONFIG_DIR=str(tmp_path / "settings")).work(wanted)) == ["CC0-1.0"]
    with pytest.raises(AnswerError, match="refuses access") as caught:
        open_test_hubs().work(Wanted("kaggle:house/other"))
    assert "KAGGLE_API_TOKEN" in (caught.value.hint or "")


def test_views_and_votes_do_not_change_what_is_read(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", "CC0-1.0", viewCount=1)
    before = open_test_hubs().work(Wanted("kaggle:house/tickets"))
    kaggle.add_dataset("house/tickets", "CC0-1.0", viewCount=2, voteCount=5)
    assert open_test_hubs().work(Wanted("kaggle:house/tickets")) == before


def test_offline_the_kept_answer_is_told_as_old(open_test_hubs: OpenHubs, kaggle: KaggleServer) -> None:
    kaggle.add_dataset("house/tickets", "CC0-1.0")
    open_test_hubs().work(Wanted("kaggle:house/tickets"))
    kaggle.asked.clear()
    offline = open_test_hubs(offline=True)
    kept = offline.work(Wanted("kaggle:house/tickets"))
    assert (kept.stale, labels(kept)) == (True, ["CC0-1.0"])
    with pytest.raises(OfflineError):
        offline.work(Wanted("kaggle:house/other"))
    assert kaggle.asked == []
