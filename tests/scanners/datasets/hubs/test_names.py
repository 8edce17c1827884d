"""How works on hubs may be named, and what is refused before it becomes part of an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licscan.errors import UsageError
from licscan.model.subject import SubjectKind
from licscan.net.errors import RefusedError
from licscan.scanners.datasets.hubs.interface import Wanted
from licscan.scanners.datasets.hubs.names import checked, wanted_of
from support.hub_clients import DATASET, MODEL, OpenHubs
from support.hub_server import HuggingFaceServer, KaggleServer


@pytest.mark.parametrize(
    ("text", "ref", "kind", "revision"),
    [
        ("hf:house/tickets", "hf:house/tickets", None, None),
        ("hf:squad", "hf:squad", None, None),
        ("hf:house/tickets@v1.0", "hf:house/tickets", None, "v1.0"),
        ("hf:house/tickets@refs/convert/parquet", "hf:house/tickets", None, "refs/convert/parquet"),
        ("hf:datasets/house/tickets", "hf:house/tickets", DATASET, None),
        ("hf:models/house/net-7b_v2.1", "hf:house/net-7b_v2.1", MODEL, None),
        ("hf:datasets/squad", "hf:squad", DATASET, None),
        ("kaggle:house/tickets@3", "kaggle:house/tickets", DATASET, "3"),
        ("kaggle:models/house/net", "kaggle:house/net", MODEL, None),
        ("kaggle:house/net/pyTorch/7b", "kaggle:house/net/pyTorch/7b", MODEL, None),
        ("kaggle-competition:guess-the-house", "kaggle-competition:guess-the-house", DATASET, None),
    ],
)
def test_names_of_works(text: str, ref: str, kind: SubjectKind | None, revision: str | None) -> None:
    assert wanted_of(text) == Wanted(ref, kind, revision)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "hf:",
            "hf:a/b/c",
            "hf:../../x",
            "hf:a/..",
            "hf:a--b/c",
            "hf:-a/b",
            "hf:a/b.",
            "hf:a/b.git",
            "hf:/a",
            "hf:a/",
        ),
        *("hf:a/b@", "hf:a/b@../x", "hf:a/b@x y", "hf:a/b@v1@v2", "hf:a/b?x=1", "hf:a/b#x", "hf:a%2fb", "hf:a/b\n"),
        *("hf:a/\x1b[31m", "hf:a/b@-x", "hf:a/b@v//1", "hf:ö/b", "hf:" + "a" * 97, "hf:@v1", "hf:a\\b", "hf:a:b"),
        *("kaggle:tickets", "kaggle:a/b/c", "kaggle:a/b@main", "kaggle:../x", "kaggle:a/b@0", "kaggle:a/b/c/d/e"),
        *("kaggle-competition:a/b", "kaggle-competition:x@1", "kaggle-competition:", "elsewhere:a/b", "x"),
    ],
)
def test_other_names_are_usage_errors_with_a_hint(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        wanted_of(text)
    assert "hf:owner/name" in (caught.value.hint or "")
    assert caught.value.message.isprintable()


@given(st.text(max_size=60), st.sampled_from(["hf:", "kaggle:", "kaggle-competition:"]))
def test_what_is_taken_can_stand_in_an_address(text: str, prefix: str) -> None:
    try:
        wanted = wanted_of(prefix + text)
    except UsageError:
        return
    for part in (wanted.ref, wanted.revision or ""):
        assert part.isascii()
        assert part.isprintable()
        assert not set(part) & set(" %?#\\@")
        assert ".." not in part
    assert checked(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        *(Wanted("hf:../api/whoami-v2", DATASET), Wanted("hf:a/b", DATASET, "../../x"), Wanted("hf:a/b/c", MODEL)),
        *(
            Wanted("kaggle:a/../b"),
            Wanted("kaggle:a/b", DATASET, "x/../.."),
            Wanted("torchvision:CIFAR10"),
            Wanted("hf"),
        ),
    ],
)
def test_name_out_of_a_project_that_is_none_is_not_asked(
    open_test_hubs: OpenHubs, hugging_face: HuggingFaceServer, kaggle: KaggleServer, wanted: Wanted
) -> None:
    hubs = open_test_hubs()
    with pytest.raises(RefusedError):
        hubs.work(wanted)
    (told,) = hubs.works([wanted])
    assert isinstance(told.error, RefusedError)
    assert hugging_face.asked == kaggle.asked == []
