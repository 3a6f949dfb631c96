"""The command `roadmap`: what contributors, translators and maintainers run."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from roadmap.cli import contributing, site, translations
from roadmap.cli.group import main


def program() -> None:
    """The command `roadmap`: `main`, whose process ends at once. Python would first take apart, piece by piece, all
    that a build has made in memory.
    """
    try:
        main()
    except SystemExit as ended:
        with suppress(BrokenPipeError):  # nobody reads on
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else ended.code is not None)


COMMANDS = (contributing, site, translations)
"""The modules that add commands to `main` when they are imported."""
