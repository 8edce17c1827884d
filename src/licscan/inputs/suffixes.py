"""What the end of a file's name says about it."""

from pathlib import PurePosixPath

from licscan.inputs.containers.formats import ARCHIVES
from licscan.inputs.readers import READERS

# Formats that hardly hold anything but data, wherever they stand; a notebook keeps what its cells printed.
ALWAYS_DATA = frozenset(
    {
        *(".arrow", ".csv", ".feather", ".ipynb", ".jsonl", ".mbox", ".ndjson", ".ods", ".parquet", ".sqlite"),
        *(".sqlite3", ".tab", ".tsv", ".xls", ".xlsb", ".xlsm", ".xlsx"),
    }
)

# Formats that are data only in a place for data.
SOMETIMES_DATA = (frozenset(READERS) - ALWAYS_DATA) | frozenset(ARCHIVES)

# What stands beside data and says how to handle it; never a gap, even where a glob for data covers it.
CODE = frozenset(
    {
        *(
            ".bat",
            ".c",
            ".cfg",
            ".cpp",
            ".dvc",
            ".gitattributes",
            ".gitignore",
            ".gitkeep",
            ".h",
            ".ini",
            ".js",
        ),
        *(".lock", ".ps1", ".py", ".pyi", ".r", ".rs", ".rst", ".sh", ".sql", ".toml", ".ts", ".yaml", ".yml"),
    }
)

COMPRESSED = frozenset({".bz2", ".gz", ".lz4", ".xz", ".zst"})

# Formats that may hold text about people and that no reader opens. A pickle is code: it is never loaded.
UNREAD_DATA = COMPRESSED | frozenset(
    {
        *(
            ".7z",
            ".arrow",
            ".avro",
            ".db",
            ".doc",
            ".docx",
            ".dta",
            ".duckdb",
            ".eml",
            ".feather",
            ".h5",
            ".hdf5",
            ".htm",
        ),
        *(
            ".html",
            ".ipc",
            ".joblib",
            ".mbox",
            ".mdb",
            ".npy",
            ".npz",
            ".ods",
            ".odt",
            ".orc",
            ".pdf",
            ".pickle",
            ".pkl",
        ),
        *(".pptx", ".rar", ".rdata", ".rds", ".rtf", ".sas7bdat", ".sav", ".sqlite", ".sqlite3", ".tfrecord"),
        *(".xls", ".xlsb", ".xlsm", ".xlsx", ".xml"),
    }
)

MEDIA: dict[str, str] = {
    **dict.fromkeys((".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp", ".heic", ".dcm"), "images"),
    **dict.fromkeys((".aac", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav", ".wma"), "audio"),
    **dict.fromkeys((".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"), "video"),
    **dict.fromkeys((".bin", ".ckpt", ".gguf", ".onnx", ".pt", ".pth", ".safetensors", ".tflite"), "model weights"),
}


def suffix_of(name: str) -> str:
    """The suffix in lower case; for a compressed file with the suffix before it (`.csv.gz`)."""
    if name.startswith(".") and name.count(".") == 1:
        return name.lower()
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if len(suffixes) > 1 and suffixes[-1] in COMPRESSED and (suffixes[-2] in READERS or suffixes[-2] == ".tar"):
        return "".join(suffixes[-2:])
    return suffixes[-1] if suffixes else ""


def is_unread_data(suffix: str) -> bool:
    """Whether a suffix names a data format that no reader opens."""
    return suffix in UNREAD_DATA or PurePosixPath(f"a{suffix}").suffix in COMPRESSED


def plain_suffix(suffix: str) -> str:
    """A suffix without that of a compression around the format (`.csv` of `.csv.gz`)."""
    inner, _, outer = suffix.rpartition(".")
    return inner if inner and f".{outer}" in COMPRESSED else suffix
