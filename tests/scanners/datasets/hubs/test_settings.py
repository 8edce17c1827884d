"""Where the hubs' own clients look for endpoints, tokens and switches, and so does licscan."""

import json
from pathlib import Path

import pytest

from licscan.scanners.datasets.hubs.settings import hugging_face_settings, kaggle_settings


def _token(environ: dict[str, str]) -> str | None:
    credentials = hugging_face_settings(environ).credentials
    return credentials.password if credentials else None


def test_without_any_setting_the_public_hubs_are_asked_as_nobody(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path)}
    assert hugging_face_settings(environ).endpoint == "https://huggingface.co"
    assert kaggle_settings(environ).endpoint == "https://www.kaggle.com"
    assert hugging_face_settings(environ).credentials is None
    assert kaggle_settings(environ).credentials is None


def test_token_comes_from_the_first_place_that_has_one(tmp_path: Path) -> None:
    (tmp_path / ".cache" / "huggingface").mkdir(parents=True)
    (tmp_path / ".cache" / "huggingface" / "token").write_text("of-home\n")
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text("of-hf-home")
    (tmp_path / "named").write_text(" of-path ")
    environ = {"HOME": str(tmp_path)}
    assert _token(environ) == "of-home"
    environ["HF_HOME"] = "$HOME/hf"
    assert _token(environ) == "of-hf-home"
    environ["HF_TOKEN_PATH"] = "~/named"
    assert _token(environ) == "of-path"
    environ["HUGGING_FACE_HUB_TOKEN"] = "older"
    assert _token(environ) == "older"
    environ["HF_TOKEN"] = "newer\r\n"
    assert _token(environ) == "newer"
    environ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
    assert _token(environ) is None


def test_caches_of_xdg_hold_the_home_of_hugging_face(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "caches")}
    assert hugging_face_settings(environ).store == tmp_path / "caches" / "huggingface" / "hub"
    environ["HF_HUB_CACHE"] = str(tmp_path / "other")
    assert hugging_face_settings(environ).store == tmp_path / "other"


@pytest.mark.parametrize("token", ["two\nlines", "with blank", "\x00", "tökén", "x" * 5_000])
def test_what_cannot_stand_in_a_header_is_no_token(token: str, tmp_path: Path) -> None:
    assert _token({"HOME": str(tmp_path), "HF_TOKEN": token}) is None


@pytest.mark.parametrize(
    ("environ", "switch"),
    [
        ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"),
        ({"HF_HUB_OFFLINE": "ON"}, "HF_HUB_OFFLINE"),
        ({"TRANSFORMERS_OFFLINE": "yes"}, "TRANSFORMERS_OFFLINE"),
        ({"HF_DATASETS_OFFLINE": "true"}, "HF_DATASETS_OFFLINE"),
        ({"HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "1"}, None),
        ({"HF_HUB_OFFLINE": ""}, None),
    ],
)
def test_offline_switches_of_the_ecosystem_hold(environ: dict[str, str], switch: str | None, tmp_path: Path) -> None:
    assert hugging_face_settings({"HOME": str(tmp_path), **environ}).switched_off == switch


def test_credentials_of_kaggle_come_from_the_first_place_that_has_some(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    (tmp_path / "config" / "kaggle").mkdir(parents=True)
    (tmp_path / "config" / "kaggle" / "kaggle.json").write_text(json.dumps({"username": "me", "key": "xdg"}))
    seen = [kaggle_settings(environ).credentials]
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle" / "kaggle.json").write_text(json.dumps({"username": "me", "key": "home"}))
    seen.append(kaggle_settings(environ).credentials)
    environ |= {"KAGGLE_USERNAME": "me", "KAGGLE_KEY": "variable"}
    seen.append(kaggle_settings(environ).credentials)
    (tmp_path / ".kaggle" / "access_token").write_text("file\n")
    seen.append(kaggle_settings(environ).credentials)
    environ["KAGGLE_API_TOKEN"] = "stated"
    seen.append(kaggle_settings(environ).credentials)
    (tmp_path / "elsewhere").write_text("pointed")
    environ["KAGGLE_API_TOKEN"] = str(tmp_path / "elsewhere")
    seen.append(kaggle_settings(environ).credentials)
    assert [each.password for each in seen if each] == ["xdg", "home", "variable", "file", "stated", "pointed"]
    assert [each.bearer for each in seen if each] == [False, False, False, True, True, True]


def test_settings_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle" / "kaggle.json").write_text("[" * 5_000)
    (tmp_path / "token").mkdir()
    environ = {"HOME": str(tmp_path), "HF_HOME": str(tmp_path)}
    assert kaggle_settings(environ).credentials is None
    assert hugging_face_settings(environ).credentials is None


def test_no_setting_shows_a_secret(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "HF_TOKEN": "hf_keep_me", "HF_ENDPOINT": "https://me:word@mirror.example"}
    assert "keep_me" not in repr(hugging_face_settings(environ))
    assert "word" not in repr(hugging_face_settings(environ))
