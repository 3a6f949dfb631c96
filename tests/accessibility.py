"""`make accessibility`: tries the site with axe and Lighthouse, and writes what was found to data/accessibility.yml.

The page /accessibility/ is made from that file.
tests/whole_site/test_accessibility.py fails when it is of other pages or modes
than are tried. Nothing is written when a test fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from roadmap import disk
from sites import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
RECORD = "data/accessibility.yml"
REPORT = ROOT / "build" / "audit.json"
HEAD = "# What the last test run found, for the page /accessibility/. Written by `make accessibility`, not by hand.\n"


def main() -> int:
    """Run the command; give its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "auto",
            "tests/whole_site/test_accessibility.py",
            "-k",
            "is_accessible",
        ]
        if subprocess.run(command, cwd=ROOT, env=os.environ | {"ACCESSIBILITY_RECORD": folder}).returncode:
            return 1
        lines = [json.loads(line) for path in sorted(Path(folder).iterdir()) for line in path.open(encoding="utf-8")]
    audit = [sys.executable, "tests/audit/run.py", "--only", "lighthouse"]
    if subprocess.run(audit, cwd=ROOT).returncode:
        return 1
    found = summary(lines, json.loads(REPORT.read_text(encoding="utf-8"))["lighthouse"])
    disk.write(ROOT, {RECORD: HEAD + written(found)})
    print(f"accessibility: {RECORD} is of today; build the site to publish it")
    return 0


def summary(lines: list[dict[str, Any]], lighthouse: dict[str, Any]) -> dict[str, Any]:
    """What data/accessibility.yml says, from the lines of the sweep and Lighthouse's part of the audits' report."""
    order = {code: rank for rank, code in enumerate(LANGUAGES)}
    sweeps = []
    for mode in dict.fromkeys(line["mode"] for line in lines):
        mine = [line for line in lines if line["mode"] == mode]
        sweeps.append(
            {
                "mode": mode,
                "languages": sorted({line["language"] for line in mine}, key=order.__getitem__),
                "widths": sorted({line["width"] for line in mine}),
                "pages": len({line["path"] for line in mine}),
                "violations": sum(line["violations"] for line in mine),
            }
        )
    pages = lighthouse["pages"]
    lowest = {
        name.replace("-", "_"): round(100 * min(page["scores"][name] for page in pages))
        for name in ("accessibility", "best-practices", "seo", "performance")
    }
    read_in = {"ar" if page["page"].startswith("ar/") else "fr" for page in pages}
    (axe,), (chromium,) = ({line[name] for line in lines} for name in ("axe", "chromium"))
    return {
        "date": datetime.now(UTC).date(),
        "engines": {"axe": axe, "chromium": chromium, "lighthouse": lighthouse["lighthouse"]},
        "sweeps": sorted(sweeps, key=lambda sweep: (-sweep["pages"], sweep["mode"])),
        "lighthouse": {"languages": sorted(read_in, key=order.__getitem__), "pages": len(pages), **lowest},
    }


def written(found: dict[str, Any]) -> str:
    """The record as YAML, a sweep on each line."""

    def line(value: object) -> str:
        return yaml.safe_dump(value, sort_keys=False, default_flow_style=True, width=1000).strip()

    sweeps = "".join(f"  - {line(sweep)}\n" for sweep in found["sweeps"])
    date, engines, lighthouse = (found[key] for key in ("date", "engines", "lighthouse"))
    return f"date: {date}\nengines: {line(engines)}\nsweeps:\n{sweeps}lighthouse: {line(lighthouse)}\n"


if __name__ == "__main__":
    sys.exit(main())
