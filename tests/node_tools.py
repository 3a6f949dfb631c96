"""Node and what `npm ci` installs, for the checks that are written in JavaScript: the audits and the scripts' types."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "node": "nodejs",
    "npm": "npm",
    "java": "default-jre-headless",
    "openssl": "openssl",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
}
"""The Debian package of each command."""
NEWER_NPM = "npm@10.9.4"  # fetched to run `npm ci` where npm is too old; runs on Node 18 too


class Problem(Exception):
    """Something that the person running the check can fix: shown as one line, without a traceback."""


def run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `command` to its end and return its status and what it printed; its status is not judged."""
    return subprocess.run(command, check=False, text=True, encoding="utf-8", **options)


def need_tools(tools: Collection[str], who: str) -> None:
    """Raise Problem unless all these commands are installed; as root on Debian, install them first.

    `who` needs them, for messages.
    """
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [PACKAGES[tool] for tool in missing]
        print(f"{who}: {', '.join(missing)} missing: apt-get install {' '.join(packages)}", flush=True)
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        run(["apt-get", "-qq", "update"], **quiet)
        run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages], **quiet)
        missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        packages = [PACKAGES[tool] for tool in missing]
        raise Problem(f"missing: {', '.join(missing)}. On Debian: apt-get install {' '.join(packages)}")


def need_modules(folder: Path, files: Collection[Path], who: str) -> None:
    """Install the locked packages of `folder` with `npm ci`, unless they are installed: `files` are some of them."""
    locked = b"".join((folder / name).read_bytes() for name in ("package.json", "package-lock.json"))
    digest, stamp = hashlib.sha256(locked).hexdigest(), folder / "node_modules" / ".installed"
    whole = all(path.is_file() for path in (*files, stamp))
    if whole and stamp.read_text(encoding="ascii") == digest:
        return
    place = folder.relative_to(ROOT)
    print(f"{who}: npm ci, in {place}", flush=True)
    version = run(["npm", "--version"], cwd=ROOT, capture_output=True).stdout.strip()
    # Debian's npm, 9.2, cannot read an override of a dependency on "latest", which tests/audit/package.json has to have
    # (see its own note); every npm from 9.3 on can. It can fetch one, from a folder other than that one.
    old = version.startswith(("7.", "8.", "9.0.", "9.1.", "9.2."))
    npm = ["npm", "exec", "--yes", NEWER_NPM, "--"] if old else ["npm"]
    command = [*npm, "ci", "--ignore-scripts", "--prefix", str(folder), "--loglevel=error"]
    if run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
        raise Problem(f"npm ci failed in {place}: see its message above")
    stamp.write_text(digest, encoding="ascii")
