"""The processor time that the control groups of Linux leave this process (cgroups(7))."""

import os


def read_cpu_quota(root="/"):
    """Processors' worth of time, `1.5`; None where nothing limits it. `root` is for tests."""
    limits = []
    for controllers, path in read_groups(root):
        for mount, mounted in read_mounts(root, controllers):
            for folder in folders_of(mount, mounted, path):
                limit = read_limit(os.path.join(root, folder.lstrip("/")))
                if limit is not None:
                    limits.append(limit)
    return min(limits) if limits else None


def read_groups(root):
    """Of /proc/self/cgroup, `ID:CONTROLLERS:PATH`, the groups that may limit the processor; '' for version 2."""
    groups = [line.split(":", 2) for line in read_lines(root, "proc/self/cgroup")]
    return [
        (group[1], group[2]) for group in groups if len(group) == 3 and (group[1] == "" or "cpu" in group[1].split(","))
    ]


def read_mounts(root, controllers):
    """Where the hierarchy of these controllers is mounted, and which of its groups is seen there."""
    for line in read_lines(root, "proc/self/mountinfo"):
        fields, _, rest = line.partition(" - ")
        described, parts = rest.split(" "), fields.split(" ")
        if len(described) < 3 or len(parts) < 5:
            continue
        is_version_2 = described[0] == "cgroup2"
        is_cpu = described[0] == "cgroup" and "cpu" in described[2].split(",")
        if is_version_2 if controllers == "" else is_cpu:
            yield parts[4], parts[3]


def folders_of(mount, mounted, path):
    """The group's folder and those above it, as each of them may limit it."""
    # In a container that does not see the groups above it, the mount is the group itself.
    below = path[len(mounted) :] if mounted != "/" and (path + "/").startswith(mounted.rstrip("/") + "/") else path
    names = [name for name in below.split("/") if name not in ("", "..")]
    return ["/".join([mount, *names[:length]]) for length in range(len(names), -1, -1)]


def read_limit(folder):
    """Of `MAX PERIOD` (version 2), or of two files (version 1)."""
    both = read_numbers(os.path.join(folder, "cpu.max"))
    if len(both) == 2:
        return divide(*both)
    quota, period = (read_numbers(os.path.join(folder, f"cpu.cfs_{name}_us")) for name in ("quota", "period"))
    return divide(quota[0], period[0]) if quota and period else None


def divide(quota, period):
    """-1: no limit."""
    return quota / period if quota > 0 and period > 0 else None


def read_numbers(path):
    """Numbers of a file; `max` as -1. None of one that is not there, or says something else."""
    try:
        with open(path, encoding="ascii") as file:
            return [-1 if word == "max" else read_number(word) for word in file.read().split()]
    except (OSError, ValueError):
        return []


def read_number(word):
    number = int(word)
    if number >= 2**64:
        raise ValueError("the kernel keeps limits in 64 bits")
    return number


def read_lines(root, path):
    try:
        with open(os.path.join(root, path), encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()
    except OSError:
        return []
