"""Outputs: the part that a selection asks for, as raw little-endian binary in a file."""

import os

from .failure import Failure


def write_output(output, selection, file):
    """Writes a part of `output`: its `whole`, `elements` and `checksum` give what has the buffer protocol."""
    kind = selection["kind"]
    if kind == "whole":
        selected = output.whole()
    elif kind == "elements":
        selected = output.elements(selection["indices"])
    else:
        selected = output.checksum(selection["length"], selection["inner"], selection["seed"])
    try:
        # Who asks names files in UTF-8, whatever this interpreter takes names for.
        with open(file.encode("utf-8") if os.name == "posix" else file, "wb") as out:
            out.write(selected)
    except OSError as error:
        raise Failure("crash", f"The output cannot be written to {file}: {error}.") from error
