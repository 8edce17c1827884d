"""Works of hubs that look free and are not: moved, half labelled, with terms where nobody reads them."""

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from support.command import Done, findings, licscan, problems
from support.hub_server import HostedRepository, HuggingFaceServer, KaggleServer

MIT = "---\nlicense: mit\n---\n# Pictures\n"


@pytest.fixture
def hub(httpserver: HTTPServer) -> HuggingFaceServer:
    made = HuggingFaceServer(httpserver)
    made.add(HostedRepository("ILSVRC/imagenet-1k", {"README.md": MIT}))
    made.moved["datasets", "old/pictures"] = "ILSVRC/imagenet-1k"
    return made


def ask(hub: HuggingFaceServer, folder: Path, *arguments: str) -> Done:
    environment = {
        "HF_ENDPOINT": hub.url,
        "KAGGLE_API_ENDPOINT": hub.url,
        "HF_HOME": str(folder / "hf"),
        "HOME": str(folder),
        "HF_TOKEN": "",
        "HF_HUB_OFFLINE": "",
        "NO_PROXY": "*",
    }
    return licscan(
        "datasets", "--purpose", "commercial", "-o", "json", *arguments, folder=folder, environment=environment
    )


def test_work_that_moved_to_the_name_of_a_known_one_has_its_terms(hub: HuggingFaceServer, tmp_path: Path) -> None:
    done = ask(hub, tmp_path, "hf:datasets/old/pictures")
    assert done.code == 1
    assert problems(done.audit, rule="license/noncommercial")


def test_source_that_moved_to_the_name_of_a_known_one_has_its_terms(hub: HuggingFaceServer, tmp_path: Path) -> None:
    card = MIT.replace("license: mit", "license: mit\nsource_datasets: [old/pictures]")
    hub.add(HostedRepository("house/copy", {"README.md": card}))
    done = ask(hub, tmp_path, "hf:datasets/house/copy")
    assert done.code == 1
    assert problems(done.audit, rule="license/upstream-noncommercial")


def test_license_file_in_a_form_that_is_not_read_is_a_gap(hub: HuggingFaceServer, tmp_path: Path) -> None:
    hub.add(HostedRepository("house/paper", {"README.md": MIT, "LICENSE.pdf": "%PDF-1.7 not for commercial use"}))
    done = ask(hub, tmp_path, "hf:datasets/house/paper")
    assert done.code == 3
    (gap,) = findings(done.audit, "gap")
    assert gap["reason"] == "unsupported-format"
    assert not any(path.endswith("LICENSE.pdf") for path in hub.asked)


def test_chain_of_sources_that_is_longer_than_is_followed_is_a_gap(hub: HuggingFaceServer, tmp_path: Path) -> None:
    for number in range(9):
        line = f"license: cc-by-4.0\nsource_datasets: [house/d{number + 1}]" if number < 8 else "license: cc-by-nc-4.0"
        hub.add(HostedRepository(f"house/d{number}", {"README.md": f"---\n{line}\n---\n"}))
    done = ask(hub, tmp_path, "hf:datasets/house/d0")
    assert done.code == 3
    assert [gap["reason"] for gap in findings(done.audit, "gap")] == ["truncated"]


def test_model_with_a_variation_without_a_license_has_no_known_one(httpserver: HTTPServer, tmp_path: Path) -> None:
    kaggle = KaggleServer(httpserver)
    variations: list[dict[str, object]] = [
        {"slug": "small", "framework": "pyTorch", "licenseName": "Apache 2.0"},
        {"slug": "large", "framework": "pyTorch", "licenseName": None},
    ]
    kaggle.add_model("house/birds", variations)
    environment = {"KAGGLE_API_ENDPOINT": kaggle.url, "HOME": str(tmp_path), "NO_PROXY": "*"}
    done = licscan("datasets", "-o", "json", "kaggle:models/house/birds", folder=tmp_path, environment=environment)
    (found,) = findings(done.audit, "license")
    assert found["concluded"] is None
    assert problems(done.audit, rule="license/unknown")
