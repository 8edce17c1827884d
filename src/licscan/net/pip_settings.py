"""What pip's configuration files and environment variables say (https://pip.pypa.io/en/stable/topics/configuration/)."""

import configparser
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from licscan.net.settings_text import read_settings

_log = logging.getLogger(__name__)
_SECTIONS = ("global", "install", "download")
# Options that say how the index is asked; pip has two names for the timeout.
_OPTIONS = (
    "index-url",
    "extra-index-url",
    "no-index",
    "cert",
    "client-cert",
    "proxy",
    "default-timeout",
    "timeout",
    "retries",
    "keyring-provider",
    "trusted-host",
)


def pip_options(environ: Mapping[str, str], files: Sequence[Path]) -> Mapping[str, str]:
    """pip's options by their long names; a later file overrides an earlier one, the environment overrides all."""
    options: dict[str, str] = {}
    for path in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(read_settings(path) or "")
        except configparser.Error:
            _log.debug("a pip configuration file that cannot be read is left out")
            continue
        for section in _SECTIONS:
            if parser.has_section(section):
                options.update(_named_alike(parser.items(section)))
    for option in _OPTIONS:
        if value := environ.get("PIP_" + option.upper().replace("-", "_")):
            options.update(_named_alike([(option, value)]))
    return options


def _named_alike(items: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    named = ((key.replace("_", "-"), value) for key, value in items)
    return {("timeout" if key == "default-timeout" else key): value for key, value in named}
