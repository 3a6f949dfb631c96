"""The search."""

from __future__ import annotations

from markupsafe import Markup

from roadmap import page_table, urls
from roadmap.inline_json import in_script
from roadmap.localization import LocalizedText
from roadmap.model import folding
from roadmap.page_table import PageRow
from roadmap.views.contexts.site import SearchBody
from roadmap.views.kinds import (
    activities,
    case_studies,
    contribute,
    glossary,
    goals,
    national_roadmaps,
    outputs,
    parties,
    sdgs,
)
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Rechercher")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "Chercher un mot, une activité ou une Partie dans les textes de la feuille de route ouverte."
    )


LONGEST = 200
"""The greatest length of a query, in characters."""


NUMBERED = (*page_table.NUMBERED, "sdg")
"""The kinds of pages that queries name by a label and a number."""
GROUPS = {
    "activity": activities.name,
    "output": outputs.name,
    "goal": goals.name,
    "case-study": case_studies.name,
    "party": parties.name,
    "national-roadmap": national_roadmaps.name,
    "sdg": sdgs.name,
}
"""The kinds of pages that results are grouped by, in this order, with their names; all others are about the site."""


def body(view: View, row: PageRow) -> SearchBody:
    """Return what kinds/search.html reads."""
    return SearchBody(
        title=view.pgettext("search", "Rechercher"),
        intro=view.pgettext(
            "search",
            "Un mot, le numéro d’une activité, le nom d’une Partie : dans les textes de ce site, en %(name)s.",
            name=view.language_name(view.language),
        ),
        glossary=glossary.name(view, row),
        contribute=contribute.name(view, row),
        messages=_messages(view, row),
    )


def _messages(view: View, row: PageRow) -> Markup:
    """Return the messages and data of the page's script, as JSON."""
    here = view.path(row.address)
    others = {
        case.facts.original_language
        for case in view.site.cases
        if view.language not in case.texts and case.facts.original_language in view.site.project.codes
    }
    data = {
        "texts": {key: text.value for key, text in _texts(view).items()},
        "index": urls.relative(f"{page_table.SEARCH_INDEX}/pagefind.js", here),
        "root": urls.relative("", here) or "./",
        "language": _language(view, view.language),
        "others": [_language(view, code) for code in sorted(others)],
        "kinds": {kind: name_of(view, row).value for kind, name_of in GROUPS.items()},
    }
    return in_script(data)


def _language(view: View, code: str) -> dict[str, object]:
    """Return how queries are read for the index of a language."""
    return {
        "code": code,
        "rules": folding.rules(code),
        "spaceless": code in folding.SPACELESS,
        "particles": folding.PARTICLES.get(code, ""),
        "labels": _labels(view, code),
        "pages": len(view.rows),
    }


def _labels(view: View, code: str) -> list[tuple[str, str]]:
    """Return what numbered items are called, with their kinds: the label of this language, and what else the data has,
    the longest first.
    """
    own = {kind: view.item_label(kind, "").value.strip() for kind in NUMBERED} if code == view.language else {}
    found = list(own.items())
    for kind, labels in view.site.project.search.labels.items():
        found += [(kind, label) for label in labels.get(code, ())]
    return sorted(found, key=lambda one: -len(one[1]))


def _texts(view: View) -> dict[str, LocalizedText]:
    return {
        "found": view.pgettext("search", "Résultats : %(count)s"),
        "partly": view.pgettext(
            "search", "Aucune page ne contient tous ces mots. Pages qui en contiennent une partie : %(count)s"
        ),
        "nothing": view.pgettext("search", "Rien n’a été trouvé pour « %(query)s »."),
        "signs": view.pgettext("search", "Cette recherche ne contient aucun mot."),
        "corrected": view.pgettext(
            "search", "Aucune page ne contient « %(typed)s ». Voici les résultats pour « %(word)s »."
        ),
        "without": view.pgettext("search", "Aucune page ne contient « %(word)s ». Voici les résultats sans ce mot."),
        "searching": view.pgettext("search", "Recherche en cours…"),
        "all": view.pgettext("search", "Tous les résultats"),
        "pages": view.pgettext("search", "Autres pages"),
        "more": view.pgettext("search", "Plus de résultats"),
        "elsewhere": view.pgettext("search", "Chercher les études de cas qui n’existent que dans une autre langue"),
        "other": view.pgettext("search", "Dans une autre langue (original) : %(count)s"),
        "failed": view.pgettext(
            "search", "La recherche est indisponible. Consultez les listes ou réessayez plus tard."
        ),
    }


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched="",
    cited=False,
    needs={"script-src": "'wasm-unsafe-eval'"},
)
