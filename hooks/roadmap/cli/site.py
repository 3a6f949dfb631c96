"""Commands that build, merge and serve the site."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from roadmap.build import staging
from roadmap.cli.common import check_settings, preview_languages, usage_error
from roadmap.cli.group import OUTPUT, PREVIEW, ZIP, main
from roadmap.page_table import KIND
from roadmap.problems import Message, message, message_language, nearest
from roadmap.reading.project import read_languages
from roadmap.reading.settings import mkdocs_yml


@main.command()
@OUTPUT
@PREVIEW
@ZIP
@click.option("--langs", default="", metavar="LANG,…", help="Build a slice of the site, of these languages: ar,fr.")
@click.pass_obj
def build(project: Path, output: Path | None, preview: str, zips: bool, langs: str) -> None:
    """Build the site. Any warning stops the build, and the last good site stays in place.

    Languages are built in parallel, on all processors; on several machines with --langs, then `roadmap merge`.
    """
    started = time.monotonic()
    check_settings(project)
    only = _chosen(project, langs, preview)
    site_dir = (output or project / "site").resolve()
    previewed = preview_languages(project, preview)
    with staging.alone(site_dir, _wait):
        from roadmap.build import engine  # MkDocs is slow to import, and other commands do not need it

        pages = engine.build(project, site_dir, previewed, offer_prints=True, zips=zips, only=only)
    click.echo(f"{pages} pages, {time.monotonic() - started:.1f} s: {site_dir}")
    for notice in _unset(project):
        click.echo(notice.in_language(message_language()), err=True)


def _unset(project: Path) -> Iterator[Message]:
    """Yield what the pages lack because a variable of the environment is not set."""
    settings = mkdocs_yml.read(project).settings
    form, statement, translations = (KIND[name].address for name in ("contribute", "accessibility", "translations"))
    if settings and urlsplit(settings.site_url).hostname == "example.org":
        yield message(
            "SITE_URL n’est pas définie : les adresses complètes sont celles de %(url)s.", url=settings.site_url
        )
    if settings and not settings.contact:
        yield message(
            "CONTACT_EMAIL n’est pas définie : %(form)s et %(statement)s n’indiquent pas d’adresse où écrire, et "
            "security.txt manque.",
            form=form,
            statement=statement,
        )
    if settings and not settings.publisher:
        yield message("PUBLISHER n’est pas définie : aucune page n’indique qui publie le site.")
    if settings and not settings.repo_url:
        yield message(
            "REPO_URL n’est pas définie : %(form)s, %(statement)s, %(translations)s et les traductions n’ont pas de "
            "liens vers le dépôt.",
            form=form,
            statement=statement,
            translations=translations,
        )


@main.command()
@click.argument("slices", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@OUTPUT
@PREVIEW
@ZIP
@click.pass_obj
def merge(project: Path, slices: tuple[Path, ...], output: Path | None, preview: str, zips: bool) -> None:
    """Join the SLICES of a site, to the same bytes as a build of the whole site.

    Each is a folder from `roadmap build --langs`, built from the same files and with the same programs as here.

    \b
    roadmap build --langs fr,en,es --output slices/one
    roadmap build --langs ar,ru,zh --output slices/two
    roadmap merge slices/one slices/two
    """
    check_settings(project)
    site_dir = (output or project / "site").resolve()
    previewed = preview_languages(project, preview)
    parts = [part.resolve() for part in slices]
    with staging.alone(site_dir, _wait):
        from roadmap.build import engine

        pages = engine.merge(project, parts, site_dir, previewed, offer_prints=True, zips=zips)
    click.echo(f"{pages} pages: {site_dir}")


def _wait() -> None:
    """Say that another build has to end first."""
    what = message("Une autre construction écrit dans ce dossier : celle-ci commencera quand elle sera finie.")
    click.echo(what.in_language(message_language()), err=True)


@main.command("languages")
@PREVIEW
@click.pass_obj
def show_languages(project: Path, preview: str) -> None:
    """Print the languages of the site as JSON, in the order of its menu, to build them separately."""
    click.echo(json.dumps(_built(project, preview)))


def _built(project: Path, preview: str) -> tuple[str, ...]:
    """Return the languages of a build; none if their file cannot be read, which the build will report."""
    previewed = preview_languages(project, preview)
    languages = read_languages(project)
    return languages.shown(previewed) if languages else ()


def _chosen(project: Path, langs: str, preview: str) -> tuple[str, ...]:
    """Return the languages of `--langs`, in the site's order. Ends the command for one that the site does not have."""
    wanted = [code for code in langs.split(",") if code]
    built = _built(project, preview) if wanted else ()
    for code in wanted:
        if built and code not in built:
            raise usage_error(message("« %(code)s » n’est pas une langue du site.", code=code), nearest(code, built))
    return tuple(code for code in built if code in wanted)


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to serve at.")
@PREVIEW
@click.pass_obj
def serve(project: Path, address: str, preview: str) -> None:
    """Serve the site on this machine, and reload pages after edits to data, translations, templates and styles.

    Each page is rendered when a browser asks for it, from the present files. Problems are reported here and above the
    last good page. Ends with Ctrl-C.
    """
    host, colon, port = address.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit()):
        raise usage_error(message("« %(address)s » n’est pas une adresse. Attendu : 127.0.0.1:8000.", address=address))
    from roadmap.serve import server  # slow to import, and other commands do not need it

    server.serve(project, host.strip("[]"), int(port), preview_languages(project, preview))
