"""The command `roadmap`: what contributors, translators and maintainers run."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from roadmap.cli import contributing, site, translations
from roadmap.cli.group import main


def program() -> None:
    """Run `main`, and end the process at once. Otherwise, Python would first free all the memory of a build, object by
    object.
    """
    try:
        main()
    except SystemExit as end:
        with suppress(BrokenPipeError):  # the reader has closed the pipe
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else end.code is not None)


COMMANDS = (contributing, site, translations)
"""The modules that add commands to `main` when they are imported."""
