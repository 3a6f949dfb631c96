"""mkdocs.yml: what people set there takes effect on every page, or is refused by name with what to use instead."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.request
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

import sites
from conftest import build
from roadmap.build import engine
from roadmap.cli import main
from roadmap.load import load
from roadmap.problems import ProblemsFound, message_language, report
from roadmap.reading.settings import mkdocs_yml, options, refused
from roadmap.reading.settings.options import Options, ThemeOptions
from roadmap.serve.live import Live
from sites import LANGUAGES, having, path_in, roadmap, said
from small import small_project

MATERIAL = {"name", "custom_dir", "language", "direction", "features", "font", "icon", "favicon", "logo", "palette"}
"""The options of Material's theme: those of its documentation, and of its mkdocs_theme.yml."""
EXTRA = {"alternate", "analytics", "annotate", "consent", "generator", "homepage", "polyfills", "scope", "social"} | {
    *("status", "tags", "version")
}
"""The keys of `extra` that Material's templates read."""


@pytest.fixture(scope="module")
def spoilt(project: Path, tmp_path_factory) -> Callable[..., str]:
    """What mkdocs.yml is refused for, when some of its text is replaced and files are added."""
    folder = tmp_path_factory.mktemp("spoilt")
    (folder / "overrides").symlink_to(project / "overrides")
    (folder / "hooks").symlink_to(project / "hooks")
    (folder / "content").mkdir()
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")

    def read(old: str, new: str) -> str:
        assert old in text
        (folder / "mkdocs.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
        found = mkdocs_yml.read(folder)
        return report([*found.problems, *found.ignored], "text", message_language())

    return read


# Every setting is known


def test_the_settings_of_the_project_are_right(project: Path):
    found = mkdocs_yml.read(project)
    assert found.settings and not found.problems and not found.ignored


def test_every_setting_of_mkdocs_acts_or_is_refused_with_advice():
    """MkDocs's own schema: one that is added by a new version is not ignored in silence."""
    names = {name for name, _option in MkDocsConfig._schema}
    refusals = {name for name in refused.REFUSED if "." not in name}
    assert names - {*Options.model_fields, *refusals} == set()
    assert not refusals & {*Options.model_fields}
    assert refusals - names == {"INHERIT"}


@pytest.mark.parametrize(
    ("section", "names", "model"), [("theme", MATERIAL, ThemeOptions), ("extra", EXTRA, options.Extra)]
)
def test_every_setting_of_material_acts_or_is_refused_with_advice(section: str, names: set[str], model):
    refusals = {name.partition(".")[2] for name in refused.REFUSED if name.startswith(f"{section}.")}
    assert names - {*model.model_fields, *refusals} == set()


def test_material_has_no_setting_that_is_not_known_here():
    """Its theme's file and its templates name what it reads."""
    theme = yaml.safe_load((options.THEME / "mkdocs_theme.yml").read_text(encoding="utf-8"))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in options.THEME.rglob("*.html"))
    assert set(theme) - MATERIAL == {"static_templates"}
    assert set(re.findall(r"config\.extra\.([a-z_]+)", templates)) <= EXTRA
    assert set(re.findall(r"config\.theme\.([a-z_]+)", templates)) <= MATERIAL


VALUES = {
    **{"nav": "[]", "draft_docs": "x", "not_in_nav": "x", "extra_templates": "[x.html]", "validation": "{}"},
    "markdown_extensions": "[toc]",
}


@pytest.mark.parametrize("name", refused.REFUSED)
def test_a_setting_without_effect_is_named_with_its_line_and_advice(spoilt, name: str):
    section, dot, key = name.rpartition(".")
    where = f"{section}:\n" if dot else "site_name: Open Roadmap\n"
    indent = "  " if dot else ""
    outcome = spoilt(where, f"{where}{indent}{key}: {VALUES.get(name, 'x')}\n" if key != "font" else where)
    if key == "font":
        outcome = spoilt("font: false", "font: {text: Roboto}")
    (line,) = outcome.splitlines()
    assert re.match(rf"mkdocs\.yml:\d+: “{re.escape(name)}” has no effect here\. \w", line), outcome


ADDRESS = '"https://example.org/roadmap/"'
HOOK = "  - hooks/mkdocs_events.py"
WRONG = [
    # Our own
    ('[CONTACT_EMAIL, ""]', "[NOT_SET, a b@c]", "“a b@c” is not an email address."),
    ("[PUBLISH, false]", "[NOT_SET, true]", "“extra.contact_email” is empty: people could not send case studies."),
    ("[PUBLISH, false]", "[NOT_SET, true]", "“extra.publisher” is empty: no page would state who publishes the site."),
    ('[PUBLISHER, ""]', "[NOT_SET, <b>x</b>]", "“<b>x</b>” is not a name."),
    ('[PUBLISHER, ""]', "[NOT_SET, ' 12 ']", "“12” is not a name."),
    ('[PREVIEW, ""]', "[NOT_SET, 3]", "“extra.preview”"),
    ("[SERVICE_WORKER, true]", "[NOT_SET, perhaps]", "“extra.service_worker” is not of the expected type (“perhaps”)"),
    ("extra:", "extra:\n  homepage: about/", "“about/” is not an accepted address."),
    ("extra:", "extra:\n  homepge: x", "Unknown key “homepge”. Did you mean “homepage”?"),
    # Addresses
    (
        ADDRESS,
        "'https://example.org/x y/?a=1'",
        "“https://example.org/x y/?a=1” is not an accepted address. The character U+0020",
    ),
    (
        ADDRESS,
        "https://user:pw@example.org/",
        "“https://…@example.org/” is not an accepted address. It contains a user name",
    ),
    (ADDRESS, "'https://example.org/#top'", "“https://example.org/#top” is not an accepted address."),
    (ADDRESS, "example.org/roadmap/", "“example.org/roadmap/” is not an accepted address."),
    (ADDRESS, "//example.org/", "“//example.org/” is not an accepted address."),
    (ADDRESS, "ftp://example.org/", "“ftp://example.org/” is not an accepted address."),
    (ADDRESS, "https:///roadmap/", "“https:///roadmap/” is not an accepted address."),
    (ADDRESS, "https://example.org:port/", "“https://example.org:port/” is not an accepted address."),
    (ADDRESS, "'https://[example.org/'", "“https://[example.org/” is not an accepted address."),
    (ADDRESS, "javascript:alert(1)", "“javascript:alert(1)” is not an accepted address."),
    (ADDRESS, "''", "“” is not an accepted address."),
    (ADDRESS, "'https://example.org/roadmap/?'", "“https://example.org/roadmap/?” is not an accepted address."),
    (ADDRESS, "https://example.org/a/../b/", "“https://example.org/a/../b/” is not an accepted address."),
    (ADDRESS, "https://example.org//a/", "“https://example.org//a/” is not an accepted address."),
    (ADDRESS, "https://example.org/é/", "“https://example.org/é/” is not an accepted address."),
    (ADDRESS, "https://example.org/50%/", "“https://example.org/50%/” is not an accepted address."),
    (ADDRESS, "https://github.com/a/b.git", "“https://github.com/a/b.git” is the address of a repository, not of a"),
    ('[REPO_URL, ""]', "[NOT_SET, 'https://github.com/']", "“https://github.com” is not the page of a repository."),
    ('[REPO_URL, ""]', "[NOT_SET, https://github.com/a/b/tree/main]", "“https://github.com/a/b/tree/main” is not the"),
    ('[REPO_URL, ""]', "[NOT_SET, git@github.com]", "“git@github.com” is not an accepted address."),
    ('[REPO_URL, ""]', "[NOT_SET, 'https://t0ken@github.com/a/b']", "“https://…@github.com/a/b” is not an accepted"),
    ('[REPO_URL, ""]', "[NOT_SET, 'https://github.com/a/b?x=1']", "“https://github.com/a/b?x=1” is not an accepted"),
    ('[REPO_URL, ""]', "[NOT_SET, 'https:///a/b']", "“https:///a/b” is not an accepted address."),
    ('[REPO_URL, ""]', "[NOT_SET, https://x@example.org/a]", "“https://…@example.org/a” is not an accepted address."),
    # MkDocs's and Material's
    ("Open Roadmap", "Mine", "“site_name” is not shown anywhere"),
    ("site_name", "site_nam", "Unknown key “site_nam”. Did you mean “site_name”?"),
    ("urls: true", "urls: false", "“use_directory_urls” cannot be “false”. Possible values: true."),
    ("docs_dir: content", "docs_dir: docs", "“docs_dir” cannot be “docs”. Possible values: content."),
    ("name: material", "name: mkdocs", "“theme.name” cannot be “mkdocs”."),
    ("custom_dir: overrides", "custom_dir: theme", "“theme.custom_dir” cannot be “theme”."),
    ("font: false", "featurs: [x]", "Unknown key “featurs”."),
    (HOOK, "  - hooks/mine.py", "The file “hooks/mine.py” is missing."),
    (HOOK, "  - hooks/mine.py", "“hooks” does not name hooks/mkdocs_events.py"),
    ("plugins:", "plugins:\n  - search", "“plugins: search” has no effect here. Search uses Pagefind"),
    ("plugins:", "plugins:\n  - x/tags: {x: 1}", "“plugins: x/tags” has no effect here. Write"),
    ("structure: suffix", "structure: folder", "“plugins.i18n.docs_structure” cannot be “folder”."),
    ("docs_structure: suffix", "reconfigure_search: true", "Unknown key “reconfigure_search”."),
    ("plugins:\n  - i18n:", "x:\n  - i18n:", "“plugins” is missing."),
    ("site_name:", "copyright: <script>x\nsite_name:", "The tag <script> is not accepted in copyright."),
    # Files
    (
        "theme:",
        "extra_css: [https://cdn.example.org/x.css]\ntheme:",
        "“https://cdn.example.org/x.css” is on another host",
    ),
    ("theme:", "extra_javascript: [//cdn.example.org/x.js]\ntheme:", "“//cdn.example.org/x.js” is on another host"),
    ("theme:", "extra_css: [../x.css]\ntheme:", "The file “../x.css” is neither in content/ nor in overrides/."),
    (
        "theme:",
        "extra_css: [assets/roadmp.css]\ntheme:",
        "The file “assets/roadmp.css” is neither in content/ nor in overrides/. Did you mean “assets/roadmap.css”?",
    ),
    ("theme:", "extra_css: [assets/roadmap.js]\ntheme:", "“assets/roadmap.js” does not have the expected name."),
    (
        "theme:",
        "extra_javascript: [{path: x.js, async: 1x}]\ntheme:",
        "“extra_javascript.1.async” is not of the expected",
    ),
    ("theme:", "theme:\n  logo: x.png", "The file “x.png” is neither in content/ nor in overrides/."),
    (
        "theme:",
        "theme:\n  favicon: icon",
        "“icon” does not have the expected name. Expected: a name that ends with .svg",
    ),
    # No YAML, or too much of it
    ("theme:", "site_name: x\ntheme:", "The key “site_name” is a duplicate (see line 3)."),
    ("theme:", "x: &x [1]\ntheme:", "YAML anchors and aliases (& and *) are not accepted."),
    ("theme:", "x: " + 100 * "[" + 100 * "]" + "\ntheme:", "More than 20 nested levels."),
    ("theme:", "theme: [", "This is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG, ids=[new for _old, new, _told in WRONG])
def test_a_wrong_setting_is_reported_with_its_line_and_what_is_expected(spoilt, old: str, new: str, expected: str):
    assert re.search(rf"^mkdocs\.yml:\d+: {re.escape(expected)}", spoilt(old, new), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "value", "published"),
    [
        ("SITE_URL", " https://example.org/roadmap \n", "https://example.org/roadmap/"),
        ("SITE_URL", "HTTPS://Example.ORG:443/Roadmap//", "https://example.org/Roadmap/"),
        ("SITE_URL", "http://127.0.0.1:80/", "http://127.0.0.1/"),
        ("SITE_URL", "https://example.org", "https://example.org/"),
        ("REPO_URL", "https://github.com/owner/name.git", "https://github.com/owner/name"),
        ("REPO_URL", "https://github.com/owner/name.git/", "https://github.com/owner/name"),
        ("REPO_URL", "https://github.com/owner/name/", "https://github.com/owner/name"),
        ("REPO_URL", "git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("REPO_URL", "ssh://git@github.com/owner/name.git", "https://github.com/owner/name"),
        ("REPO_URL", "https://git.example.org/group/part/name.git", "https://git.example.org/group/part/name"),
        ("PUBLISHER", "  Ministère de\u00a0la Culture ", "Ministère de la Culture"),
    ],
)
def test_an_address_is_published_in_one_form(project: Path, monkeypatch, name: str, value: str, published: str):
    monkeypatch.setenv(name, value)
    settings = mkdocs_yml.read(project).settings
    assert settings and published == getattr(settings, name.lower())


def test_a_password_is_in_no_message(spoilt, monkeypatch):
    for name in ("SITE_URL", "REPO_URL"):
        monkeypatch.setenv(name, "https://user:s3cret@example.org/a/b?c")
    assert "s3cret" not in spoilt("x", "x")


def test_a_value_from_the_environment_is_reported_by_the_name_of_its_variable(spoilt, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/x y/?a=1")
    assert spoilt("x", "x").startswith("mkdocs.yml:5: SITE_URL: “https://example.org/x y/?a=1” is not an accepted")


@pytest.mark.slow
def test_all_mistakes_are_told_in_one_run_with_those_of_the_templates(copy: Path):
    text = (copy / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("theme:\n", "nav: []\nextra_css: [x.css]\ntheme:\n  palette: {scheme: slate}\n")
    (copy / "mkdocs.yml").write_text(text.replace("  contact_email:", "  contact_emial: x\n  contact_email:"))
    (copy / "overrides/partials").mkdir()
    for name in ("partials/header.html", "partials/social.html", "404.html"):
        (copy / "overrides" / name).write_text("mine")
    (copy / "overrides/main.html").write_text('{% extends "base.html" %}\n{% block hero %}{% endblock %}\n')
    (copy / "site").mkdir()
    done = roadmap(copy, "build", REPO_URL="example.org")
    assert done.returncode == 1 and not any((copy / "site").iterdir())
    expected = [
        r"mkdocs\.yml:7: REPO_URL: “example\.org” is not an accepted address",
        r"mkdocs\.yml:10: Unknown key “contact_emial”\. Did you mean “contact_email”\?",
        r"mkdocs\.yml:25: “nav” has no effect here\.",
        r"mkdocs\.yml:26: The file “x\.css” is neither",
        r"mkdocs\.yml:28: “theme\.palette” has no effect here\.",
        r"overrides/404\.html:1: “404\.html” has no effect here\. Change overrides/files/404\.html\.",
        r"overrides/main\.html:2: “block hero” has no effect here\.",
        r"overrides/partials/header\.html:1: .*Change overrides/page/header\.html\.",
        r"overrides/partials/social\.html:1: .*fill a block of overrides/main\.html\.",
    ]
    lines = done.stderr.splitlines()
    assert len(lines) == len(expected), done.stderr
    for line, pattern in zip(lines, expected, strict=True):
        assert re.match(pattern, line), line
    outcome = roadmap(copy, "check", REPO_URL="example.org")
    assert outcome.returncode == 1 and outcome.stdout.splitlines() == lines


@pytest.mark.slow
def test_mkdocs_by_itself_warns_unless_it_is_strict(copy: Path, tmp_path: Path):
    sites.edit(copy / "mkdocs.yml", "site_name:", "nav: []\nsite_author: x\nsite_name:")
    mkdocs = str(sites.ROADMAP.with_name("mkdocs"))
    strict = sites.run([mkdocs, "build", "--strict", "--site-dir", str(tmp_path / "site")], copy)
    assert strict.returncode == 1 and not (tmp_path / "site").exists()
    for name in ("nav", "site_author"):
        assert f"“{name}” has no effect here." in said(strict)
    config = load_config(str(copy / "mkdocs.yml"))
    messages: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.log, "warning", messages.append)
        engine.open_project(config)
    assert [message.split(" has")[0] for message in messages] == ["mkdocs.yml:3: “nav”", "mkdocs.yml:4: “site_author”"]


@pytest.mark.slow
def test_settings_in_another_file_are_refused(copy: Path, tmp_path: Path):
    (copy / "mkdocs.yml").rename(copy / "other.yml")
    mkdocs = str(sites.ROADMAP.with_name("mkdocs"))
    done = sites.run([mkdocs, "build", "-f", "other.yml", "--site-dir", str(tmp_path / "site")], copy)
    assert done.returncode == 1 and "Settings are read from mkdocs.yml, not from “other.yml”." in said(done)


@pytest.mark.slow
def test_data_alone_can_be_checked_and_not_built(copy: Path):
    (copy / "mkdocs.yml").unlink()
    for command, status in ((("check",), 0), (("build",), 1), (("serve",), 1)):
        done = roadmap(copy, *command)
        assert done.returncode == status, said(done)
        assert ("mkdocs.yml:1: The file is missing." in done.stderr) == bool(status)


# A style sheet or script is published alone


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.css", "/* a\nb url(x.png) */\nb { background: url('img/x.png') }", "content/x.css:3: “url('img/x.png”"),
        ("x.css", "@import 'y.css';", "content/x.css:1: “@import 'y.css'”"),
        ("x.css", "b { background: url(https://example.org/x.png) }", "content/x.css:1:"),
        ("x.css", "b { background: url(data:image/png;base64,AA) } c { filter: url(#blur) }", ""),
        ("x.js", "let a\nimport { b } from './b.js'", "content/x.js:2: “import { b } from './b.js”"),
        ("x.js", "await import('./b.js')", "content/x.js:1:"),
        ("x.js", "const important = 'x', from = \"y\"; export const c = 'z'", ""),
    ],
)
def test_what_a_file_fetches_is_refused(copy: Path, name: str, text: str, expected: str):
    setting = "extra_css" if name.endswith(".css") else "extra_javascript"
    (copy / "content" / name).write_text(text)
    sites.edit(copy / "mkdocs.yml", "site_name:", f"{setting}: [{name}]\nsite_name:")
    found = mkdocs_yml.read(copy)
    assert not found.ignored
    problems = report(found.problems, "text", "en")
    assert problems.startswith(expected) if expected else not problems


@pytest.mark.slow
def test_a_file_of_content_that_nobody_names_is_still_a_mistake(copy: Path):
    (copy / "content" / "extra.css").write_text("")
    done = roadmap(copy, "check")
    assert done.returncode == 1 and "content/extra.css:1: This file is not a page." in done.stdout


# What takes effect


@dataclass
class Dressed:
    """A site with everything set."""

    project: Path
    folder: Path
    pages: dict[str, sites.Page]

    @cached_property
    def some(self) -> list[sites.Page]:
        """A page of each kind, in one language or another: they are long to parse."""
        kinds: dict[str, list[sites.Page]] = {}
        for page in self.pages.values():
            kinds.setdefault(re.sub(r"\d.*|(?<=/)[a-z-]+/$", "", page.address), []).append(page)
        return [found[rank % len(found)] for rank, found in enumerate(kinds.values())]


HOOKED = """def on_post_page(output, page, config):
    return output.replace("</body>", "<i>mine</i></body>")
"""
PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture(scope="module")
def dressed(project: Path, tmp_path_factory) -> Dressed:
    """A small site whose mkdocs.yml and main.html set all that acts."""
    base = tmp_path_factory.mktemp("dressed")
    copy = small_project(project, base / "project", ())
    files = {
        "content/css/Mon style.css": "body { color: red }",
        "overrides/extra.css": "body { margin: 0 }",
        "content/js/plain.js": "document.title += '!'",
        "content/js/module.mjs": "export {}",
        "overrides/js/late.js": "1",
        "content/img/logo.png": PNG,
        "overrides/icon.ico": b"icon",
        "hooks/mine.py": HOOKED,
    }
    for name, content in files.items():
        (copy / name).parent.mkdir(exist_ok=True, parents=True)
        (copy / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    sites.edit(copy / "mkdocs.yml", "theme:\n", "theme:\n  logo: img/logo.png\n  favicon: icon.ico\n")
    sites.edit(copy / "mkdocs.yml", "extra:\n", "extra:\n  homepage: https://example.org/home\n")
    sites.edit(copy / "mkdocs.yml", "  - hooks/mkdocs_events.py\n", "  - hooks/mkdocs_events.py\n  - hooks/mine.py\n")
    added = """copyright: 2026 &copy; <a href="https://example.org/us">Us</a>
extra_css: [css/Mon style.css, extra.css]
extra_javascript:
  - js/plain.js
  - js/module.mjs
  - {path: js/late.js, async: true, defer: true}
"""
    sites.edit(copy / "mkdocs.yml", "site_name:", added + "site_name:")
    blocks = ("htmltitle", "styles", "extrahead", "announce", "header", "content", "footer", "scripts")
    template = "".join(
        f"{{% block {name} %}}<!-- {name} {{{{ page.kind }}}} -->{{{{ super() }}}}{{% endblock %}}\n" for name in blocks
    )
    (copy / "overrides/main.html").write_text('{% extends "base.html" %}\n' + template)
    build(copy, base / "site", zips=True)
    return Dressed(copy, base / "site", sites.read_pages(base / "site"))


def published(folder: Path, stem: str) -> str:
    """The one asset with this name before its fingerprint."""
    (found,) = (folder / "assets").glob(f"{stem}.*")
    return f"assets/{found.name}"


@pytest.mark.slow
def test_added_files_are_published_under_the_fingerprint_of_their_content(dressed: Dressed):
    for stem, name in {
        "Mon-style": "content/css/Mon style.css",
        "extra": "overrides/extra.css",
        "plain": "content/js/plain.js",
        "module": "content/js/module.mjs",
        "late": "overrides/js/late.js",
        "logo": "content/img/logo.png",
        "icon": "overrides/icon.ico",
    }.items():
        path = published(dressed.folder, stem)
        assert re.fullmatch(r"assets/[A-Za-z-]+\.[0-9a-f]{8}\.(css|js|png|ico)", path)
        assert (dressed.folder / path).read_bytes() == (dressed.project / name).read_bytes()


@pytest.mark.slow
def test_settings_take_effect_on_every_page(dressed: Dressed):
    names = {
        stem: published(dressed.folder, stem) for stem in ("Mon-style", "extra", "plain", "module", "late", "logo")
    }
    icon = published(dressed.folder, "icon")
    assert len({page.language for page in dressed.some}) == len(LANGUAGES)
    for page in dressed.some:
        links = having(page.tree, "link")
        sheets = [page.link(link.get("href", "")) for link in links if link.get("rel") == "stylesheet"]
        assert [names["Mon-style"], names["extra"]] == sheets[-2:], page.path
        (favicon,) = (link for link in links if link.get("rel") == "icon")
        assert (page.link(favicon.get("href", "")), favicon.get("type")) == (icon, "image/x-icon")
        scripts = {
            page.link(one.get("src", "")): {
                key: one.get(key) for key in ("type", "async", "defer") if key in one.attrib
            }
            for one in having(page.tree, "script")
            if one.get("src")
        }
        assert scripts[names["plain"]] == {}
        assert scripts[names["module"]] == {"type": "module"}
        assert set(scripts[names["late"]]) == {"async", "defer"}
        brand = sites.one(page.tree, "a", "brand")
        assert brand.get("href") == "https://example.org/home"
        assert [page.link(image.get("src", "")) for image in having(brand, "img")] == [names["logo"]]
        assert "2026 © Us" in sites.text(sites.one(page.tree, "footer"))
        assert page.html.endswith("<i>mine</i></body>\n</html>"), "another hook acts"


@pytest.mark.slow
@pytest.mark.parametrize("block", ["htmltitle", "styles", "extrahead", "announce", "content", "footer", "scripts"])
def test_a_block_of_main_html_is_on_every_page(dressed: Dressed, block: str):
    for page in dressed.pages.values():
        assert page.html.count(f"<!-- {block} ") == 1, page.path
    for page in dressed.some:
        assert having(page.tree, "h1") and having(page.tree, "title"), "super() gives what was there"


@pytest.mark.slow
def test_the_404_page_has_the_styles_and_the_icon(dressed: Dressed):
    html = (dressed.folder / "404.html").read_text(encoding="utf-8")
    for stem in ("Mon-style", "extra", "icon"):
        assert f'href="/roadmap/{published(dressed.folder, stem)}"' in html


@pytest.mark.slow
def test_what_pages_load_is_there_without_network(dressed: Dressed):
    stems = ("Mon-style", "extra", "plain", "module", "late", "logo", "icon")
    names = {published(dressed.folder, stem) for stem in stems}
    worker = (dressed.folder / "service-worker.js").read_text(encoding="utf-8")
    (suffixes,) = re.findall(r"const ASSET = /.*\(\?:(css[^)]*)\)", worker)
    kept = re.compile(rf"assets/[\w-]+\.[0-9a-f]{{8}}\.(?:{suffixes})", re.ASCII)
    assert all(kept.fullmatch(name) for name in names), "the worker keeps them with the pages that were visited"
    for language in LANGUAGES:
        listed = json.loads((dressed.folder / path_in(language, "offline/pages.json")).read_text(encoding="utf-8"))
        assert names <= {row[0] for row in listed["first"]}
        packed = zipfile.ZipFile(dressed.folder / f"offline/open-roadmap-{language}.zip").namelist()
        assert {f"open-roadmap-{language}/{name}" for name in names} <= set(packed)


@pytest.mark.slow
def test_pages_that_are_served_are_those_that_are_built(dressed: Dressed, monkeypatch):
    """But for other hooks, which act in a build."""
    monkeypatch.setenv("SERVICE_WORKER", "false")
    for name in ("SITE_URL", "REPO_URL", "CONTACT_EMAIL", "PUBLISHER"):
        monkeypatch.delenv(name, raising=False)
    live = Live(dressed.project, tell=lambda _told: None)
    assert live.hooks == ("hooks/mine.py",)
    for path in ("", "ar/outputs/1/", "zh/contribute/"):
        html = live.publication.renderer.page(*live.publication.page(path))
        built = re.sub(r' data-worker="[^"]*"', "", dressed.pages[path].html).replace("<i>mine</i>", "")
        assert html == built
    for stem in ("Mon-style", "plain", "logo", "icon"):
        path = published(dressed.folder, stem)
        assert live.answer(live.base + path).content == (dressed.folder / path).read_bytes()


@pytest.mark.slow
def test_a_file_that_goes_while_it_is_served_is_reported(dressed: Dressed):
    live = Live(dressed.project, tell=lambda _told: None)
    path = dressed.project / "content/js/plain.js"
    content = path.read_bytes()
    path.unlink()
    try:
        assert "The file “js/plain.js” is neither in content/" in live.answer(live.base).content.decode()
    finally:
        path.write_bytes(content)
    path.write_bytes(content + b"\n")
    html = live.answer(live.base).content.decode()
    assert published(dressed.folder, "plain") not in html and "assets/plain." in html


# Languages in preparation


@pytest.mark.parametrize("asked", ["pt", "all", "[pt]"])
def test_languages_in_preparation_may_be_named_in_mkdocs_yml(copy: Path, asked: str):
    sites.edit(copy / "data/languages.yml", "  - {code: ru", "  - {code: pt, preparing: true}\n  - {code: ru")
    sites.edit(copy / "mkdocs.yml", '!ENV [PREVIEW, ""]', asked)
    done = CliRunner().invoke(main, ["--project", str(copy), "languages"], env={"PREVIEW": ""})
    assert "pt" in json.loads(done.stdout)


@pytest.mark.slow
def test_a_language_that_is_not_in_preparation_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREVIEW", "eo")
    with pytest.raises(ProblemsFound, match=r"mkdocs\.yml:15: PREVIEW: .*“eo” is not a language in preparation"):
        load(project)


# The commands of MkDocs


@pytest.mark.slow
def test_mkdocs_serve_shows_the_pages_of_a_build(dressed: Dressed, tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [str(sites.ROADMAP.with_name("mkdocs")), "serve", "--livereload", "--strict", "--dev-addr", address]
    log = tmp_path / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            command, cwd=dressed.project, env=sites.environment(dressed.project), stdout=out, stderr=out
        ) as server,
    ):
        try:
            html = _served(f"http://{address}/roadmap/en/outputs/1/", server, log)
            page = html[html.index("<head>") : html.index("</main>")]
            assert page in dressed.pages["en/outputs/1/"].html and "<i>mine</i>" in html
            style = published(dressed.folder, "extra")
            assert _served(f"http://{address}/roadmap/{style}", server, log) == "body { margin: 0 }"
        finally:
            server.terminate()


def _served(address: str, server: subprocess.Popen, log: Path) -> str:
    for _second in range(120):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        with suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read().decode()
        time.sleep(1)
    raise AssertionError(log.read_text(encoding="utf-8"))
