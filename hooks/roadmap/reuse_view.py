"""How to take a page further, in the words of one language: its citation, and its card on other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from . import cite, page_info, pages, prints, urls
from .pages import NUMBERED, Row
from .parts import Citation, EmbedCard, Reuse, SocialCard, Text
from .site import Entry

if TYPE_CHECKING:
    from .view import View

CARDS = NUMBERED
"""The kinds of pages that have a card for frames on other sites."""
FILED = ("home", *NUMBERED, "case-study")
"""The kinds of pages whose citation is also a file, for reference managers: what a report would rest on."""


def reference(view: View, row: Row) -> cite.Reference:
    """What the citation of a page is made of. Only case studies have a day of their own."""
    url, site = view.site_url + view.path(row.address), view.site_name.value
    if row.kind.name == "case-study":
        case = view.site.sources.cases[row.id]
        text = view.case_text(case)
        return cite.Reference(
            key=f"{case.slug}-{case.facts.updated.year}",
            author=view.author(case).value,
            title=view.as_text(text.title, text.language).value,
            site=site,
            url=url,
            day=case.facts.updated,
            language=text.language,
            note=case.facts.licence,
        )
    title, unofficial = _title(view, row), page_info.unofficial(view, row)
    return cite.Reference(
        key="-".join(["open-roadmap", row.kind.name, *filter(None, [row.id.replace(".", "-")])]),
        author=view.editors().value,
        title=title.value,
        site=site,
        url=url,
        day=None,
        language=title.language,
        note=unofficial.value if unofficial else "",
    )


def _title(view: View, row: Row) -> Text:
    """With the text of an output, an activity or a goal: its number alone says nothing in a list of references."""
    if row.kind.name not in NUMBERED:
        return view.as_text(page_info.heading(view, row), view.language)
    label, text = view.item_label(row.kind.name, row.id), view.entry(row.entries[0])
    whole = view.pgettext("title", "%(label)s : %(title)s", label=label, title=text)
    return view.as_text(whole.value, text.language)


def citation(view: View, row: Row) -> Citation:
    """How to cite a page: the line of a list of references, and the files."""
    found = reference(view, row)
    day = view.day(found.day) if found.day else view.pgettext("cite", "sans date").value
    filed, editors = row.kind.name in FILED, view.editors()
    language = editors.language if editors.foreign else found.language  # words that fell back say whose they are
    return Citation(
        apa=view.as_text(cite.apa(found, day), language, fallback=False),
        url=found.url,
        bibtex=cite.bibtex(found) if filed else "",
        bibtex_address=f"{row.address}cite.bib" if filed else "",
        csl_address=f"{row.address}cite.json" if filed else "",
        direction="ltr",
    )


def reuse(view: View, row: Row) -> Reuse:
    """What the frame offers below a body; a case study's own body has its citation."""
    return Reuse(
        citation=None if row.kind.name == "case-study" else citation(view, row),
        embed=_mark_up(view, row) if row.kind.name in CARDS else "",
    )


def _mark_up(view: View, row: Row) -> str:
    """The mark-up by which another site shows the card of a page."""
    mark_up = Markup('<iframe src="{}" title="{}" width="320" height="400" loading="lazy"></iframe>')
    address, title = view.site_url + embed_path(view, row), view.item_label(row.kind.name, row.id).value
    return str(mark_up.format(address, title))  # as text: the page shows it


def embed_path(view: View, row: Row) -> str:
    """Where the card of an output, an activity or a goal stands, from the site's root."""
    return view.path(f"{pages.EMBED}{row.address}")


def embed_card(view: View, row: Row) -> EmbedCard:
    """What the card says."""
    kind, site = row.kind.name, view.site
    if kind == "activity":
        output, thing = site.activities[row.id]
        above = view.item("output", output)
    elif kind == "output":
        thing = site.outputs[row.id]
        above = view.item("goal", site.goals[thing.goal.id])
    else:
        thing, above = site.goals[row.id], None
    link = urls.relative(view.path(row.address), embed_path(view, row))
    return EmbedCard(item=view.item(kind, thing), above=above, link=link)


def social_card(view: View) -> SocialCard | None:
    """The picture that messengers show with a link to any page of the language, if it has been printed; its text is the
    largest that the picture shows.
    """
    if not view.card:
        return None
    width, height = prints.CARD_SIZE
    return SocialCard(
        url=view.site_url + view.path(prints.CARD),
        width=width,
        height=height,
        alt=view.entry(Entry("title", "", view.site.roadmap.title)).value,
    )
