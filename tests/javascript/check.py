"""The types of the site's scripts, checked by TypeScript: `make lint` runs it, and needs Node for it.

Scripts are published as they are written. TypeScript reads their JSDoc, and in site.d.ts, which is not published, what
they rely on. Exit status: 0 when all is well, 1 otherwise.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from node_tools import ROOT, Problem, need_modules, need_tools, run

HERE = Path(__file__).resolve().parent
SCRIPTS = ROOT / "overrides" / "assets"
COMPILER = HERE / "node_modules" / "typescript" / "bin" / "tsc"
WHO = "lint of the scripts"


def check(folder: Path) -> list[str]:
    """Return what is wrong with the scripts of a folder, a line each: `search.js(12,3): error TS2339: …`."""
    need_tools(("node", "npm"), WHO)
    need_modules(HERE, (COMPILER,), WHO)
    scripts = sorted([*folder.glob("*.js"), *folder.glob("*/*.js")])
    if not scripts:
        raise Problem(f"no script in {folder}")
    with tempfile.TemporaryDirectory() as temporary:
        settings = Path(temporary, "tsconfig.json")
        files = [str(path) for path in (*scripts, *HERE.glob("*.d.ts"))]
        settings.write_text(json.dumps({"extends": str(HERE / "tsconfig.json"), "files": files}), encoding="utf-8")
        done = run(
            ["node", str(COMPILER), "--project", str(settings), "--pretty", "false"], cwd=folder, capture_output=True
        )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if done.returncode and not lines:
        raise Problem(f"TypeScript did not run: {done.stderr.strip()}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description="Check the types of the site's scripts.")
    parser.add_argument("folder", nargs="?", type=Path, default=SCRIPTS, help="of the scripts (overrides/assets)")
    try:
        found = check(parser.parse_args(arguments).folder.resolve())
    except Problem as problem:
        print(f"{WHO}: {problem}", file=sys.stderr)
        return 1
    print("\n".join(found) if found else f"{WHO}: all is well")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
