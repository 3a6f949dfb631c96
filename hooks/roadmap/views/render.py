"""The rendering of templates with Jinja: everything is escaped, and a missing value is an error."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from roadmap import disk
from roadmap.catalogues.entries import PLACEHOLDER
from roadmap.localization import without_gaps
from roadmap.page_table import PageRow
from roadmap.reading.cache import cache_methods
from roadmap.views import citations, frame, kinds, policy, schema_org
from roadmap.views.contexts.site import StartBody
from roadmap.views.view import View

TEMPLATES = (".html", ".xml", ".js")
INLINE = "inline/"
"""The folder of the scripts and styles within pages."""
CODE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
BLANK_LINES = re.compile(r"\n[ \n]*\n")
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
TAG = re.compile(r"<[^>]*>")
FALLBACK = 'class="fallback"'
"""What `LocalizedText` puts around words that fell back to another language."""
SIGN = 'class="sign"'
"""The sign of a text that is not as printed (components/items.html)."""
ANY, HERE, CANONICAL = "\x01", "\x02", "\x03"
"""Placeholders in the header and footer that are rendered once for many pages: for the folder, the address and the
canonical address of each page. No text may contain these characters (`characters.INVISIBLE`).
"""
MEDIA_TYPES = {
    **{".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".webp": "image/webp"},
    **{".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"},
}
"""The types of pictures that may be a logo or a favicon."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that mkdocs.yml adds to every page."""

    name: str
    """The file name in `assets/`."""
    type: str = ""
    async_: bool = False
    defer: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What mkdocs.yml adds to every page. Files have their names in `assets/`."""

    styles: tuple[str, ...] = ()
    scripts: tuple[Script, ...] = ()
    logo: str = ""
    """Empty for the site's own drawing."""
    favicon: str = "favicon.svg"
    homepage: str = ""
    """The target of the site's name; empty for the home page."""
    copyright: Markup | str = ""

    @property
    def favicon_type(self) -> str:
        """Return the media type of the favicon."""
        return MEDIA_TYPES[PurePath(self.favicon).suffix]


class Templates(FileSystemLoader):
    """Loads templates without indentation, which would be bytes of every page: a line break separates words too."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source, its file, and whether that is unchanged."""
        source, path, unchanged = super().get_source(environment, template)
        return INDENTATION.sub("", source) if template.endswith(".html") else source, path, unchanged


class Renderer:
    """Renders pages from our templates, which may include the theme's icons."""

    def __init__(self, folders: Sequence[Path], assets: dict[str, str] | None = None):
        """`folders` are searched in order: `overrides`, then the theme's.

        `assets` maps the names that templates use to those published (with a fingerprint of their content).
        """
        self.shared_frames: WeakKeyDictionary[View, dict[tuple[int, int, bool], tuple[str, ...]]] = WeakKeyDictionary()
        self.environment = Environment(
            loader=Templates(folders),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # each build has its own environment
            cache_size=-1,  # all templates: a dictionary, which is faster than the usual cache
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
            _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
        )
        self.environment.filters["striptags"] = _without_tags
        self.environment.filters["to"] = _to
        self.environment.filters["in_language"] = _in_language
        cache_methods(self, "_inline")
        self.environment.globals |= {"asset": self._asset, "inline": self._inline, "policy": self._policy}
        self.dress(assets or {}, Theme())

    def dress(self, assets: dict[str, str], theme: Theme) -> None:
        """Set the assets, named as for `Renderer`, and what mkdocs.yml adds."""
        self.assets = assets
        self.environment.globals["theme"] = theme

    @pass_context
    def _asset(self, context: Context, name: str) -> str:
        return _in_language(context, "assets/" + self.assets.get(name, name))

    def _inline(self, name: str) -> Markup:
        """Return a file of `overrides/inline/`, to be the text of a script or style element."""
        return Markup(self.environment.get_template(f"{INLINE}{name}").render())

    def _policy(self, needs: Mapping[str, str], *names: str) -> Markup:
        """Return the policy of a page whose template includes these files of `overrides/inline/`."""
        return Markup(policy.policy(needs, {name: self._inline(name) for name in names}))

    def inline_texts(self) -> dict[str, str]:
        """Return all files of `overrides/inline/`, by name."""
        names = self.environment.list_templates(filter_func=_is_inline)
        return {name.removeprefix(INLINE): self._inline(name.removeprefix(INLINE)) for name in names}

    def compile(self, folder: Path) -> None:
        """Compile every template of a folder, so that later changes of the files change no page.

        Raises jinja2.TemplateSyntaxError.
        """
        for path in disk.below(folder):
            name = path.relative_to(folder)
            ours = path.suffix in TEMPLATES or name.as_posix().startswith(INLINE)
            if path.is_file() and ours and name.parts[0] != "assets":  # editors leave other files beside them
                self.environment.get_template(name.as_posix())

    def body(self, view: View, row: PageRow) -> Markup:
        """Return the page between the site's header and footer: breadcrumbs, notices, body, previous and next."""
        template = self.environment.get_template(f"kinds/{row.kind.template}.html")
        page = frame.page_info(view, row)
        body = kinds.of(row).body(view, row)
        return self._framed(view, row, template.render(view=view, page=page, body=body))

    def _framed(self, view: View, row: PageRow, body: str) -> Markup:
        """Return a body with what surrounds all bodies: breadcrumbs, notices, citation, previous and next."""
        reuse = frame.reuse(view, row)
        html = self.part(
            "frame", view, row, body=Markup(body), fell_back=FALLBACK in body, signs=SIGN in body, reuse=reuse
        )
        return Markup(_without_blank_lines(html))

    def context(self, view: View, row: PageRow, content: Markup) -> dict[str, Any]:
        """Return what main.html reads: the page and what surrounds it, as finished markup or as values."""
        header, footer = self._header_and_footer(view, row)
        return {
            "view": view,
            "page": frame.page_info(view, row),
            "structured": schema_org.json_ld(view, row),
            "card": citations.social_card(view),
            "header": header,
            "footer": footer,
            "content": content,
            "searchable": frame.searchable(view, row),
        }

    def _header_and_footer(self, view: View, row: PageRow) -> tuple[Markup, Markup]:
        """Return the header and footer of a page.

        Among pages at the same place in the menus, only addresses differ. Below the language's root, the templates are
        rendered once for all such pages, with placeholders.
        """
        page = frame.page_info(view, row)
        if page.path in ("", view.path("")):
            return Markup(self.part("header", view, row)), Markup(self.part("footer", view, row))
        known = self.shared_frames.setdefault(view, {})
        key = (id(page.nav), id(page.footer), page.kind == "search")  # the view caches menus: their ids are stable
        if key not in known:
            any_ = replace(
                page,
                path=view.path(f"{ANY}/"),
                alternates=tuple(replace(one, path=view.path(f"{HERE}/", one.code)) for one in page.alternates),
                canonical=CANONICAL,
            )
            known[key] = tuple(
                without_gaps(
                    self.environment.get_template(f"page/{name}.html").render(view=view, page=any_), view.language
                )
                for name in ("header", "footer")
            )
        up = '="' + "../" * row.address.count("/")
        header, footer = (
            Markup(
                html.replace('="../', up)
                .replace(f"{HERE}/", escape(row.address))
                .replace(CANONICAL, escape(page.canonical))
            )
            for html in known[key]
        )
        return header, footer

    def page(self, view: View, row: PageRow) -> str:
        """Return a whole page, as MkDocs writes it."""
        return self._whole(view, row, self.body(view, row))

    def _whole(self, view: View, row: PageRow, body: Markup) -> str:
        return self.environment.get_template("main.html").render(self.context(view, row, body))

    def part(self, name: str, view: View, row: PageRow, **values: object) -> str:
        """Return a part of a page: `overrides/page/<name>.html`."""
        page = frame.page_info(view, row)
        html = self.environment.get_template(f"page/{name}.html").render(view=view, page=page, **values)
        return without_gaps(html, view.language)

    def card(self, view: View) -> str:
        """Return the card of a language as HTML, for a browser to print it."""
        return self.file("card.html", view=view, body=kinds.OF["home"].body(view, view.row_at[""]))

    def start(self, view: View, row: PageRow, start: StartBody) -> str:
        """Return the start page of a ZIP, in the frame of the page of `row`: `/offline/`, which the search excludes."""
        page = frame.page_info(view, row)
        body = self._framed(view, row, self.file("start.html", view=view, page=page, body=start))
        return self._whole(view, row, body)

    def file(self, name: str, **values: object) -> str:
        """Return a whole file that is not a page of a language: `404.html`, `sitemap.xml`."""
        return self.environment.get_template(f"files/{name}").render(**values)


def _is_inline(name: str) -> bool:
    """Return whether a template of this name is a file of `overrides/inline/`."""
    return name.startswith(INLINE) and not any(disk.is_foreign(part) for part in name.split("/"))


def template_place(error: BaseException, folder: Path) -> str | None:
    """Return `overrides/kinds/goal.html:12:` for an error raised by one of the project's templates, else None."""
    places: list[tuple[str, int | None]]
    if isinstance(error, TemplateSyntaxError):
        places = [(error.filename or "", error.lineno)]
    else:
        places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    for filename, line in reversed(places):
        path = Path(filename)
        if path.suffix in TEMPLATES and path.is_relative_to(folder):
            return f"{path.relative_to(folder).as_posix()}:{line}:"
    return None


def _without_blank_lines(html: str) -> str:
    """Return HTML without the blank lines that macros leave; code keeps its own."""
    parts = CODE.split(html)
    parts[::2] = [BLANK_LINES.sub("\n", part) for part in parts[::2]]
    return "".join(parts)


def _without_tags(html: Markup) -> str:
    """Return the words of a translated string; Jinja's own filter turns no-break spaces into ordinary ones."""
    return Markup(TAG.sub("", html)).unescape()


@pass_context
def _to(context: Context, address: str) -> str:
    """Return the link from the present page to an address in the same language."""
    return _in_language(context, context["view"].path(address))


@pass_context
def _in_language(context: Context, path: str) -> str:
    """Return the link from the present page to a path from the site's root."""
    view: View = context["view"]
    return view.link(path, context["page"].path)


def _marked(text: str, language: str, view: View, message: str) -> Markup:
    """Return a catalogue's text as markup: escaped, with its percent signs, and wrapped if it fell back."""
    if not PLACEHOLDER.search(message):
        text = text.replace("%%", "%").replace("%", "%%")
    return escape(view.as_text(text, language))


@pass_context
def _pgettext(context: Context, message_context: str, message: str) -> Markup:
    view: View = context["view"]
    if (message_context, message) not in view.marked:
        found = view.translator.find(message_context, message)
        view.marked[message_context, message] = _marked(found.text, found.language, view, message)
    return view.marked[message_context, message]


@pass_context
def _npgettext(context: Context, message_context: str, singular: str, plural: str, count: int) -> Markup:
    view: View = context["view"]
    found = view.translator.find_plural(message_context, singular, plural, count)
    return _marked(found.text, found.language, view, singular)


def _gettext(message: str) -> str:
    raise TypeError(f"Use pgettext: every string needs a context. Found {message!r}.")


def _ngettext(singular: str, _plural: str, _count: int) -> str:
    raise TypeError(f"Use npgettext: every string needs a context. Found {singular!r}.")
