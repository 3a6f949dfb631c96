"""The pages of the site: one table of kinds, and from it one row for each page, the same in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .problems import Problem, say
from .site import Entry, Site


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. Its template is `overrides/kinds/<template>.html`, its context `View.<template>_body`."""

    name: str
    address: str
    """From the language's root; `{id}` stands for the item. Language-neutral, and never renamed without a redirect."""
    ids: Callable[[Site], tuple[str, ...]]
    parent: str | None = "home"
    """The kind one step up, for the breadcrumbs."""
    hub: bool = False
    """Whether the header links to it."""

    @property
    def template(self) -> str:
        """Name of its template and, with `_` for `-`, of its method in View."""
        return self.name


def _one(site: Site) -> tuple[str, ...]:
    return ("",)


KINDS = (
    Kind("home", "", _one, parent=None),
    Kind("outputs", "outputs/", _one, hub=True),
    Kind("output", "outputs/{id}/", lambda site: tuple(site.outputs), parent="outputs"),
    Kind("activities", "activities/", _one, hub=True),
    Kind("activity", "activities/{id}/", lambda site: tuple(site.activities), parent="activities"),
    Kind("goals", "goals/", _one, hub=True),
    Kind("goal", "goals/{id}/", lambda site: tuple(site.goals), parent="goals"),
    Kind("sdgs", "sdgs/", _one, hub=True),
    Kind("sdg", "sdgs/{id}/", lambda site: tuple(map(str, site.linked_sdgs)), parent="sdgs"),
    Kind("source-notes", "source-notes/", _one, hub=True),
    Kind(
        "prose",
        "{id}/",
        lambda site: tuple(slug for slug in site.sources.prose if slug != "source-notes"),
        hub=True,
    ),
)
KIND = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Row:
    """One page, in every language."""

    kind: Kind
    id: str
    source: str
    """The file it comes from, for messages."""
    entries: tuple[Entry, ...]
    """The texts of the leaflet it is about: it exists in a language when they are translated."""
    slug: str | None = None
    """The hand-written page it prints, if any."""

    @property
    def address(self) -> str:
        """From the language's root: `outputs/1/`."""
        return self.kind.address.format(id=self.id)


def rows(site: Site) -> tuple[Row, ...]:
    """Every page of the site."""
    entries = {(entry.kind, entry.id): entry for entry in site.entries()}

    def about(kind: str, identifier: str) -> tuple[Entry, ...]:
        if entry := entries.get((kind, identifier)):
            return (entry,)
        if kind == "home":
            return tuple(e for e in entries.values() if e.kind in ("banner", "goal", "output", "activity"))
        singular = {"outputs": "output", "activities": "activity", "goals": "goal"}.get(kind)
        return tuple(e for e in entries.values() if e.kind == singular)

    def row(kind: Kind, identifier: str) -> Row:
        slug = {"source-notes": "source-notes", "prose": identifier}.get(kind.name)
        source = f"content/{slug}.{site.sources.languages.source}.md" if slug else "data/roadmap.yml"
        return Row(kind, identifier, source, about(kind.name, identifier), slug)

    return tuple(row(kind, identifier) for kind in KINDS for identifier in kind.ids(site))


def clashes(site: Site) -> Iterator[Problem]:
    """Two sources for one address; a hand-written page may not take the place of a language's home either."""
    taken: dict[str, Row] = {}
    reserved = {f"{code}/" for code in site.sources.codes} | {"assets/"}
    for row in rows(site):
        other = taken.setdefault(row.address, row)
        fix = say("Renommez le fichier : son nom est l’adresse de la page.")
        if other is not row:
            what = say("L’adresse « %(address)s » vient déjà de %(other)s.", address=row.address, other=other.source)
            yield Problem(row.source, 1, what, fix)
        elif row.address in reserved:
            yield Problem(row.source, 1, say("L’adresse « %(address)s » est réservée.", address=row.address), fix)
