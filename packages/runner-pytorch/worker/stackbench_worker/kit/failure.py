"""What goes wrong in a worker, as the outcome that it becomes."""


class Failure(Exception):
    """A request that failed, with the status that the outcome gets; `fatal`: this process is done for."""

    def __init__(self, status, message, fatal=False):
        super().__init__(message)
        self.status, self.message, self.fatal = status, message, fatal


def last_line(error):
    """An exception as one line, with its type where that says more."""
    text = str(error).strip()
    line = text.splitlines()[0] if text else ""
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def judge(error):
    """What any exception means where nobody knows better."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, MemoryError):
        return Failure("out-of-memory", last_line(error))
    return Failure("crash", last_line(error))
