"""Repetitions recorded as CUDA graphs, in place of single launches."""

import sys

import torch

from ...kit.failure import Failure, last_line
from ..failures import is_out_of_memory

# Repetitions of one recording; longer samples replay several.
LONGEST_RECORDING = 1024


class Recording:
    """A graph, and what its last repetition computes, in memory of the recording's own."""

    def __init__(self, graph, last_set, result):
        self.graph, self.last_set, self.result = graph, last_set, result


class Recordings:
    """The recordings of one program, by their first buffer set and length."""

    def __init__(self, device, stream):
        self.device, self.stream = device, stream
        self.recorded, self.pool = {}, torch.cuda.graph_pool_handle()
        self.is_poisoned = False

    def record(self, repeat, repetitions):
        """The repetitions as recordings, made before the clock runs; None for those that cannot be."""
        left = repetitions
        while left > 0:
            count = min(left, LONGEST_RECORDING)
            first_set = repeat.next_set
            key = (first_set, count)
            if key not in self.recorded:
                self.recorded[key] = self.capture(repeat, count)
                repeat.next_set = first_set
                self.replay_once(self.recorded[key], repeat, count)
            recording = self.recorded[key]
            if recording is not None:
                repeat.skip(count)
            left -= count
            yield count, recording

    def replay_once(self, recording, repeat, count):
        """Uploads the recording: the first replay does, for torch has no name for cuGraphUpload, which the native worker calls.

        Then come the rest of the sets, so that the clock finds the first as cold as in that worker, which has not run them.
        """
        if recording is None:
            return
        with torch.cuda.stream(self.stream):
            recording.graph.replay()
            repeat.skip(count)
            repeat(-count % len(repeat.sets))
        torch.cuda.synchronize(self.device)

    def capture(self, repeat, count):
        with torch.cuda.stream(self.stream):
            # What is made lazily cannot be recorded.
            repeat(1)
        torch.cuda.synchronize(self.device)
        repeat.skip(-1)
        graph = torch.cuda.CUDAGraph()
        # What is recorded has memory of its own; results of calls keep theirs.
        kept, repeat.results = repeat.results, [None] * len(repeat.sets)
        try:
            with torch.cuda.graph(graph, pool=self.pool, stream=self.stream):
                repeat(count)
            # Kept, so that no other recording gets its memory.
            recording = Recording(graph, repeat.last_set, repeat.results[repeat.last_set])
        except (RuntimeError, Failure) as error:
            torch.cuda.set_stream(torch.cuda.default_stream(self.device))
            torch.cuda.synchronize(self.device)
            if is_out_of_memory(error) or (isinstance(error, Failure) and error.fatal):
                raise
            print(f"Launches are not recorded: {last_line(error)}", file=sys.stderr)
            self.is_poisoned = True
            return None
        finally:
            repeat.results = kept
        return recording

    def spoil(self):
        for recording in self.recorded.values():
            if recording is not None and recording.result is not None:
                recording.result.fill_(float("nan"))

    def clear(self):
        self.recorded.clear()

    def renew_pool(self):
        """For the next program, once nothing holds memory of the last."""
        if self.is_poisoned:
            raise Failure(
                "crash", "A recording failed, after which torch's allocator is not to be trusted.", fatal=True
            )
        self.pool = torch.cuda.graph_pool_handle()
