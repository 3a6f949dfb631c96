"""`make mutation`: change the code in small ways, one at a time, and count the changes that a test notices.

docs/mutation.md has the figures of the last run, and what its options are for.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "build" / "mutation"
NOTICED = ("killed", "timeout", "segfault")
FAILED = 255
"""The code of a run in which pytest itself failed: mutmut counts it as a timeout."""
GOAL = 85  # per cent


def main() -> int:
    """Run the command; return its exit status."""
    options = arguments()
    copy_project(COPY)
    os.chdir(COPY)  # mutmut reads and writes in the current folder
    names = sample(options.each, options.seed, options.module)
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", str(options.processes), *names]
    done = subprocess.run(run, env={**os.environ, "PYTHONPATH": ""})
    if done.returncode:
        print("If tests fail without a change of the code: run pytest in build/mutation/mutants/, with PYTHONPATH=src.")
        return done.returncode
    return report(set(names))


def arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=60, help="changes to test in each module (0: all, hours)")
    parser.add_argument("--seed", type=int, default=2005, help="which changes, of all possible ones")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("module", nargs="*", help="parts of paths: only these modules, such as reading/markdown")
    return parser.parse_args()


def copy_project(folder: Path) -> None:
    """Copy the project to where mutmut runs the tests, and the package to src/, where mutmut looks for packages."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in files:
        if not (ROOT / name).is_file():
            continue  # deleted, but still in Git's index
        target = folder / "mutants" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    shutil.copytree(ROOT / "hooks" / "roadmap", folder / "src" / "roadmap")
    shutil.copy(ROOT / "pyproject.toml", folder)


def sample(each: int, seed: int, modules: list[str]) -> list[str]:
    """Return the names of the mutants to test: at most `each` of a module, chosen at random."""
    chosen = []
    for path in sorted(walk_mutatable_files()):
        if modules and not any(part in str(path) for part in modules):
            continue
        names = [get_mutant_name(path, name) for name in mutate_file_contents(str(path), path.read_text()).mutant_names]
        chance = random.Random(f"{seed} {path}")
        chosen += names if not each or len(names) <= each else chance.sample(names, each)
    return chosen


def report(names: set[str]) -> int:
    """Print each unnoticed change and the share of noticed ones by module; return 1 if a share is below the goal."""
    rows, low = [], False
    for path in sorted(walk_mutatable_files()):
        module = SourceFileMutationData(path=path)
        module.load()
        codes = {name: code for name, code in module.exit_code_by_key.items() if name in names}
        statuses = {name: "no result" if code == FAILED else status_by_exit_code[code] for name, code in codes.items()}
        for name, status in statuses.items():
            if status not in NOTICED:
                print(f"# {name}: {status}\n{get_diff_for_mutant(name, path=path)}")
        if statuses:
            count = Counter(status in NOTICED for status in statuses.values())
            share = 100 * count[True] / count.total()
            low |= share < GOAL
            possible = len(module.exit_code_by_key)
            rows.append(f"| `{path.relative_to('src/roadmap')}` | {possible} | {count.total()} | {share:.0f} % |")
    print("| module | possible changes | tested | noticed |", "| --- | ---: | ---: | ---: |", *rows, sep="\n")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
