"""Reads what an environment .yml asks for."""

from dataclasses import dataclass
from pathlib import Path

import yaml


class InstallError(Exception):
    """What the caller can do something about."""


@dataclass(frozen=True)
class Environment:
    """What an environment .yml asks for."""

    channels: list[str]
    specs: list[str]
    pip: list[str]
    variables: dict[str, str]


def read_environment(path: Path) -> Environment:
    """Reads an environment .yml as conda does: `pip:` stands among the dependencies."""
    try:
        document = yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise InstallError(f"{path} cannot be read: {error}") from error
    if not isinstance(document, dict) or not document.get("dependencies"):
        raise InstallError(f"{path} lists no dependencies")
    specs: list[str] = []
    pip: list[str] = []
    for dependency in document["dependencies"]:
        if isinstance(dependency, str):
            specs.append(dependency)
        elif isinstance(dependency, dict) and list(dependency) == ["pip"]:
            pip.extend(dependency["pip"] or [])
        else:
            raise InstallError(f"{path} has a dependency that is no package: {dependency}")
    channels = [name for name in document.get("channels") or [] if name != "nodefaults"]
    if not channels:
        raise InstallError(f"{path} names no channel")
    variables = {name: str(value) for name, value in (document.get("variables") or {}).items()}
    return Environment(channels, specs, pip, variables)
