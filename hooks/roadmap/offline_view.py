"""The page `/offline/` in the words of one language: what browsers keep, and the ZIPs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup

from . import languages
from .pages import Row
from .parts import OfferedZip, OfflineBody
from .scripts import in_script

if TYPE_CHECKING:
    from .archive import Archive
    from .view import View

VISITED = 50
"""How many visited pages a browser keeps."""
LIST = "pages.json"
"""The list of all that a language's site is made of, beside the page `/offline/`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """How much the site of a language is."""

    version: str
    """Changes when anything of it does."""
    pages: int
    size: int
    """In bytes, as it takes room."""
    packed: int
    """In bytes, as hosts send it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to read without network."""

    whole: Whole | None = None
    """The site of the view's language; nothing where pages have no worker that could keep it."""
    archives: tuple[Archive, ...] = ()


def offline_body(view: View, row: Row) -> OfflineBody:
    """What kinds/offline.html reads."""
    whole = view.offered.whole
    return OfflineBody(
        title=view.pgettext("offline", "Lire ce site sans réseau"),
        intro=view.pgettext(
            "offline",
            "Les pages déjà ouvertes, tout le site gardé par le navigateur, ou un fichier ZIP à ouvrir depuis le "
            "disque.",
        ),
        visited=view.pgettext(
            "offline",
            "Votre navigateur garde l’accueil, cette page et les %(count)s dernières pages ouvertes, avec leurs "
            "images. Tant que le réseau répond, la page publiée s’affiche ; sinon, la page gardée.",
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
                language=languages.own_name(archive.language),
                size=view.size_text(archive.size),
                checksum=archive.checksum,
            )
            for archive in view.offered.archives
        ),
    )


def _messages(view: View, whole: Whole) -> Markup:
    """What the page's script says and needs, as JSON."""
    texts = {
        "keep": view.pgettext("offline", "Garder tout le site dans cette langue"),
        "continue": view.pgettext("offline", "Continuer"),
        "update": view.pgettext("offline", "Mettre à jour"),
        "kept": view.pgettext("offline", "Tout le site est gardé dans cette langue, depuis le %(date)s."),
        "newer": view.pgettext(
            "offline",
            "Tout le site est gardé dans cette langue, depuis le %(date)s. Une version plus récente est publiée.",
        ),
        "begun": view.pgettext("offline", "La réception s’est arrêtée avant la fin. Elle reprendra où elle en était."),
        "unreachable": view.pgettext("offline", "Le réseau ne répond pas. Ce qui est gardé le reste."),
        "full": view.pgettext("offline", "La place manque sur cet appareil : tout le site n’y tient pas."),
        "moved": view.pgettext("offline", "Le site a changé pendant la réception. Recommencez dans un moment."),
        "unable": view.pgettext("offline", "Ce navigateur ne peut rien garder de ce site."),
        "removed": view.pgettext("offline", "Tout est effacé, et plus rien ne sera gardé."),
        "forgetful": view.pgettext(
            "offline", "Tout est effacé, mais ce navigateur ne retient pas votre choix : la suite sera gardée."
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
