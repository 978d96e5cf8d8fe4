"""Makes a conda environment from its .yml without conda: solves, installs, and writes its history.

    python install_environment.py ENVIRONMENT.yml PREFIX [--channel-alias URL] [--cache DIR] [--uv UV]

The prefix is what conda itself would make: records and history in conda-meta, paths replaced,
variables kept for activation. Packages of a `pip:` section are installed by uv.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import rattler
import yaml
from run_program import run_program


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


async def install_packages(
    environment: Environment, prefix: Path, channel_alias: str | None, cache: Path | None
) -> list[rattler.RepoDataRecord]:
    """Solves for this machine and links the packages into the prefix."""
    # The name is joined to it as to the URL of a folder, which ends with a slash.
    alias = f"{channel_alias.rstrip('/')}/" if channel_alias else None
    config = rattler.ChannelConfig(alias) if alias else rattler.ChannelConfig()
    specs = [rattler.MatchSpec(spec) for spec in environment.specs]
    records = await rattler.solve(
        sources=[rattler.Channel(name, config) for name in environment.channels],
        specs=specs,
        gateway=rattler.Gateway(cache_dir=cache / "repodata" if cache else None),
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(
        records,
        target_prefix=prefix,
        cache_dir=cache / "packages" if cache else None,
        # py-rattler 0.28 hands these on as they are, and takes only its inner ones.
        requested_specs=[spec._match_spec for spec in specs],
        show_progress=False,
    )
    return records


def write_history(
    prefix: Path, environment: Environment, records: list[rattler.RepoDataRecord]
) -> None:
    """Adds a revision to conda-meta/history, from which conda knows what was asked for."""
    revision = [
        f"==> {datetime.now():%Y-%m-%d %H:%M:%S} <==",
        f"# cmd: {' '.join(sys.argv)}",
        *sorted(f"+{distribution(record)}" for record in records),
        f"# update specs: {environment.specs}",
    ]
    with (prefix / "conda-meta" / "history").open("a") as history:
        history.write("\n".join(revision) + "\n")


def distribution(record: rattler.RepoDataRecord) -> str:
    """`channel/linux-64::name-version-build`, conda's way to name one package of many."""
    channel = (record.channel or "").rstrip("/")
    return f"{channel}/{record.subdir}::{record.name.normalized}-{record.version}-{record.build}"


def write_variables(prefix: Path, variables: dict[str, str]) -> None:
    """Keeps the variables of the .yml where activation looks for them."""
    if variables:
        state = {"version": 1, "env_vars": variables}
        (prefix / "conda-meta" / "state").write_text(json.dumps(state))


def install_pip_packages(prefix: Path, requirements: list[str], folder: Path, uv: str) -> None:
    """Installs the `pip:` section, whose lines are those of a requirements file in `folder`."""
    if not requirements:
        return
    if shutil.which(uv) is None:
        raise InstallError(f"the pip section needs uv, and there is no {uv}: --uv says where it is")
    python = prefix / "bin" / "python"
    subprocess.run(
        [uv, "pip", "install", "--quiet", "--python", python, "--requirement", "-"],
        input="\n".join(requirements),
        text=True,
        check=True,
        cwd=folder,
    )


def install_environment(
    path: Path, prefix: Path, channel_alias: str | None, cache: Path | None, uv: str
) -> None:
    """The whole way from the .yml to an environment that can be activated."""
    environment = read_environment(path)
    records = asyncio.run(install_packages(environment, prefix, channel_alias, cache))
    write_history(prefix, environment, records)
    write_variables(prefix, environment.variables)
    install_pip_packages(prefix, environment.pip, path.resolve().parent, uv)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("environment", type=Path, metavar="ENVIRONMENT.yml")
    parser.add_argument("prefix", type=Path, metavar="PREFIX")
    parser.add_argument("--channel-alias", metavar="URL", help="where channels lie that are mere names")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="instead of rattler's own")
    parser.add_argument("--uv", default="uv", help="the uv that installs the pip section")
    arguments = parser.parse_args()
    prefix = arguments.prefix.absolute()
    try:
        install_environment(
            arguments.environment, prefix, arguments.channel_alias, arguments.cache, arguments.uv
        )
    except InstallError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(f"The pip packages of {arguments.environment} could not be installed: {error}")
    except Exception as error:
        # The errors of rattler have no base of their own; their modules are all named `exceptions`.
        if type(error).__module__ != "exceptions":
            raise
        sys.exit(f"{arguments.environment} could not be installed into {prefix}: {error}")


if __name__ == "__main__":
    run_program(main)
