"""The search."""

from __future__ import annotations

from markupsafe import Markup

from roadmap import page_table, urls
from roadmap.inline_json import in_script
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.contexts.site import SearchBody
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


def body(view: View, row: PageRow) -> SearchBody:
    """Return what kinds/search.html reads."""
    return SearchBody(
        title=view.pgettext("search", "Rechercher"),
        intro=view.pgettext(
            "search",
            "Un mot, le numéro d’une activité, le nom d’une Partie : dans les textes de ce site, en %(name)s.",
            name=view.language_name(view.language),
        ),
        longest=LONGEST,
        messages=_messages(view, row),
    )


def _messages(view: View, row: PageRow) -> Markup:
    """Return the messages and data of the page's script, as JSON."""
    here = view.path(row.address)
    texts = {
        "found": view.pgettext("search", "Résultats : %(count)s"),
        "nothing": view.pgettext("search", "Rien n’a été trouvé pour « %(query)s »."),
        "more": view.pgettext("search", "Plus de résultats"),
        "elsewhere": view.pgettext("search", "Chercher les études de cas qui n’existent que dans une autre langue"),
        "other": view.pgettext("search", "Dans une autre langue (original) : %(count)s"),
        "failed": view.pgettext(
            "search", "La recherche est indisponible. Consultez les listes ou réessayez plus tard."
        ),
    }
    data = {
        "texts": {key: text.value for key, text in texts.items()},
        "index": urls.relative(f"{page_table.SEARCH_INDEX}/pagefind.js", here),
        "root": urls.relative("", here) or "./",
        "others": sorted(
            {
                case.facts.original_language
                for case in view.site.cases
                if view.language not in case.texts and case.facts.original_language in view.site.project.codes
            }
        ),
    }
    return in_script(data)


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched=False,
    cited=False,
    needs={"script-src": "'wasm-unsafe-eval'"},
)
