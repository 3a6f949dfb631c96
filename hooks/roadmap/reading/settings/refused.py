"""Report the settings of `mkdocs.yml` without effect, by name, with what to do instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from roadmap import disk
from roadmap.model.fields import Record
from roadmap.problems import Message, Problem, message, nearest
from roadmap.reading.settings.options import FILE, LANGUAGES, OVERRIDES, THEME, Extra, I18n, Options, ThemeOptions
from roadmap.reading.yaml_file import Document, Key, unknown_key

MENUS = message(
    "Les menus viennent du tableau hooks/roadmap/page_table.py ; un texte est un fichier content/nom.langue.md."
)

HIDDEN = message("Ne mettez dans content/ que ce qui doit être publié.")

AUTHORS = message("Nommez les auteurs dans content/about.*.md, ou dans copyright.")

REPOSITORY = message("Les liens vers le dépôt viennent de repo_url.")

PUBLISHING = message("Le site est publié par .github/workflows/publish.yml, ou en copiant le dossier construit.")

MARKDOWN = message("Tous les textes acceptent le même Markdown : voir docs/case-studies.md.")

OTHER_HOSTS = message(
    "Les pages n’appellent aucun autre hôte : nommez dans extra_javascript un script servi avec le site."
)

TEMPLATES = message("Changez les gabarits de overrides/, ou remplissez un bloc de overrides/main.html.")

REMOVE = message("Retirez ce réglage.")

REFUSED: dict[str, Message] = {
    "INHERIT": message("Écrivez tous les réglages dans mkdocs.yml."),
    "nav": MENUS,
    "pages": MENUS,
    "draft_docs": HIDDEN,
    "not_in_nav": HIDDEN,
    "site_description": message("Les descriptions viennent de data/roadmap.yml et de l’en-tête des pages de content/."),
    "site_author": AUTHORS,
    "site_dir": message("Nommez le dossier dans la commande : roadmap build --output, ou mkdocs build --site-dir."),
    "dev_addr": message("Nommez l’adresse dans la commande : roadmap serve --address, ou mkdocs serve --dev-addr."),
    "google_analytics": OTHER_HOSTS,
    "repo_name": REPOSITORY,
    "edit_uri": REPOSITORY,
    "edit_uri_template": REPOSITORY,
    "remote_branch": PUBLISHING,
    "remote_name": PUBLISHING,
    "extra_templates": TEMPLATES,
    "markdown_extensions": MARKDOWN,
    "mdx_configs": MARKDOWN,
    "config_file_path": REMOVE,
    "validation": message("Tous les liens sont vérifiés par roadmap check."),
    "theme.palette": message("Changez les couleurs dans une feuille de style nommée par extra_css."),
    "theme.features": TEMPLATES,
    "theme.icon": message("Nommez le logo dans theme.logo ; les autres icônes sont dans les gabarits de overrides/."),
    "theme.font": message(
        "Les pages utilisent les polices du lecteur : nommez-en d’autres dans une feuille de extra_css."
    ),
    "theme.language": LANGUAGES,
    "theme.locale": LANGUAGES,
    "theme.direction": LANGUAGES,
    "theme.static_templates": TEMPLATES,
    "extra.social": message("Mettez vos liens dans copyright, ou dans le bloc footer de overrides/main.html."),
    "extra.analytics": OTHER_HOSTS,
    "extra.consent": OTHER_HOSTS,
    "extra.alternate": LANGUAGES,
    "extra.version": message("Le site n’a pas de menu des versions : publiez chaque version à sa propre adresse."),
    "extra.generator": message("Les pages ne nomment aucun outil : retirez ce réglage."),
    "extra.annotate": MARKDOWN,
    "extra.polyfills": OTHER_HOSTS,
    "extra.scope": REMOVE,
    "extra.search": message("La recherche utilise Pagefind, sans réglage."),
    "extra.status": message("Les études de cas se filtrent par activité, Partie, région, ODD et domaine."),
    "extra.tags": message("Les études de cas se filtrent par activité, Partie, région, ODD et domaine."),
}
"""The settings of MkDocs and Material that cannot have an effect, with what to use instead. Others: `Options`."""

PLUGINS = {
    "search": message("La recherche utilise Pagefind, sans réglage."),
    "": message("Écrivez ce qu’elle doit faire dans un fichier nommé par hooks, ou dans overrides/."),
}

PARTIALS = {
    "header": "page/header.html",
    "footer": "page/footer.html",
    "nav": "page/header.html",
    "logo": "page/header.html",
    "search": "kinds/search.html",
    "alternate": "components/languages.html",
    "404": "files/404.html",
}
"""Our templates for the partials of Material."""


def check_refused(document: Document) -> Iterator[Problem]:
    """Remove settings without effect from the document, and report them."""
    for name, instead in REFUSED.items():
        *above, last = name.split(".")
        data = mapping_at(document, above)
        if last not in data or (name == "theme.font" and data[last] is False):
            continue
        del data[last]
        yield without_effect(FILE, document.line(*above, last), name, instead)


def check_unknown(document: Document) -> Iterator[Problem]:
    """Remove keys that neither MkDocs nor Material nor we have from the document, and report them."""
    models: dict[tuple[Key, ...], type[Record]] = {
        (): Options,
        ("theme",): ThemeOptions,
        ("extra",): Extra,
        ("plugins", "i18n"): I18n,
    }
    for keys, model in models.items():
        data = mapping_at(document, keys)
        for key in [one for one in data if one not in model.model_fields]:
            del data[key]
            yield unknown_key(document, (*keys, key), sorted(model.model_fields))


def mapping_at(document: Document, keys: Iterable[Key]) -> dict[str, Any]:
    """Return the mapping at these keys; an empty one if there is none."""
    data = document.data
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def without_effect(path: str, line: int, name: str, instead: Message | None) -> Problem:
    """Return the problem of a setting without effect, with what to do instead."""
    return Problem(path, line, message("« %(name)s » n’a pas d’effet ici.", name=name), instead)


def check_plugins(document: Document) -> Iterator[Problem]:
    """Keep only the options of i18n, by name, in the document; report other plugins, which have no effect."""
    entries = mapping_at(document, ()).get("plugins")
    if not isinstance(entries, list | dict):
        return
    ours: dict[str, Any] = {}
    for rank, one in (
        enumerate(entries) if isinstance(entries, list) else [(name, {name: entries[name]}) for name in entries]
    ):
        for name, options in (one if isinstance(one, dict) else {one: None}).items():
            keys = ("plugins", rank, name) if isinstance(entries, list) else ("plugins", name)
            if name != "i18n":
                instead = PLUGINS.get(str(name).rpartition("/")[2], PLUGINS[""])
                yield without_effect(FILE, document.line(*keys), f"plugins: {name}", instead)
                continue
            ours[name] = options or {}
            below = {key[len(keys) :]: line for key, line in document.lines.items() if key[: len(keys)] == keys}
            document.lines.update((("plugins", "i18n", *key), line) for key, line in below.items())
    document.data["plugins"] = ours


def check_partials(folder: Path) -> Iterator[Problem]:
    """Report overrides of Material's templates and files, because no page uses them."""
    overrides = folder / OVERRIDES
    for path in disk.below(overrides):
        name = path.relative_to(overrides).as_posix()
        if name in ("main.html", "base.html") or name.startswith(".icons/") or not (THEME / name).is_file():
            continue
        instead = TEMPLATES
        if path.stem in PARTIALS:
            instead = message("Changez overrides/%(path)s.", path=PARTIALS[path.stem])
        elif path.stem == "favicon":
            instead = message("Nommez l’icône dans theme.favicon.")
        yield without_effect(f"{OVERRIDES}/{name}", 1, name, instead)


def check_blocks(folder: Path) -> Iterator[Problem]:
    """Report the blocks of main.html that base.html does not have."""
    try:
        main, base = (
            Environment(extensions=["jinja2.ext.i18n"]).parse((folder / OVERRIDES / name).read_text(encoding="utf-8"))
            for name in ("main.html", "base.html")
        )
    except (OSError, ValueError, TemplateSyntaxError):  # a build reports it, with its place
        return
    known = [block.name for block in base.find_all(nodes.Block)]
    if main.find(nodes.Extends):
        for block in main.body:
            if isinstance(block, nodes.Block) and block.name not in known:
                yield without_effect(
                    f"{OVERRIDES}/main.html", block.lineno, f"block {block.name}", nearest(block.name, known)
                )
