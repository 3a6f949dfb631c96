"""Pages of a site whose address, publisher or repository is not set: no sentence leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import sites
from roadmap.page_table import PageRow
from roadmap.site import Site
from roadmap.views.view import View
from sites import LANGUAGES, SITE_URL, Wording, having, one, parsed, text
from small import rendered, renderer, small_project

CONTACT, REPOSITORY = "fake@example.org", "https://example.org/owner/name"
START = {
    "mail": "À la fin, le formulaire vous donne un fichier. Envoyez-le par courriel :",
    "issue": "À la fin, le formulaire vous donne un texte à coller dans un ticket GitHub.",
    "": "À la fin, le formulaire vous donne un fichier. Ce site n’indique pas encore à quelle adresse l’envoyer : "
    "conservez-le.",
}
PULL = "Une pull request, si vous connaissez Git : un dossier par étude de cas."


@pytest.fixture(scope="module")
def wording(project: Path) -> Wording:
    return Wording(project)


@pytest.mark.parametrize("contact", ["", CONTACT])
@pytest.mark.parametrize("repo_url", ["", REPOSITORY])
def test_the_form_says_where_its_file_goes_or_that_it_is_not_known(
    whole: Site, wording: Wording, repo_url: str, contact: str
):
    way = "mail" if contact else "issue" if repo_url else ""
    for language in LANGUAGES:
        page = rendered(whole, language, "contribute/", repo_url=repo_url, contact=contact)
        page_text = text(page)
        for other, start in START.items():
            assert (wording(language, "form", start) in page_text) == (other == way), (language, other)
        mails = [link.get("href") for link in having(page, "a") if (link.get("href") or "").startswith("mailto:")]
        assert set(mails) == ({f"mailto:{contact}"} if contact else set()), "no link to nobody"
        assert bool(having(page, "a", "issue")) == bool(repo_url)
        assert (wording(language, "form", "Et ensuite ?") in page_text) == bool(way)
        assert (wording(language, "contribute", PULL) in page_text) == bool(repo_url)
        opened = [one for one in having(page, "details", "many") if one.get("open") is not None]
        assert bool(opened) == (way == "issue"), "the way that is left is open"


def page_of(whole: Site, language: str, publisher: str) -> str:
    view = View(whole, language, SITE_URL, publisher=publisher)
    row: PageRow = next(row for row in view.rows if row.address == "goals/")
    return renderer(whole.project.folder).page(view, row)


def test_the_footer_names_the_publisher(whole: Site, wording: Wording):
    name = "Ministère <de> l’Essai"
    for language in LANGUAGES:
        label = wording(language, "footer", "Site publié par :")
        footer = one(parsed(page_of(whole, language, name)), "footer", "site-footer")
        assert label in text(footer)
        assert name in [text(element) for element in having(footer, "bdi")]
        assert label not in text(parsed(page_of(whole, language, "")))


@pytest.mark.slow
def test_a_build_says_what_is_not_set_and_where_it_is_missing(project: Path, tmp_path: Path):
    small = small_project(project, tmp_path / "project", ("tn-ticdce",))
    every = {"SITE_URL": "https://x.org/", "CONTACT_EMAIL": CONTACT, "PUBLISHER": "X", "REPO_URL": "https://x.org/a/b"}
    for given in ({}, every):
        done = sites.roadmap(small, "build", "--no-zip", "--langs", "fr", **given)
        assert done.returncode == 0, sites.said(done)
        lines = [line for line in done.stderr.splitlines() if " is not set: " in line]
        assert {line.partition(" ")[0] for line in lines} == every.keys() - given.keys()
        assert ("contribute/ and accessibility/ give no address" in "\n".join(lines)) == (not given)
