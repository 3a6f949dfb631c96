"""What must hold between the files: ids, references, provenance, counts, addresses. Each check yields its problems.

`load` runs them all, so the build refuses whatever `roadmap check` refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from roadmap import page_table
from roadmap.checks import case_studies
from roadmap.model.roadmap import Record, Text
from roadmap.problems import Problem, nearest, say
from roadmap.reading import prose, sections
from roadmap.reading.case_study import CaseFolder
from roadmap.reading.project import Sources
from roadmap.reading.yaml_file import Document, Key
from roadmap.site import Site
from roadmap.translation import progress


def check(sources: Sources) -> Iterator[Problem]:
    """Every problem between files that could be read; a file with problems of its own is not checked further."""
    for needs, run in CHECKS:
        if set(needs) <= set(sources.records):
            yield from run(sources)
    if set(case_studies.ALL_FIT) <= set(sources.records):
        yield from case_studies.check(sources)
    if set(PAGES_NEED) <= set(sources.records):
        site = Site(sources)
        yield from page_table.clashes(site)
        yield from languages_are_ready(sources, site)
        yield from heading_ids_are_free(sources, site)
        yield from site_links_lead_somewhere(sources, site)


PAGES_NEED = ("roadmap", "sdgs", "languages", "parties", "domains", "glossary")
"""The data files without which there is no table of pages."""


def _unique(document: Document, rows: list[tuple[object, tuple[Key, ...]]]) -> Iterator[Problem]:
    """Each id once. `rows` are ids with the keys that lead to them."""
    first: dict[object, int] = {}
    for identifier, keys in rows:
        line = document.line(*keys)
        if identifier in first:
            what = say("« %(id)s » est déjà utilisé ligne %(line)s.", id=identifier, line=first[identifier])
            yield Problem(document.path, line, what, say("Donnez un autre identifiant."))
        first.setdefault(identifier, line)


def ids_are_unique(sources: Sources) -> Iterator[Problem]:
    """No two goals, outputs, activities or sources with one id."""
    document, roadmap = sources.documents["roadmap"], sources.roadmap
    for name in ("goals", "outputs", "sources"):
        rows = [(record.id, (name, i, "id")) for i, record in enumerate(getattr(roadmap, name))]
        yield from _unique(document, rows)
    yield from _unique(
        document,
        [
            (activity.id, ("outputs", i, "activities", j, "id"))
            for i, output in enumerate(roadmap.outputs)
            for j, activity in enumerate(output.activities)
        ],
    )


def activities_stand_under_their_output(sources: Sources) -> Iterator[Problem]:
    """Activity 2.4 stands under output 2."""
    document = sources.documents["roadmap"]
    for i, output in enumerate(sources.roadmap.outputs):
        for j, activity in enumerate(output.activities):
            if activity.id.split(".")[0] != output.id:
                what = say(
                    "L’activité %(id)s est placée sous le produit %(output)s.",
                    id=activity.id,
                    output=output.id,
                )
                fix = say('Attendu : un numéro comme "%(output)s.%(rank)s".', output=output.id, rank=j + 1)
                yield Problem(document.path, document.line("outputs", i, "activities", j, "id"), what, fix)


def _known(document: Document, keys: tuple[Key, ...], value: object, known: Collection[object]) -> Iterator[Problem]:
    if value not in known:
        what = say("« %(value)s » n’existe pas.", value=value)
        yield Problem(document.path, document.line(*keys), what, nearest(value, known))


def references_lead_somewhere(sources: Sources) -> Iterator[Problem]:
    """Every goal, SDG and source that is named exists."""
    document, roadmap = sources.documents["roadmap"], sources.roadmap
    goals = [goal.id for goal in roadmap.goals]
    sdgs = [sdg.number for sdg in sources.sdgs.sdgs]
    for i, output in enumerate(roadmap.outputs):
        yield from _known(document, ("outputs", i, "goal", "id"), output.goal.id, goals)
    for i, goal in enumerate(roadmap.goals):
        for j, link in enumerate(goal.sdgs):
            yield from _known(document, ("goals", i, "sdgs", j, "sdg"), link.sdg, sdgs)
        yield from _unique(document, [(link.sdg, ("goals", i, "sdgs", j, "sdg")) for j, link in enumerate(goal.sdgs)])


def sources_exist(sources: Sources) -> Iterator[Problem]:
    """Every source that a text or a link names stands under `sources`."""
    document = sources.documents["roadmap"]
    known = [source.id for source in sources.roadmap.sources]
    for keys, record in _records(sources.roadmap):
        for index, name in enumerate(getattr(record, "sources", ())):
            if isinstance(name, str):
                yield from _known(document, (*keys, "sources", index), name, known)


def _records(record: Record, keys: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], Record]]:
    """A record and all records within it, with the keys that lead to them."""
    yield keys, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from _records(value, (*keys, name))
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                if isinstance(inner, Record):
                    yield from _records(inner, (*keys, name, index))


def provenance_is_told(sources: Sources) -> Iterator[Problem]:
    """A restored text says what was printed, why and how sure; a doubtful one says why; each as the leaflet allows."""
    document = sources.documents["roadmap"]
    leaflet = letters(sources.leaflet)
    for keys, record in _records(sources.roadmap):
        if not isinstance(record, Text):
            continue
        missing = [
            name
            for name in {"restored": ("printed", "note", "confidence"), "doubtful": ("note",)}.get(record.state, ())
            if not getattr(record, name)
        ]
        for name in missing:
            what = say("Un texte « %(state)s » doit dire « %(field)s ».", state=record.state, field=name)
            yield Problem(document.path, document.line(*keys), what, say("Ajoutez la ligne « %(key)s: … ».", key=name))
        if record.state != "restored" and (record.printed or record.confidence):
            what = say("« printed » et « confidence » n’ont de sens que pour un texte « restored ».")
            yield Problem(document.path, document.line(*keys), what, say("Retirez-les, ou changez « state »."))
        shown = record.printed if record.state == "restored" else (record.text,)
        for index, text in enumerate(shown):
            if leaflet and letters(text) not in leaflet:
                at = (*keys, "printed", index) if record.state == "restored" else (*keys, "text")
                what = say("Ce texte ne se trouve pas tel quel dans le dépliant : « %(text)s ».", text=text[:60])
                fix = say(
                    "Recopiez le dépliant lettre pour lettre, ou déclarez le texte « restored » "
                    "avec ce qui est imprimé."
                )
                yield Problem(document.path, document.line(*at), what, fix)


def letters(text: str) -> str:
    """A text without its line breaks, case, and the mark-up the character recognition left in the leaflet.

    `data/source/` keeps the leaflet as received, with Markdown and HTML around the words.
    """
    text = re.sub(r"</?(?:b|p|table|tr|td)\b[^>]*>|[*#_]", " ", text)
    return " ".join(text.split()).casefold()


def sdg_links_tell_their_basis(sources: Sources) -> Iterator[Problem]:
    """A link read on the leaflet says what was read and how sure; one from the framework names its source."""
    document = sources.documents["roadmap"]
    needed = {"leaflet": ("read", "confidence"), "framework": ("sources",)}
    foreign = {"leaflet": ("targets",), "framework": ("read", "confidence")}
    for i, goal in enumerate(sources.roadmap.goals):
        for j, link in enumerate(goal.sdgs):
            line = document.line("goals", i, "sdgs", j)
            for name in needed[link.basis]:
                if not getattr(link, name):
                    what = say("Un lien de base « %(basis)s » doit dire « %(field)s ».", basis=link.basis, field=name)
                    yield Problem(document.path, line, what, say("Ajoutez la ligne « %(key)s: … ».", key=name))
            for name in foreign[link.basis]:
                if getattr(link, name):
                    what = say(
                        "« %(field)s » n’a pas de sens pour un lien de base « %(basis)s ».",
                        field=name,
                        basis=link.basis,
                    )
                    yield Problem(document.path, line, what, say("Retirez-le."))
            if link.read and link.read != link.sdg and not link.note:
                what = say(
                    "Le dépliant se lit %(read)s et le lien dit %(sdg)s, sans dire pourquoi.",
                    read=link.read,
                    sdg=link.sdg,
                )
                yield Problem(document.path, line, what, say("Ajoutez la ligne « %(key)s: … ».", key="note"))


def sdg_numbers_are_unique(sources: Sources) -> Iterator[Problem]:
    """Each SDG once."""
    rows = [(sdg.number, ("sdgs", i, "number")) for i, sdg in enumerate(sources.sdgs.sdgs)]
    yield from _unique(sources.documents["sdgs"], rows)


def domains_are_unique(sources: Sources) -> Iterator[Problem]:
    """Each cultural domain once."""
    rows = [(domain.id, ("domains", i, "id")) for i, domain in enumerate(sources.domains.domains)]
    yield from _unique(sources.documents["domains"], rows)


def terms_are_unique(sources: Sources) -> Iterator[Problem]:
    """Each term of the glossary once, in the source language at least, its sources listed, in known languages."""
    document, glossary = sources.documents["glossary"], sources.glossary
    yield from _unique(document, [(term.id, ("terms", i, "id")) for i, term in enumerate(glossary.terms)])
    source = sources.languages.source
    for i, term in enumerate(glossary.terms):
        for j, name in enumerate(term.sources):
            yield from _known(document, ("terms", i, "sources", j), name, glossary.sources)
        if source in sources.all_codes and source not in term.term:
            what = say("Le terme « %(id)s » n’a pas de nom dans la langue source.", id=term.id)
            fix = say("Ajoutez la ligne « %(key)s: … ».", key=source)
            yield Problem(document.path, document.line("terms", i, "term"), what, fix)
        for name in ("term", "avoid"):
            for code in getattr(term, name):
                yield from _known(document, ("terms", i, name, code), code, sources.all_codes)


def marked_terms_exist(sources: Sources) -> Iterator[Problem]:
    """Every term that a text of the roadmap is marked with stands in the glossary."""
    document, known = sources.documents["roadmap"], [term.id for term in sources.glossary.terms]
    for keys, record in _records(sources.roadmap):
        if isinstance(record, Text):
            for index, name in enumerate(record.terms):
                yield from _known(document, (*keys, "terms", index), name, known)
            yield from _unique(document, [(name, (*keys, "terms", i)) for i, name in enumerate(record.terms)])


def parties_are_as_counted(sources: Sources) -> Iterator[Problem]:
    """Each Party once, its sources listed, the counts right, nothing dated without a source."""
    document, parties = sources.documents["parties"], sources.parties
    yield from _unique(document, [(p.code, ("parties", i, "code")) for i, p in enumerate(parties.parties)])
    for i, party in enumerate(parties.parties):
        for j, name in enumerate(party.sources):
            yield from _known(document, ("parties", i, "sources", j), name, parties.sources)
        if party.group_source:
            yield from _known(document, ("parties", i, "group_source"), party.group_source, parties.group_sources)
        if (party.confirmed or party.deposited or party.type) and not party.sources:
            what = say("La Partie %(code)s est dite confirmée ou datée sans source.", code=party.code)
            yield Problem(
                document.path,
                document.line("parties", i),
                what,
                say("Ajoutez la ligne « %(key)s: … ».", key="sources"),
            )
    counted = {
        "entries": len(parties.parties),
        "confirmed": sum(party.confirmed for party in parties.parties),
        "with_deposit_date": sum(party.deposited is not None for party in parties.parties),
        "with_type": sum(party.type is not None for party in parties.parties),
    }
    for name, count in counted.items():
        if getattr(parties.counts, name) != count:
            what = say("La liste compte %(count)s entrées pour « %(field)s ».", count=count, field=name)
            yield Problem(document.path, document.line("counts", name), what, say("Écrivez %(count)s.", count=count))


def last_tests_are_of_this_site(sources: Sources) -> Iterator[Problem]:
    """The record of the last test run is past, and of the site's languages; which of them it covers, the page tells."""
    document, record = sources.documents["accessibility"], sources.accessibility
    if record.date > date.today() + timedelta(days=1):  # it may be tomorrow elsewhere
        what = say("Le %(day)s est à venir.", day=record.date.isoformat())
        yield Problem(document.path, document.line("date"), what, say("Écrivez le jour où c’était fait."))
    for keys, run in [(("lighthouse",), record.lighthouse), *((("sweeps", i), s) for i, s in enumerate(record.sweeps))]:
        for index, code in enumerate(run.languages):
            yield from _known(document, (*keys, "languages", index), code, sources.all_codes)


def languages_stand_in_for_each_other(sources: Sources) -> Iterator[Problem]:
    """Each language once, the source among them, fallbacks known and not itself."""
    document, listed = sources.documents["languages"], sources.languages
    yield from _unique(document, [(entry.code, ("languages", i, "code")) for i, entry in enumerate(listed.languages)])
    yield from _known(document, ("source",), listed.source, sources.all_codes)
    for i, language in enumerate(listed.languages):
        others = [code for code in sources.all_codes if code != language.code]
        for j, code in enumerate(language.fallback):
            keys = ("languages", i, "fallback", j)
            if code == language.code:
                what = say("La langue « %(code)s » ne peut pas se remplacer elle-même.", code=code)
                yield Problem(document.path, document.line(*keys), what, nearest(code, others))
            else:
                yield from _known(document, keys, code, others)


def languages_are_ready(sources: Sources, site: Site) -> Iterator[Problem]:
    """Readers are offered a language once its stated minimum is translated; before, it is one in preparation."""
    document, minimum = sources.documents["languages"], sources.languages.minimum
    for i, language in enumerate(sources.languages.languages):
        if language.preparing and language.code == sources.languages.source:
            what = say("La langue source ne peut pas être en préparation.")
            yield Problem(
                document.path, document.line("languages", i, "preparing"), what, say("Retirez « preparing ».")
            )
        if minimum is None or language.preparing or language.code not in sources.catalogs:
            continue  # the source, or a catalogue that cannot be read, of which more is told where it stands
        for name in type(minimum).model_fields:
            part, wanted = site.once(progress.of_site)[language.code][name], getattr(minimum, name)
            if part.reached < wanted:
                what = say(
                    "La langue « %(code)s » n’est traduite qu’à %(share)s %% (%(part)s) ; il en faut %(wanted)s.",
                    code=language.code,
                    share=part.reached,
                    part=name,
                    wanted=wanted,
                )
                fix = say("Ajoutez « preparing: true », ou traduisez : roadmap translations status.")
                yield Problem(document.path, document.line("languages", i), what, fix)


def pages_are_whole(sources: Sources) -> Iterator[Problem]:
    """A hand-written page exists in the source language, and its translations keep its headings' ids."""
    source = sources.languages.source
    if source not in sources.all_codes:
        return  # told by languages_stand_in_for_each_other; no page was read
    for slug, texts in sources.prose.items():
        original = texts.get(source)
        if original is None and f"content/{slug}.{source}.md" in sources.unreadable:
            continue
        if original is None:
            first = next(iter(texts.values()))
            what = say("Cette page n’existe pas dans la langue source.")
            yield Problem(
                first.path,
                1,
                what,
                say("Attendu aussi : content/%(slug)s.%(code)s.md.", slug=slug, code=source),
            )
            continue
        known = prose.headings(original)
        for text in texts.values():
            yield from sections.check(text, original)
            for identifier, line in prose.headings(text).items():
                if identifier not in known:
                    what = say(
                        "Le repère « %(id)s » n’est pas celui d’un titre de %(path)s.",
                        id=identifier,
                        path=original.path,
                    )
                    yield Problem(text.path, line, what, nearest(identifier, known))
    notes = f"content/source-notes.{source}.md"
    if "source-notes" not in sources.prose and notes not in sources.unreadable:
        yield Problem(notes, 1, say("La page des notes éditoriales manque."))


def heading_ids_are_free(sources: Sources, site: Site) -> Iterator[Problem]:
    """A page's prose takes no id that its template, or the frame around it, has already."""
    for row in page_table.rows(site):
        if row.slug is None:
            continue
        taken = {"content", *_template_ids(sources, row.kind.template)}
        if row.kind.name == "source-notes":
            taken |= {entry.anchor for entry in site.entries()}
        for text in sources.prose.get(row.slug, {}).values():
            for identifier, line in prose.headings(text).items():
                if identifier in taken:
                    what = say("Le repère « %(id)s » est déjà pris par le gabarit de la page.", id=identifier)
                    yield Problem(text.path, line, what, say("Changez-le."))


def _template_ids(sources: Sources, name: str) -> set[str]:
    """The ids written out in a kind's template."""
    path = sources.folder / "overrides" / "kinds" / f"{name}.html"
    return set(re.findall(r'\bid="([a-z-]+)"', path.read_text(encoding="utf-8"))) if path.exists() else set()


def site_links_lead_somewhere(sources: Sources, site: Site) -> Iterator[Problem]:
    """Every link within the site, from a hand-written page or a case study, reaches a page."""
    rows = {f"/{row.address}": row for row in page_table.rows(site)}
    for texts in sources.prose.values():
        for text in texts.values():
            for target, line in prose.site_links(text):
                address = target.partition("#")[0]
                page = text if not address else None
                if address in rows:
                    page = _linked_prose(sources, rows[address].slug, text.language)
                # The headings of a page with a template of its own are not all in its prose: tests follow those links.
                known = prose.headings(page) if page and page.slug != "source-notes" else None
                yield from _follow(target, text.path, line, rows, known)
    for case in sources.cases.values():
        for target, path, line, known in case.once(_case_links):
            yield from _follow(target, path, line, rows, known if target.startswith("#") else None)


def look(case: CaseFolder) -> None:
    """Looks at what a case study says by itself, for the checks that will ask it once more."""
    list(case_studies.alone(case))
    case.once(_case_links)


def _case_links(case: CaseFolder) -> Iterator[tuple[str, str, int, Collection[str]]]:
    """The links within the site of a case study's texts: target, file, line, and the headings of the same page."""
    for text in case.texts.values():
        links = list(text.site_links())
        known = text.heading_ids() if links else []  # most texts have none
        yield from ((target, text.path, line, known) for target, line in links)


def _follow(
    target: str, path: str, line: int, rows: Collection[str], anchors: Collection[str] | None
) -> Iterator[Problem]:
    """A link to a page that is not there, or to a heading that is not among `anchors` (None: not known)."""
    address, _, anchor = target.partition("#")
    if address and address not in rows:
        what = say("Le lien « %(target)s » ne mène à aucune page.", target=target[:60])
        yield Problem(path, line, what, nearest(address, rows))
    elif anchors is not None and anchor and anchor not in anchors:
        what = say("Le lien « %(target)s » ne mène à aucun titre de la page.", target=target[:60])
        yield Problem(path, line, what, nearest(anchor, anchors))


def _linked_prose(sources: Sources, slug: str | None, language: str) -> prose.Prose | None:
    """The hand-written page a link reaches, in the reader's language or the source."""
    texts = sources.prose.get(slug or "", {})
    return texts.get(language) or texts.get(sources.languages.source)


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Sources], Iterator[Problem]]], ...] = (
    (("roadmap",), ids_are_unique),
    (("roadmap",), activities_stand_under_their_output),
    (("roadmap", "sdgs"), references_lead_somewhere),
    (("roadmap",), sources_exist),
    (("roadmap",), provenance_is_told),
    (("roadmap",), sdg_links_tell_their_basis),
    (("sdgs",), sdg_numbers_are_unique),
    (("parties",), parties_are_as_counted),
    (("domains",), domains_are_unique),
    (("glossary", "languages"), terms_are_unique),
    (("roadmap", "glossary"), marked_terms_exist),
    (("accessibility", "languages"), last_tests_are_of_this_site),
    (("languages",), languages_stand_in_for_each_other),
    (("languages",), pages_are_whole),
)
"""Each check with the data files it needs."""
