"""Checks of pages and of the links within the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from roadmap import page_table
from roadmap.checks import case_studies
from roadmap.problems import Problem, message, nearest
from roadmap.reading import prose, sections
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Project
from roadmap.site import Site


def pages_are_whole(project: Project) -> Iterator[Problem]:
    """Report hand-written pages without an original, and headings' ids that the original does not have."""
    source = project.languages.source
    if source not in project.all_codes:
        return  # reported by languages_stand_in_for_each_other; no page was read
    for slug, texts in project.prose.items():
        original = texts.get(source)
        if original is None and f"content/{slug}.{source}.md" in project.unreadable:
            continue
        if original is None:
            first = next(iter(texts.values()))
            what = message("Cette page n’existe pas dans la langue source.")
            yield Problem(
                first.path,
                1,
                what,
                message("Attendu aussi : content/%(slug)s.%(code)s.md.", slug=slug, code=source),
            )
            continue
        known = prose.headings(original)
        for text in texts.values():
            yield from sections.check(text, original)
            for identifier, line in prose.headings(text).items():
                if identifier not in known:
                    what = message(
                        "Aucun titre de %(path)s n’a le repère « %(id)s ».",
                        id=identifier,
                        path=original.path,
                    )
                    yield Problem(text.path, line, what, nearest(identifier, known))
    notes = f"content/source-notes.{source}.md"
    if "source-notes" not in project.prose and notes not in project.unreadable:
        yield Problem(notes, 1, message("La page des notes éditoriales manque."))


def heading_ids_are_free(project: Project, site: Site) -> Iterator[Problem]:
    """Report heading ids that the page's template or frame already has."""
    for row in page_table.rows(site):
        if row.slug is None:
            continue
        taken = {"content", *_template_ids(project, row.kind.template)}
        if row.kind.name == "source-notes":
            taken |= {entry.anchor for entry in site.entries()}
        for text in project.prose.get(row.slug, {}).values():
            for identifier, line in prose.headings(text).items():
                if identifier in taken:
                    what = message("Le repère « %(id)s » est déjà pris par le gabarit de la page.", id=identifier)
                    yield Problem(text.path, line, what, message("Changez-le."))


def _template_ids(project: Project, name: str) -> set[str]:
    """Return the ids in the template of a kind of page."""
    path = project.folder / "overrides" / "kinds" / f"{name}.html"
    return set(re.findall(r'\bid="([a-z-]+)"', path.read_text(encoding="utf-8"))) if path.exists() else set()


def links_within_pages_lead_somewhere(project: Project) -> Iterator[Problem]:
    """Report links that do not lead to a heading of their own page or case study."""
    for texts in project.prose.values():
        for text in texts.values():
            # The prose of a page with its own template does not have all its headings: tests follow those links.
            if text.slug != "source-notes":
                for target, line in prose.site_links(text):
                    if target.startswith("#"):
                        yield from _follow(target, text.path, line, (), prose.headings(text))
    for case in project.cases.values():
        for target, path, line, known in case.once(_case_links):
            if target.startswith("#"):
                yield from _follow(target, path, line, (), known)


def site_links_lead_somewhere(project: Project, site: Site) -> Iterator[Problem]:
    """Report links to other pages of the site, in pages and case studies, that do not lead to a page or heading."""
    rows = {f"/{row.address}": row for row in page_table.rows(site)}
    former = {f"/{one.address}": one for one in page_table.former(site)}
    for texts in project.prose.values():
        for text in texts.values():
            for target, line in prose.site_links(text):
                if target.startswith("#"):
                    continue
                address = target.partition("#")[0]
                page = _linked_prose(project, rows[address].slug, text.language) if address in rows else None
                anchors = prose.headings(page) if page and page.slug != "source-notes" else None
                yield from _former(target, text.path, line, former) or _follow(target, text.path, line, rows, anchors)
    for case in project.cases.values():
        for target, path, line, _known in case.once(_case_links):
            if not target.startswith("#"):
                yield from _former(target, path, line, former) or _follow(target, path, line, rows, None)


def look(case: CaseFolder) -> None:
    """Compute what later checks need of a case study by itself."""
    list(case_studies.alone(case))
    case.once(_case_links)


def _case_links(case: CaseFolder) -> Iterator[tuple[str, str, int, Collection[str]]]:
    """Yield the links within the site of a case study: target, file, line, and the headings of the same page."""
    for text in case.texts.values():
        links = list(text.site_links())
        known = text.heading_ids() if links else []  # most texts have none
        yield from ((target, text.path, line, known) for target, line in links)


def _former(target: str, path: str, line: int, former: Mapping[str, page_table.Former]) -> list[Problem]:
    """Return the problem of a link to a former address; none for other links."""
    one = former.get(target.partition("#")[0])
    if one is None:
        return []
    if one.to is None:
        what = message("Le lien « %(target)s » mène à une page retirée.", target=target[:60])
        return [Problem(path, line, what, message("Retirez le lien."))]
    what = message("Le lien « %(target)s » mène à une ancienne adresse.", target=target[:60])
    return [Problem(path, line, what, message("Écrivez l’adresse actuelle : %(address)s.", address=f"/{one.to}"))]


def _follow(
    target: str, path: str, line: int, rows: Collection[str], anchors: Collection[str] | None
) -> Iterator[Problem]:
    """Report a link to a page that does not exist, or a heading that is not in `anchors` (None: not known)."""
    address, _, anchor = target.partition("#")
    if address and address not in rows:
        what = message("Le lien « %(target)s » ne mène à aucune page.", target=target[:60])
        yield Problem(path, line, what, nearest(address, rows))
    elif anchors is not None and anchor and anchor not in anchors:
        what = message("Le lien « %(target)s » ne mène à aucun titre de la page.", target=target[:60])
        yield Problem(path, line, what, nearest(anchor, anchors))


def _linked_prose(project: Project, slug: str | None, language: str) -> prose.Prose | None:
    """Return the hand-written page of a link, in the reader's language or the source."""
    texts = project.prose.get(slug or "", {})
    return texts.get(language) or texts.get(project.languages.source)
