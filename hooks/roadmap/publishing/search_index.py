"""The search index: Pagefind's, built from the published pages, one for each language.

A page is in the index of a language only if its text is in that language (`frame.searchable`): a text that falls back
is found in its own language. Browsers fetch the index at the first search.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import cbor2
from pagefind_bin_extended import get_executable

from roadmap import page_table
from roadmap.fingerprints import fingerprint
from roadmap.publishing import searched_pages
from roadmap.publishing.found_by import FoundBy
from roadmap.publishing.searched_pages import FoldedPages

FOLDER = page_table.SEARCH_INDEX
ENTRY = "pagefind-entry.json"
UNUSED = "pagefind-*"
"""Pagefind's own interface, and its worker: the site has its own search page."""

EXCLUDED = (
    *(".crumbs", ".pager", ".notice", ".improve", ".cite", ".tally", ".mark-label"),
    *(".sign", ".signs"),
    *(".activities", ".reference", "[aria-labelledby=case-studies]"),  # these have their own pages
    *(
        "[aria-labelledby=national-roadmaps]",
        ".cards",
        ".sdgs",
        "[aria-labelledby=nearby]",
    ),
    *(".support", ".rests-on"),  # the number of an article would be found as that of an activity
    "[aria-labelledby=known]",  # the day of a date would be found as the number of an activity
    *(".thing h2", ".thing h3", ".revise", "dt", ".why", ".planned"),  # as on all such pages
    ".provenance:not(.facts)",  # the leaflet's French, in every language
    *(".belongs", ".related", ".strip"),  # links to other pages, by their names
    *("form", "script", ".ways", ".files", "code", "[type='application/atom+xml']"),
)
"""CSS selectors of what is in a page's body but not part of its own text."""


ASIDE, ADDED, PAGES = ".search", "added.jsonl", "pages"
"""The folder with the file of the pages that were added and the folder that Pagefind reads, inside the site's folder
until the index is built: then its files are moved."""
MAGIC = b"pagefind_dcd"
"""The first bytes of Pagefind's compressed files, before their data in CBOR."""
PIECE = 13_000
"""The most bytes of a piece of the index before compression, unless a single word needs more. Pagefind's own pieces
have about five times as many, and a reader's phone fetches one for each word. Format: Pagefind 1.5,
`pagefind/src/index/`."""

LEVEL = 5
"""How hard files are compressed: 6 takes half as long again and saves a hundredth."""


class IndexFailed(Exception):
    """Pagefind could not build the index; the message is its output."""


def add(site_dir: Path, path: str, html: str, found_by: FoundBy) -> None:
    """Store what the search reads of the page at `path`, for the index of the site at `site_dir`."""
    (site_dir / ASIDE).mkdir(parents=True, exist_ok=True)
    searched_pages.add(site_dir / ASIDE / ADDED, path, html, found_by)


def index(site_dir: Path, language: str) -> None:
    """Write the index of the pages that were added, which are in one language, into the folder `pagefind/` of a site.

    Writes nothing if no page was added. Indexes of languages are independent, except their list, which is joined.
    Raises IndexFailed.
    """
    aside = site_dir / ASIDE
    if not aside.exists():
        return
    entry = _index_of(aside, language)
    _move(aside / FOLDER, site_dir / FOLDER)
    shutil.rmtree(aside)
    _add(site_dir, entry)


def _move(folder: Path, to: Path) -> None:
    """Move a folder; into an existing folder, file by file."""
    if not to.exists():
        folder.rename(to)
        return
    for path in folder.iterdir():
        if path.is_dir():
            _move(path, to / path.name)
        else:
            path.replace(to / path.name)


def join(site_dir: Path, other: Path) -> None:
    """Add to the site's list of languages those of another site or slice, whose list is at the path `other`."""
    _add(site_dir, json.loads(other.read_text(encoding="utf-8")))


def _add(site_dir: Path, entry: dict[str, Any]) -> None:
    path = site_dir / FOLDER / ENTRY
    known = json.loads(path.read_text(encoding="utf-8"))["languages"] if path.exists() else {}
    entry["languages"] |= known
    path.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _index_of(aside: Path, code: str) -> dict[str, Any]:
    """Write the index of the pages that were added, which are in one language, into a folder beside them, and return
    Pagefind's list of languages, which has this one.
    """
    pages, place = aside / PAGES, aside / FOLDER
    folded = FoldedPages(aside / ADDED, code, pages)
    # The binary itself: `python -m pagefind` takes a tenth of a second to find it, for each language.
    command = [str(get_executable()), "--site", str(pages), "--output-path", str(place)]
    command += ["--exclude-selectors", ", ".join(EXCLUDED)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise IndexFailed((done.stderr or done.stdout).decode("utf-8", "replace").strip())
    entry: dict[str, Any] = json.loads((place / ENTRY).read_text(encoding="utf-8"))
    for path in place.glob(UNUSED):  # the list too: the site's own has all languages
        path.unlink()
    (language,) = entry["languages"].values()
    if language["wasm"]:
        (place / _program("")).unlink()
    names = {path.stem: _finished(path, code, folded) for path in sorted((place / "fragment").iterdir())}
    language["hash"] = _in_small_pieces(place, code, language["hash"], names)
    (place / _words_file(code)).write_text(json.dumps(folded.corrections(), ensure_ascii=False), encoding="utf-8")
    return entry | {"languages": {code.lower(): language}}


def pieces(site_dir: Path, language: str) -> list[str]:
    """Return the paths, from the site's root, of the files that a search in a language needs."""
    folder = site_dir / FOLDER
    code = language.lower()
    known = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"].get(code)
    if known is None:
        return []  # no page of the language has words of its own
    names = ["pagefind.js", "pagefind-entry.json", f"pagefind.{known['hash']}.pf_meta"]
    names += [_program(known["wasm"]), _words_file(code)]
    names += [path.relative_to(folder).as_posix() for path in sorted(folder.glob(f"*/{code}_*"))]
    return [f"{FOLDER}/{name}" for name in names]


def _program(name: str | None) -> str:
    """Return the file name of a language's program; without a name, for languages that Pagefind has no stemmer for."""
    return f"wasm.{name or 'unknown'}.pagefind"


def _words_file(language: str) -> str:
    """Return the file name of the words that queries are corrected by."""
    return f"words.{language.lower()}.json"


def _finished(path: Path, language: str, folded: FoldedPages) -> str:
    """Write the page's address and original words into the text of a result, under a new name, and return that: it has
    the page's kind, which browsers know before they fetch any of the texts.
    """
    result = json.loads(_raw(path))
    name = f"{language}_{folded.restore(result)}_{path.stem.rpartition('_')[2]}"
    raw = MAGIC + json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(raw, LEVEL, mtime=0))
    path.rename(path.parent / f"{name}.pf_fragment")
    return name


def _in_small_pieces(folder: Path, language: str, name: str, names: Mapping[str, str]) -> str:
    """Cut the pieces of a language's index into smaller ones, and return the new name of their list.

    `names` has the new names of the texts of results.
    """
    version, pages, pieces, *rest = cbor2.loads(_raw(folder / f"pagefind.{name}.pf_meta"))
    (folder / f"pagefind.{name}.pf_meta").unlink()
    smaller = []
    for first, last, piece in pieces:
        path = folder / "index" / f"{piece}.pf_index"
        raw = _raw(path)
        path.unlink()
        offsets = _entries(raw)
        cuts = list(_cuts(offsets))
        bounds = [first]
        for cut in cuts[1:-1]:
            bounds += _bounds(_word(raw, offsets[cut - 1]), _word(raw, offsets[cut]))
        bounds.append(last)
        for at, (start, end) in enumerate(pairwise(cuts)):
            part = _array_of(1) + _array_of(end - start) + raw[offsets[start] : offsets[end]]
            smaller.append([*bounds[2 * at : 2 * at + 2], _write(folder / "index", language, part, "pf_index")])
    pages = [[names[hash_], *counts] for hash_, *counts in pages]
    raw = cbor2.dumps([version, pages, smaller, *rest])
    return _write(folder, language, raw, "pf_meta", "pagefind.")


START = re.compile(rb"\x83[\x60-\x7b]")
"""What every entry of a piece begins with: an array of three whose first is a text."""


def _entries(raw: bytes) -> list[int]:
    """Return where the entry of each word of a piece starts and the last one ends. A piece is `[[[word, pages,
    variants], …]]`. Its places may have the bytes of `START` too; as many as the piece has words means that none has.
    """
    stream = io.BytesIO(raw)
    _length(stream)
    count = _length(stream)
    starts = [match.start() for match in START.finditer(raw, stream.tell())]
    if len(starts) != count:  # decoding them is ten times as slow
        decoder, starts = cbor2.CBORDecoder(stream), []
        for _number in range(count):
            starts.append(stream.tell())
            decoder.decode()
    return [*starts, len(raw)]


def _word(raw: bytes, start: int) -> str:
    """Return the word of an entry."""
    return str(cbor2.CBORDecoder(io.BytesIO(raw[start + 1 :])).decode())


def _length(stream: io.BytesIO) -> int:
    """Read the head of an array, and return its length (RFC 8949, section 3). Raises IndexFailed."""
    (head,) = stream.read(1)
    kind, length = head >> 5, head & 31
    if kind != 4 or length > 27:
        raise IndexFailed("a piece of the index: not the format of the Pagefind that requirements.txt pins")
    return length if length < 24 else int.from_bytes(stream.read(1 << (length - 24)), "big")


def _array_of(length: int) -> bytes:
    """Return the head of an array of this length: an array of zeros, without their one byte each."""
    return cbor2.dumps([0] * length)[:-length]


def _cuts(offsets: list[int]) -> Iterator[int]:
    """Yield the index of the first word of each part of at most `PIECE` bytes, and the number of words."""
    at, count = 0, len(offsets) - 1
    while at < count:
        yield at
        at = max(at + 1, bisect_right(offsets, offsets[at] + PIECE) - 1)
    yield count


def _bounds(last: str, first: str) -> tuple[str, str]:
    """Return the bounds of two neighbouring parts: the shortest prefixes that differ, which is Pagefind's rule."""
    differ = (at for at, (one, other) in enumerate(zip(last, first, strict=False)) if one != other)
    common = next(differ, min(len(last), len(first))) + 1
    return last[:common], first[:common]


def _raw(path: Path) -> bytes:
    """Return the CBOR of one of Pagefind's files. Raises IndexFailed for another format."""
    raw = gzip.decompress(path.read_bytes())
    if not raw.startswith(MAGIC):
        raise IndexFailed(f"{path.name}: not the format of the Pagefind that requirements.txt pins")
    return raw[len(MAGIC) :]


def _write(folder: Path, language: str, data: bytes, suffix: str, prefix: str = "") -> str:
    """Write one of Pagefind's files, named after its content, and return the name without prefix and suffix."""
    raw = MAGIC + data
    name = f"{language}_{fingerprint(raw)}"
    (folder / f"{prefix}{name}.{suffix}").write_bytes(gzip.compress(raw, LEVEL, mtime=0))
    return name
