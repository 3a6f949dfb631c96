"""The settings of `mkdocs.yml` that have an effect."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from roadmap.model.addresses import EMAIL, fault_of_url
from roadmap.model.contribution_fields import holds_markup
from roadmap.model.fields import LanguageCode, Record
from roadmap.problems import Message, message

FILE = "mkdocs.yml"

CONTENT, OVERRIDES = "content", "overrides"

HOOK = "hooks/mkdocs_events.py"

SITE_NAME = "Open Roadmap"

COPYRIGHT_TAGS = ("a", "abbr", "b", "bdi", "br", "em", "i", "span", "strong")


def _theme() -> Path:
    """Return the folder of Material's templates. Raises ModuleNotFoundError where it is not installed."""
    spec = importlib.util.find_spec("material")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("material")
    return Path(spec.origin).parent / "templates"


THEME = _theme()
"""Material's templates, whose icons are used."""

LANGUAGES = message("Les langues sont celles de data/languages.yml.")


def refuse(what: Message, fix: Message | None = None) -> PydanticCustomError:
    """Return an error with these words; `validation.fit` adds the place."""
    return PydanticCustomError("own_message", "see context", {"what": what, "fix": fix})


PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/*")
"""A path that is in links and in files as it is; without `'`, which some templates could not quote."""

DOTS = re.compile(r"/\.{1,2}(?:/|$)")
"""A folder that browsers would resolve."""

SECURE_SHELL = re.compile(r"(?:ssh://)?git@(?P<host>[^:/]+)[:/](?P<path>.+)")
"""How Git names a repository that it reads with a key."""


def _address(value: str, example: Message) -> str:
    """Return an address that others extend and readers see: without query, user or white space.

    The scheme and the host become lower case, and the usual port goes. Raises what `refuse` returns.
    """
    url = value.strip()
    shown = re.sub(r"//[^/?#]*@", "//…@", url)  # the log of a workflow must not show a password
    fault = fault_of_url(url, local=True)  # a site may be tried out on this machine
    parts = None if fault or re.search(r"[?#]", url) else urlsplit(url)
    if parts is None or not PATH.fullmatch(parts.path) or DOTS.search(parts.path):
        reason: Message | str = fault.reason if fault else ""
        if shown != url:
            reason = message("Elle contient un nom d’utilisateur ou un mot de passe.")
        what = message("« %(value)s » n’est pas une adresse acceptée. %(reason)s", value=shown, reason=reason)
        raise refuse(what, example)
    host = parts.netloc.lower().removesuffix({"http": ":80", "https": ":443"}[parts.scheme])
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}{'/' if url.endswith('/') else ''}"


SITE_ADDRESS = message(
    "Attendu : https:// ou http://, un hôte et un chemin, sans espace, nom d’utilisateur, « ? » ni « # », "
    "par exemple https://example.org/roadmap/."
)


def _site_url(value: str) -> str:
    """Accept the address of a site, not of a repository."""
    url = _address(value, SITE_ADDRESS)
    if url.rstrip("/").endswith(".git"):
        raise refuse(message("« %(value)s » est l’adresse d’un dépôt, non celle d’un site.", value=url), SITE_ADDRESS)
    return url


REPOSITORY_ADDRESS = message("Attendu : la page d’accueil du dépôt, par exemple https://github.com/organisation/nom.")


def _repo_url(value: str) -> str:
    """Accept the address of a repository as Git or browsers have it; return that of its page."""
    if found := SECURE_SHELL.fullmatch(value.strip()):
        value = f"https://{found['host']}/{found['path']}"
    url = _address(value, REPOSITORY_ADDRESS).rstrip("/").removesuffix(".git")
    names = url.split("/")[3:]
    if not names or (url.startswith("https://github.com/") and len(names) != 2):
        raise refuse(message("« %(value)s » n’est pas la page d’un dépôt.", value=url), REPOSITORY_ADDRESS)
    return url


def _publisher(value: str) -> str:
    """Accept a name as readers see it."""
    name = " ".join(value.split())
    if len(name) > 120 or holds_markup(name) or not name.isprintable() or not any(map(str.isalpha, name)):
        what = message("« %(value)s » n’est pas un nom.", value=name[:120])
        fix = message("Attendu : le nom de l’organisme qui publie le site, par exemple Ministère de la Culture.")
        raise refuse(what, fix)
    return name


def _email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        what = message("« %(value)s » n’est pas une adresse électronique.", value=value)
        raise refuse(what, message("Attendu : par exemple contact@example.org."))
    return value


def _codes(value: object) -> object:
    """Return `pt,fa` as a list."""
    return [code for code in value.split(",") if code] if isinstance(value, str) else value or ()


def _copyright(value: str) -> str:
    for name in re.findall(r"<\s*/?\s*([a-zA-Z!?][a-zA-Z0-9-]*)", value):
        if name.lower() not in COPYRIGHT_TAGS:
            what = message("La balise <%(name)s> n’est pas acceptée dans copyright.", name=name)
            raise refuse(what, message("Acceptées : %(names)s.", names=", ".join(COPYRIGHT_TAGS)))
    return value


def _hooks(value: tuple[str, ...]) -> tuple[str, ...]:
    if HOOK not in value:
        raise refuse(message("« hooks » ne nomme pas %(hook)s, qui construit les pages.", hook=HOOK))
    return value


def _name(value: str) -> str:
    if value != SITE_NAME:
        raise refuse(
            message("« site_name » n’est affiché nulle part : le nom du site est traduit."),
            message(
                "Gardez « %(name)s » ; le nom affiché est dans hooks/roadmap/views/view.py et data/locales/.",
                name=SITE_NAME,
            ),
        )
    return value


def _unset(value: object) -> object:
    """Return None for an empty text: environment variables are often set to it."""
    return None if value == "" else value


Address = Annotated[str, AfterValidator(_site_url)]

RepositoryAddress = Annotated[str, AfterValidator(_repo_url)]

Name = Annotated[str, Field(min_length=1)]


class Script(Record):
    """A script of extra_javascript."""

    path: Name
    type: Literal["module", "text/javascript"] | None = None
    async_: StrictBool = Field(default=False, alias="async")
    defer: StrictBool = False


def to_script(value: object) -> object:
    """Return the mapping of a script given by its path only; `.mjs` is a module, as in MkDocs."""
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
    publisher: Annotated[Annotated[str, AfterValidator(_publisher)] | None, BeforeValidator(_unset)] = None
    publish: StrictBool = False
    """Whether this build is to be published: then the editors' address and the publisher's name are required."""
    preview: Annotated[tuple[LanguageCode | Literal["all"], ...], BeforeValidator(_codes)] = ()
    service_worker: StrictBool = True
    homepage: Annotated[Address | None, BeforeValidator(_unset)] = None


def _one(value: tuple[I18nLanguage, ...]) -> tuple[I18nLanguage, ...]:
    if len(value) != 1:
        raise refuse(message("« plugins: i18n: languages » ne nomme pas exactement une langue."), LANGUAGES)
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
    repo_url: Annotated[RepositoryAddress | None, BeforeValidator(_unset)] = None
    copyright: Annotated[str, AfterValidator(_copyright)] | None = None
    docs_dir: Literal["content"]
    exclude_docs: Literal["*"] = "*"
    use_directory_urls: Literal[True] = True
    strict: Literal[True] = True
    """A build by `roadmap` always is."""
    theme: ThemeOptions
    extra_css: tuple[Name, ...] = ()
    extra_javascript: tuple[Annotated[Script, BeforeValidator(to_script)], ...] = ()
    extra: Extra = Extra()
    hooks: Annotated[tuple[Name, ...], AfterValidator(_hooks)]
    plugins: Plugins
    watch: tuple[Name, ...] = ()
    """What `mkdocs serve` watches."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of mkdocs.yml and the environment."""

    site_url: str
    """The site's address: absolute, with a final `/`."""
    repo_url: str = ""
    """The repository's page; empty if it is not set."""
    contact: str = ""
    """The editors' email address; empty if it is not set."""
    publisher: str = ""
    """The name of the organization that publishes the site; empty if it is not set."""
    worker: bool = True
    """Whether browsers store visited pages for reading offline."""
    preview: tuple[str, ...] = ()
    """Languages in preparation to show anyway; `all` for all of them."""
    copyright: str = ""
    """HTML."""
    homepage: str = ""
    styles: tuple[Path, ...] = ()
    scripts: tuple[tuple[Path, Script], ...] = ()
    logo: Path | None = None
    favicon: Path | None = None
    hooks: tuple[str, ...] = ()
    """Hook files other than ours."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that it adds to the site."""
        pictures = (path for path in (self.logo, self.favicon) if path)
        return (*self.styles, *(path for path, to_script in self.scripts), *pictures)
