"""What is found in a project, and what is said of the rest."""

import io
import os
import socket
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from licscan.errors import UsageError
from licscan.inputs.discover import discover
from licscan.inputs.inventory import FileKind, Inventory
from licscan.model.finding import Concern, GapReason
from support.unprivileged import obey_permissions

CARD = "\n---\nlicense: cc-by-nc-4.0\n---\n# A data set\n"


def project(root: Path, *paths: str, **contents: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(contents.get(path, "x\n"), encoding="utf-8")
    return root


def kinds(inventory: Inventory) -> dict[str, str]:
    return {file.path: file.kind.value for file in inventory.files}


def not_seen(inventory: Inventory) -> dict[str, int]:
    return {entry.reason: entry.count for entry in inventory.not_seen}


def gaps(inventory: Inventory) -> dict[str, GapReason]:
    return {gap.subject: gap.reason for gap in inventory.gaps}


def test_manifests_cards_and_data_of_a_project_are_found_in_path_order(tmp_path: Path) -> None:
    project(
        tmp_path,
        "pyproject.toml",
        "uv.lock",
        "requirements.txt",
        "requirements-dev.txt",
        "requirements/train.txt",
        "requirements/constraints.txt",
        "constraints.txt",
        "README.md",
        "src/train.py",
        "exports/people.csv",
        "data/notes.txt",
        "data/LICENSE.txt",
        "data/reviews/README.md",
        "data/reviews/part.jsonl",
        "data/clicks/dataset-metadata.json",
        "data/clicks/events.parquet",
        **{"data/reviews/README.md": CARD},
    )
    assert kinds(discover(tmp_path)) == {
        "data/LICENSE.txt": "data-license",
        "data/clicks/dataset-metadata.json": "kaggle-metadata",
        "data/clicks/events.parquet": "data",
        "data/notes.txt": "data",
        "data/reviews/README.md": "hugging-face-card",
        "data/reviews/part.jsonl": "data",
        "exports/people.csv": "data",
        "pyproject.toml": "pyproject",
        "requirements-dev.txt": "requirements",
        "requirements.txt": "requirements",
        "requirements/train.txt": "requirements",
        "uv.lock": "uv.lock",
    }
    assert list(kinds(discover(tmp_path))) == sorted(kinds(discover(tmp_path)))


def test_files_that_are_no_data_are_counted_with_examples(tmp_path: Path) -> None:
    project(tmp_path, "a.py", "b.py", "c.py", "d.py", "README.md")
    (entry,) = discover(tmp_path).not_seen
    assert (entry.reason, entry.count) == ("not a data file or manifest", 5)
    assert entry.examples == ("README.md", "a.py", "b.py")


def test_data_that_git_ignores_is_found(tmp_path: Path) -> None:
    project(tmp_path, ".gitignore", "data/train.csv", **{".gitignore": "data/\n*.csv\n"})
    assert "data/train.csv" in kinds(discover(tmp_path))


@pytest.mark.parametrize("folder", ["data", "datasets", "corpus", "train", "Data", "src/app/raw", "samples", "dev"])
def test_json_and_text_count_in_folders_for_data(tmp_path: Path, folder: str) -> None:
    project(tmp_path, f"{folder}/sub/a.json", f"{folder}/b.txt", f"{folder}/c.md")
    assert len(discover(tmp_path).files) == 3


@pytest.mark.parametrize("folder", ["src", "tests", "docs", "database", "metadata", "training"])
def test_json_and_text_do_not_count_elsewhere(tmp_path: Path, folder: str) -> None:
    project(tmp_path, f"{folder}/a.json", f"{folder}/b.txt", f"{folder}/c.md", f"{folder}/d.csv")
    assert list(kinds(discover(tmp_path))) == [f"{folder}/d.csv"]


def test_json_and_text_count_beside_and_below_a_card(tmp_path: Path) -> None:
    project(
        tmp_path,
        "support/README.md",
        "support/tickets.json",
        "support/deep/more.txt",
        "support/tokenizer_config.json",
        "other/plain.json",
        **{"support/README.md": CARD},
    )
    assert list(kinds(discover(tmp_path))) == ["support/README.md", "support/deep/more.txt", "support/tickets.json"]


def test_a_card_at_the_root_does_not_make_all_text_data(tmp_path: Path) -> None:
    project(tmp_path, "README.md", "settings.json", **{"README.md": CARD})
    assert kinds(discover(tmp_path)) == {"README.md": "hugging-face-card"}


def test_the_name_of_the_root_does_not_matter(tmp_path: Path) -> None:
    for name in ("data", "elsewhere"):
        project(tmp_path / name, "a.json", "sub/b.csv")
        assert list(kinds(discover(tmp_path / name))) == ["sub/b.csv"]


def test_globs_declare_further_data(tmp_path: Path) -> None:
    project(tmp_path, "logs/a.json", "logs/b.txt", "logs/c.pkl", "logs/load.py", "logs/README.md", "other/a.json")
    inventory = discover(tmp_path, data_globs=("logs/**",))
    assert list(kinds(inventory)) == ["logs/a.json", "logs/b.txt"]
    assert gaps(inventory) == {"file:logs": GapReason.UNSUPPORTED_FORMAT}


def test_what_the_policy_leaves_out_is_counted(tmp_path: Path) -> None:
    project(tmp_path, "data/a.csv", "data/old/b.csv", "data/old/c.csv", "data/skip.csv")
    inventory = discover(tmp_path, exclude=("data/old", "skip.csv"))
    assert list(kinds(inventory)) == ["data/a.csv"]
    assert not_seen(inventory) == {"excluded by policy": 2}
    assert inventory.not_seen[0].examples == ("data/old", "data/skip.csv")


def test_folders_of_tools_and_environments_are_not_entered(tmp_path: Path) -> None:
    project(
        tmp_path,
        ".git/data/a.csv",
        "node_modules/x/a.csv",
        "env/pyvenv.cfg",
        "env/lib/requirements.txt",
        "pkg/__pycache__/a.csv",
        ".tox/py/a.csv",
        ".mypy_cache/a.json",
        "a.csv",
    )
    inventory = discover(tmp_path)
    assert list(kinds(inventory)) == ["a.csv"]
    assert not_seen(inventory) == {"folder of version control, a cache or an environment": 6}


def test_formats_that_no_reader_opens_are_a_gap_for_each_folder_and_suffix(tmp_path: Path) -> None:
    project(tmp_path, "data/a.h5", "data/b.H5", "data/c.pkl", "data/d/e.rar", "data/d/e.gz", "src/g.pkl")
    inventory = discover(tmp_path)
    told = [(gap.subject, gap.reason, gap.detail.split(":")[0]) for gap in inventory.gaps]
    assert told == [
        ("file:data", GapReason.UNSUPPORTED_FORMAT, "1 .pkl file"),
        ("file:data", GapReason.UNSUPPORTED_FORMAT, "2 .h5 files"),
        ("file:data/d", GapReason.UNSUPPORTED_FORMAT, "1 .gz file"),
        ("file:data/d", GapReason.UNSUPPORTED_FORMAT, "1 .rar file"),
    ]
    assert {gap.concern for gap in inventory.gaps} == {Concern.PERSONAL_DATA}
    assert all(gap.hint for gap in inventory.gaps)


def test_pictures_sound_and_weights_are_counted(tmp_path: Path) -> None:
    project(
        tmp_path, *(f"data/{number}.jpg" for number in range(5)), "data/a.wav", "data/model.safetensors", "logo.png"
    )
    inventory = discover(tmp_path)
    assert not_seen(inventory) == {
        "audio in a data folder": 1,
        "images in a data folder": 5,
        "model weights in a data folder": 1,
        "not a data file or manifest": 1,
    }
    assert inventory.gaps == ()


def test_named_files_alone_are_looked_at_and_any_readable_format_counts(tmp_path: Path) -> None:
    project(tmp_path, "src/a.json", "src/README.md", "src/b.csv", "c.bin", "pyproject.toml")
    inventory = discover(tmp_path, explicit=(tmp_path / "src/a.json", tmp_path / "src/README.md", tmp_path / "c.bin"))
    assert kinds(inventory) == {"src/README.md": "data", "src/a.json": "data"}
    assert not_seen(inventory) == {"model weights in a data folder": 1}
    inventory = discover(tmp_path, explicit=(tmp_path / "src",))
    assert kinds(inventory) == {"src/a.json": "data", "src/b.csv": "data"}


def test_a_named_file_that_no_reader_opens_is_a_gap(tmp_path: Path) -> None:
    project(tmp_path, "people.odd")
    assert gaps(discover(tmp_path, explicit=(tmp_path / "people.odd",))) == {"file:.": GapReason.UNSUPPORTED_FORMAT}


def test_a_named_path_must_exist_inside_the_root(tmp_path: Path) -> None:
    project(tmp_path, "in/a.csv", "out/b.csv")
    for path in (tmp_path / "in/none.csv", tmp_path / "out/b.csv"):
        with pytest.raises(UsageError):
            discover(tmp_path / "in", explicit=(path,))
    with pytest.raises(UsageError):
        discover(tmp_path / "in/a.csv")


def test_an_empty_project_is_empty(tmp_path: Path) -> None:
    inventory = discover(tmp_path)
    assert (inventory.files, inventory.gaps, inventory.not_seen) == ((), (), ())


def test_links_never_lead_out(tmp_path: Path) -> None:
    project(tmp_path / "outside", "secret.csv", "folder/secret.csv")
    root = project(tmp_path / "root", "data/a.csv")
    (root / "data/file.csv").symlink_to(tmp_path / "outside/secret.csv")
    (root / "data/folder").symlink_to(tmp_path / "outside/folder")
    (root / "data/up").symlink_to("../..")
    inventory = discover(root)
    assert list(kinds(inventory)) == ["data/a.csv"]
    assert gaps(inventory) == dict.fromkeys(
        ["file:data/file.csv", "file:data/folder", "file:data/up"], GapReason.LINK_OUTSIDE
    )
    named = discover(root, explicit=(root / "data/file.csv",))
    assert (named.files, gaps(named)) == ((), {"file:data/file.csv": GapReason.LINK_OUTSIDE})


def test_links_that_loop_or_lead_nowhere_are_gaps(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("b.csv")
    (tmp_path / "b.csv").symlink_to("a.csv")
    (tmp_path / "c.csv").symlink_to("none.csv")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/self").symlink_to(".")
    inventory = discover(tmp_path)
    assert gaps(inventory) == dict.fromkeys(["file:a.csv", "file:b.csv", "file:c.csv"], GapReason.UNREADABLE)
    assert inventory.files == ()


def test_a_link_to_data_that_is_seen_elsewhere_is_not_read_twice(tmp_path: Path) -> None:
    project(tmp_path, "data/a.csv")
    (tmp_path / "data/again.csv").symlink_to("a.csv")
    assert list(kinds(discover(tmp_path))) == ["data/a.csv"]


def test_a_folder_that_is_linked_as_data_is_data(tmp_path: Path) -> None:
    project(tmp_path, "store/a.txt", "store/deep/b.json", "store/c.py")
    (tmp_path / "data").symlink_to("store")
    (tmp_path / "store/again").symlink_to(".")
    inventory = discover(tmp_path)
    assert list(kinds(inventory)) == ["store/a.txt", "store/deep/b.json"]
    assert not_seen(inventory) == {"not a data file or manifest": 1}


def test_a_link_into_the_store_of_an_annex_is_read_in_its_place(tmp_path: Path) -> None:
    project(tmp_path, ".git/annex/objects/SHA256-1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").symlink_to("../.git/annex/objects/SHA256-1")
    assert kinds(discover(tmp_path)) == {"data/a.csv": "data"}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes or sockets in folders")
def test_pipes_and_sockets_are_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket.csv")
        inventory = discover(tmp_path)
    assert gaps(inventory) == dict.fromkeys(["file:pipe.csv", "file:socket.csv"], GapReason.UNREADABLE)
    named = discover(tmp_path, explicit=(tmp_path / "pipe.csv",))
    assert gaps(named) == {"file:pipe.csv": GapReason.UNREADABLE}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_a_gap_that_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"ann\xff.csv")).write_text("a,b\n1,2\n")
    (tmp_path / "new\nline \u202e.csv").write_text("a,b\n1,2\n")
    inventory = discover(tmp_path)
    (gap,) = inventory.gaps
    assert gap.reason is GapReason.UNREADABLE
    gap.subject.encode("utf-8")
    assert [file.kind for file in inventory.files] == [FileKind.DATA]


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    project(tmp_path, "data/a.csv", "data/locked/b.csv", "cards/README.md")
    (tmp_path / "data/locked").chmod(0)
    (tmp_path / "cards/README.md").chmod(0)
    yield tmp_path
    (tmp_path / "data/locked").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="drops capabilities of Linux")
def test_what_may_not_be_read_is_a_gap_and_the_rest_is_found(locked: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from licscan.inputs.discover import discover\n"
        "found = discover(Path(sys.argv[1]))\n"
        "print([file.path for file in found.files])\n"
        "print([(gap.subject, str(gap.reason), gap.detail) for gap in found.gaps])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, locked],
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=obey_permissions,
    )
    files, told = done.stdout.splitlines()
    assert files == "['data/a.csv']"
    refused = "'unreadable', 'cannot be read: Permission denied'"
    assert told == f"[('file:cards/README.md', {refused}), ('file:data/locked', {refused})]"


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    top = tmp_path / "top"
    folders = [top / "/".join(["d"] * depth) for depth in range(1_201)]
    for folder in folders:
        folder.mkdir()
    yield top
    # Removing it folder by folder from below: shutil.rmtree recurses, and pytest would stumble over what is left.
    for folder in reversed(folders):
        folder.rmdir()


def test_a_deep_tree_is_walked_without_recursion(deep: Path) -> None:
    inventory = discover(deep)
    assert (inventory.files, inventory.gaps) == ((), ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_card_in_utf_16_is_found(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "README.md").write_bytes(CARD.encode(encoding))
    assert kinds(discover(tmp_path)) == {"README.md": "hugging-face-card"}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("poetry.lock", "", "poetry.lock"),
        ("pdm.lock", "", "pdm.lock"),
        ("Pipfile", "", "pipfile"),
        ("Pipfile.lock", "{}", "pipfile.lock"),
        ("pylock.toml", "", "pylock"),
        ("pylock.dev.toml", "", "pylock"),
        ("pixi.lock", "", "pixi.lock"),
        ("pixi.toml", "", "unread-manifest"),
        ("conda-lock.yml", "", "conda-lock"),
        ("gpu.conda-lock.yaml", "", "conda-lock"),
        ("environment.yml", "name: x\ndependencies:\n- numpy\n", "conda-environment"),
        ("environment-gpu.yaml", "dependencies: [numpy]\n", "conda-environment"),
        ("setup.py", "setup(install_requires=['numpy'])\n", "setup.py"),
        ("setup.cfg", "[options]\ninstall_requires =\n  numpy\n", "setup.cfg"),
        ("requirements.in", "numpy\n", "requirements"),
        ("tiny_lib-1.0-py3-none-any.whl", "", "wheel"),
        ("bom.json", '{"bomFormat": "CycloneDX"}', "sbom"),
        ("app.cdx.json", '{"x": 1, "bomFormat": "CycloneDX"}', "sbom"),
        ("sbom-app.json", '{"spdxVersion": "SPDX-2.3"}', "sbom"),
        ("app.spdx.json", '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "sbom"),
        ("app.spdx", "SPDXVersion: SPDX-2.3\n", "sbom"),
        ("bom.xml", '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', "sbom"),
        ("job.py", "import x\n\n# /// script\n# dependencies = []\n# ///\n", "script"),
        ("train.ipynb", '{"cells": [{"source": ["%pip install numpy"]}]}', "notebook-installs"),
        ("conda.ipynb", '{"cells": [{"source": ["!conda install numpy"]}]}', "notebook-installs"),
    ],
)
def test_files_that_state_dependencies_are_found(tmp_path: Path, name: str, content: str, kind: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert kinds(discover(tmp_path)) == {name: kind}


def test_files_that_state_no_dependencies_are_no_manifests(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text("from setuptools import setup\nsetup()\n", encoding="utf-8")
    (tmp_path / "setup.cfg").write_text("[flake8]\nmax-line-length = 100\n", encoding="utf-8")
    (tmp_path / "environment.yml").write_text("stage: production\n", encoding="utf-8")
    (tmp_path / "requirements.in").write_text("numpy\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n", encoding="utf-8")
    (tmp_path / "bom.json").write_text("{}\n", encoding="utf-8")
    (tmp_path / "pom.xml").write_text("<project/>\n", encoding="utf-8")
    (tmp_path / "notes.spdx").write_text("about SPDX\n", encoding="utf-8")
    (tmp_path / "train.py").write_text("import torch\n", encoding="utf-8")
    assert kinds(discover(tmp_path)) == {"requirements.txt": "requirements"}


@pytest.mark.parametrize(
    ("source", "kinds_of_it"),
    [
        ("x = 1", {"data"}),
        ("%pip install numpy", {"data", "notebook-installs"}),
        ("from datasets import load_dataset", {"data", "notebook-code"}),
    ],
)
def test_a_notebook_is_data_as_well_as_code_wherever_it_stands(
    tmp_path: Path, source: str, kinds_of_it: set[str]
) -> None:
    project(tmp_path, "work/a.ipynb", **{"work/a.ipynb": f'{{"cells": [{{"source": ["{source}"]}}]}}'})
    found = [file.kind.value for file in discover(tmp_path).files]
    assert sorted(found) == sorted(kinds_of_it)


def test_source_of_a_compiled_file_counts_where_the_other_file_says_less(tmp_path: Path) -> None:
    project(
        tmp_path,
        "requirements.in",
        "requirements.txt",
        **{"requirements.in": "numpy\nrestricted==1.0\n", "requirements.txt": "NumPy==2.4.6\n"},
    )
    project(tmp_path, "dev-requirements.in", **{"dev-requirements.in": "-r more.in\npytest\n"})
    header = "#\n# This file is autogenerated by pip-compile with Python 3.12\n"
    project(tmp_path, "dev-requirements.txt", **{"dev-requirements.txt": f"{header}pytest==9.0\n"})
    assert kinds(discover(tmp_path)) == {
        "dev-requirements.txt": "requirements",
        "requirements.in": "requirements",
        "requirements.txt": "requirements",
    }


def test_what_a_file_states_is_found_far_behind_its_beginning(tmp_path: Path) -> None:
    long = "x" * 5_000_000
    project(tmp_path, "app.spdx.json", **{"app.spdx.json": f'{{"comment": "{long}", "spdxVersion": "SPDX-2.3"}}'})
    project(tmp_path, "train.ipynb", **{"train.ipynb": f'{{"output": "{long * 4}", "source": "%pip install numpy"}}'})
    project(tmp_path, "setup.py", **{"setup.py": f"# {long}\nsetup(install_requires=[])\n"})
    assert kinds(discover(tmp_path)) == {
        "app.spdx.json": "sbom",
        "setup.py": "setup.py",
        "train.ipynb": "notebook-installs",
    }


def _tar(path: Path, *members: str) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name in members:
            entry = tarfile.TarInfo(name)
            entry.size = 3
            archive.addfile(entry, io.BytesIO(b"abc"))


def test_a_source_distribution_is_told_from_other_archives(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    long = f"long_lib-3.0/{'folder/' * 40}x"
    _tar(tmp_path / "long_lib-3.0.tar.gz", long, "long_lib-3.0/PKG-INFO")
    _tar(tmp_path / "tiny_lib-1.0.tar.gz", "tiny_lib-1.0/setup.py", "tiny_lib-1.0/PKG-INFO")
    _tar(tmp_path / "Other.Lib-2.0rc1.tar.gz", "./other_lib-2.0rc1/PKG-INFO")
    _tar(tmp_path / "data/reviews-2.0.tar.gz", "reviews-2.0/part.csv")
    _tar(tmp_path / "data/clicks-1.0.tar.gz", "clicks/PKG-INFO")
    (tmp_path / "data/broken-1.0.tar.gz").write_bytes(b"no gzip")
    inventory = discover(tmp_path)
    named = ["Other.Lib-2.0rc1.tar.gz", "long_lib-3.0.tar.gz", "tiny_lib-1.0.tar.gz"]
    others = ["data/broken-1.0.tar.gz", "data/clicks-1.0.tar.gz", "data/reviews-2.0.tar.gz"]
    assert kinds(inventory) == {**dict.fromkeys(named, "sdist"), **dict.fromkeys(others, "data")}


def test_compressed_tables_are_data_anywhere_and_archives_in_places_for_data(tmp_path: Path) -> None:
    project(tmp_path, "x.csv.gz", "y.json.xz", "data/z.json.xz", "a.zip", "b.tar", "data/a.zip", "data/b.tgz")
    data = ["data/a.zip", "data/b.tgz", "data/z.json.xz", "x.csv.gz"]
    assert list(kinds(discover(tmp_path))) == data
    named = discover(tmp_path, explicit=(tmp_path / "a.zip", tmp_path / "y.json.xz"))
    assert list(kinds(named)) == ["a.zip", "y.json.xz"]


def test_a_bill_of_materials_in_a_folder_for_data_is_no_data(tmp_path: Path) -> None:
    project(tmp_path, "data/sbom.json", "data/a.json", **{"data/sbom.json": '{"bomFormat": "CycloneDX"}'})
    assert kinds(discover(tmp_path)) == {"data/a.json": "data", "data/sbom.json": "sbom"}


@pytest.mark.parametrize("name", ["dev-requirements.txt", "test_requirements.txt", "api.requirements.txt"])
def test_requirements_under_a_longer_name_are_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("numpy==2.4.6\n", encoding="utf-8")
    assert kinds(discover(tmp_path)) == {name: "requirements"}
