"""How to cite a page, and its card on other sites."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Entry, Plan
from roadmap.views import citation_formats, prints
from roadmap.views.components import case_text, cases, plans
from roadmap.views.contexts.frame import Citation, SocialCard
from roadmap.views.view import View


def reference_of_case_study(view: View, case: CaseFolder) -> citation_formats.CitedWork:
    """Return the data of a case study's citation. Only case studies and plans have a date."""
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


def reference_of_plan(view: View, plan: Plan) -> citation_formats.CitedWork:
    """Return the data of the citation of a Party's own roadmap: its author presents it."""
    title, published = plans.title(view, plan), plan.published.plan if plan.published else None
    if published:  # in one language, as its author is named
        title = view.as_text(published.title[published.language], published.language)
    return citation_formats.CitedWork(
        key=plan.id,
        author=plans.author(view, plan).value,
        title=title.value,
        site=view.site_name.value,
        url=view.site_url + view.path(plans.address(plan)),
        day=published.updated if published else None,
        language=title.language,
        note=published.licence if published else "",
        version="" if published else view.site.roadmap.version,
    )


def reference_of_page(
    view: View, row: PageRow, title: LocalizedText, unofficial: LocalizedText | None
) -> citation_formats.CitedWork:
    """Return the data of any other page's citation; `unofficial` notes that it is a translation."""
    return citation_formats.CitedWork(
        key="-".join(["open-roadmap", row.kind.name, *filter(None, [row.id.replace(".", "-")])]),
        author=cases.editors(view).value,
        title=title.value,
        site=view.site_name.value,
        url=view.site_url + view.path(row.address),
        day=None,
        language=title.language,
        note=unofficial.value if unofficial else "",
        version=view.site.roadmap.version,
    )


def citation(view: View, row: PageRow, work: citation_formats.CitedWork, filed: bool) -> Citation:
    """Return how to cite a page: the entry for a list of references, and the files."""
    day = view.day(work.day) if work.day else view.pgettext("cite", "sans date").value
    editors = cases.editors(view)
    language = editors.language if editors.foreign else work.language  # of words that fell back
    return Citation(
        apa=view.as_text(citation_formats.apa(work, day, view.language), language, fallback=False),
        url=work.url,
        bibtex=citation_formats.bibtex(work) if filed else "",
        bibtex_address=f"{row.address}cite.bib" if filed else "",
        csl_address=f"{row.address}cite.json" if filed else "",
        direction="ltr",
    )


EMBED_LINES = {"": (29, 24), "ru": (24, 24), "ar": (31, 29), "zh": (16, 24)}
"""By language: the number of characters on a line of a card for other sites, and its height in pixels. The empty
language is for all others."""
EMBED_FRAME = 96
"""The height of a card without its lines, in pixels: edges, and the space between paragraphs."""


def embed_path(view: View, row: PageRow) -> str:
    """Return the path of the card of an output, an activity or a goal, from the site's root."""
    return view.path(f"{page_table.EMBED}{row.address}")


def embed_code(view: View, row: PageRow, paragraphs: Iterable[str]) -> str:
    """Return the markup that shows the card of a page on another site, as high as its `paragraphs` need."""
    markup = Markup('<iframe src="{}" title="{}" width="320" height="{}" loading="lazy"></iframe>')
    address, title = view.site_url + embed_path(view, row), view.item_label(row.kind.name, row.id).value
    # as text: the page shows the markup itself
    return str(markup.format(address, title, embed_height(paragraphs, view.language)))


def embed_height(paragraphs: Iterable[str], language: str) -> int:
    """Return the height in pixels of a card 320 pixels wide, generous by a line: systems have different faces."""
    characters, line = EMBED_LINES.get(language, EMBED_LINES[""])
    lines = sum(-(-len(paragraph) // characters) for paragraph in paragraphs)
    return -(-(EMBED_FRAME + line * (lines + 1)) // 20) * 20


def social_card(view: View) -> SocialCard | None:
    """Return the picture that messengers show with a link to any page of the language; None if it is not printed. Its
    alternative text is its largest text.
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
