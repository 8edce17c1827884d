from pathlib import Path

import pytest

from licscan.net.gateway import Limits
from licscan.net.hosts import Credentials
from licscan.net.index_settings import ConfigurationFiles, configuration_files, index_settings
from licscan.net.indexes import DEFAULT_INDEX, fingerprint

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
    assert configuration_files({"UV_NO_CONFIG": "1"}).uv == ()
    (tmp_path / "uv.toml").write_text("not toml")
    assert _urls({}, files) == [DEFAULT_INDEX]


def _ca_file(environ: dict[str, str]) -> str | None:
    return index_settings(environ, NO_FILES).connection.tls.ca_file


def test_certificates(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("x")
    assert _ca_file({"PIP_CERT": str(bundle)}) == str(bundle)
    assert _ca_file({"SSL_CERT_FILE": str(bundle)}) == str(bundle)
    assert _ca_file({"REQUESTS_CA_BUNDLE": str(tmp_path / "gone.pem")}) is None


def test_pip_config_file_variable_switches_files_off_or_adds_one(tmp_path: Path) -> None:
    assert configuration_files({"PIP_CONFIG_FILE": "/dev/null"}).pip == ()
    named = tmp_path / "pip.conf"
    assert configuration_files({"PIP_CONFIG_FILE": str(named)}).pip[-1] == named
    inside = configuration_files({"VIRTUAL_ENV": str(tmp_path)}).pip
    assert tmp_path in {path.parent for path in inside}


def test_indexes_that_a_project_names_come_after_the_users_and_before_the_default() -> None:
    environ = {"PIP_EXTRA_INDEX_URL": "https://house.example/simple", "PIP_INDEX_URL": "https://mirror.example/simple"}
    settings = index_settings(
        environ,
        NO_FILES,
        project_uv={"index": [{"url": "https://project.example/simple"}]},
        further=("https://line.example/simple", "https://house.example/simple/", "file:///srv"),
    )
    assert [(index.url, index.by_project) for index in settings.indexes] == [
        ("https://house.example/simple", False),
        ("https://project.example/simple", True),
        ("https://line.example/simple", True),
        ("https://mirror.example/simple", False),
    ]


def test_project_does_not_get_credentials_by_giving_its_index_a_known_name() -> None:
    environ = {"UV_INDEX_HOUSE_USERNAME": "me", "UV_INDEX_HOUSE_PASSWORD": "word"}
    project: dict[str, object] = {"index": [{"name": "house", "url": "https://thief.example/simple"}]}
    settings = index_settings(environ, NO_FILES, project_uv=project)
    assert settings.indexes[0].credentials is None


def test_timeouts_and_retries_are_the_users_within_bounds(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\ntimeout = 45\nretries = 1\n")
    limits = index_settings({}, ConfigurationFiles(pip=(tmp_path / "pip.conf",))).limits
    assert (limits.read_s, limits.retries) == (45, 1)
    wild = index_settings({"PIP_DEFAULT_TIMEOUT": "90000", "PIP_RETRIES": "90"}, NO_FILES).limits
    assert (wild.read_s, wild.deadline_s, wild.retries) == (60, 180, 5)
    assert index_settings({"PIP_TIMEOUT": "soon", "UV_HTTP_TIMEOUT": "7"}, NO_FILES).limits == Limits()
    assert index_settings({"UV_HTTP_TIMEOUT": "7", "UV_HTTP_RETRIES": "0"}, NO_FILES).limits.read_s == 7


def test_proxy_keyring_client_certificate_and_strategy(tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(
        "[global]\nproxy = http://user:word@proxy.example:3128\nkeyring-provider = subprocess\nclient-cert = /x.pem\n"
    )
    settings = index_settings({}, ConfigurationFiles(pip=(tmp_path / "pip.conf",)))
    assert settings.connection.proxy == "http://user:word@proxy.example:3128"
    assert settings.connection.credentials.keyring == "subprocess"
    assert settings.connection.tls.client_certificate == "/x.pem"
    assert not any(word in repr(settings) for word in ("word@", "x.pem"))
    assert index_settings({"UV_INDEX_STRATEGY": "unsafe-best-match"}, NO_FILES).best_match
    assert not index_settings({}, NO_FILES, project_uv={"index-strategy": "unsafe-best-match"}).best_match


def test_which_tool_the_indexes_are_of() -> None:
    assert index_settings({}, NO_FILES).named_by == ""
    assert index_settings({"PIP_INDEX_URL": "https://a.example/"}, NO_FILES).named_by == "pip"
    both = {"PIP_INDEX_URL": "https://a.example/", "UV_INDEX": "https://b.example/"}
    assert index_settings(both, NO_FILES).named_by == "uv"
    project: dict[str, object] = {"index-url": "https://p.example/"}
    assert index_settings({}, NO_FILES, project_uv=project).named_by == ""


def test_folder_of_certificates(tmp_path: Path) -> None:
    tls = index_settings({"SSL_CERT_DIR": str(tmp_path)}, NO_FILES).connection.tls
    assert (tls.ca_file, tls.ca_folder) == (None, str(tmp_path))


def test_index_that_answers_with_another_status_for_what_it_does_not_have() -> None:
    project: dict[str, object] = {"index": [{"url": "https://w.example/", "ignore-error-codes": [403, "x"]}]}
    assert index_settings({}, NO_FILES, project_uv=project).indexes[0].absent_statuses == {403}
