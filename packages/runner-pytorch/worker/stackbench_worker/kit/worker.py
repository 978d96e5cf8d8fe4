"""What every worker is to the protocol: one method a request."""

from .failure import judge


class Worker:
    """Answers requests by the methods of a subclass, which also says what its exceptions mean."""

    judge = staticmethod(judge)

    def answer(self, request):
        task = request["do"]
        if task == "describe":
            return self.describe()
        if task == "inspect":
            return self.inspect()
        if task == "prepare":
            return self.prepare(request["program"], request["bufferSets"])
        if task == "fill":
            self.fill(request["fill"])
            if not request.get("keepOutputs"):
                self.spoil()
            return None
        if task == "sample":
            count, repetitions = request["count"], request["repetitions"]
            samples = []
            for left in reversed(range(count)):
                if left == 0 and request.get("spoilLast"):
                    self.spoil()
                device_ns, host_ns = self.sample(repetitions, request.get("hold"))
                samples.append({"deviceNs": device_ns, "hostNs": host_ns})
            return {"samples": samples}
        if task == "read":
            overrun = self.read(request["output"], request["selection"], request["file"])
            return {"overrunBytes": overrun}
        if task == "release":
            return self.release()
        raise ValueError(f"no request is called {task!r}")


class LateWorker:
    """Opens its worker for the first request, so that one that cannot be opened is told as a reply."""

    def __init__(self, open_worker):
        self.open_worker, self.worker = open_worker, None

    def answer(self, request):
        if self.worker is None:
            self.worker = self.open_worker()
        return self.worker.answer(request)

    def judge(self, error):
        return judge(error) if self.worker is None else self.worker.judge(error)
