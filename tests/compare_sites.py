"""List what differs between two built sites: `python tests/compare_sites.py BEFORE AFTER [--all]`.

Names of assets carry a fingerprint of their content, so that one changed script changes every page: these names are
compared without it. What changes in the same way in many files is listed once, with how many files and an example.
Files within a ZIP count as files. The search index is compared by its number of files only: Pagefind names each by its
content. Exits with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FINGERPRINT = re.compile(r"(?<=\.)[0-9a-f]{8}(?=\.(?:css|js|svg|txt)\b)")
CHECKSUM = re.compile(r"\b[0-9a-f]{16,64}\b")
NUMBER = re.compile(r"\d{2,}")
CLIMB = re.compile(r"(?:\.\./)+")
INDEX = "pagefind/"
TEXTS = (".html", ".json", ".js", ".css", ".xml", ".yml", ".csv", ".ttl", ".jsonld", ".bib", ".svg", ".txt", ".md")
MOST = 8
"""The most lines of a change that are shown."""


def files(site: Path) -> dict[str, bytes]:
    """Return every file of a site, and of the ZIPs in it, by its path without fingerprints."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name.startswith(INDEX):
            continue
        found[FINGERPRINT.sub("*", name)] = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for inner in archive.namelist():
                    found[f"{name}!{FINGERPRINT.sub('*', inner)}"] = archive.read(inner)
    return found


def lines(name: str, content: bytes) -> list[str] | None:
    """Return a text's lines without fingerprints and checksums, one element each; None for what is no text."""
    if not name.endswith(TEXTS):
        return None
    text = CHECKSUM.sub("*", FINGERPRINT.sub("*", content.decode("utf-8", "replace")))
    return re.sub(r"(?<=>)(?=<)", "\n", text).split("\n")


def change(name: str, before: bytes, after: bytes) -> tuple[str, ...]:
    """Return how a file changed, so that the same change of another file is equal; nothing where none is left."""
    old, new = lines(name, before), lines(name, after)
    if old is None or new is None:
        return ("(not a text)",) if not name.endswith(".zip") else ()
    found = (line for line in difflib.unified_diff(old, new, n=0, lineterm="") if not line.startswith(("---", "+++")))
    return tuple(NUMBER.sub("#", CLIMB.sub("../", line.rstrip())) for line in found if not line.startswith("@@"))


def differences(before: Path, after: Path) -> Iterator[str]:
    """Return what differs, a text for each kind of change."""
    old, new = files(before), files(after)
    for title, names in (("only before", old.keys() - new.keys()), ("only after", new.keys() - old.keys())):
        groups: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            groups[re.sub(r"[^/!]*$", "", name)].append(name)
        yield from (f"{title}: {len(group)} in {folder or '/'}, as {group[0]}" for folder, group in groups.items())
    changes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name] and (found := change(name, old[name], new[name])):
            changes[found].append(name)
    for found, names in sorted(changes.items(), key=lambda pair: -len(pair[1])):
        more = [f"  … {len(found) - MOST} lines more"] if len(found) > MOST else []
        yield "\n".join([f"changed: {len(names)}, as {names[0]}", *(f"  {line[:200]}" for line in found[:MOST]), *more])
    counts = [sum(1 for path in (site / INDEX).rglob("*") if path.is_file()) for site in (before, after)]
    if counts[0] != counts[1]:
        yield f"search index: {counts[0]} files before, {counts[1]} after"


def main() -> int:
    """Print what differs between the two sites of the command line; return how the process ends."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--all", action="store_true", help="all kinds of change; else the first 60")
    chosen = parser.parse_args()
    found = list(differences(chosen.before, chosen.after))
    print("\n".join(found if chosen.all else found[:60]))
    print(f"{len(found)} kinds of difference" if found else "the same")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
