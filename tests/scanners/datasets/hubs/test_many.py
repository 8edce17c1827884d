"""Many works at a time."""

from licscan.net.errors import AnswerError, NotFoundError
from licscan.scanners.datasets.hubs.interface import Wanted
from support.hub_clients import DATASET, OpenHubs, dataset, labels
from support.hub_server import HostedRepository, HuggingFaceServer, KaggleServer, refusal


def test_answers_come_in_the_order_of_the_questions_each_asked_once(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, kaggle: KaggleServer
) -> None:
    names = [f"house/d{number}" for number in range(30)]
    for name in names:
        hugging_face.add(HostedRepository(name, {"README.md": f"---\nlicense: mit\npretty_name: {name}\n---\n"}))
    kaggle.add_dataset("house/tickets", "CC0-1.0")
    wanted = [*map(dataset, names), Wanted("kaggle:house/tickets"), dataset("house/none"), *map(dataset, names)]
    answers: list[None] = []
    told = open_test_hubs().works(wanted, answered=lambda: answers.append(None))
    assert len(answers) == 32
    assert [each.wanted for each in told] == wanted
    assert [each.answers[0].card.subject.name for each in told[:30]] == names
    assert labels(told[30].answers[0]) == ["CC0-1.0"]
    assert isinstance(told[31].error, NotFoundError)
    assert hugging_face.asked.count("/api/datasets/house/d7") == 1


def test_hub_that_asks_for_fewer_requests_is_left_alone(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer
) -> None:
    names = [f"house/d{number}" for number in range(200)]
    for name in names:
        hugging_face.faults[f"/api/datasets/{name}"] = lambda _: refusal(429, None, "Too many requests")
    told = open_test_hubs().works([dataset(name) for name in names])
    assert all(isinstance(each.error, AnswerError) and each.error.status == 429 for each in told)
    assert len(hugging_face.asked) < 40


def test_failing_hub_is_left_alone(open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer) -> None:
    names = [f"house/d{number}" for number in range(200)]
    for name in names:
        hugging_face.faults[f"/api/datasets/{name}"] = lambda _: refusal(503, None, "Down")
    told = open_test_hubs().works([Wanted(f"hf:{name}", DATASET) for name in names])
    assert all(isinstance(each.error, AnswerError) and each.error.status == 503 for each in told)
    assert len(hugging_face.asked) < 60
