"""Prints what activating a conda environment sets, as JSON: the variables after rattler's script.

    python print_activation.py PREFIX

The script runs in a bash that has nothing but a plain PATH, so that all else is of its making.
"""

import json
import subprocess
import sys
from pathlib import Path

from rattler.shell import ActivationVariables, PathModificationBehavior, Shell, activate

PLAIN_PATH = "/usr/local/bin:/usr/bin:/bin"
OF_BASH = {"PWD", "OLDPWD", "SHLVL", "_"}


def read_activation(prefix: Path) -> dict[str, str]:
    variables = ActivationVariables(None, PLAIN_PATH.split(":"), PathModificationBehavior.Replace)
    script = activate(prefix, variables, Shell.bash).script
    # Variables are printed with an end that none can hold; activation may print, so apart from it.
    finished = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-c", f"exec 3>&1 >&2\n{script}\n/usr/bin/env -0 >&3"],
        env={"PATH": PLAIN_PATH},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    entries = (entry.split("=", 1) for entry in finished.stdout.split("\0") if entry)
    return {name: value for name, value in sorted(entries) if name not in OF_BASH}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit((__doc__ or "").strip())
    print(json.dumps(read_activation(Path(sys.argv[1]).absolute()), indent=2))
