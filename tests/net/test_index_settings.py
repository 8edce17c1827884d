from pathlib import Path

import pytest

from licscan.net.hosts import Credentials
from licscan.net.index_settings import (
    DEFAULT_INDEX,
    ConfigurationFiles,
    configuration_files,
    fingerprint,
    index_settings,
)

NO_FILES = ConfigurationFiles()


def _urls(
    environ: dict[str, str], files: ConfigurationFiles = NO_FILES, project: dict[str, object] | None = None
) -> list[str]:
    return [index.url for index in index_settings(environ, files, project_uv=project).indexes]


def test_without_settings_the_client_library_knows_the_default() -> None:
    assert _urls({}) == [DEFAULT_INDEX]


def test_pip_environment_variables() -> None:
    environ = {
        "PIP_INDEX_URL": "https://a.example/simple",
        "PIP_EXTRA_INDEX_URL": "https://b.example/s https://c.example/s",
    }
    assert _urls(environ) == ["https://b.example/s", "https://c.example/s", "https://a.example/simple"]


def test_pip_files_later_ones_override_and_the_environment_overrides_all(tmp_path: Path) -> None:
    everywhere, own = tmp_path / "everywhere.conf", tmp_path / "own.conf"
    everywhere.write_text(
        "[global]\nindex-url = https://a.example/simple\nextra-index-url =\n    https://x.example/s\n"
    )
    own.write_text("[install]\nindex_url = https://b.example/simple\n")
    files = ConfigurationFiles(pip=(everywhere, own, tmp_path / "absent.conf"))
    assert _urls({}, files) == ["https://x.example/s", "https://b.example/simple"]
    assert _urls({"PIP_INDEX_URL": "https://c.example/"}, files) == ["https://x.example/s", "https://c.example/"]


@pytest.mark.parametrize("content", ["no section", "[global\nx", "[global]\nindex-url", "\0\x01", "[a]\n[a]\n"])
def test_broken_pip_file_is_left_out(tmp_path: Path, content: str) -> None:
    (tmp_path / "pip.conf").write_text(content)
    assert _urls({}, ConfigurationFiles(pip=(tmp_path / "pip.conf",))) == [DEFAULT_INDEX]


def test_file_indexes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nextra-index-url = file:///srv/wheels ftp://x.example/\n")
    assert _urls({}, ConfigurationFiles(pip=(tmp_path / "pip.conf",))) == [DEFAULT_INDEX]


def test_no_index_leaves_none() -> None:
    assert _urls({"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "https://a.example/"}) == []


def test_uv_variables_and_named_credentials() -> None:
    environ = {
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_INDEX": "inner-1=https://b.example/simple",
        "UV_INDEX_INNER_1_USERNAME": "me",
        "UV_INDEX_INNER_1_PASSWORD": "word",
        "PIP_INDEX_URL": "https://pip.example/",
    }
    settings = index_settings(environ, NO_FILES)
    assert [index.url for index in settings.indexes] == ["https://b.example/simple", "https://a.example/simple"]
    assert settings.indexes[0].credentials == Credentials("me", "word")
    assert "word" not in repr(settings)
    assert "word" not in fingerprint(settings)


def test_project_indexes_with_explicit_ones_for_their_packages_alone() -> None:
    project: dict[str, object] = {
        "index": [
            {"name": "wheels", "url": "https://wheels.example/simple", "explicit": True},
            {"name": "mirror", "url": "https://mirror.example/simple", "default": True},
        ],
        "sources": {
            "Torch_Vision": {"index": "wheels"},
            "torch": [{"index": "wheels", "marker": "x"}],
            "own": {"path": "."},
        },
    }
    settings = index_settings({}, NO_FILES, project_uv=project)
    assert [index.url for index in settings.serving("requests")] == ["https://mirror.example/simple"]
    assert [index.url for index in settings.serving("torch-vision")] == ["https://wheels.example/simple"]
    assert [index.url for index in settings.serving("torch")] == ["https://wheels.example/simple"]
    assert all(index.by_project for index in settings.indexes)


def test_uv_file(tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text('[[index]]\nurl = "https://u.example/simple"\ndefault = true\n')
    files = ConfigurationFiles(uv=(tmp_path / "uv.toml",))
    assert _urls({}, files) == ["https://u.example/simple"]
    assert _urls({"UV_NO_CONFIG": "1"}, files) == [DEFAULT_INDEX]
    (tmp_path / "uv.toml").write_text("not toml")
    assert _urls({}, files) == [DEFAULT_INDEX]


def test_certificates(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("x")
    assert index_settings({"PIP_CERT": str(bundle)}, NO_FILES).ca_bundle == str(bundle)
    assert index_settings({"SSL_CERT_FILE": str(bundle)}, NO_FILES).ca_bundle == str(bundle)
    assert index_settings({"REQUESTS_CA_BUNDLE": str(tmp_path / "gone.pem")}, NO_FILES).ca_bundle is None


def test_pip_config_file_variable_switches_files_off_or_adds_one(tmp_path: Path) -> None:
    assert configuration_files({"PIP_CONFIG_FILE": "/dev/null"}).pip == ()
    named = tmp_path / "pip.conf"
    assert configuration_files({"PIP_CONFIG_FILE": str(named)}).pip[-1] == named
    inside = configuration_files({"VIRTUAL_ENV": str(tmp_path)}).pip
    assert tmp_path in {path.parent for path in inside}
