"""The settings of `mkdocs.yml` that have an effect."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from roadmap.model.addresses import EMAIL, fault_of_url
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
    return PydanticCustomError("told", "see context", {"what": what, "fix": fix})


def _site_url(value: str) -> str:
    """Accept addresses that others extend and readers see: without query, user or white space."""
    fault = fault_of_url(value, local=True)  # a site may be tried out on this machine
    if fault or re.search(r"['?#]", value):
        reason = fault.reason if fault else ""
        raise refuse(
            message("« %(value)s » n’est pas une adresse acceptée. %(reason)s", value=value, reason=reason),
            message(
                "Attendu : https:// ou http://, un hôte et un chemin, sans espace, nom d’utilisateur, « ? » ni « # », "
                "par exemple https://example.org/roadmap/."
            ),
        )
    return value


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
    publish: StrictBool = False
    """Whether this build is to be published: then the editors' address is required."""
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
    repo_url: Annotated[Address | None, BeforeValidator(_unset)] = None
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
