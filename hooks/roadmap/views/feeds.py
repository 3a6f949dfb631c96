"""Atom feeds (RFC 4287) of what is new and revised, in each language: one of all case studies, one of those of each
activity, and one of the national roadmaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.model.contribution import LICENCES
from roadmap.model.national_roadmaps import NationalRoadmap
from roadmap.page_table import KIND, PageRow
from roadmap.reading.case_study import CaseFolder
from roadmap.site import Plan
from roadmap.views.components import case_text, cases, national_roadmaps, plans
from roadmap.views.view import View

NAME = "feed.xml"
MOST = 20
"""How many entries a feed has: the last revised ones."""
BEGINNING = date(2026, 11, 27)
"""The date of the first feeds: an empty feed has not changed since."""
IDS = UUID("6f1d1b0e-7c0a-4d0c-9a53-2f6f0c3b8e41")
"""The name space of ids (RFC 4122). It must never change: feed readers would show all case studies as new.

An id depends on the first path of the page, which stays when it is renamed, not on the site's address, which may
change. A `tag:` (RFC 4151) would need a host name that belongs to the editors, and the project has none.
"""
MARK = "\N{RIGHT-TO-LEFT MARK}"
"""Atom has no `dir`: feed readers use the first letter of a text, and Arabic texts may begin with a Latin name."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def address_of_all(row: PageRow) -> str:  # noqa: ARG001 - all kinds are asked the same
    """Return the address of the feed of all case studies, from the language's root."""
    return NAME


def address_of_page(row: PageRow) -> str:
    """Return the address of the feed of a page's own case studies or national roadmaps."""
    return row.address + NAME


def feeds(view: View) -> dict[str, bytes]:
    """Return every feed of a language, by its path from the site's root.

    The feed of an activity stays at the former addresses of its page too: feed readers follow no redirect of a page.
    """
    every = {NAME: _feed(view, view.row_at[KIND["case-studies"].address], NAME)}
    activities = {row.address: row for row in view.rows if row.kind is KIND["activity"]}
    every |= {address_of_page(row): _feed(view, row, address_of_page(row)) for row in activities.values()}
    roadmaps = view.row_at[KIND["national-roadmaps"].address]
    every[address_of_page(roadmaps)] = _roadmap_feed(view, roadmaps)
    for one in page_table.former(view.site):
        if one.to in activities:
            every[one.address + NAME] = every[one.to + NAME]
    return {view.path(address): feed for address, feed in every.items()}


def _feed(view: View, row: PageRow, address: str) -> bytes:
    """Return the feed of the case studies of an activity, or of all."""
    if row.kind is KIND["activity"]:
        cases = view.site.cases_of("activity", row.id)
        name = view.pgettext("feed", "Études de cas, %(subject)s", subject=view.item_label("activity", row.id))
    else:
        cases, name = view.site.cases, view.pgettext("nav", "Études de cas")
    root = _head(view, row, view.path(address), name, cases[0].facts.updated if cases else BEGINNING)
    for case in cases[:MOST]:
        _entry(view, SubElement(root, "entry"), case)
    return _written(root)


def _roadmap_feed(view: View, row: PageRow) -> bytes:
    """Return the feed of the national roadmaps; strategies that are none are on the page only."""
    plans_ = [plan for plan in view.site.plans.values() if plan.published]
    known = {plan.id for plan in plans_}
    every: list[NationalRoadmap | Plan] = [
        one for one in view.site.project.national_roadmaps.roadmaps if one.kind != "related" and one.id not in known
    ]
    roadmaps = sorted([*every, *plans_], key=lambda one: (-_updated(one).toordinal(), one.id))
    name = view.pgettext("nav", "Feuilles de route nationales")
    updated = _updated(roadmaps[0]) if roadmaps else BEGINNING
    root = _head(view, row, view.path(address_of_page(row)), name, updated)
    for one in roadmaps[:MOST]:
        entry = SubElement(root, "entry")
        _plan(view, entry, one) if isinstance(one, Plan) else _roadmap(view, entry, one)
    return _written(root)


def _updated(one: NationalRoadmap | Plan) -> date:
    if isinstance(one, NationalRoadmap):
        return one.updated
    return one.published.plan.updated if one.published else BEGINNING


def _head(view: View, row: PageRow, here: str, name: LocalizedText, updated: date) -> Element:
    """Return a feed without entries."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", LANGUAGE: view.language})
    _add(root, "id", _id(here))
    _add(root, "title", view.pgettext("title", "%(page)s – %(site)s", page=name, site=view.site_name))
    _add(root, "subtitle", view.version_label())
    _add(root, "updated", _time(updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=view.site_url + here)
    _page(view, root, row.address)
    return root


def _written(root: Element) -> bytes:
    indent(root)
    xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _entry(view: View, entry: Element, case: CaseFolder) -> None:
    facts, text = case.facts, cases.case_text(view, case)
    page, first = (KIND["case-study"].address_of(slug) for slug in (case.slug, (*case.former_slugs, case.slug)[0]))
    _add(entry, "id", _id(view.path(first)))
    _add(entry, "title", view.as_text(text.title, text.language))
    _add(entry, "updated", _time(facts.updated))
    _add(SubElement(entry, "author"), "name", cases.author(view, case))
    _page(view, entry, page)
    _add(entry, "link", rel="license", href=LICENCES[facts.licence])  # RFC 4946
    _categories(view, entry, facts.activities, facts.parties)
    _add(entry, "rights", facts.licence)
    summary, notice = view.as_text(text.summary, text.language), case_text.language_notice(view, case, text)
    if notice and not summary.foreign:
        summary = view.as_text(f"{text.summary} {notice.text}", text.language)  # a feed shows no page's notices
    _add(entry, "summary", summary)


def _roadmap(view: View, entry: Element, one: NationalRoadmap) -> None:
    page = national_roadmaps.address(one)
    _add(entry, "id", _id(view.path(page)))
    _add(entry, "title", national_roadmaps.named(view, one))
    _add(entry, "updated", _time(one.updated))
    _add(SubElement(entry, "author"), "name", cases.editors(view))
    _page(view, entry, page)
    _add(entry, "link", rel="license", href=LICENCES["CC-BY-4.0"])
    _categories(view, entry, one.activities, one.parties)
    _add(entry, "rights", "CC-BY-4.0")
    _add(entry, "summary", national_roadmaps.summary(view, one))


def _plan(view: View, entry: Element, plan: Plan) -> None:
    """Add a published plan. Its id is that of its entry in the list, if it was there before."""
    if plan.published is None:
        raise ValueError(f"{plan.id} is not published")
    facts, page = plan.published.plan, plans.address(plan)
    _add(entry, "id", _id(view.path(f"{KIND['national-roadmaps'].address}#{plan.id}")))
    _add(entry, "title", plans.title(view, plan))
    _add(entry, "updated", _time(facts.updated))
    _add(SubElement(entry, "author"), "name", plans.author(view, plan))
    _page(view, entry, page)
    _add(entry, "link", rel="license", href=LICENCES[facts.licence])
    _categories(view, entry, [one.id for one in plan.taken_up if not one.is_own], plan.parties)
    _add(entry, "rights", facts.licence)
    state = view.pgettext(
        "plan",
        "%(party)s. %(state)s. %(count)s.",
        party=plans.party_names(view, plan),
        state=plans.state(view, plan),
        count=plans.count(view, plan),
    )
    _add(entry, "summary", plans.summary(view, plan) or state)


def _categories(view: View, entry: Element, activities: Iterable[str], parties: Iterable[str]) -> None:
    for scheme, labels in (
        ("activities/", {identifier: view.item_label("activity", identifier) for identifier in activities}),
        ("parties/", {code.lower(): view.party_name(code) for code in parties}),
    ):
        for term, label in labels.items():
            category = _add(entry, "category", scheme=view.site_url + scheme, term=term, label=label.value)
            _mark(category, label)


def _id(path: str) -> str:
    return uuid5(IDS, path).urn


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _page(view: View, parent: Element, page: str) -> None:
    """Add the link to the page with the same content."""
    _add(
        parent, "link", rel="alternate", type="text/html", hreflang=view.language, href=view.site_url + view.path(page)
    )


def _add(parent: Element, tag: str, value: str | LocalizedText = "", **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    if isinstance(value, LocalizedText):
        _mark(element, value)
        value = MARK + value.value if value.direction == "rtl" else value.value
    element.text = value
    return element


def _mark(element: Element, text: LocalizedText) -> None:
    """Mark the language of an element's text, where it is not the feed's."""
    if text.foreign:
        element.set(LANGUAGE, text.language)
