"""Merges every string there is into the catalogues, keeping what translators and their tools wrote.

An entry is found again by its msgctxt and its French. When the French moved, only an entry of the same msgctxt may be
it: a msgctxt names one thing, and a text of another thing that happens to look alike is not its translation. What does
not change is written back byte for byte: header, comments, order, folding, ends of lines (`poblocks`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from . import disk, strings
from .languages import known, locale, plural_forms
from .poblocks import END, Block, Key, fold, folding, french, insert, is_reviewed_mark, remove, split, words, wrap
from .problems import ProblemsFound
from .site import Site

FOLDER = "data/locales"
NEAR = 0.6
"""How alike two texts of one msgctxt must be to be the same one, moved; `difflib` counts, as it does for Babel."""
FORMATS = {"python-format", "python-brace-format"}
"""The flags that follow from what the French holds."""


def update(site: Site) -> list[Path]:
    """Write the files that `files` gives, and return their paths."""
    return disk.write(site.sources.folder, files(site))


def files(site: Site) -> dict[str, str]:
    """Return the text of `roadmap.pot`, and of each language's catalogue merged with it, by path from the project.

    Raises ProblemsFound when a catalogue could not be read: nothing is written over it.
    """
    gathered, source = strings.template(site), site.sources.languages.source
    texts = {f"{FOLDER}/{strings.TEMPLATE}": strings.template_text(gathered)}
    for code in site.sources.all_codes:
        name = f"{FOLDER}/{code}.po"
        path = site.sources.folder / name
        if code == source:
            continue
        if code in site.sources.catalogs:
            texts[name] = merge(path.read_bytes().decode("utf-8"), gathered, plural_forms(code)[0])
        elif known(code) and not os.path.lexists(path):
            texts[name] = _new_catalogue(gathered, code)
        else:
            raise ProblemsFound(site.sources.problems)
    return texts


def add_catalogue(site: Site, code: str) -> str:
    """The text of a new language's catalogue: our header, and every string to translate."""
    return _new_catalogue(strings.template(site), code)


def _new_catalogue(gathered: Catalog, code: str) -> str:
    forms, rule = plural_forms(code)
    name = locale(code).english_name
    header = strings.CATALOGUE_HEADER.format(name=name, code=code, forms=forms, rule=rule)
    return merge(header.rstrip("\n") + "\n", gathered, forms, strings.WIDTH)


def merge(text: str, gathered: Catalog, forms: int, width: int | None = None) -> str:
    """The text of a catalogue, brought up to date with the template; its language has `forms` plural forms.

    `width` is for what is written anew; by default the file's own.
    """
    lead, blocks = split(text)
    end = END.search(text)
    end = end[0] if end else "\n"
    width = folding(blocks) if width is None else width
    wanted = {_key_of(message): message for message in gathered if message.id}
    found = _pair(blocks, wanted)
    _retire(blocks, set(found.values()), wanted)
    before = next((block for block in blocks if block.strings.get("msgid") == ""), None)
    for key, message in wanted.items():
        block = found.get(key)
        if block is None:
            block = _new(message, forms, width)
            insert(block, before, blocks, end)
        elif block.obsolete:
            remove(block, blocks)
            block.take_back()
            insert(block, before, blocks, end)
        _follow(block, message, forms, width)
        before = block
    return lead + "".join(block.text(end) for block in blocks)


# Which entry is which string's


def _key_of(message: Message) -> Key:
    return message.context or "", _ids(message)[0]


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def _pair(blocks: list[Block], wanted: Mapping[Key, Message]) -> dict[Key, Block]:
    """The entry of each string that has one: its own, that of before it came back, or the one that it moved from."""
    entries = [block for block in blocks if block.key[1]]
    found = {block.key: block for block in entries if not block.obsolete and block.key in wanted}
    free = [block for block in entries if block not in found.values() and (block.obsolete or block.key not in wanted)]
    free.reverse()  # of two obsolete entries the last is the newer

    def take(is_its_entry: Callable[[Key, Block], bool]) -> None:
        for key in [key for key in wanted if key not in found]:
            if block := next((block for block in free if is_its_entry(key, block)), None):
                found[key] = block
                free.remove(block)

    def made_from(key: Key, block: Block) -> bool:
        same_context = block.key[0] == key[0]
        return same_context and "fuzzy" in block.flags and french(block.previous) == _ids(wanted[key])

    take(lambda key, block: not block.obsolete and made_from(key, block))
    take(lambda key, block: block.obsolete and block.key == key)
    take(made_from)
    gone = [block for block in reversed(free) if not block.obsolete]
    found.update(_moved(gone, [key for key in wanted if key not in found]))
    return found


def _moved(gone: list[Block], new: list[Key]) -> dict[Key, Block]:
    """Within each msgctxt, the only vanished entry for the only new string, else the nearest, each once."""
    found: dict[Key, Block] = {}
    for context in dict.fromkeys(context for context, _text in new):
        blocks = [block for block in gone if block.key[0] == context]
        keys = [key for key in new if key[0] == context]
        if len(blocks) == len(keys) == 1:
            found[keys[0]] = blocks[0]
            continue
        ratios = [
            (SequenceMatcher(None, block.key[1], key[1], autojunk=False).ratio(), key, block)
            for key in keys
            for block in blocks
        ]
        for ratio, key, block in sorted(ratios, key=lambda pair: -pair[0]):
            if ratio >= NEAR and key not in found and block not in found.values():
                found[key] = block
    return found


# What happens to an entry


def _retire(blocks: list[Block], used: set[Block], wanted: Mapping[Key, Message]) -> None:
    """Comments out the entries that no string asks for. gettext refuses a text twice, even commented out."""
    old = [block for block in blocks if block.obsolete and block not in used]
    gone = [block for block in blocks if block.key[1] and block not in used and not block.obsolete]
    known = set(wanted)
    for block in [*gone, *reversed(old)]:
        said = [line for line in block.of("comment") if not is_reviewed_mark("comment", line)]
        worthless = block in gone and not said and not any(block.translations)
        if worthless or block.key in known:
            remove(block, blocks)
        known.add(block.key)
    for block in gone:
        block.comment_out()


def _new(message: Message, forms: int, width: int) -> Block:
    plural = len(_ids(message)) > 1
    block = Block()
    block.put("msgctxt", fold("msgctxt", message.context or "", width) if message.context else [])
    block.put("msgstr", [f'msgstr[{form}] ""' for form in range(forms)] if plural else ['msgstr ""'])
    _put_french(block, _ids(message), width)
    return block


def _follow(block: Block, message: Message, forms: int, width: int) -> None:
    """Brings an entry up to date with its string. What says the same stays as it is written."""
    if block.french != _ids(message):
        _move(block, _ids(message), forms, width)
    notes = [note for text in message.auto_comments for note in wrap(text, "#. ", width)]
    if words(block.of("note")) != words(notes):
        block.put("note", notes)
    places = wrap(" ".join(sorted(place for place, _line in message.locations)), "#: ", width)
    if sorted(words(block.of("place"))) != sorted(words(places)):
        block.put("place", places)
    # Unless a translator says that it is no format.
    formats = {flag for flag in message.flags & FORMATS if f"no-{flag}" not in block.flags}
    flags = [flag for flag in block.flags if flag not in FORMATS - formats]
    block.put_flags([*flags, *sorted(formats - set(flags))])


def _put_french(block: Block, ids: tuple[str, ...], width: int) -> None:
    block.put("msgid", fold("msgid", ids[0], width))
    block.put("msgid_plural", fold("msgid_plural", ids[1], width) if len(ids) > 1 else [])


def _move(block: Block, ids: tuple[str, ...], forms: int, width: int) -> None:
    """Gives an entry its new French. The translation stays; it is fuzzy until a translator has followed."""
    old, previous, fuzzy = block.strings, french(block.previous), "fuzzy" in block.flags
    flags = [flag for flag in block.flags if flag != "fuzzy"]
    _reshape(block, len(ids) > 1, forms)
    _put_french(block, ids, width)
    texts = block.translations
    back = fuzzy and previous == ids and all(texts)
    if any(texts) and not back:
        flags.insert(0, "fuzzy")
        block.lines = [pair for pair in block.lines if not is_reviewed_mark(*pair)]
        if not fuzzy:  # else it was made from an earlier French, which a tool may have noted
            made_from = [keyword for keyword in ("msgctxt", "msgid", "msgid_plural") if keyword in old]
            block.put("previous", [line for key in made_from for line in fold(key, old[key], width, "#| ")])
    else:
        block.put("previous", [])
    block.put_flags(flags)


def _reshape(block: Block, plural: bool, forms: int) -> None:
    """Where the French gained or lost its plural, the first form of the translation stays."""
    lines = block.of("msgstr")
    if plural and "msgid_plural" not in block.strings:
        lines[0] = lines[0].replace("msgstr", "msgstr[0]", 1)
        block.put("msgstr", [*lines, *(f'msgstr[{form}] ""' for form in range(1, forms))])
    elif not plural and "msgid_plural" in block.strings:
        starts = [index for index, line in enumerate(lines) if line.lstrip().startswith("msgstr")]
        first = lines[: starts[1]] if len(starts) > 1 else lines
        block.put("msgstr", [first[0].replace("msgstr[0]", "msgstr", 1), *first[1:]])
