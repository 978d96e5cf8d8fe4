"""Runs programs that use rattler."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn


def run_program(main: Callable[[], None]) -> NoReturn:
    """
    Ends the process as soon as `main` is done, with the status that Python would give it.

    rattler's threads live on while Python takes itself down, which crashes a few times in a hundred:
    https://github.com/PyO3/pyo3-async-runtimes/issues/40
    """
    status = 1
    try:
        main()
        status = 0
    except SystemExit as ending:
        if isinstance(ending.code, str):
            print(ending.code, file=sys.stderr)
        else:
            status = ending.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
