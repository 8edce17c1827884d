"""The type of the fixture that makes clients of the package index."""

from typing import Protocol

from licscan.net.index import PackageIndex


class MakeClient(Protocol):
    """Makes a client whose cache is that of the test."""

    def __call__(self, *, offline: bool = False, python: str = "3.11.7") -> PackageIndex: ...
