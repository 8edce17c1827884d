"""Project pages of all package indexes that the settings name, in their order, each asked once."""

import threading
from collections import OrderedDict
from collections.abc import Iterator

from licscan.net.errors import AnswerError, NetError, NotFoundError, OfflineError
from licscan.net.gateway import Gateway
from licscan.net.index_page import ProjectPage, read_page
from licscan.net.indexes import DEFAULT_INDEX, Index, IndexSettings

_MAX_PAGE = 64 * 1024 * 1024
_KEPT_PAGES = 24
# JSON before HTML (PEP 691).
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"


class Pages:
    """Asks for project pages; the last few are kept, since a page may list thousands of files."""

    def __init__(self, gateway: Gateway, settings: IndexSettings) -> None:
        self._gateway = gateway
        self._settings = settings
        self._pages: OrderedDict[tuple[str, str], ProjectPage] = OrderedDict()
        self._failed: dict[tuple[str, str], NetError] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, name: str) -> Iterator[ProjectPage]:
        """The pages of a project, each index asked only when the one before it did not do.

        An index that does not have the project is passed over; every other failure ends the search, since the next
        index may be one where anybody can put a package of that name. Raises NetError.
        """
        self._gateway.ensure_online()
        serving = self._settings.serving(name)
        if not serving:
            raise OfflineError(
                "pip or uv is set up to use no package index", hint="unset no-index, or scan an environment"
            )
        for index in serving:
            try:
                page = self._page(index, name)
            except NotFoundError:
                continue
            yield page

    def _page(self, index: Index, name: str) -> ProjectPage:
        key = (index.url, name)
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if failed := self._failed.get(key):
                raise failed
            with self._lock:
                known = self._pages.get(key)
            if known is not None:
                return known
            try:
                page = self._ask(index, name)
            except NetError as error:
                self._failed[key] = error
                raise
            with self._lock:
                self._pages[key] = page
                while len(self._pages) > _KEPT_PAGES:
                    self._pages.popitem(last=False)
            return page

    def _ask(self, index: Index, name: str) -> ProjectPage:
        trusted = self._gateway.trust(_url(index), index.credentials, private=not index.by_project)
        page_url = f"{trusted.rstrip('/')}/{name}/"
        try:
            answer = self._gateway.get(page_url, max_bytes=_MAX_PAGE, headers={"Accept": _ACCEPT}, named_by=trusted)
        except AnswerError as error:
            if error.status in index.absent_statuses:
                raise NotFoundError("the package index does not have this package") from None
            raise
        return read_page(answer, name, trusted, by_project=index.by_project)


def _url(index: Index) -> str:
    if index.url != DEFAULT_INDEX:
        return index.url
    import pypi_simple

    return pypi_simple.PYPI_SIMPLE_ENDPOINT
