"""Several package indexes: who is asked for what, and who is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from licscan.net.cache import Cache
from licscan.net.errors import AnswerError, NetError, NotFoundError
from licscan.net.gateway import Gateway, Limits
from licscan.net.index import Newest, PackageIndex, Release
from licscan.net.indexes import Index, IndexSettings
from support.package_index import Offered, PackageIndexServer, core_metadata

LIMITS = Limits(connect_s=2, read_s=2, deadline_s=3, retries=0)


@pytest.fixture
def public() -> Iterator[PackageIndexServer]:
    with HTTPServer(host="127.0.0.1", port=0) as server:
        yield PackageIndexServer(server)


@pytest.fixture
def private(index_server: PackageIndexServer) -> PackageIndexServer:
    return index_server


class Two:
    """A client that knows of a private index, which is asked first, and a public one."""

    def __init__(self, private: PackageIndexServer, public: PackageIndexServer, cache: Path) -> None:
        self._urls = (private.url, public.url)
        self._cache = cache

    def client(self, *, best_match: bool = False, absent: frozenset[int] = frozenset()) -> PackageIndex:
        first, second = self._urls
        settings = IndexSettings((Index(first, absent_statuses=absent), Index(second)), best_match=best_match)
        return PackageIndex(Gateway(limits=LIMITS), Cache(self._cache), settings, python="3.11.7")


@pytest.fixture
def two(private: PackageIndexServer, public: PackageIndexServer, tmp_path: Path) -> Two:
    return Two(private, public, tmp_path / "cache")


def test_name_that_the_private_index_serves_is_not_asked_of_the_public_one(
    two: Two, private: PackageIndexServer, public: PackageIndexServer
) -> None:
    private.add_wheel("house-lib", "1.0", "License: Proprietary")
    public.add_wheel("house-lib", "9.9", "License: MIT")
    client = two.client()
    assert client.newest("house-lib", "") == Newest("1.0")
    with pytest.raises(NotFoundError) as caught:
        client.metadata(Release("house-lib", "9.9"))
    assert "first package index" in (caught.value.hint or "")
    assert public.asked == []


def test_name_that_the_private_index_does_not_serve_comes_from_the_next(
    two: Two, private: PackageIndexServer, public: PackageIndexServer
) -> None:
    public.add_wheel("tinylib", "2.0", "License: ISC")
    assert b"ISC" in two.client().metadata(Release("tinylib", "2.0")).body
    assert private.asked == ["/simple/tinylib/"]


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_private_index_that_fails_sends_nobody_to_the_public_one(
    two: Two, private: PackageIndexServer, public: PackageIndexServer, status: int
) -> None:
    public.add_wheel("house-lib", "1.0", "License: MIT")
    private.faults["/simple/house-lib/"] = lambda _: Response("", status)
    with pytest.raises(NetError):
        two.client().metadata(Release("house-lib", "1.0"))
    assert public.asked == []


def test_status_that_means_absent_there_is_passed_over(
    two: Two, private: PackageIndexServer, public: PackageIndexServer
) -> None:
    public.add_wheel("tinylib", "1.0", "License: MIT")
    private.faults["/simple/tinylib/"] = lambda _: Response("", 403)
    assert b"MIT" in two.client(absent=frozenset({403})).metadata(Release("tinylib", "1.0")).body


def test_hash_of_a_lock_file_may_be_looked_for_on_all(
    two: Two, private: PackageIndexServer, public: PackageIndexServer
) -> None:
    """The hash says which file it is: nobody can put another in its place."""
    private.add_wheel("tinylib", "1.0", "License: BSD", tag="cp311-cp311-linux_x86_64")
    wanted = public.add_wheel("tinylib", "1.0", "License: MIT")
    found = two.client().metadata(Release("tinylib", "1.0", (wanted.sha256,)))
    assert found.file == wanted.name
    with pytest.raises(AnswerError, match="lock file states"):
        two.client().metadata(Release("tinylib", "1.0", ("0" * 64,)))


def test_best_match_is_only_where_the_user_asks_for_it(
    two: Two, private: PackageIndexServer, public: PackageIndexServer
) -> None:
    private.add_wheel("tinylib", "1.0")
    public.add_wheel("tinylib", "2.0", "License: MIT")
    assert two.client().newest("tinylib", "") == Newest("1.0")
    client = two.client(best_match=True)
    assert client.newest("tinylib", "") == Newest("2.0")
    assert b"MIT" in client.metadata(Release("tinylib", "2.0")).body


def test_package_pinned_to_an_index_is_asked_there_alone(
    private: PackageIndexServer, public: PackageIndexServer, tmp_path: Path
) -> None:
    private.add_wheel("tinylib", "1.0")
    public.add_wheel("tinylib", "1.0", "License: MIT")
    settings = IndexSettings((Index(private.url), Index(public.url, packages=frozenset({"tinylib"}))))
    client = PackageIndex(Gateway(limits=LIMITS), Cache(tmp_path), settings, python="3.11.7")
    assert b"MIT" in client.metadata(Release("tinylib", "1.0")).body
    assert private.asked == []


def test_answer_says_that_only_the_project_named_its_index(private: PackageIndexServer, tmp_path: Path) -> None:
    private.add_wheel("tinylib", "1.0", "License: MIT")
    by_user = Index(private.url)
    for indexes, expected in (((by_user,), False), ((Index(private.url, by_project=True),), True)):
        gateway = Gateway(limits=LIMITS)
        gateway.trust(private.url)  # the user's own settings name the same server
        client = PackageIndex(gateway, Cache(tmp_path / str(expected)), IndexSettings(indexes), python="3.11.7")
        assert client.metadata(Release("tinylib", "1.0")).by_project is expected


def test_index_that_only_a_project_names_answers_for_no_other_project(
    private: PackageIndexServer, public: PackageIndexServer, tmp_path: Path
) -> None:
    true = public.add_wheel("tinylib", "1.0", "License: GPL-3.0-only")
    # The other index says that its own metadata goes with the very file that everybody locks.
    metadata = core_metadata("tinylib", "1.0", "License: MIT")
    private.add("tinylib", Offered(true.name, true.content, metadata, announce=True))
    release = Release("tinylib", "1.0", (true.sha256,))

    def ask(*indexes: Index) -> bytes:
        gateway = Gateway(limits=LIMITS)
        gateway.trust(private.url)
        settings = IndexSettings(indexes)
        return PackageIndex(gateway, Cache(tmp_path), settings, python="3.11.7").metadata(release).body

    assert b"MIT" in ask(Index(private.url, by_project=True), Index(public.url))
    assert b"GPL-3.0-only" in ask(Index(public.url))


def test_many_projects_are_asked_once_each(two: Two, private: PackageIndexServer) -> None:
    names = [f"lib{number}" for number in range(60)]
    for name in names:
        private.add_wheel(name, "1.0", "License: MIT", announce=True)
    client = two.client()
    for name in names:
        client.metadata(Release(name, "1.0"))
    assert sorted(private.asked) == sorted(
        path for name in names for path in (f"/simple/{name}/", f"/files/{name}-1.0-py3-none-any.whl.metadata")
    )
