"""Check that no published address is lost: each is that of a page, leads to one, or states why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePath

from roadmap import disk, page_table
from roadmap.checks.common import future_date, unknown_language
from roadmap.model.former_addresses import ADDRESS, WithdrawnPage
from roadmap.page_table import KIND, Former
from roadmap.problems import Message, Problem, message, nearest
from roadmap.reading import adaptation
from roadmap.reading.case_study import FACTS, FOLDER
from roadmap.reading.project import PUBLISHED, Project
from roadmap.reading.yaml_file import Key
from roadmap.site import Site

COMMAND = "roadmap addresses"
DATA = "data/addresses.yml"
FILES_OF_ALL = ("assets", "data", "schemas", "pagefind", "embed")
"""The first steps of addresses of files that are not pages."""


def former_addresses_are_right(project: Project, site: Site) -> Iterator[Problem]:
    """Report former addresses that are present ones, that are stated twice, or that lead nowhere."""
    present = {row.address: row.source for row in page_table.rows(site)}
    every = list(page_table.former(site))
    by_address: dict[str, Former] = {}
    for one in every:
        yield from _own_place(project, one, present)
        other = by_address.setdefault(one.address, one)
        if other is not one:
            place = f"{other.path}:{other.line}"
            what = message("L’adresse « %(address)s » est déjà dans %(place)s.", address=one.address, place=place)
            yield Problem(one.path, one.line, what, message("Gardez l’une des deux lignes."))
        yield from _withdrawal(project, one)
    for one in every:
        if one.to is not None and one.to not in present:
            yield from _target(one, by_address, present)


def _own_place(project: Project, one: Former, present: Mapping[str, str]) -> Iterator[Problem]:
    """Report a former address at which something else is published."""
    first = one.address.partition("/")[0]
    if one.address in present:
        what = message(
            "L’adresse « %(address)s » est celle d’une page publiée, %(source)s.",
            address=one.address,
            source=present[one.address],
        )
        yield Problem(one.path, one.line, what, message("Retirez cette ligne, ou donnez une autre adresse à la page."))
    elif first in project.all_codes:
        yield _with_language(one.path, one.line, one.address)
    elif first in FILES_OF_ALL:
        what = message("L’adresse « %(address)s » est réservée.", address=one.address)
        yield Problem(one.path, one.line, what, message("Retirez cette ligne : ce n’est pas l’adresse d’une page."))


def _with_language(path: str, line: int, address: str) -> Problem:
    what = message("L’adresse « %(address)s » commence par une langue.", address=address)
    fix = message("Écrivez-la sans la langue : %(address)s.", address=address.partition("/")[2] or "about/")
    return Problem(path, line, what, fix)


def _target(one: Former, by_address: Mapping[str, Former], present: Collection[str]) -> Iterator[Problem]:
    """Report the target of a redirect that is neither a page nor what was withdrawn."""
    here, seen = one.to or "", {one.address}
    while here not in seen and (step := by_address.get(here)) and step.to is not None:
        seen.add(here)
        here = step.to
    if here in seen:
        what = message("L’adresse « %(address)s » tourne en rond : elle mène à elle-même.", address=one.address)
        yield Problem(one.path, one.line, what, message("Écrivez l’adresse d’une page publiée, par exemple about/."))
    elif here not in present and here not in by_address:
        what = message("« %(target)s » n’est l’adresse d’aucune page.", target=here)
        yield Problem(one.path, one.line, what, _near(here, present))
    elif here != one.to:
        what = message("« %(target)s » est elle-même une ancienne adresse.", target=one.to)
        yield Problem(one.path, one.line, what, message("Écrivez l’adresse actuelle : %(address)s.", address=here))


def _near(address: str, present: Collection[str]) -> Message:
    return nearest(address, present) or message("Écrivez l’adresse d’une page publiée, par exemple about/.")


def _withdrawal(project: Project, one: Former) -> Iterator[Problem]:
    """Report a withdrawal in the future, and texts in an unknown language."""
    if one.withdrawal is None:
        return
    keys: tuple[Key, ...] = ("withdrawn",) if one.case else ("withdrawn", one.address)
    document = one.case.document if one.case else project.documents["addresses"]
    yield from future_date(one.withdrawal.date, one.path, document.line(*keys, "date"))
    texts = {"reason": one.withdrawal.reason}
    if isinstance(one.withdrawal, WithdrawnPage):
        texts["title"] = one.withdrawal.title
    for name, words in texts.items():
        for code in words:
            yield from unknown_language(project, code, one.path, document.line(*keys, name, code))


def check_new(project: Project, slug: str, path: str, line: int) -> Iterator[Problem]:
    """Report that the name of a submission, at `line` of the file `path`, was that of another case study, or is that
    of a withdrawn one.
    """
    if slug in project.withdrawn:
        what = message("L’étude de cas « %(slug)s » a été retirée.", slug=slug)
        place = f"{project.withdrawn[slug].path}/{FACTS}"
        fix = message("Pour la publier de nouveau, retirez « withdrawn » de %(path)s.", path=place)
        yield Problem(path, line, what, fix)
    for case in (*project.cases.values(), *project.withdrawn.values()):
        if slug in case.former_slugs:
            what = message("« %(slug)s » est un ancien nom de %(folder)s.", slug=slug, folder=case.path)
            yield Problem(path, line, what, message("Donnez un autre nom : les anciennes adresses restent."))


# The list of published addresses


def no_address_is_lost(project: Project, site: Site) -> Iterator[Problem]:
    """Report listed addresses that are no longer those of pages, with the line that says what became of them."""
    present = page_table.published(site)
    known = {*present, *(one.address for one in page_table.former(site))}
    unread = set(_unread(project))
    new = [address for address in present if address not in (project.addresses or ())]
    for line, address in enumerate(project.addresses or (), start=1):
        if not re.fullmatch(ADDRESS, address):
            what = message("« %(value)s » n’est pas une adresse.", value=address)
            fix = message("Retirez la ligne, puis lancez : %(command)s.", command=COMMAND)
            yield Problem(PUBLISHED, line, what, fix)
        elif address in known or address in unread:
            continue
        elif address.partition("/")[0] in project.all_codes:
            yield _with_language(PUBLISHED, line, address)
        else:
            what = message("L’adresse « %(address)s » a été publiée et ne mène plus à rien.", address=address)
            yield Problem(PUBLISHED, line, what, _line_to_write(address, new, present))


def _case_address(slug: str) -> str:
    return KIND["case-study"].address_of(slug)


def _unread(project: Project) -> Iterator[str]:
    """Yield the addresses of what is there but could not be read: its own problems are reported."""
    for path in disk.below(project.folder, f"{FOLDER}/*"):
        if path.name not in project.cases:
            yield _case_address(path.name)
    for path in disk.below(project.folder, f"{adaptation.FOLDER}/*/*"):
        if (identifier := f"{path.parent.name}-{path.name}") not in project.adaptations:
            yield KIND["national-roadmap"].address_of(identifier)
    for name in project.unreadable:
        yield f"{PurePath(name).name.partition('.')[0]}/"


def _line_to_write(address: str, new: Collection[str], present: Collection[str]) -> Message:
    """Return which line states what became of an address: the nearest new address is probably the present one."""
    start = _case_address("")[:-1]
    alike = [one for one in new if one != start and one.startswith(start) == address.startswith(start)]
    near = get_close_matches(address, alike, n=1, cutoff=0) if alike else []
    if address.startswith(start):
        old = address.removeprefix(start).rstrip("/")
        if near:
            slug = near[0].removeprefix(start).rstrip("/")
            return message(
                "Si elle a été renommée, écrivez « former_slugs: [%(old)s] » dans %(path)s ; sinon, rétablissez "
                "%(folder)s et ajoutez à son case-study.yml « withdrawn: {date: …, reason: {fr: …}} ».",
                old=old,
                path=f"{FOLDER}/{slug}/{FACTS}",
                folder=f"{FOLDER}/{old}/",
            )
        return message(
            "Rétablissez %(folder)s et ajoutez à son case-study.yml « withdrawn: {date: …, reason: {fr: …}} », ou "
            "écrivez « former_slugs: [%(old)s] » dans celui de l’étude de cas qui la remplace.",
            old=old,
            folder=f"{FOLDER}/{old}/",
        )
    target = next(iter(near or get_close_matches(address, present, n=1, cutoff=0.6)), "about/")
    return message(
        "Écrivez dans %(path)s, sous « moved: », la ligne « %(address)s: %(target)s » avec son adresse actuelle ; ou, "
        "sous « withdrawn: », « %(address)s: {title: {fr: …}, date: …, reason: {fr: …}} ».",
        path=DATA,
        address=address,
        target=target,
    )


def notice(project: Project, site: Site) -> Iterator[Problem]:
    """Yield a notice if the list lacks addresses: a case study that is proposed is no mistake of its author's."""
    listed = project.addresses
    new = [address for address in page_table.published(site) if listed is not None and address not in listed]
    if listed is not None and new:
        what = message(
            "Nouvelles adresses qui ne sont pas encore dans cette liste : %(count)s, par exemple « %(address)s ».",
            count=len(new),
            address=new[0],
        )
        fix = message("Lancez : %(command)s.", command=COMMAND)
        yield Problem(PUBLISHED, max(1, len(listed)), what, fix, "notice")
