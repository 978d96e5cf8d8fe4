"""
Has the Python worker's readers of what others wrote read texts: a line {"reader": NAME, "text": TEXT} each,
answered by a line {"error": what it threw or null, "seconds": of computing}. ARGUMENTS: the worker's folder, an
empty folder.
"""

import io
import json
import os
import resource
import sys
import time

worker, folder = sys.argv[1:3]
sys.path.insert(0, worker)

from stackbench_worker.kit.cpu_quota import read_cpu_quota  # noqa: E402
from stackbench_worker.kit.protocol import read_requests, serve  # noqa: E402
from stackbench_worker.kit.worker import Worker  # noqa: E402
from stackbench_worker.libraries.mapped_files import mapped_files  # noqa: E402
from stackbench_worker.probe.binaries import missing_libraries  # noqa: E402
from stackbench_worker.probe.conda_record import claim_in_prefix  # noqa: E402
from stackbench_worker.probe.dpkg_record import claim_of_dpkg  # noqa: E402
from stackbench_worker.probe.pip_record import claim_of_pip  # noqa: E402
from stackbench_worker.torch_package import read_version  # noqa: E402

SITE = os.path.join(folder, "usr/lib/python3/dist-packages")
TORCH = os.path.join(SITE, "torch")


class FakeWorker(Worker):
    """Takes whatever a request holds, as a device would."""

    def describe(self):
        return {"protocol": 2, "clock": {"name": "none", "quantumNs": 1}, "facts": {}}

    inspect = describe

    def prepare(self, program, buffer_sets):
        names = [each["name"] for each in program["tensors"]]
        return {"buildNs": len(names) * buffer_sets, "notes": {each["label"]: {} for each in program["passes"]}}

    def fill(self, fill):
        return fill["kind"], fill["seed"]

    def spoil(self):
        pass

    def sample(self, repetitions):
        return repetitions, repetitions

    def read(self, output, selection, file):
        return 0

    def release(self):
        pass


def read_lines_of_requests(text):
    asked = [line for line in text.encode("utf-8", "surrogatepass").split(b"\n") if line.strip()]
    replies = io.StringIO()
    serve(FakeWorker(), read_requests(asked), replies)
    told = replies.getvalue().splitlines()
    assert len(told) == len(asked), f"{len(told)} replies to {len(asked)} requests"
    for line in told:
        assert json.loads(line)["ok"] in (True, False)


def write(path, text, encoding="utf-8"):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace"))
    return path


def reading(path, read, encoding="utf-8"):
    """A reader of a file, which is written anew for each text."""
    return lambda text: read(write(path, text, encoding))


CONTROL_GROUPS = {
    "proc/self/cgroup": "0::/job\n",
    "proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n",
    "sys/fs/cgroup/job/cpu.max": "150000 100000\n",
}


def in_control_groups(path):
    """One of their files; the others are as they should be, or it would not be asked for."""

    def read(text):
        for each, usual in CONTROL_GROUPS.items():
            write(each, text if each == path else usual)
        return read_cpu_quota(folder)

    return read


def at_root(path):
    return os.path.relpath(os.path.join(SITE, path), folder)


READERS = {
    "requests": read_lines_of_requests,
    "ELF files": reading(at_root("torch/lib/libtorch_cpu.so"), lambda _: missing_libraries(TORCH), "latin-1"),
    "conda-meta": reading(
        "conda/conda-meta/pytorch-1.13.1-h0_0.json",
        lambda _: claim_in_prefix(os.path.join(folder, "conda/torch"), os.path.join(folder, "conda")),
    ),
    "RECORD": reading(at_root("torch-2.9.1.dist-info/RECORD"), lambda _: claim_of_pip(TORCH)),
    "md5sums of dpkg": reading(
        "var/lib/dpkg/info/python3-torch.md5sums", lambda _: claim_of_dpkg("/" + at_root("torch"), folder)
    ),
    "version.py": reading(at_root("torch/version.py"), lambda _: read_version(TORCH)),
    "maps of /proc": reading("proc/self/maps", mapped_files),
    "cgroup": in_control_groups("proc/self/cgroup"),
    "mountinfo": in_control_groups("proc/self/mountinfo"),
    "cpu.max": in_control_groups("sys/fs/cgroup/job/cpu.max"),
}

write(at_root("torch/__init__.py"), "")
write("conda/torch/__init__.py", "")
# What keeps more has no bound.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

for line in sys.stdin:
    given = json.loads(line)
    start, error = time.process_time(), None
    try:
        READERS[given["reader"]](given["text"])
    except BaseException as thrown:
        error = f"{type(thrown).__name__}: {thrown}"[:300]
    print(json.dumps({"error": error, "seconds": time.process_time() - start}), flush=True)
