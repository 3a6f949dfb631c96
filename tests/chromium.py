"""A Chromium for the browser tests: `python tests/chromium.py` finds one, or installs one and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

VARIABLES = ("CHROMIUM", "CHROME_PATH")
SHELL = "chromium-headless-shell"
"""The same browser without its windows: it opens and leaves a tab in a third of the time."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
FONTS = ("fonts-noto-core", "fonts-noto-cjk")
ARGUMENTS = (
    "--no-sandbox",  # Chromium has no sandbox for root, and containers are often run by root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""For tests and audits: nothing but what they ask for is fetched."""
SCRIPTS = {"ar": "Arabic", "zh": "Chinese"}


class Missing(Exception):
    """No Chromium: its message says what to do."""


def find() -> str:
    """Give the path of a Chromium that runs."""
    for path in candidates():
        if version(path):
            return path
    raise Missing(
        "No Chromium for the browser tests. Run `make browser`, which installs one, "
        "or set CHROMIUM to the path of a Chromium or Chrome."
    )


def candidates() -> Iterator[str]:
    """Give the places to look, best first: what the environment names is the only one, when it names one."""
    for variable in VARIABLES:
        if given := os.environ.get(variable):
            if not version(given):
                raise Missing(f"{variable} is {given}, which is not a browser that runs. Correct it, or unset it.")
            yield given
            return
    yield from filter(None, map(shutil.which, NAMES))
    if own := playwright_own():
        yield own


def playwright_own() -> str | None:
    """Give the Chromium that Playwright downloaded, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def version(path: str) -> str:
    """Give what the browser says it is; nothing when it does not run, as a stub that wants snap."""
    try:
        done = run([path, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.strip()


def run(command: Sequence[str], **options) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its status is for the caller to judge."""
    return subprocess.run(command, check=False, text=True, **options)


def apt() -> list[str] | None:
    """Give the command that installs packages here, when there is one that asks for no password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if shutil.which("sudo") and run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL).returncode == 0:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian's packages if that can be done here, saying so; tell whether it went well."""
    command = apt()
    if command is None:
        return False
    message(f"apt-get install {' '.join(packages)}")
    update = run([*command, "-qq", "update"])
    install = [*command, "-qq", "install", "-y", "--no-install-recommends", *packages]
    return update.returncode == 0 and run(install, stdout=subprocess.DEVNULL).returncode == 0


def install() -> str:
    """Install a Chromium, Debian's or else Playwright's, and give its path."""
    if apt_install(("chromium", *FONTS)):
        if not apt_install((SHELL,)):
            message(f"no {SHELL} here: the tests take longer")
        try:
            return find()
        except Missing:
            message("what apt-get installed does not run")
    message("python -m playwright install chromium")
    done = run([sys.executable, "-m", "playwright", "install", "chromium"])
    if done.returncode:
        raise Missing("No Chromium could be installed. Install one, and set CHROMIUM to its path if it is not on PATH.")
    return find()


def need_fonts() -> None:
    """Install fonts for the scripts that have none, or say what that spoils."""
    missing = scripts_without_font()
    if missing and apt_install(FONTS):
        missing = scripts_without_font()
    if missing:
        names = " and ".join(SCRIPTS[code] for code in missing)
        message(
            f"no font for {names}: pictures of pages in these scripts will be wrong. Install {' and '.join(FONTS)}."
        )


def scripts_without_font() -> list[str]:
    """Give the languages whose script no font here can draw; none where fontconfig cannot say."""
    if not shutil.which("fc-list"):
        return []
    return [code for code in SCRIPTS if not run(["fc-list", f":lang={code}"], stdout=subprocess.PIPE).stdout.strip()]


def message(text: str) -> None:
    """Print a line at once, so that it stands before what the commands print."""
    print(f"browser: {text}", flush=True)


def main() -> None:
    """Find a Chromium or install one, and see to its fonts."""
    try:
        try:
            path = find()
        except Missing:
            if any(map(os.environ.get, VARIABLES)):
                raise  # someone chose a browser: another one is not what they want
            path = install()
    except Missing as error:
        sys.exit(f"browser: {error}")
    message(f"{path}, {version(path)}")
    need_fonts()


if __name__ == "__main__":
    main()
