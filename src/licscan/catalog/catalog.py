"""The one object through which the rest of licscan reads rules/."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from licscan.catalog.laws import load_laws
from licscan.catalog.licenses import LicenseTable, load_licenses
from licscan.catalog.location import find_rules, rules_digest
from licscan.catalog.registry import Registry
from licscan.catalog.vocabulary import load_vocabulary
from licscan.model.law import Law, Vocabulary


class Catalog:
    """rules/ in memory; each part is read when it is first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = find_rules(folder)

    @cached_property
    def version(self) -> str:
        """The dated version of the rules, for example `2026.11`."""
        return (self.folder / "VERSION").read_text(encoding="utf-8").strip()

    @cached_property
    def digest(self) -> str:
        """The digest of the whole rules folder."""
        return rules_digest(self.folder)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Categories, actions, signals."""
        return load_vocabulary(self.folder)

    @cached_property
    def laws(self) -> Mapping[str, Law]:
        """The law packs by id."""
        return load_laws(self.folder, self.vocabulary)

    @cached_property
    def licenses(self) -> LicenseTable:
        """Labels, spellings and terms of licenses."""
        return load_licenses(self.folder)

    @cached_property
    def registry(self) -> Registry:
        """Terms of well-known datasets and models."""
        return Registry(self.folder, self.licenses)
