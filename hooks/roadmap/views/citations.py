"""How to cite a page, and its card on other sites."""

from __future__ import annotations

from markupsafe import Markup

from roadmap import page_table
from roadmap.localized_text import LocalizedText
from roadmap.page_table import NUMBERED, PageRow
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Entry
from roadmap.views import citation_formats, prints
from roadmap.views.components import case_text, cases
from roadmap.views.contexts.frame import Citation, SocialCard
from roadmap.views.view import View

CARDS = NUMBERED
"""The kinds of pages that have a card for frames on other sites."""
FILED = ("home", *NUMBERED, "case-study")
"""The kinds of pages whose citation is also a file, for reference managers: what a report would rest on."""


def reference_of_case_study(view: View, case: CaseFolder) -> citation_formats.CitedWork:
    """Return what the citation of a case study is made of. Only case studies have a day of their own."""
    text = cases.case_text(view, case)
    return citation_formats.CitedWork(
        key=f"{case.slug}-{case.facts.updated.year}",
        author=cases.author(view, case).value,
        title=view.as_text(text.title, text.language).value,
        site=view.site_name.value,
        url=view.site_url + view.path(case_text.address_of(case)),
        day=case.facts.updated,
        language=text.language,
        note=case.facts.licence,
    )


def reference_of_page(
    view: View, row: PageRow, title: LocalizedText, unofficial: LocalizedText | None
) -> citation_formats.CitedWork:
    """Return the same for any other page, called `title`; `unofficial` notes that it is a translation."""
    return citation_formats.CitedWork(
        key="-".join(["open-roadmap", row.kind.name, *filter(None, [row.id.replace(".", "-")])]),
        author=cases.editors(view).value,
        title=title.value,
        site=view.site_name.value,
        url=view.site_url + view.path(row.address),
        day=None,
        language=title.language,
        note=unofficial.value if unofficial else "",
    )


def citation(view: View, row: PageRow, found: citation_formats.CitedWork) -> Citation:
    """Return how to cite a page: the line of a list of references, and the files."""
    day = view.day(found.day) if found.day else view.pgettext("cite", "sans date").value
    filed, editors = row.kind.name in FILED, cases.editors(view)
    language = editors.language if editors.foreign else found.language  # words that fell back say whose they are
    return Citation(
        apa=view.as_text(citation_formats.apa(found, day), language, fallback=False),
        url=found.url,
        bibtex=citation_formats.bibtex(found) if filed else "",
        bibtex_address=f"{row.address}cite.bib" if filed else "",
        csl_address=f"{row.address}cite.json" if filed else "",
        direction="ltr",
    )


def embed_path(view: View, row: PageRow) -> str:
    """Where the card of an output, an activity or a goal stands, from the site's root."""
    return view.path(f"{page_table.EMBED}{row.address}")


def embed_code(view: View, row: PageRow) -> str:
    """Return the mark-up by which another site shows the card of a page; empty where it has none."""
    if row.kind.name not in CARDS:
        return ""
    mark_up = Markup('<iframe src="{}" title="{}" width="320" height="400" loading="lazy"></iframe>')
    address, title = view.site_url + embed_path(view, row), view.item_label(row.kind.name, row.id).value
    return str(mark_up.format(address, title))  # as text: the page shows it


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
