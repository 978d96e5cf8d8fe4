"""The settings of conda that say where channels lie."""

import os
from pathlib import Path

import rattler
import yaml

DEFAULT_ALIAS = "https://conda.anaconda.org/"


def condarc_files() -> list[Path]:
    """Later ones are overruled by earlier ones."""
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    named = os.environ.get("CONDARC")
    return [
        *([Path(named)] if named else []),
        home / ".condarc",
        home / ".conda" / "condarc",
        config / "conda" / "condarc",
        Path("/etc/conda/condarc"),
        Path("/etc/conda/.condarc"),
    ]


def read_setting(name: str) -> object:
    """The value of a setting in the first file that has it."""
    for path in condarc_files():
        try:
            document = yaml.safe_load(path.read_text())
        except (OSError, yaml.YAMLError):
            continue
        if isinstance(document, dict) and document.get(name):
            return document[name]
    return None


def channel_config() -> rattler.ChannelConfig:
    """Where a channel lies that is but a name: `channel_alias`, of the environment or of a condarc."""
    alias = os.environ.get("CONDA_CHANNEL_ALIAS") or read_setting("channel_alias") or DEFAULT_ALIAS
    # The name is joined to it as to the URL of a folder, which ends with a slash.
    return rattler.ChannelConfig(f"{str(alias).rstrip('/')}/")


def resolve_channel(name: str, config: rattler.ChannelConfig) -> rattler.Channel:
    """A channel by its name, which `custom_channels` of a condarc may have moved."""
    custom = read_setting("custom_channels")
    base = custom.get(name) if isinstance(custom, dict) else None
    return rattler.Channel(f"{str(base).rstrip('/')}/{name}" if base else name, config)
