"""GNU gettext for the tests: `python tests/gettext_tools.py` finds its tools, or installs them and says so.

Its tools are what Poedit, Weblate and Lokalize read and write catalogues by.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from chromium import apt, run

TOOLS = ("msgfmt", "msgmerge", "msgcat", "msgattrib")
PACKAGE = "gettext"


class Missing(Exception):
    """No gettext: its message says what to do."""


def find() -> dict[str, str]:
    """Give the path of each tool."""
    found = {tool: shutil.which(tool) for tool in TOOLS}
    if missing := [tool for tool, path in found.items() if not path]:
        raise Missing(
            f"No {', '.join(missing)} for the tests of the catalogues. Run `make gettext`, which installs GNU gettext, "
            f"or install it yourself (package {PACKAGE} of Debian, Fedora and Homebrew)."
        )
    return found


def install() -> dict[str, str]:
    """Install gettext if that can be done here, and give the paths of its tools."""
    if command := apt():
        message(f"apt-get install {PACKAGE}")
        run([*command, "-qq", "update"])
        run([*command, "-qq", "install", "-y", "--no-install-recommends", PACKAGE], stdout=subprocess.DEVNULL)
    return find()


def call(tool: str, *arguments: str | Path, text: str | None = None) -> str:
    """Run a tool, on a catalogue's text where there is one, and give what it writes; what it refuses is an error."""
    command = [find()[tool], *map(str, arguments)]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    given = None if text is None else text.encode()
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, f"{tool}: {done.stderr.decode()}"
    return done.stdout.decode()


def message(text: str) -> None:
    """Print a line at once, so that it stands before what the commands print."""
    print(f"gettext: {text}", flush=True)


def main() -> None:
    """Find the tools or install them."""
    try:
        try:
            tools = find()
        except Missing:
            tools = install()
    except Missing as error:
        sys.exit(f"gettext: {error}")
    message(f"{Path(tools[TOOLS[0]]).parent}, {call(TOOLS[0], '--version').splitlines()[0]}")


if __name__ == "__main__":
    main()
