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
            return self.fill(request["fill"])
        if task == "sample":
            return self.sample(request["count"], request["repetitions"])
        if task == "read":
            return self.read(request["output"], request["selection"], request["file"])
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
