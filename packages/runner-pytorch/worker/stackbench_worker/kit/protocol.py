"""The line protocol (packages/model/src/protocol.ts): a request a line, one reply a line."""

import json
import os
import traceback

PROTOCOL = 2


def claim_replies():
    """Where replies go: the descriptor that the engine names, or where standard output led before."""
    named = os.environ.pop("STACKBENCH_REPLY_FD", None)
    if named is None:
        descriptor = os.dup(1)
    else:
        descriptor = int(named)
        os.set_inheritable(descriptor, False)
    # Libraries print what they like.
    os.dup2(2, 1)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="\n")


def read_requests(lines):
    """The requests of a binary stream, as bytes."""
    for line in lines:
        if line.strip():
            yield line


def serve(worker, requests, replies):
    """Has `worker` answer one request after the other, and says what its failures are."""
    for line in requests:
        try:
            # They are UTF-8, whatever this interpreter takes its input for.
            reply = to_json({"ok": True, "result": worker.answer(json.loads(line.decode("utf-8")))})
        except Exception as error:
            failure = worker.judge(error)
            if failure.status == "crash":
                traceback.print_exc()
            reply = to_json(failure_reply(failure))
        replies.write(reply + "\n")
        replies.flush()


def to_json(reply):
    return json.dumps(reply, allow_nan=False)


def failure_reply(failure):
    described = {"status": failure.status, "message": failure.message, "fatal": failure.fatal}
    return {"ok": False, "failure": described}
