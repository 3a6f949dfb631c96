"""mkdocs.yml: what it may set, typed, and what has no effect here, with what to use instead.

MkDocs reads the same file for a build. It is read here too, so that `check` and `serve` need no MkDocs, and each
mistake has its line.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment, TemplateSyntaxError, nodes
from pydantic import AfterValidator, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError
from yaml_env_tag import construct_env_tag

from roadmap.model.contribution import EMAIL
from roadmap.model.roadmap import LanguageCode, Languages, Record
from roadmap.problems import Message, Problem, nearest, say
from roadmap.reading.validation import fit
from roadmap.reading.yaml_file import Document, Key, read_text, refused, unknown_key

FILE = "mkdocs.yml"
CONTENT, OVERRIDES = "content", "overrides"
HOOK = "hooks/mkdocs_events.py"
SITE_NAME = "Open Roadmap"
IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico")
COPYRIGHT_TAGS = ("a", "abbr", "b", "bdi", "br", "em", "i", "span", "strong")
THEME = Path(importlib.util.find_spec("material").origin).parent / "templates"  # type: ignore[union-attr, arg-type]
"""Material's templates, whose icons are used."""


# What has no effect


MENUS = say("Les menus sont faits du tableau hooks/roadmap/pages.py ; un texte est un fichier content/nom.langue.md.")
HIDDEN = say("Ne mettez dans content/ que ce qui doit être publié.")
AUTHORS = say("Nommez les auteurs dans content/about.*.md, ou dans copyright.")
REPOSITORY = say("Les liens vers le dépôt sont faits de repo_url.")
PUBLISHING = say("Le site est publié par .github/workflows/publish.yml, ou en copiant le dossier construit.")
MARKDOWN = say("Tous les textes acceptent le même Markdown : voir CONTRIBUTING.md.")
OTHER_HOSTS = say("Les pages n’appellent aucun autre hôte : nommez dans extra_javascript un script servi avec le site.")
LANGUAGES = say("Les langues sont celles de data/languages.yml.")
TEMPLATES = say("Changez les gabarits de overrides/, ou remplissez un bloc de overrides/main.html.")
REMOVE = say("Retirez ce réglage.")
REFUSED: dict[str, Message] = {
    "INHERIT": say("Écrivez tous les réglages dans mkdocs.yml."),
    "nav": MENUS,
    "pages": MENUS,
    "draft_docs": HIDDEN,
    "not_in_nav": HIDDEN,
    "site_description": say("Les descriptions viennent de data/roadmap.yml et de l’en-tête des pages de content/."),
    "site_author": AUTHORS,
    "site_dir": say("Nommez le dossier dans la commande : roadmap build --output, ou mkdocs build --site-dir."),
    "dev_addr": say("Nommez l’adresse dans la commande : roadmap serve --address, ou mkdocs serve --dev-addr."),
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
    "validation": say("Tous les liens sont vérifiés par roadmap check."),
    "theme.palette": say("Changez les couleurs dans une feuille de style nommée par extra_css."),
    "theme.features": TEMPLATES,
    "theme.icon": say("Nommez le logo dans theme.logo ; les autres icônes sont dans les gabarits de overrides/."),
    "theme.font": say("Les pages utilisent les polices du lecteur : nommez-en d’autres dans une feuille de extra_css."),
    "theme.language": LANGUAGES,
    "theme.locale": LANGUAGES,
    "theme.direction": LANGUAGES,
    "theme.static_templates": TEMPLATES,
    "extra.social": say("Mettez vos liens dans copyright, ou dans le bloc footer de overrides/main.html."),
    "extra.analytics": OTHER_HOSTS,
    "extra.consent": OTHER_HOSTS,
    "extra.alternate": LANGUAGES,
    "extra.version": say("Le site n’a pas de menu des versions : publiez chaque version à une adresse à elle."),
    "extra.generator": say("Les pages ne nomment aucun outil : retirez ce réglage."),
    "extra.annotate": MARKDOWN,
    "extra.polyfills": OTHER_HOSTS,
    "extra.scope": REMOVE,
    "extra.search": say("La recherche est faite par Pagefind, sans réglage."),
    "extra.status": say("Les études de cas se trouvent par activité, Partie, région, ODD et domaine."),
    "extra.tags": say("Les études de cas se trouvent par activité, Partie, région, ODD et domaine."),
}
"""The settings of MkDocs and Material that cannot act, with what to use instead; `Options` has those that can."""
PLUGINS = {
    "search": say("La recherche est faite par Pagefind, sans réglage."),
    "": say("Écrivez ce qu’elle doit faire dans un fichier nommé par hooks, ou dans overrides/."),
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
"""The templates that do here what a partial of Material does."""


# What has


def _told(what: Message, fix: Message | None = None) -> PydanticCustomError:
    """A mistake in words; `validate.fit` gives it its place."""
    return PydanticCustomError("told", "see context", {"what": what, "fix": fix})


def _site_url(value: str) -> str:
    """Addresses to which others are added, and which readers see: without query, user or white space."""
    try:
        parts = urlsplit(value)
        wrong = parts.scheme not in ("https", "http") or not parts.hostname or parts.port == 0
        wrong = wrong or "@" in parts.netloc or bool(re.search(r"[\s<>\"'`\\?#\x00-\x20]", value))
    except ValueError:  # an unclosed bracket in the host, a port that is no number
        wrong = True
    if wrong:
        raise _told(
            say("« %(value)s » n’est pas une adresse acceptée.", value=value),
            say(
                "Attendu : https:// ou http://, un hôte et un chemin, sans espace, nom d’utilisateur, « ? » ni « # », "
                "par exemple https://example.org/roadmap/."
            ),
        )
    return value


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        what = say("« %(value)s » n’est pas une adresse électronique.", value=value)
        raise _told(what, say("Attendu : par exemple contact@example.org."))
    return value


def _codes(value: object) -> object:
    """`pt,fa` as a list."""
    return [code for code in value.split(",") if code] if isinstance(value, str) else value or ()


def _copyright(value: str) -> str:
    for name in re.findall(r"<\s*/?\s*([a-zA-Z!?][a-zA-Z0-9-]*)", value):
        if name.lower() not in COPYRIGHT_TAGS:
            what = say("La balise <%(name)s> n’est pas acceptée dans copyright.", name=name)
            raise _told(what, say("Acceptées : %(names)s.", names=", ".join(COPYRIGHT_TAGS)))
    return value


def _hooks(value: tuple[str, ...]) -> tuple[str, ...]:
    if HOOK not in value:
        raise _told(say("« hooks » ne nomme pas %(hook)s, qui fait les pages.", hook=HOOK))
    return value


def _name(value: str) -> str:
    if value != SITE_NAME:
        raise _told(
            say("« site_name » n’est affiché nulle part : le nom du site est traduit."),
            say(
                "Gardez « %(name)s » ; le nom affiché est dans hooks/roadmap/view.py et data/locales/.", name=SITE_NAME
            ),
        )
    return value


def _unset(value: object) -> object:
    """An empty text is no value: variables of the environment are often set to it."""
    return None if value == "" else value


Address = Annotated[str, AfterValidator(_site_url)]
Name = Annotated[str, Field(min_length=1)]


class Script(Record):
    """A script of extra_javascript."""

    path: Name
    type: Literal["module", "text/javascript"] | None = None
    async_: StrictBool = Field(default=False, alias="async")
    defer: StrictBool = False


def _script(value: object) -> object:
    """A script that is named by its path alone; a module when its name says so, as in MkDocs."""
    if isinstance(value, str):
        return {"path": value} | ({"type": "module"} if value.endswith(".mjs") else {})
    return value


class ThemeOptions(Record):
    """theme: Material's, with our templates."""

    name: Literal["material"]
    custom_dir: Literal["overrides"]
    font: Literal[False] = False
    logo: Name | None = None
    favicon: Name | None = None


class Extra(Record):
    """extra: our own options."""

    contact_email: Annotated[Annotated[str, AfterValidator(_email)] | None, BeforeValidator(_unset)] = None
    preview: Annotated[tuple[LanguageCode | Literal["all"], ...], BeforeValidator(_codes)] = ()
    service_worker: StrictBool = True
    homepage: Annotated[Address | None, BeforeValidator(_unset)] = None


def _one(value: tuple[I18nLanguage, ...]) -> tuple[I18nLanguage, ...]:
    if len(value) != 1:
        raise _told(say("« plugins: i18n: languages » ne nomme pas exactement une langue."), LANGUAGES)
    return value


class I18nLanguage(Record):
    """The language at the root."""

    locale: LanguageCode
    name: Name
    default: Literal[True]


class I18n(Record):
    """The options of mkdocs-static-i18n."""

    languages: Annotated[tuple[I18nLanguage, ...], AfterValidator(_one)]
    docs_structure: Literal["suffix"] = "suffix"
    fallback_to_default: Literal[False] = False


class Plugins(Record):
    """plugins, by name."""

    i18n: I18n


class Options(Record):
    """mkdocs.yml."""

    site_name: Annotated[str, AfterValidator(_name)]
    site_url: Address
    repo_url: Annotated[Address | None, BeforeValidator(_unset)] = None
    copyright: Annotated[str, AfterValidator(_copyright)] | None = None
    docs_dir: Literal["content"]
    exclude_docs: Literal["*"] = "*"
    use_directory_urls: Literal[True] = True
    strict: Literal[True] = True
    """A build by `roadmap` is."""
    theme: ThemeOptions
    extra_css: tuple[Name, ...] = ()
    extra_javascript: tuple[Annotated[Script, BeforeValidator(_script)], ...] = ()
    extra: Extra = Extra()
    hooks: Annotated[tuple[Name, ...], AfterValidator(_hooks)]
    plugins: Plugins
    watch: tuple[Name, ...] = ()
    """What `mkdocs serve` looks at."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What mkdocs.yml and the environment state of the site."""

    site_url: str
    """Where it is published: absolute, with `/` at its end."""
    repo_url: str = ""
    """The repository's page; empty where it is not known."""
    contact: str = ""
    """The editors' e-mail address; empty where it is not known."""
    worker: bool = True
    """Whether browsers keep what is visited, to be read without network."""
    preview: tuple[str, ...] = ()
    """Languages in preparation that are shown all the same; `all` of them."""
    copyright: str = ""
    """Mark-up."""
    homepage: str = ""
    styles: tuple[Path, ...] = ()
    scripts: tuple[tuple[Path, Script], ...] = ()
    logo: Path | None = None
    favicon: Path | None = None
    hooks: tuple[str, ...] = ()
    """The files that act in a build beside ours."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that it adds to the site."""
        pictures = (path for path in (self.logo, self.favicon) if path)
        return (*self.styles, *(path for path, _script in self.scripts), *pictures)


@dataclass(slots=True)
class Found:
    """What mkdocs.yml gives."""

    settings: Settings | None = None
    """None where it has mistakes."""
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    """What has no effect: a warning of MkDocs, a mistake when it is strict."""
    files: frozenset[Path] = frozenset()
    """The files that it names."""
    document: Document | None = None
    variables: dict[int, str] = field(default_factory=dict)
    """By line, the environment's variable from which a value comes."""

    def unknown_preview(self, code: str, languages: Languages) -> Problem:
        """Return the problem of a language of extra.preview that is not in preparation."""
        what = say("« extra.preview » : « %(code)s » n’est pas une langue en préparation.", code=code)
        line = self.document.line("extra", "preview") if self.document else 1
        return _with_variable(Problem(FILE, line, what, nearest(code, languages.preparing)), self.variables)


def read(folder: Path) -> Found:
    """Read mkdocs.yml of the project at `folder`, and what its names lead to."""
    found = Found(ignored=[*_partials(folder), *_blocks(folder)])
    document, found.variables, found.problems = _document(folder / FILE)
    if document is None:
        return found
    found.document = document
    found.ignored += [*_plugins(document), *_refused(document), *_unknown(document)]
    files = _Files(folder, document)
    found.files = frozenset(files.paths.values())
    options, problems = fit(Options, document)
    found.problems += [*(_with_variable(problem, found.variables) for problem in problems), *files.problems]
    if options and not found.problems:
        found.settings = _settings(options, files.paths)
    return found


def _settings(options: Options, paths: dict[str, Path]) -> Settings:
    theme, extra = options.theme, options.extra
    return Settings(
        site_url=options.site_url.rstrip("/") + "/",
        repo_url=(options.repo_url or "").rstrip("/"),
        contact=extra.contact_email or "",
        worker=extra.service_worker,
        preview=extra.preview,
        copyright=options.copyright or "",
        homepage=extra.homepage or "",
        styles=tuple(paths[name] for name in options.extra_css),
        scripts=tuple((paths[script.path], script) for script in options.extra_javascript),
        logo=paths[theme.logo] if theme.logo else None,
        favicon=paths[theme.favicon] if theme.favicon else None,
        hooks=tuple(name for name in options.hooks if name != HOOK),
    )


def previewed(folder: Path) -> tuple[str, ...]:
    """Return the languages in preparation that mkdocs.yml shows; none where it has mistakes."""
    found = read(folder).settings
    return found.preview if found else ()


# The file


class _Loader(yaml.SafeLoader):
    """As MkDocs reads it, but for its tags of Python objects: none belongs to a setting that acts."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _loader, _suffix, node: str(node.value))


def _document(path: Path) -> tuple[Document | None, dict[int, str], list[Problem]]:
    """The file's data with lines, and for each line the environment's variable from which its value comes."""
    text, problems = read_text(path, FILE)
    if text is None:
        return None, {}, problems
    lines: dict[tuple[Key, ...], int] = {}
    variables: dict[int, str] = {}
    loader = _Loader(text)
    try:
        if problem := refused(text, FILE):
            return None, {}, [problem]
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
        if node:
            problems = [*_walk(node, (), lines, variables)]
    except (yaml.YAMLError, ValueError) as error:
        mark, reason = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
        what = say("Ce n’est pas du YAML : %(reason)s.", reason=reason)
        return None, {}, [Problem(FILE, mark.line + 1 if mark else 1, what)]
    finally:
        loader.dispose()
    return Document(FILE, data, lines), variables, problems


def _walk(node: yaml.Node, keys: tuple, lines: dict, variables: dict[int, str]) -> Iterator[Problem]:
    """Note the line of each value and the variable it comes from; give the keys that are there twice."""
    line = lines.setdefault(keys, node.start_mark.line + 1)
    if node.tag == "!ENV":
        names = (
            [node.value] if isinstance(node, yaml.ScalarNode) else [one.value for one in node.value[:-1] or node.value]
        )
        variables.update((line, name) for name in names[::-1] if name in os.environ)
    elif isinstance(node, yaml.SequenceNode):
        for rank, one in enumerate(node.value):
            yield from _walk(one, (*keys, rank), lines, variables)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if (*keys, key.value) in lines:
                what = say(
                    "La clé « %(key)s » est en double (déjà ligne %(line)s).",
                    key=key.value,
                    line=lines[(*keys, key.value)],
                )
                yield Problem(FILE, key.start_mark.line + 1, what, say("Gardez-en une seule."))
            lines[(*keys, key.value)] = key.start_mark.line + 1
            yield from _walk(value, (*keys, key.value), lines, variables)


def _with_variable(problem: Problem, variables: dict[int, str]) -> Problem:
    """The problem, of the variable of the environment from which the value comes."""
    if name := variables.get(problem.line):
        return Problem(FILE, problem.line, say("%(name)s : %(what)s", name=name, what=problem.what), problem.fix)
    return problem


def _refused(document: Document) -> Iterator[Problem]:
    """Take out of the document what has no effect."""
    for name, instead in REFUSED.items():
        *above, last = name.split(".")
        data = _at(document, above)
        if last not in data or (name == "theme.font" and data[last] is False):
            continue
        del data[last]
        yield _without_effect(FILE, document.line(*above, last), name, instead)


def _unknown(document: Document) -> Iterator[Problem]:
    """Take out of the document the keys that neither MkDocs nor Material nor we know."""
    models = {(): Options, ("theme",): ThemeOptions, ("extra",): Extra, ("plugins", "i18n"): I18n}
    for keys, model in models.items():
        data = _at(document, keys)
        for key in [one for one in data if one not in model.model_fields]:
            del data[key]
            yield unknown_key(document, (*keys, key), sorted(model.model_fields))


def _at(document: Document, keys: Iterable[Key]) -> dict[str, Any]:
    """The mapping at these keys; an empty one where there is none."""
    data = document.data
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _without_effect(path: str, line: int, name: str, instead: Message | None) -> Problem:
    return Problem(path, line, say("« %(name)s » n’a pas d’effet ici.", name=name), instead)


def _plugins(document: Document) -> Iterator[Problem]:
    """Leave in the document the options of i18n alone, by name; other plugins have no effect."""
    given = _at(document, ()).get("plugins")
    if not isinstance(given, list | dict):
        return
    ours: dict[str, Any] = {}
    for rank, one in enumerate(given) if isinstance(given, list) else [(name, {name: given[name]}) for name in given]:
        for name, options in (one if isinstance(one, dict) else {one: None}).items():
            keys = ("plugins", rank, name) if isinstance(given, list) else ("plugins", name)
            if name != "i18n":
                instead = PLUGINS.get(str(name).rpartition("/")[2], PLUGINS[""])
                yield _without_effect(FILE, document.line(*keys), f"plugins: {name}", instead)
                continue
            ours[name] = options or {}
            below = {key[len(keys) :]: line for key, line in document.lines.items() if key[: len(keys)] == keys}
            document.lines.update((("plugins", "i18n", *key), line) for key, line in below.items())
    document.data["plugins"] = ours


# What it leads to


class _Files:
    """The files that mkdocs.yml names, and what is wrong with them."""

    def __init__(self, folder: Path, document: Document):
        self.folder, self.document = folder, document
        self.paths: dict[str, Path] = {}
        self.problems: list[Problem] = []
        for name, keys in self._named("extra_css"):
            self._find(name, (".css",), keys, STYLE)
        for name, keys in self._named("extra_javascript"):
            self._find(name, (".js", ".mjs"), keys, SCRIPT)
        for key in ("logo", "favicon"):
            if isinstance(name := _at(document, ["theme"]).get(key), str):
                self._find(name, IMAGES, ("theme", key))
        for name, keys in self._named("hooks"):
            if not (folder / name).is_file():
                self._problem(say("Le fichier « %(name)s » manque.", name=name), None, keys)

    def _named(self, setting: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
        """The names in a list of files, or in mappings with a path."""
        given = _at(self.document, ()).get(setting)
        for rank, one in enumerate(given if isinstance(given, list) else ()):
            name = one.get("path") if isinstance(one, dict) else one
            if isinstance(name, str):
                yield name, (setting, rank)

    def _find(
        self, name: str, suffixes: tuple[str, ...], keys: tuple[Key, ...], refused: re.Pattern[str] | None = None
    ) -> None:
        """Find the file of this name in content/ or overrides/; what `refused` finds in it would not be published."""
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", name):
            what = say("« %(name)s » est sur un autre hôte : les pages n’en appellent aucun.", name=name)
            self._problem(what, say("Enregistrez le fichier dans content/, et nommez-le depuis ce dossier."), keys)
            return
        if not name.lower().endswith(suffixes):
            what = say("« %(name)s » n’a pas le nom attendu.", name=name)
            self._problem(what, say("Attendu : un nom qui finit par %(names)s.", names=", ".join(suffixes)), keys)
            return
        places = [self.folder / CONTENT, self.folder / OVERRIDES]
        path = next((place / name for place in places if _is_within(place / name, place)), None)
        if path is None:
            others = (one for place in places for suffix in suffixes for one in place.rglob(f"*{suffix}"))
            known = sorted({one.relative_to(self.folder).as_posix().partition("/")[2] for one in others})
            what = say("Le fichier « %(name)s » n’est ni dans content/ ni dans overrides/.", name=name)
            self._problem(what, nearest(name, known), keys)
            return
        self.paths[name] = path
        if refused:
            self.problems += _elsewhere(path, path.relative_to(self.folder).as_posix(), refused)

    def _problem(self, what: Message, fix: Message | None, keys: tuple[Key, ...]) -> None:
        self.problems.append(Problem(FILE, self.document.line(*keys), what, fix))


STYLE = re.compile(r"""@import\s[^;]*|url\(\s*["']?(?!data:|#)[^)"']*""", re.IGNORECASE)
"""What a style sheet fetches."""
SCRIPT = re.compile(
    r"""^\s*(?:import\b[^\n;(]*|export\b[^\n;]*\bfrom\s*)["'][^"'\n]+|\bimport\(\s*["'][^"'\n]+""", re.MULTILINE
)
"""Which other script a script names."""


def _elsewhere(path: Path, name: str, refused: re.Pattern[str]) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    for one in refused.finditer(text):
        what = say("« %(text)s » : ce fichier n’est pas publié avec celui-ci.", text=one[0].strip()[:60])
        line = text.count("\n", 0, one.start() + len(one[0]) - len(one[0].lstrip())) + 1
        yield Problem(
            name, line, what, say("Mettez tout dans un seul fichier ; une petite image, dans une adresse data:.")
        )


def _is_within(path: Path, folder: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _partials(folder: Path) -> Iterator[Problem]:
    """Material's templates and files, which no page reads."""
    overrides = folder / OVERRIDES
    for path in sorted(overrides.rglob("*")):
        name = path.relative_to(overrides).as_posix()
        if name in ("main.html", "base.html") or name.startswith(".icons/") or not (THEME / name).is_file():
            continue
        instead = TEMPLATES
        if path.stem in PARTIALS:
            instead = say("Changez overrides/%(path)s.", path=PARTIALS[path.stem])
        elif path.stem == "favicon":
            instead = say("Nommez l’icône dans theme.favicon.")
        yield _without_effect(f"{OVERRIDES}/{name}", 1, name, instead)


def _blocks(folder: Path) -> Iterator[Problem]:
    """The blocks of main.html that base.html does not have."""
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
                yield _without_effect(
                    f"{OVERRIDES}/main.html", block.lineno, f"block {block.name}", nearest(block.name, known)
                )
