"""Catalogues as the tools of translators save them: `python tests/po/record.py [NAME…]` saves them again.

Each is canonical.po, in which the tool changed one text, TRANSLATION. A tool that changes no text writes a file that
was changed by hand. Personal details that a tool adds are placeholders.

`--check` saves into a temporary folder instead, and looks at what comes out as the tests do: `make audit` runs it.
A tool that is not installed is left out, and named.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polib
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
CANONICAL = FOLDER / "canonical.po"
TRANSLATION = "%(count)s نشاط"
CHANGED = TRANSLATION + " 2030"
ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
POEDIT = ("poedit", "Xvfb", "xdotool", "openbox", "dbus-run-session")
"""Programs of Debian's packages poedit, xvfb, xdotool, openbox and dbus."""
DEADLINE = 60


class Missing(Exception):
    """A tool is not installed: its message names it."""


def run(*command: str | Path, **options) -> None:
    """Run a program that must succeed."""
    if not shutil.which(command[0]):
        raise Missing(str(command[0]))
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    subprocess.run([*map(str, command)], check=True, env=environment, **options)


def change(path: Path) -> None:
    """Change the text in a file that is not folded."""
    text = path.read_text(encoding="utf-8")
    old, new = (f'msgstr[0] "{string}"\n' for string in (TRANSLATION, CHANGED))
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def msgcat(path: Path) -> None:
    """GNU gettext: fold as its tools do by default."""
    change(path)
    run("msgcat", "--output-file", path, path)


def msgattrib(path: Path) -> None:
    """GNU gettext: fold at 100 columns, with Windows line ends and a byte order mark."""
    change(path)
    run("msgattrib", "--width", "100", "--output-file", path, path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


def msgmerge(path: Path) -> None:
    """GNU gettext: merge with a template of the same entries."""
    change(path)
    template = polib.pofile(str(CANONICAL))
    template[:] = [entry for entry in template if not entry.obsolete]
    for entry in template:
        entry.msgstr, entry.msgstr_plural, entry.flags = "", dict.fromkeys(entry.msgstr_plural, ""), entry.flags[:]
        entry.tcomment, entry.fuzzy, entry.previous_msgctxt, entry.previous_msgid = "", False, None, None
    pot = path.with_suffix(".pot")
    template.save(str(pot))
    run("msgmerge", "--quiet", "--previous", "--output-file", path, path, pot)
    pot.unlink()


def polib_(path: Path) -> None:
    """polib, at its default width."""
    catalogue = polib.pofile(str(path))
    (entry,) = (entry for entry in catalogue if entry.msgstr_plural.get(0) == TRANSLATION)
    entry.msgstr_plural[0] = CHANGED
    catalogue.save()


def babel(path: Path) -> None:
    """Babel, which takes the French before it moved for a comment, and refuses it in obsolete entries."""
    text = path.read_text(encoding="utf-8").replace("#~|", "# |")
    catalog = read_po(text.splitlines(), locale="ar", abort_invalid=True)
    (entry,) = (entry for entry in catalog if entry.string and entry.string[0] == TRANSLATION)
    entry.string = (CHANGED, *entry.string[1:])
    with path.open("wb") as file:
        write_po(file, catalog, width=200, no_location=False)


def toolkit(path: Path, **header: str) -> None:
    """translate-toolkit, at its default width."""
    try:
        from translate.misc.multistring import multistring
        from translate.storage import pypo
    except ImportError as error:
        raise Missing("translate-toolkit") from error
    store = pypo.pofile.parsefile(str(path))
    (unit,) = (unit for unit in store.units if str(unit.target) == TRANSLATION)
    unit.target = multistring([CHANGED, *unit.target.strings[1:]])
    if header:
        store.updateheader(add=True, **header)
    store.save()


def weblate(path: Path) -> None:
    """A change as Weblate commits it: translate-toolkit at 77 columns, and the header's fields that Weblate sets."""
    toolkit(
        path,
        PO_Revision_Date="2026-11-02 10:00+0000",
        Last_Translator="Anonymous <noreply@weblate.org>",
        Language_Team="Arabic <https://translate.example.org/projects/roadmap/catalogues/ar/>",
        Language="ar",
        Plural_Forms=f"nplurals=6; plural={ARABIC};",
        X_Generator="Weblate 5.14",
    )


def poedit(path: Path) -> None:
    """Poedit: type at the end of the first text that it lists, save, in a display of its own."""
    for program in POEDIT:
        if not shutil.which(program):
            raise Missing(program)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "ar.po"
        shutil.copy(path, work)
        environment = os.environ | {"HOME": folder, "LC_ALL": "C.UTF-8", "DISPLAY": f":{90 + os.getpid() % 900}"}
        quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running = [subprocess.Popen(["Xvfb", environment["DISPLAY"], "-screen", "0", "1280x900x24"], **quiet)]
        try:
            time.sleep(2)
            for command in (["openbox"], ["dbus-run-session", "--", "poedit", str(work)]):
                running.append(subprocess.Popen(command, **quiet))
            window = wait(lambda: xdotool(environment, "search", "--onlyvisible", "--name", "ar.po.*Poedit").split())[0]
            time.sleep(2)
            xdotool(environment, "windowactivate", "--sync", window)
            xdotool(environment, "key", "--delay", "100", "ctrl+End")
            xdotool(environment, "type", "--delay", "100", CHANGED.removeprefix(TRANSLATION))
            time.sleep(1)
            xdotool(environment, "key", "ctrl+s")
            wait(lambda: CHANGED in work.read_text(encoding="utf-8"))
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait()
        shutil.copy(work, path)


def poedit_folded(path: Path) -> None:
    """Poedit, of a file that gettext folded."""
    run("msgcat", "--output-file", path, path)
    poedit(path)


def xdotool(environment: dict[str, str], *arguments: str) -> str:
    """Run xdotool, and give what it prints."""
    command = ["xdotool", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False, text=True).stdout


def wait(ready: Callable[[], object]):
    """Give what `ready` gives once it is something."""
    end = time.monotonic() + DEADLINE
    while not (found := ready()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.5)
    return found


LIVE = {"babel": babel, "msgattrib": msgattrib, "msgcat": msgcat, "msgmerge": msgmerge, "polib": polib_}
"""What the tests run."""
RECIPES: dict[str, Callable[[Path], None]] = LIVE | {
    "poedit": poedit,
    "poedit-folded": poedit_folded,
    "translate-toolkit": toolkit,
    "weblate": weblate,
}


def save(name: str, path: Path) -> None:
    """Save the catalogue as a tool does."""
    shutil.copy(CANONICAL, path)
    RECIPES[name](path)


def main() -> None:
    """Save the catalogues, or look at what their tools save today."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.names) - set(RECIPES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    for name in options.names or RECIPES:
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{name}.po"
                save(name, path)
                if not options.check:
                    shutil.copy(path, FOLDER)
                elif (changed := changed_entries(path, name)) != [ENTRY]:
                    sys.exit(f"{name}: other entries change: {changed}")
            print(f"{name}: {'as expected' if options.check else 'saved'}", flush=True)
        except Missing as error:
            print(f"{name}: left out, {error} is not installed", flush=True)


LOST = {
    "babel": ("goal 1", "notice"),  # an empty line of a comment; the flag of an obsolete entry
    "polib": ("goal 1", "notice"),  # a comment's line, which it folds; the French before it moved, of an obsolete entry
}
"""The msgctxt of entries from which a tool takes something that it cannot keep."""
ENTRY = ("count", "%(count)s activité")
"""msgctxt and msgid of the entry that changes."""


def changed_entries(path: Path, name: str) -> list[tuple[str, str]]:
    """The entries in which a file, in the project's form, differs from canonical.po, but for what the tool loses."""
    from roadmap.catalogues import po_file
    from roadmap.reading.yaml_file import read_text

    before = by_key(CANONICAL.read_text(encoding="utf-8"))
    after = by_key(po_file.canonical(read_text(path, path.name)[0]))
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [key for key in changed if key[0] not in LOST.get(name, ())]


def by_key(text: str) -> dict[tuple[str, str], str]:
    """The entries of a text in the project's form."""
    catalogue = polib.pofile(text.replace("#~|", "#|"), wrapwidth=0)
    return {(entry.msgctxt or "", entry.msgid): str(entry) for entry in catalogue}


if __name__ == "__main__":
    main()
