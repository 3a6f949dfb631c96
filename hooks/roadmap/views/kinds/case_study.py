"""A case study."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import PydanticCustomError

from roadmap import languages
from roadmap.localization import LocalizedText
from roadmap.model.contribution import LICENCES
from roadmap.model.fields import http
from roadmap.page_table import PageRow
from roadmap.reading import pictures
from roadmap.reading.case_study import FOLDER, CaseFolder
from roadmap.views import citations
from roadmap.views.citation_formats import CitedWork
from roadmap.views.components import case_text, cases, items, plans
from roadmap.views.contexts.cases import CaseSourceItem, CaseStudyBody, Figure
from roadmap.views.contexts.components import Item
from roadmap.views.page_kind import Node, PageKind
from roadmap.views.pictures import route
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    text = cases.case_text(view, view.site.project.cases[row.id])
    return view.as_text(text.title, text.language, fallback=False)


def description(view: View, row: PageRow) -> str:
    """Return the description."""
    text = cases.case_text(view, view.site.project.cases[row.id])
    return view.as_text(text.summary, text.language).value


def neighbour(view: View, row: PageRow) -> LocalizedText:
    """Return the text of links to the page from its neighbours."""
    text = cases.case_text(view, view.site.project.cases[row.id])
    return view.as_text(text.title, text.language)


def body(view: View, row: PageRow) -> CaseStudyBody:
    """Return a case study: its facts, its text, its sources."""
    case = view.site.project.cases[row.id]
    facts, text = case.facts, cases.case_text(view, case)
    here = view.path(row.address)
    region = view.site.parties[facts.party].group
    return CaseStudyBody(
        place=route.small_map(view, facts.activities),
        title=view.as_text(text.title, text.language, fallback=False),
        summary=view.as_text(text.summary, text.language, fallback=False),
        notice=case_text.language_notice(view, case, text),
        kicker=view.pgettext("case", "Étude de cas"),
        origin_label=cases.origin_label(view, facts.origin),
        authority=cases.authority(view, facts.origin),
        mandate=view.as_text(facts.mandate, facts.original_language, False) if facts.mandate else None,
        contact=facts.contact or "",
        contact_link=contact_link(facts.contact),
        parties=tuple(cases.party_link(view, code) for code in facts.parties),
        institution=cases.by_language(view, case, facts.lead_institution, fallback=False),
        years=view.years_label(facts.years, facts.updated),
        region=view.region_label(region),
        domains=tuple(view.data(f"domain {name}", view.site.domains[name].name) for name in facts.domains),
        activities=_activity_items(view, facts.activities),
        partial=_activity_items(view, facts.activities_partial),
        sdgs=tuple(items.tile(view, number) for number in facts.sdgs),
        updated=view.as_text(view.day(facts.updated), view.language),
        licence=facts.licence,
        licence_url=LICENCES[facts.licence],
        sections=tuple(case_text.case_sections(view, case, text, here)),
        original=case_text.original_text(view, case, text, here),
        sources=tuple(_case_sources(view, case)),
        sources_note=view.pgettext(
            "case",
            "La rédaction a lu ces sources dans des copies conservées ; les pages d’origine ont pu changer depuis.",
        )
        if facts.origin == "editors"
        else None,
        figures=tuple(_figures(view, case)),
        citation=citations.citation(view, row, work(view, row), filed=True),
        related=tuple(cases.related(view, case)),
        plans=plans.of_case(view, case),
        slug=case.slug,
        language=text.language,
        direction=languages.direction(text.language),
        foreign=text.language != view.language,
        missing_in=tuple(code for code in view.site.project.codes if code not in case.texts)
        if text is case.original and text.language == view.language
        else (),
    )


def _activity_items(view: View, identifiers: Iterable[str]) -> tuple[Item, ...]:
    return tuple(items.item(view, "activity", view.site.activities[identifier][1]) for identifier in identifiers)


def _case_sources(view: View, case: CaseFolder) -> Iterable[CaseSourceItem]:
    for rank, source in enumerate(case.facts.sources, start=1):
        yield CaseSourceItem(
            rank=rank,
            title=view.as_text(source.title, source.language, fallback=False),
            url=safe_address(source.url),
            language=source.language,
            language_name=view.language_name(source.language),
            seen=view.pgettext("case", "consulté le %(day)s", day=view.day(source.seen))
            if case.facts.origin == "party"
            else None,
        )


def _figures(view: View, case: CaseFolder) -> Iterable[Figure]:
    for picture in case.facts.images:
        width, height = pictures.size(case.files[picture.file])
        versions = [
            (case_text.address_of(case) + name, w) for name, w in pictures.versions(picture.file, width).items()
        ]
        yield Figure(
            address=versions[min(1, len(versions) - 1)][0],
            versions=tuple(versions),
            alt=cases.by_language(view, case, picture.alt, fallback=False),
            credit=view.as_text(picture.credit, case.facts.original_language, fallback=False),
            width=width,
            height=height,
        )


def safe_address(url: str) -> str:
    """Return an address, or nothing if a link to it could do harm: a second check, after the model's."""
    try:
        return http(url)
    except PydanticCustomError:
        return ""


def contact_link(contact: str | None) -> str:
    """Return the target of a contact's link; empty without a contact."""
    if not contact:
        return ""
    return contact if contact.lower().startswith(("https://", "http://")) else f"mailto:{contact}"


def article(view: View, row: PageRow) -> Node:
    """Return the properties of the article, for schema.org."""
    case = view.site.project.cases[row.id]
    node: Node = {
        "headline": name(view, row).value,
        "inLanguage": cases.case_text(view, case).language,
        "dateModified": case.facts.updated.isoformat(),
        "author": {"@type": "Organization", "name": cases.author(view, case).value},
        "license": LICENCES[case.facts.licence],
        "about": [f"{view.site.roadmap.iri}#activity-{identifier}" for identifier in case.facts.activities],
    }
    if case.facts.images:
        node["image"] = [f"{view.site_url}{row.address}{picture.file}" for picture in case.facts.images]
    return node


def work(view: View, row: PageRow) -> CitedWork:
    """Return the data of the citation."""
    return citations.reference_of_case_study(view, view.site.project.cases[row.id])


def exists_in(view: View, row: PageRow, language: str) -> bool:
    """Return whether the case study has a text in a language."""
    return language in view.site.project.cases[row.id].texts


def text_file(row: PageRow, language: str) -> str:
    """Return the file with the text in a language."""
    return f"{FOLDER}/{row.id}/index.{language}.md"


def reference_language(view: View, row: PageRow) -> str:
    """Return the language of the page that shows the original."""
    return case_text.original_page(view, view.site.project.cases[row.id])


def neighbour_labels(view: View) -> tuple[LocalizedText, LocalizedText]:
    """Return what the links to the previous and to the next case study are called."""
    return view.pgettext("nav", "Étude de cas précédente"), view.pgettext("nav", "Étude de cas suivante")


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    neighbour=neighbour,
    schema_type="Article",
    article=article,
    cited_as_file=True,
    work=work,
    cited_in_body=True,
    states_translation=True,
    exists_in=exists_in,
    text_file=text_file,
    reference_language=reference_language,
    neighbour_labels=neighbour_labels,
    listed_under="case-studies",
)
