"""What pages load: the files of `overrides/assets/`, and the scripts that are written in several files.

A folder of scripts, such as `contribute/`, is published as one script, so that a page loads it with one request. Its
files are joined in the order of their names: what one of them uses of another must be used after all are loaded. They
and the style sheet are published without comments and indentation, which are a fifth of what a phone would load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from roadmap.disk import is_foreign
from roadmap.fingerprints import ASSET_FIGURES, fingerprint

UNREAD = re.compile(rb"/\*.*?\*/ ?|^[ \t\n]*// [^\n]*\n|(?<=[;{},(]) // [^\n]*|^[ \t\n]+", re.DOTALL | re.MULTILINE)
"""Comments, indentation and empty lines. No string of our scripts has `/*` or `; // ` in it, or several lines."""

SCRIPT = "roadmap.js"
"""The script that every page loads: it is published without comments too."""
STYLE = "roadmap.css"
PICTURES = "pictures.css"
PLANNER = "planner.css"
REVISION = "revision.css"
"""What a revised roadmap adds to it."""
UNREAD_STYLE = re.compile(
    rb"/\*.*?\*/[ \t\n]*|^[ \t\n]+|(?<=[{};,:])[ \t\n]+|[ \t\n]+(?=[{}])|;(?=\s*\})", re.DOTALL | re.MULTILINE
)
"""Comments and spaces that style sheets do not need. No string of ours has `/*`, or a space after these signs."""


def paths(overrides: Path) -> Sequence[Path]:
    """Return the site's own assets, its folders of scripts, and third-party files, which are in folders with their
    licences.
    """
    own = overrides / "assets"
    vendored = (path for path in own.glob("vendor/*/*") if path.name != "README.md")
    found = [path for path in [*own.iterdir(), *vendored] if path.is_file() or _scripts(path)]
    return sorted(path for path in found if not is_foreign(path.name))


def _scripts(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.js") if not is_foreign(path.name))


def name(path: Path) -> str:
    """Return the name that templates use: `roadmap.css`, or `contribute.js` for the folder `contribute/`."""
    return f"{path.name}.js" if path.is_dir() else path.name


def content(path: Path, added: Mapping[Path, bytes] = MappingProxyType({})) -> bytes:
    """Return the content of an asset, joined if it is a folder of scripts, with what is `added` to it."""
    if path.is_dir():
        return b"".join(UNREAD.sub(b"", script.read_bytes()) for script in _scripts(path)) + added.get(path, b"")
    if path.name == SCRIPT:
        return UNREAD.sub(b"", path.read_bytes()) + added.get(path, b"")
    if path.name in (STYLE, PICTURES, PLANNER, REVISION):
        return UNREAD_STYLE.sub(b"", path.read_bytes()) + added.get(path, b"")
    return path.read_bytes() + added.get(path, b"")


def published_name(path: Path, added: Mapping[Path, bytes] = MappingProxyType({})) -> str:
    """Return the name of a published asset, `roadmap.1a2b3c4d.css`: new content gets a new name, so that browsers may
    cache it for ever.
    """
    named = Path(name(path))
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", named.stem)
    suffix = named.suffix.lower().replace(".mjs", ".js")  # some hosts send .mjs with another type
    return f"{stem}.{fingerprint(content(path, added), ASSET_FIGURES)}{suffix}"
