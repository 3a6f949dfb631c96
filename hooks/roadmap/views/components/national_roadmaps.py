"""National roadmaps: entries of their page, and links to them from the pages of Parties and activities."""

from __future__ import annotations

from roadmap import languages
from roadmap.localization import LocalizedText
from roadmap.model.national_roadmaps import KINDS, NationalRoadmap, PublicSource
from roadmap.page_table import KIND
from roadmap.views.components import cases
from roadmap.views.contexts.components import SourceLink
from roadmap.views.contexts.national_roadmaps import RoadmapEntry, RoadmapSource
from roadmap.views.view import View


def published(view: View) -> int:
    """Return the number of national roadmaps with a public text; projects, analyses and reports are none."""
    listed = (one.id for one in view.site.project.national_roadmaps.roadmaps if one.kind == "national_roadmap")
    return len({*listed, *view.site.project.adaptations})


def address(one: NationalRoadmap) -> str:
    """Return the address of an entry, from the language's root."""
    return f"{KIND['national-roadmaps'].address}#{one.id}"


def in_order(view: View, roadmaps: tuple[NationalRoadmap, ...]) -> list[NationalRoadmap]:
    """Return entries by kind, then by the name of their Party in the reader's alphabet."""
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    return sorted(
        roadmaps,
        key=lambda one: (ranks[one.kind], languages.sort_key(view.party_name(one.party).value, view.language), one.id),
    )


def title(view: View, one: NationalRoadmap) -> LocalizedText | None:
    """Return the title in the reader's language if the document has one, else in its own; None without a title."""
    if not one.title:
        return None
    code = view.language if view.language in one.title else next(iter(one.title))
    return view.as_text(one.title[code], code, fallback=False)


def translation(view: View, one: NationalRoadmap) -> LocalizedText | None:
    """Return the editors' translation of a title; None if the document has one in the reader's language."""
    context = f"national-roadmap title {one.id}"
    french = one.texts(view.source).get(context)
    return view.data(context, french) if french and view.language not in one.title else None


def summary(view: View, one: NationalRoadmap) -> LocalizedText:
    """Return what an entry is and who drew it up."""
    return view.data(f"national-roadmap {one.id}", one.summary)


def named(view: View, one: NationalRoadmap) -> LocalizedText:
    """Return whose an entry is, and what it is."""
    kind, party = view.phrase(KINDS[one.kind]), view.party_name(one.party)
    return view.pgettext("national-roadmap", "%(party)s – %(kind)s", party=party, kind=kind)


def dated(view: View, one: NationalRoadmap) -> LocalizedText:
    """Return what an entry is, and when."""
    kind = view.phrase(KINDS[one.kind])
    if one.year is None:
        return kind
    return view.pgettext("national-roadmap", "%(kind)s (%(year)s)", kind=kind, year=one.year)


def basis(view: View, one: NationalRoadmap, activity: str) -> LocalizedText:
    """Return who links an entry to an activity."""
    if activity in one.activities_stated:
        return view.pgettext("national-roadmap", "lien indiqué par une source")
    return view.pgettext("national-roadmap", "lien établi par la rédaction")


def entry(view: View, one: NationalRoadmap) -> RoadmapEntry:
    """Return an entry of the page."""
    return RoadmapEntry(
        id=one.id,
        parties=tuple(cases.party_link(view, code) for code in one.parties),
        kind=view.phrase(KINDS[one.kind]),
        year=view.pgettext("years", "%(year)s", year=one.year)
        if one.year
        else view.pgettext("national-roadmap", "année inconnue"),
        title=title(view, one),
        translation=translation(view, one),
        languages=view.list_text(view.language_name(code) for code in one.title),
        summary=summary(view, one),
        stated=tuple(cases.number(view, activity) for activity in one.activities_stated),
        inferred=tuple(cases.number(view, activity) for activity in one.activities_inferred),
        page=KIND["national-roadmap"].address_of(one.id) if one.id in view.site.plans else "",
        case_study=KIND["case-study"].address_of(one.case_study) if one.case_study else "",
        confidence=view.confidence_label(one.confidence),
        note=view.data(f"national-roadmap note {one.id}", one.note) if one.note else None,
        sources=tuple(_source(view, source) for source in one.sources),
    )


def _source(view: View, source: PublicSource) -> RoadmapSource:
    copy = view.pgettext("national-roadmap", "copie d’une page de : %(publisher)s", publisher=source.copy_of)
    return RoadmapSource(
        link=SourceLink(
            title=view.as_text(source.title, source.language, fallback=False),
            url=source.url,
            language=source.language,
            language_name=view.language_name(source.language),
        ),
        copy_of=copy if source.copy_of else None,
    )
