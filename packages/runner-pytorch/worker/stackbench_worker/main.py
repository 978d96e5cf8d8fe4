"""What the folder is asked to be: a worker on a device, the probe, or the trace."""

import argparse
import json
import sys

from .kit.cores import count_cores
from .kit.protocol import claim_replies, read_requests, serve
from .kit.worker import LateWorker


def main():
    parser = argparse.ArgumentParser(
        prog="worker",
        description="Runs kernels with the torch that this interpreter imports: a request a line, a reply a line. "
        'Type {"do":"describe"} to try it by hand.',
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--device", help="cuda, cpu, or compile:ARCH, which compiles CUDA kernels and runs none")
    asked.add_argument("--probe", action="store_true", help="tell what this environment is, without importing torch")
    asked.add_argument("--trace", metavar="FRAMEWORK", help="import it, and tell which files serve its CUDA libraries")
    parser.add_argument("--timers", metavar="PRODUCTS", help="on that device, let torch and triton time these, in JSON")
    parser.add_argument("--first", action="append", default=[], metavar="FILE", help="a library to load before it")
    parser.add_argument("--loader-cache", metavar="FILE", help="to have in place of /etc/ld.so.cache")
    parser.add_argument("--threads", type=int, help="of the CPU; default: its cores")
    options = parser.parse_args()
    if options.probe:
        from .probe.describe import print_description

        print_description()
        return
    if options.trace:
        from .trace.trace import print_trace

        print_trace(options.trace, options.first, options.loader_cache)
        return
    if options.timers:
        print_other_timers(options.device, options.threads or count_cores(), json.loads(options.timers))
        return
    worker = LateWorker(choose_opener(options.device, options.threads or count_cores()))
    serve(worker, read_requests(sys.stdin.buffer), claim_replies())


def print_other_timers(device, threads, products):
    from .pytorch.import_torch import import_torch

    import_torch()
    from .pytorch.open_worker import open_device
    from .pytorch.other_timers import print_times

    print_times(open_device(device, threads), products)


def choose_opener(device, threads):
    """A function that makes the worker; what it imports may be broken, or take seconds."""
    if device in ("cpu", "cuda"):

        def open_torch():
            from .pytorch.import_torch import import_torch

            import_torch()
            from .pytorch.open_worker import open_worker

            return open_worker(device, threads)

        return open_torch
    kind, _, architecture = device.partition(":")
    if kind == "compile" and architecture:

        def open_compiler():
            from .cuda.compiling_worker import CompilingWorker

            return CompilingWorker(architecture)

        return open_compiler
    raise SystemExit(f"worker: --device is cuda, cpu or compile:ARCH, not {device!r}")
