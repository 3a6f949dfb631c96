"""How to read the site offline."""

from __future__ import annotations

from pathlib import PurePath

from markupsafe import Markup

from roadmap.inline_json import in_script
from roadmap.localization import LocalizedText
from roadmap.page_table import PageRow
from roadmap.views.contexts.site import OfferedZip, OfflineBody
from roadmap.views.offered import LIST, VISITED, Whole
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Hors connexion")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description",
        "Lire la feuille de route ouverte hors connexion : les pages enregistrées par le navigateur, ou un fichier "
        "ZIP par langue.",
    )


def body(view: View, row: PageRow) -> OfflineBody:
    """Return what kinds/offline.html reads."""
    whole = view.offered.whole
    return OfflineBody(
        title=view.pgettext("offline", "Lire ce site hors connexion"),
        intro=view.pgettext(
            "offline",
            "Les pages déjà ouvertes, tout le site enregistré par le navigateur, ou un fichier ZIP à ouvrir depuis le "
            "disque.",
        ),
        visited=view.pgettext(
            "offline",
            "Votre navigateur enregistre l’accueil, cette page et les %(count)s dernières pages ouvertes, avec leurs "
            "images. En ligne, vous voyez la page publiée ; hors connexion, la page enregistrée.",
            count=view.number_text(VISITED),
        )
        if whole
        else None,
        size=view.npgettext(
            "offline",
            "%(count)s page, avec ses images et la recherche : %(packed)s à recevoir, %(size)s sur cet appareil.",
            "%(count)s pages, avec leurs images et la recherche : %(packed)s à recevoir, %(size)s sur cet appareil.",
            whole.pages,
            packed=view.size_text(whole.packed),
            size=view.size_text(whole.size),
        )
        if whole
        else None,
        messages=_messages(view, whole) if whole else Markup(),
        zips=tuple(
            OfferedZip(
                path=archive.path,
                name=PurePath(archive.path).name,
                language=view.own_language_name(archive.language),
                size=view.size_text(archive.size),
                checksum=archive.checksum,
            )
            for archive in view.offered.archives
        ),
    )


def _messages(view: View, whole: Whole) -> Markup:
    """Return the messages and data of the page's script, as JSON."""
    texts = {
        "keep": view.pgettext("offline", "Télécharger tout le site dans cette langue"),
        "continue": view.pgettext("offline", "Continuer"),
        "update": view.pgettext("offline", "Mettre à jour"),
        "kept": view.pgettext("offline", "Tout le site est enregistré dans cette langue, depuis le %(date)s."),
        "newer": view.pgettext(
            "offline",
            "Tout le site est enregistré dans cette langue, depuis le %(date)s. Une version plus récente est publiée.",
        ),
        "begun": view.pgettext("offline", "Le téléchargement s’est arrêté avant la fin. Il reprendra où il en était."),
        "unreachable": view.pgettext(
            "offline", "Vous êtes hors connexion. Les pages enregistrées restent disponibles."
        ),
        "full": view.pgettext("offline", "Espace insuffisant sur cet appareil."),
        "moved": view.pgettext("offline", "Le site a changé pendant le téléchargement. Recommencez dans un moment."),
        "unable": view.pgettext("offline", "Ce navigateur ne permet pas la lecture hors connexion."),
        "removed": view.pgettext("offline", "Tout est effacé, et plus rien ne sera enregistré."),
        "forgetful": view.pgettext(
            "offline",
            "Tout est effacé, mais ce navigateur ne retient pas votre choix : les pages que vous ouvrirez seront de "
            "nouveau enregistrées.",
        ),
    }
    data = {
        "texts": {key: text.value for key, text in texts.items()},
        "language": view.language,
        "version": whole.version,
        "size": whole.size,
        "list": LIST,
    }
    return in_script(data)


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    cited=False,
)
