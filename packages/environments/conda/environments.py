"""Solves and makes conda environments without conda: the engine that pixi uses, from its .yml.

    python environments.py solve ENVIRONMENT.yml LOCK
    python environments.py describe ENVIRONMENT.yml LOCK
    python environments.py install ENVIRONMENT.yml LOCK PREFIX

`solve` writes what it found as a pixi.lock and prints it: packages with the bytes of their archives, those that are
in the cache already, and the `pip:` section, which is for another tool. `describe` prints the same of a lock. `install` makes a prefix as conda itself would:
records and history in conda-meta, paths replaced, variables kept for activation; it prints how many bytes have arrived.
"""

import argparse
import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path

import rattler
from condarc import channel_config, resolve_channel
from environment_file import Environment, InstallError, read_environment
from rattler.install import InstallerReporter
from rattler.lock import LockChannel, LockFile, LockPlatform
from run_program import run_program

PLATFORM = str(rattler.Subdir.current())


def cache_folder() -> Path:
    """Where rattler keeps what it has downloaded."""
    named = os.environ.get("RATTLER_CACHE_DIR")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else caches / "rattler" / "cache"


def say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


async def solve(environment: Environment, lock: Path) -> None:
    """Solves for this machine and writes the lock."""
    config = channel_config()
    channels = [resolve_channel(name, config) for name in environment.channels]
    overrides = rattler.VirtualPackageOverrides.from_env()
    records = await rattler.solve(
        sources=channels,
        specs=[rattler.MatchSpec(spec) for spec in environment.specs],
        gateway=rattler.Gateway(cache_dir=cache_folder() / "repodata"),
        virtual_packages=rattler.VirtualPackage.detect(overrides=overrides),
    )
    platform = LockPlatform(PLATFORM)
    file = LockFile([platform])
    file.set_channels("default", [LockChannel(channel.base_url) for channel in channels])
    for record in records:
        file.add_conda_package("default", platform, record)
    file.to_path(lock)


def read_lock(lock: Path) -> list[rattler.RepoDataRecord]:
    file = LockFile.from_path(lock)
    environment = file.default_environment()
    # One of its own: it takes no platform that is merely of the same name.
    platforms = [platform for platform in file.platforms() if platform.name == PLATFORM]
    records = environment.conda_repodata_records_for_platform(platforms[0]) if environment and platforms else None
    if not records:
        raise InstallError(f"{lock} has nothing for {PLATFORM}")
    return records


def describe(environment: Environment, records: list[rattler.RepoDataRecord]) -> dict[str, object]:
    """What a lock comes to on this machine."""
    cache = cache_folder() / "pkgs"
    python = [str(record.version) for record in records if record.name.normalized == "python"]
    return {
        "packages": {record.name.normalized: record.size for record in records},
        "cached": [
            record.name.normalized
            for record in records
            if (cache / f"{record.name.normalized}-{record.version}-{record.build}").is_dir()
        ],
        "pip": environment.pip,
        "python": python[0] if python else None,
    }


class Reporter(InstallerReporter):
    """Says how many bytes of the archives have arrived, every so many."""

    STEP = 1_000_000

    def __init__(self) -> None:
        self.arrived: dict[int, int] = {}
        self.said = 0

    def on_download_start(self, cache_entry: int) -> int:
        return cache_entry

    def on_download_progress(self, download_idx: int, progress: int, total: int | None) -> None:
        self.arrived[download_idx] = progress
        bytes_now = sum(self.arrived.values())
        if bytes_now - self.said >= self.STEP or progress == total:
            self.said = bytes_now
            say({"fetched": bytes_now})


async def install(environment: Environment, records: list[rattler.RepoDataRecord], prefix: Path) -> None:
    """Links the packages into the prefix."""
    await rattler.install(
        records,
        target_prefix=prefix,
        cache_dir=cache_folder() / "pkgs",
        # py-rattler 0.28 hands these on as they are, and takes only its inner ones.
        requested_specs=[rattler.MatchSpec(spec)._match_spec for spec in environment.specs],
        show_progress=False,
        reporter=Reporter(),
    )
    write_history(prefix, environment, records)
    write_variables(prefix, environment.variables)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("do", choices=["solve", "describe", "install"])
    parser.add_argument("environment", type=Path, metavar="ENVIRONMENT.yml")
    parser.add_argument("lock", type=Path, metavar="LOCK", help="a pixi.lock")
    parser.add_argument("prefix", type=Path, nargs="?", metavar="PREFIX", help="for install: a folder that is not there")
    arguments = parser.parse_args()
    try:
        environment = read_environment(arguments.environment)
        if arguments.do == "solve":
            asyncio.run(solve(environment, arguments.lock))
        records = read_lock(arguments.lock)
        if arguments.do == "install":
            asyncio.run(install(environment, records, arguments.prefix.absolute()))
        else:
            say(describe(environment, records))
    except InstallError as error:
        sys.exit(str(error))
    except Exception as error:
        # The errors of rattler have no base of their own; their modules are all named `exceptions`.
        if type(error).__module__ != "exceptions":
            raise
        sys.exit(f"{arguments.environment}: {error}")


if __name__ == "__main__":
    run_program(main)
