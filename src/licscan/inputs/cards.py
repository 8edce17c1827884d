"""Which files describe datasets or models, or hold the terms of data: by name and place, and by how they begin."""

import re
from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path

from licscan.inputs.inventory import FileKind
from licscan.inputs.suffixes import ALWAYS_DATA, CODE, SOMETIMES_DATA, suffix_of
from licscan.model.license_file import is_license_name


class Standing(Enum):
    """What the texts of a folder speak of: the project, data files that lie there, or the data as a whole."""

    PROJECT = auto()
    BESIDE_DATA = auto()
    DATA = auto()


_NAMES = {
    "dataset-metadata.json": FileKind.KAGGLE_METADATA,
    "model-instance-metadata.json": FileKind.KAGGLE_MODEL,
    "datapackage.json": FileKind.DATA_PACKAGE,
    "dataset_info.json": FileKind.DATASET_INFO,
    "dataset_infos.json": FileKind.DATASET_INFO,
    "citation.cff": FileKind.CITATION,
}
# Their presence makes a folder one for data.
DESCRIPTIONS = frozenset({"croissant.json", "datapackage.json", "dataset-metadata.json", "dataset_infos.json"})
_README = re.compile(r"readme(?:[._-][a-z]{2}(?:[-_][a-z]{2})?)?(?:\.(?:md|markdown|txt|rst))?\Z", re.IGNORECASE)
_TERMS = re.compile(
    r"(?:(?:data|dataset|model)[-_ ]?)?(?:licen[cs]es?|copying|copyright|terms|eula|usage"
    r"|(?:acceptable[-_ ])?use[-_ ]policy)(?:[-_. ].*)?\Z",
    re.IGNORECASE,
)
_TEXTS = frozenset({"", ".txt", ".text", ".md", ".markdown", ".rst"})
# Terms in these forms are told as a gap; nobody puts them into the others.
UNREAD_TEXTS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".html", ".htm"})
_NO_TEXTS = frozenset({".png", ".jpg", ".svg", ".zip", ".gz"})
# A README speaks of its data's license where it says one of these words.
_OF_RIGHTS = (
    *("licens", "licenc", "copyright", "public domain", "terms of use", "creative commons", "creativecommons"),
    *(
        "noncommercial",
        "non-commercial",
        "lizenz",
        "许可",
        "許可",
        "版权",
        "版權",
        "协议",
        "ライセンス",
        "利用規約",
        "著作権",
    ),
)
_CARD_KEY = re.compile(
    r"^(?:licen[sc]es?|pretty_name|task_categories|dataset_info|configs|size_categories|source_datasets|base_model"
    r"|library_name|pipeline_tag|model-index)\s*:",
    re.MULTILINE,
)
_SPACE_KEY = re.compile(r"^(?:sdk|app_file)\s*:", re.MULTILINE)
_FRONT_MATTER_LOOK = 65_536
_README_LOOK = 262_144
_CONTEXT_LOOK = 4_096
_DATASET = re.compile(rb"[\":/](?:Dataset)\"")
_CROISSANT = re.compile(rb"mlcommons\.org/(?:croissant|schema)|[\":/](?:recordSet|distribution)\"")
_KAGGLE_MODEL = re.compile(rb'"(?:ownerSlug|licenseName)"')


def card_kind(path: Path, standing: Standing, *, at_root: bool) -> FileKind | None:
    """The kind of a file that describes a dataset or model or holds terms of data, None for any other file.

    Reads the beginning of a README and of JSON files. Raises OSError.
    """
    name = path.name.lower()
    if kind := _NAMES.get(name):
        return kind
    if _README.match(name):
        return FileKind.HUGGING_FACE_CARD if _is_card(path, name, standing, at_root=at_root) else None
    if name.endswith((".json", ".jsonld")):
        return _json_kind(path, name)
    return FileKind.DATA_LICENSE if standing is Standing.DATA and is_terms(path.name) else None


def standing(folder: Path, names: Iterable[str], *, in_data: bool, at_root: bool) -> Standing:
    """What the texts of a folder speak of. Those of a root only of data if its README is a card. Raises OSError."""
    known = sorted(names)
    readme = next((name for name in known if name.lower() == "readme.md"), None)
    if at_root:
        return Standing.DATA if readme and _is_card_of_hub(folder / readme) else Standing.PROJECT
    if in_data or any(name.lower() in DESCRIPTIONS for name in known):
        return Standing.DATA
    if readme is not None and has_front_matter(folder / readme):
        return Standing.DATA
    return Standing.BESIDE_DATA if any(suffix_of(name) in ALWAYS_DATA for name in known) else Standing.PROJECT


def is_terms(name: str) -> bool:
    """Whether a file's name is that of a license text or of terms of use, in a form that people write texts in."""
    suffix = suffix_of(name)
    other = ALWAYS_DATA | SOMETIMES_DATA | CODE | _NO_TEXTS
    known = suffix in _TEXTS | UNREAD_TEXTS or suffix not in other
    return known and (is_license_name(name) or bool(_TERMS.match(name)))


def speaks_of_rights(text: str) -> bool:
    """Whether a text has a word in it that tells of licenses or rights; what it says of them is not asked here."""
    lower = text.lower()
    return any(word in lower for word in _OF_RIGHTS)


def has_front_matter(path: Path) -> bool:
    """Whether the first line that is not blank is `---`, as in a card of the Hugging Face hub. Raises OSError."""
    first = next((line for line in _head(path, _FRONT_MATTER_LOOK).splitlines() if line.strip()), "")
    return first.strip() == "---"


def _is_card(path: Path, name: str, standing: Standing, *, at_root: bool) -> bool:
    """Whether a README is a card: by its front matter, or beside data by what it speaks of."""
    if name == "readme.md" and has_front_matter(path):
        return True
    if at_root or standing is Standing.PROJECT:
        return False
    return speaks_of_rights(_head(path, _README_LOOK))


def _is_card_of_hub(path: Path) -> bool:
    if not has_front_matter(path):
        return False
    block = _head(path, _FRONT_MATTER_LOOK).lstrip().removeprefix("---").split("\n---", 1)[0]
    return bool(_CARD_KEY.search(block)) and not _SPACE_KEY.search(block)


def _json_kind(path: Path, name: str) -> FileKind | None:
    """Croissant by its first lines; Kaggle's metadata of a model has a name that other tools use as well."""
    if name == "model-metadata.json":
        return FileKind.KAGGLE_MODEL if _KAGGLE_MODEL.search(_bytes(path, _FRONT_MATTER_LOOK)) else None
    if b'"@context"' not in _bytes(path, _CONTEXT_LOOK):
        return None
    head = _bytes(path, _FRONT_MATTER_LOOK)
    return FileKind.CROISSANT if _DATASET.search(head) and _CROISSANT.search(head) else None


def _head(path: Path, length: int) -> str:
    # A card in UTF-16 is a card: between its signs stand zero bytes.
    head = _bytes(path, length)
    return head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").decode("utf-8-sig", "replace")


def _bytes(path: Path, length: int) -> bytes:
    """The first bytes of a file, without the zero bytes of UTF-16."""
    with path.open("rb") as stream:
        return stream.read(length).replace(b"\0", b"")
