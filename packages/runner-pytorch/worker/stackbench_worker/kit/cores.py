"""How many threads compute."""

import os

from .cpu_quota import read_cpu_quota


def count_cores(root="/"):
    """Physical cores that this process may run on, and has the time of; OMP_NUM_THREADS overrules.

    `root`: the folder that absolute system paths are below, for tests.
    """
    named = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    if named.isdigit() and int(named) > 0:
        return int(named)
    allowed = count_allowed(root)
    quota = read_cpu_quota(root)
    # Threads beyond it would be stopped for a part of each period.
    return allowed if quota is None else max(1, min(allowed, int(quota)))


def count_allowed(root):
    """Physical cores that the affinity leaves."""
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:
        return os.cpu_count() or 1
    siblings = set()
    for cpu in allowed:
        topology = os.path.join(root, f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            with open(topology, encoding="ascii") as file:
                siblings.add(file.read().strip())
        except OSError:
            siblings.add(str(cpu))
    return len(siblings)
