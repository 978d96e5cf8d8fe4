"""The worker: a program in torch's hands, on one device."""

import time

import torch

from ..cuda.find_nvrtc import open_nvrtc
from ..kit.failure import Failure
from ..kit.outputs import write_output
from ..kit.protocol import PROTOCOL
from ..kit.worker import Worker
from .compiled_call import CompiledCall
from .data_types import dtype_of
from .facts import torch_facts
from .failures import judge
from .library_call import LibraryCall
from .repeater import Repeater
from .serving_files import library_facts
from .tensors import TensorOutput, allocate, count_overrun, fill_input, spoil


class TorchWorker(Worker):
    """Answers requests with what `device` computes."""

    def __init__(self, device):
        self.device = device
        self.forget()

    def judge(self, error):
        return judge(error, self.device)

    def describe(self):
        facts = {**torch_facts(), **self.device.facts()}
        return {"protocol": PROTOCOL, "clock": self.device.clock, "facts": facts}

    def inspect(self):
        """Computes a little with each library, and tells which files then serve torch."""
        device = self.device.torch_device
        self.device.prepare_math("f32")
        a = torch.ones(64, 64, device=device)
        torch.matmul(a, a)
        torch.conv2d(a.view(1, 4, 32, 32), a[:9, :4].reshape(1, 4, 3, 3))
        self.device.synchronize()
        facts = library_facts()
        try:
            # Opened after what torch itself has opened was noted down.
            facts.update(open_nvrtc().facts())
        except Failure:
            pass
        return {"facts": facts}

    def prepare(self, program, buffer_sets):
        self.release()
        data_type = program["dataType"]
        self.device.prepare_math(data_type)
        start = time.perf_counter_ns()
        executables = [self.make_executable(each, data_type) for each in program["passes"]]
        build_ns = time.perf_counter_ns() - start
        dtype = dtype_of(data_type)
        sets = [
            {each["name"]: allocate(each, dtype, self.device.torch_device) for each in program["tensors"]}
            for _ in range(buffer_sets)
        ]
        bound = [
            [([tensors[name] for name in each["tensors"]], executable)
             for each, executable in zip(program["passes"], executables)]
            for tensors in sets
        ]  # fmt: skip
        start = time.perf_counter_ns()
        chosen = self.build_calls(bound[0])
        build_ns += time.perf_counter_ns() - start
        self.program, self.tensors, self.executables = program, sets, executables
        self.repeat = Repeater([[self.device.bind(executable, used) for used, executable in each] for each in bound])
        notes = [{**executable.notes(), **more} for executable, more in zip(executables, chosen)]
        labels = [each["label"] for each in program["passes"]]
        return {"buildNs": build_ns, "notes": notes[0] if len(notes) == 1 else dict(zip(labels, notes))}

    def make_executable(self, program_pass, data_type):
        kind = program_pass["module"]["kind"]
        if kind in ("library", "library-tuned"):
            return LibraryCall(program_pass["module"], data_type)
        if kind == "compiled":
            return CompiledCall(program_pass["module"], data_type)
        if kind == "source" and program_pass["module"]["language"] == "cu":
            return self.device.make_kernel(program_pass)
        raise Failure("unsupported", f"This worker runs no modules of the kind '{kind}'.")

    def build_calls(self, bound):
        """What calls of torch need beyond tensors, made on the first set: algorithms, compiled code."""
        chosen = []
        for tensors, executable in bound:
            if isinstance(executable, CompiledCall):
                for tensor in tensors:
                    tensor.zero_()
                executable.build(tensors)
            is_call = isinstance(executable, LibraryCall)
            chosen.append(self.device.choose_algorithm(executable, tensors) if is_call else {})
        self.device.synchronize()
        return chosen

    def fill(self, fill):
        for tensors in self.tensors:
            stream = 0
            for each in self.program["tensors"]:
                tensor = tensors[each["name"]]
                if each["role"] == "input":
                    fill_input(tensor, fill, stream)
                    stream += 1
        self.repeat.next_set = 0
        self.device.synchronize()

    def spoil(self):
        for tensors in self.tensors:
            for each in self.program["tensors"]:
                if each["role"] != "input":
                    spoil(tensors[each["name"]])
        for result in self.repeat.results:
            if result is not None:
                result.fill_(float("nan"))
        self.device.spoil()
        self.device.synchronize()

    def sample(self, repetitions, hold):
        if self.repeat is None:
            raise ValueError("nothing is prepared")
        return self.device.sample(self.repeat, repetitions, hold)

    def read(self, output, selection, file):
        self.device.synchronize()
        last, last_set = self.executables[-1], self.repeat.last_set
        result = self.repeat.results[last_set]
        names = [each["name"] for each in self.program["tensors"] if each["role"] == "output"]
        if output not in names:
            raise Failure("crash", f"The program has no output {output!r}.")
        # What torch computes it returns, instead of writing it where the output lies.
        is_returned = isinstance(last, LibraryCall) and result is not None
        tensor = self.tensors[last_set][output]
        write_output(TensorOutput(last.flatten(result) if is_returned else tensor), selection, file)
        return count_overrun(tensor)

    def release(self):
        self.forget()
        self.device.release()

    def forget(self):
        self.program = self.repeat = None
        self.tensors, self.executables = [], []
