"""What licscan learns of a work from Hugging Face."""

import pytest

from licscan.model.finding import GapReason
from licscan.net.errors import AnswerError, NotFoundError
from licscan.net.gateway import Limits
from licscan.scanners.datasets.cards.interface import PassageKind
from licscan.scanners.datasets.hubs.interface import Wanted
from support.hub_clients import CARD, DATASET, MODEL, OpenHubs, dataset, labels, places
from support.hub_server import HostedRepository, HuggingFaceServer


def test_card_is_read_at_the_commit_that_main_is_now(open_test_hubs: OpenHubs, tickets: HostedRepository) -> None:
    answer = open_test_hubs().work(dataset("house/tickets"))
    subject = answer.card.subject
    assert subject.ref == f"hf:house/tickets@{tickets.commit}"
    assert (subject.kind, subject.name, subject.version) == (DATASET, "house/tickets", tickets.commit)
    assert labels(answer) == ["cc-by-4.0"]
    assert places(answer)[0].startswith(f"hf:house/tickets@{tickets.commit[:12]}/README.md:2:")
    assert not answer.card.gated
    assert answer.gaps == ()


def test_license_files_of_the_repository_lie_beside_the_card(
    open_test_hubs: OpenHubs, tickets: HostedRepository, hugging_face: HuggingFaceServer
) -> None:
    (text,) = open_test_hubs().work(dataset("house/tickets")).card.beside
    assert text.path == f"hf:house/tickets@{tickets.commit[:12]}/LICENSE"
    assert text.text == "The text of a license."
    assert text.digest.startswith("sha256:")
    assert not [path for path in hugging_face.asked if "train.csv" in path]


def test_model_is_asked_under_its_own_path(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    card = "---\nlicense: apache-2.0\nbase_model: house/base\n---\n"
    hugging_face.add(HostedRepository("house/net", {"README.md": card}, kind="models"))
    answer = open_test_hubs().work(Wanted("hf:house/net", MODEL))
    assert answer.card.subject.kind is MODEL
    assert labels(answer) == ["apache-2.0"]
    assert [origin.ref for origin in answer.card.origins] == ["hf:house/base"]


def test_a_name_of_both_a_dataset_and_a_model_gives_both(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    hugging_face.add(HostedRepository("house/tickets", {"README.md": "---\nlicense: mit\n---\n"}, kind="models"))
    (told,) = open_test_hubs().works([Wanted("hf:house/tickets")])
    assert [(answer.card.subject.kind, labels(answer)) for answer in told.answers] == [
        (DATASET, ["cc-by-4.0"]),
        (MODEL, ["mit"]),
    ]
    assert told.error is None


def test_a_name_of_a_model_alone_is_found_as_one(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    hugging_face.add(HostedRepository("house/net", {"README.md": "---\nlicense: mit\n---\n"}, kind="models"))
    hubs = open_test_hubs()
    assert hubs.work(Wanted("hf:house/net")).card.subject.kind is MODEL
    (told,) = hubs.works([Wanted("hf:house/net")])
    assert (len(told.answers), told.error) == (1, None)


def test_pinned_revision_is_the_one_that_is_read(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    hubs = open_test_hubs()
    assert hubs.work(dataset("house/tickets", tickets.commit)).card.subject.version == tickets.commit
    with pytest.raises(NotFoundError, match="not this revision"):
        hubs.work(dataset("house/tickets", "v9"))
    assert "/api/datasets/house/tickets/revision/v9" in hugging_face.asked


def test_moved_work_is_followed_and_its_old_name_told(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    hugging_face.moved["datasets", "household/tickets"] = "house/tickets"
    hugging_face.moved["datasets", "tickets"] = "house/tickets"
    hubs = open_test_hubs()
    for old in ("household/tickets", "tickets"):
        answer = hubs.work(dataset(old))
        assert answer.renamed_from == old
        assert answer.card.subject.name == "house/tickets"
    assert hubs.work(dataset("House/Tickets")).renamed_from is None


def test_missing_or_private_work_is_said_to_be_either(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    hugging_face.add(HostedRepository("house/secret", {"README.md": CARD}, private=True))
    hubs = open_test_hubs()
    for name in ("house/none", "house/secret"):
        with pytest.raises(NotFoundError, match="there is none, or it is private") as caught:
            hubs.work(dataset(name))
        assert "HF_TOKEN" in (caught.value.hint or "")


def test_token_opens_a_private_work(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    hugging_face.members.add("hf_member")
    hugging_face.add(HostedRepository("house/secret", {"README.md": CARD}, private=True))
    assert labels(open_test_hubs(HF_TOKEN="hf_member").work(dataset("house/secret"))) == ["cc-by-4.0"]
    assert set(hugging_face.shown) == {"Bearer hf_member"}


def test_token_that_the_hub_does_not_know_is_told(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, tickets: HostedRepository
) -> None:
    with pytest.raises(AnswerError, match="does not accept the token") as caught:
        open_test_hubs(HF_TOKEN="hf_stranger").work(dataset("house/secret"))
    assert "hf_stranger" not in f"{caught.value}{caught.value.hint}"


def test_gated_card_is_read_as_far_as_the_hub_shows_it(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    data = {"license": "other", "license_name": "house-terms", "extra_gated_prompt": "Ask us first."}
    gated = HostedRepository("house/gated", {"README.md": CARD}, card_data=data, gated="manual")
    hugging_face.add(gated)
    hugging_face.members.add("hf_member")
    answer = open_test_hubs().work(dataset("house/gated"))
    assert answer.card.gated
    assert labels(answer) == ["other"]
    assert answer.card.statements[0].otherwise == ("house-terms",)
    assert places(answer)[0] == f"hf:house/gated@{gated.commit[:12]}"
    (gap,) = answer.gaps
    assert (gap.subject, gap.reason) == (f"hf:house/gated@{gated.commit}", GapReason.UNREADABLE)
    assert "HF_TOKEN" in (gap.hint or "")
    opened = open_test_hubs(HF_TOKEN="hf_member").work(dataset("house/gated"))
    assert (labels(opened), opened.card.gated, opened.gaps) == (["cc-by-4.0"], True, ())


def test_tags_of_the_hub_stand_in_for_a_card_without_a_label(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    bare = {"README.md": "---\nlanguage: en\n---\n# Corpus\n"}
    hugging_face.add(HostedRepository("house/tagged", bare, tags=("license:mit", "region:us")))
    answer = open_test_hubs().work(dataset("house/tagged"))
    assert labels(answer) == ["mit"]
    assert answer.card.statements[0].evidence[0].source == "Hugging Face license tag"


def test_readme_without_front_matter_is_running_text(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    text = "# Corpus\nNot for commercial use.\n"
    corpus = hugging_face.add(HostedRepository("house/plain", {"README.md": text}))
    answer = open_test_hubs().work(dataset("house/plain"))
    (passage,) = [each for each in answer.card.passages if each.kind is PassageKind.BODY]
    assert passage.text == text
    assert passage.path == f"hf:house/plain@{corpus.commit[:12]}/README.md"
    assert answer.card.statements == ()


def test_broken_front_matter_is_a_gap_with_its_line(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    broken = "---\nlanguage: en\nlicense: mit\nx: " + "[" * 20_000 + "\n---\n"
    hugging_face.add(HostedRepository("house/broken", {"README.md": broken}, tags=("license:mit",)))
    answer = open_test_hubs().work(dataset("house/broken"))
    (gap,) = (*answer.gaps, *answer.card.gaps)
    assert gap.subject == answer.card.subject.ref
    assert gap.reason is GapReason.UNPARSABLE
    assert gap.location is not None
    assert gap.location.line == 4
    assert labels(answer) == ["mit"]


def test_disabled_work_is_a_gap(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    hugging_face.add(HostedRepository("house/off", {"README.md": CARD}, disabled=True))
    answer = open_test_hubs().work(dataset("house/off"))
    assert [gap.reason for gap in answer.gaps] == [GapReason.UNREADABLE]


def test_license_link_is_not_followed(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    card = f"---\nlicense: other\nlicense_link: {hugging_face.url}/inside\n---\n"
    hugging_face.add(HostedRepository("house/linked", {"README.md": card}))
    open_test_hubs().work(dataset("house/linked"))
    assert "/inside" not in hugging_face.asked


def test_only_plain_names_at_the_top_are_asked_for(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    tricks = ("../LICENSE", "LICENSE/../../x", "LICENSE?x=1", "LICENSE%2f..", "LICENSE\n", "a/LICENSE", "LICENSE.py")
    files = {"README.md": CARD, **dict.fromkeys(tricks, "x"), **{f"LICENSE-{number}": "x" for number in range(20)}}
    hugging_face.add(HostedRepository("house/tricky", files))
    answer = open_test_hubs().work(dataset("house/tricky"))
    assert len(answer.card.beside) == 8
    assert [gap.detail for gap in answer.gaps] == [
        "the license file on the hub was not read: no more than 8 license files of a work are read"
    ]
    asked = [path.partition("/resolve/")[2].partition("/")[2] for path in hugging_face.asked if "/resolve/" in path]
    assert set(asked) <= {"README.md", *(f"LICENSE-{number}" for number in range(20))}


def test_mirror_below_a_path_is_asked_there(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    with pytest.raises(NotFoundError):
        open_test_hubs(HF_ENDPOINT=f"{hugging_face.url}/artifacts/hf/").work(dataset("house/tickets"))
    assert hugging_face.asked == ["/artifacts/hf/api/datasets/house/tickets"]


def test_description_of_a_huge_work_is_read_without_its_lists(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    features = [{"name": f"column {number}", "dtype": "string"} for number in range(60_000)]
    data = {"license": "mit", "dataset_info": {"features": features}}
    files = {"README.md": "# Corpus\n", **{f"data/{number:06}.parquet": "" for number in range(100_000)}}
    hugging_face.add(HostedRepository("house/huge", files, card_data=data))
    answer = open_test_hubs(limits=Limits(read_s=20, deadline_s=20)).work(dataset("house/huge"))
    assert labels(answer) == ["mit"]
