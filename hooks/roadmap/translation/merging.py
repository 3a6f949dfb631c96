"""Merge the current strings into the catalogues, and preserve the translators' work.

An entry belongs to the string with its msgctxt and French. If the French changed, only an entry of the same msgctxt can
belong to it: a msgctxt names one thing, and a similar text of another thing is not its translation. Catalogues are
written in canonical form (`po_file`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote

from babel.messages.catalog import Catalog, Message
from polib import POEntry

from roadmap import disk
from roadmap.catalogues import plurals, po_file
from roadmap.catalogues.catalogue import french
from roadmap.languages import known, name_in
from roadmap.problems import Problem, ProblemsFound, message
from roadmap.reading.project import MAX_CATALOGUE_BYTES
from roadmap.reading.yaml_file import read_text
from roadmap.site import FORMER, Site
from roadmap.translation import extraction, outdated

FOLDER = "data/locales"
NEAR = 0.6
"""How similar two texts of one msgctxt must be to be the same text, changed; `difflib` measures it, as in Babel."""
FORMATS = {"python-format", "python-brace-format"}
"""The flags that depend on the French."""
NUMBER = re.compile(r"\b[1-9](\.[1-9])?\b")
"""That of an output or an activity, in a msgctxt."""
Key = tuple[str, str]
"""msgctxt and msgid."""


def update(site: Site) -> list[Path]:
    """Write the files that `files` returns, and return their paths."""
    return disk.write(site.project.folder, files(site))


def files(site: Site) -> dict[str, str]:
    """Return the text of `roadmap.pot`, and of each language's catalogue merged with it, by path from the project.

    Raises ProblemsFound when a catalogue could not be read: nothing is written over it.
    """
    gathered, source = extraction.template(site), site.project.languages.source
    if alien := [*outdated.foreign(site.project, lost=False)]:
        raise ProblemsFound(alien)  # the merge would make all of it obsolete
    texts = {f"{FOLDER}/{extraction.TEMPLATE}": extraction.template_text(gathered)}
    for code in site.project.all_codes:
        name = f"{FOLDER}/{code}.po"
        path = site.project.folder / name
        if code == source:
            continue
        if code in site.project.catalogs:
            texts[name] = merge(_text(path, name), gathered, site.project.catalogs[code].num_plurals)
        elif known(code) and not os.path.lexists(path):
            texts[name] = _new_catalogue(gathered, code)
        else:
            raise ProblemsFound(site.project.problems)
    return texts


def add_catalogue(site: Site, code: str) -> str:
    """Return the text of a new language's catalogue: our header, and all strings to translate."""
    return _new_catalogue(extraction.template(site), code)


def _new_catalogue(gathered: Catalog, code: str) -> str:
    forms, rule = plurals.of_language(code)
    name = name_in(code, "en")
    header = extraction.CATALOGUE_HEADER.format(name=name, code=code, forms=forms, rule=rule)
    return merge(header, gathered, forms)


def catalogues(folder: Path) -> dict[str, Path]:
    """Return the catalogue files of the project at `folder`, by their path from it."""
    place = folder / FOLDER
    return {f"{FOLDER}/{path.name}": path for path in disk.entries(place, ".po")} if place.is_dir() else {}


def reformatted(folder: Path, codes: Collection[str]) -> dict[str, str]:
    """Return the canonical text of each catalogue, or of those of `codes`, that is not in canonical form.

    Raises ProblemsFound when one cannot be read.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, path in catalogues(folder).items():
        if not codes or path.stem in codes:
            try:
                text = po_file.canonical(_text(path, name), name)
            except ProblemsFound as found:
                problems += found.problems
            else:
                texts |= {} if text.encode() == path.read_bytes() else {name: text}
    if problems:
        raise ProblemsFound(problems)
    return texts


def notices(folder: Path, wrong: Collection[str]) -> Iterator[Problem]:
    """Yield a notice for each catalogue that is not in canonical form, except those with errors: `wrong`."""
    codes = [path.stem for name, path in catalogues(folder).items() if name not in wrong]
    texts: dict[str, str] = {}
    with suppress(ProblemsFound):  # the check skips catalogues if the list of languages cannot be read
        texts = reformatted(folder, codes) if codes else {}
    for name, text in texts.items():
        pairs = zip(text.encode().split(b"\n"), (folder / name).read_bytes().split(b"\n"), strict=False)
        line = next((at for at, (right, now) in enumerate(pairs, start=1) if right != now), 1)
        what = message("Ce catalogue n’est pas au format du projet : première différence ici.")
        fix = message("Lancez : roadmap translations format %(code)s", code=Path(name).stem)
        yield Problem(name, line, what, fix, "notice")


def _text(path: Path, name: str) -> str:
    text, problems = read_text(path, name, MAX_CATALOGUE_BYTES)
    if text is None:
        raise ProblemsFound(problems)
    return text


def merge(text: str, gathered: Catalog, forms: int) -> str:
    """Return the text of a catalogue, updated from the template; its language has `forms` plural forms."""
    catalogue = po_file.edit(text)
    wanted = {_key_of(message): message for message in gathered if message.id}
    found = _pair(catalogue, wanted)
    found |= _copied(catalogue, [key for key in wanted if key not in found])
    used = {id(entry): key for key, entry in found.items()}
    stay = [used[id(entry)] for entry in catalogue if id(entry) in used and not entry.obsolete]
    unused = [entry for entry in catalogue if id(entry) not in used]
    # New strings, and those that were obsolete, go below the string above them in the template.
    above, staying = [None, *wanted], {*stay}
    below = {before: key for before, key in zip(above, wanted, strict=False) if key not in staying}
    order: list[Key] = []
    for key in (below.get(None), *stay):
        while key is not None:
            order.append(key)
            key = below.get(key)
    catalogue[:] = [found.get(key) or POEntry(msgctxt=key[0] or None, msgid=key[1]) for key in order]
    for key, entry in zip(order, catalogue, strict=True):
        entry.msgctxt = key[0] or None  # type: ignore[assignment]  # it may have been lost
        _follow(entry, wanted[key], forms)
    catalogue += _retired(unused, wanted)
    return str(catalogue)


# Which entry belongs to which string


def _key_of(message: Message) -> Key:
    return message.context or "", french(message)[0]


def _key(entry: POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


def _french(entry: POEntry) -> tuple[str, ...]:
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def _previous(entry: POEntry) -> tuple[str, ...]:
    """Return the French that a fuzzy translation was made from."""
    return tuple(text for text in (entry.previous_msgid, entry.previous_msgid_plural) if text is not None)


def _translations(entry: POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def _pair(entries: list[POEntry], wanted: Mapping[Key, Message]) -> dict[Key, POEntry]:
    """Return, by string, its entry: the current one, one without its msgctxt, the obsolete one, or that of the previous
    French.
    """
    found = {_key(entry): entry for entry in entries if not entry.obsolete and _key(entry) in wanted}
    free = [entry for entry in entries if entry.obsolete or _key(entry) not in wanted]
    free.reverse()  # of two obsolete entries the last is newer

    def take(is_its_entry: Callable[[Key, POEntry], bool]) -> None:
        for key in [key for key in wanted if key not in found]:
            if (at := next((at for at, entry in enumerate(free) if is_its_entry(key, entry)), None)) is not None:
                found[key] = free.pop(at)

    def made_from(key: Key, entry: POEntry) -> bool:
        return _key(entry)[0] == key[0] and entry.fuzzy and _previous(entry) == french(wanted[key])

    def lost_context(key: Key, entry: POEntry) -> bool:
        """Return whether XLIFF or CSV took the msgctxt of an entry, or put the place of the text there."""
        places = {place for place, _line in wanted[key].locations}
        named = {unquote(place) for place in (entry.msgctxt, *(place for place, _line in entry.occurrences)) if place}
        known = not named or bool(places & named)
        return not entry.obsolete and entry.msgid == key[1] and known and entry.msgctxt in (None, "", *places)

    take(lost_context)
    take(lambda key, entry: not entry.obsolete and made_from(key, entry))
    take(lambda key, entry: bool(entry.obsolete) and _key(entry) == key)
    take(made_from)
    orphans = [entry for entry in reversed(free) if not entry.obsolete]
    found.update(_moved(orphans, [key for key in wanted if key not in found]))
    return found


def _moved(orphans: list[POEntry], new: list[Key]) -> dict[Key, POEntry]:
    """Return entries by new string in each msgctxt: the only vanished one for the only new one, else the nearest."""
    found: dict[Key, POEntry] = {}
    for context in dict.fromkeys(context for context, _text in new):
        entries = [entry for entry in orphans if _key(entry)[0] == context]
        keys = [key for key in new if key[0] == context]
        if len(entries) == len(keys) == 1:
            found[keys[0]] = entries[0]
            continue
        ratios = [
            (SequenceMatcher(None, entry.msgid, key[1], autojunk=False).ratio(), key, entry)
            for key in keys
            for entry in entries
        ]
        for ratio, key, entry in sorted(ratios, key=lambda pair: -pair[0]):
            if ratio >= NEAR and key not in found and not any(entry is one for one in found.values()):
                found[key] = entry
    return found


def _copied(entries: list[POEntry], new: list[Key]) -> dict[Key, POEntry]:
    """Return copies of entries by new string, for texts that a revision replaced or gave another number: they keep
    their translation, with its review.

    The msgctxt of `activity 2.3` in the leaflet is then `former activity 2.3 leaflet`, and that of its note begins with
    `note former`. The same French before the revision shows which number an item had.
    """
    done = {_key(entry): entry for entry in entries if not entry.fuzzy and any(_translations(entry))}
    before: dict[str, str] = {}
    for context, text in new:
        if context.startswith(FORMER):
            present, shape = _present(context), NUMBER.sub("", _present(context))
            alike = [name for name, french_ in done if french_ == text and NUMBER.sub("", name) == shape]
            before |= {present: present if present in alike else alike[0]} if alike else {}
    found: dict[Key, POEntry] = {}
    for context, text in new:
        for present, name in before.items():
            origin = re.sub(rf"{re.escape(present)}\b(?!\.)", name, _present(context) if FORMER in context else context)
            if present in context and (origin, text) in done:
                found[context, text] = deepcopy(done[origin, text])
    return found


def _present(context: str) -> str:
    """Return the msgctxt of a former text's item: `activity 2.3` of `former activity 2.3 leaflet`."""
    return context.replace(FORMER, "", 1).rpartition(" ")[0]


# What happens to an entry


def _retired(unused: list[POEntry], wanted: Collection[Key]) -> Iterator[POEntry]:
    """Yield the entries without a string, as obsolete, the newest last. gettext refuses duplicates even among them."""
    stay: list[POEntry] = []
    orphans = [entry for entry in unused if not entry.obsolete]
    for entry in reversed([*(entry for entry in unused if entry.obsolete), *orphans]):
        comments = [line for line in entry.tcomment.split("\n") if line and not po_file.says_reviewed(line)]
        worthless = not entry.obsolete and not comments and not any(_translations(entry))
        if not worthless and _key(entry) not in wanted and _key(entry) not in map(_key, stay):
            stay.append(entry)
        entry.obsolete = True
    return reversed(stay)


def _follow(entry: POEntry, message: Message, forms: int) -> None:
    """Update an entry from its string."""
    if _french(entry) != french(message):
        _move(entry, french(message), forms)
    entry.obsolete = False
    entry.comment = " ".join(message.auto_comments)
    entry.occurrences = [(place, "") for place in sorted(place for place, _line in message.locations if place)]
    # Except if a translator has stated that it is not a format.
    formats = {flag for flag in message.flags & FORMATS if f"no-{flag}" not in entry.flags}
    entry.flags = po_file.sorted_flags([flag for flag in entry.flags if flag not in FORMATS] + [*formats])


def _move(entry: POEntry, ids: tuple[str, ...], forms: int) -> None:
    """Change the French of an entry. The translation stays, but is fuzzy until a translator updates it."""
    old, context, previous, fuzzy = _french(entry), entry.msgctxt, _previous(entry), entry.fuzzy
    _reshape(entry, len(ids) > 1, forms)
    entry.msgid, entry.msgid_plural = ids if len(ids) > 1 else (*ids, "")
    texts = _translations(entry)
    is_fuzzy = any(texts) and not (fuzzy and previous == ids and all(texts))
    entry.fuzzy = is_fuzzy  # type: ignore[misc]  # polib's stubs lack its setter
    if not entry.fuzzy:
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
        return
    entry.tcomment = "\n".join(line for line in entry.tcomment.split("\n") if not po_file.says_reviewed(line))
    if not fuzzy:  # else it was made from an earlier French, which may be noted already
        entry.previous_msgctxt, entry.previous_msgid = context, old[0]
        entry.previous_msgid_plural = old[1] if len(old) > 1 else None


def _reshape(entry: POEntry, plural: bool, forms: int) -> None:
    """Add or remove plural forms as in the French; the first form of the translation stays."""
    first = _translations(entry)[0]
    if plural and not entry.msgid_plural:
        entry.msgstr, entry.msgstr_plural = "", {form: "" if form else first for form in range(forms)}
    elif not plural and entry.msgid_plural:
        entry.msgstr, entry.msgstr_plural = first, {}
