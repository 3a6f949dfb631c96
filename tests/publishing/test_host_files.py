"""The files for robots and for those who report a weakness, and what printing removes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import sites
from print_posters import put
from roadmap.publishing.publication import ROBOTS, SECURITY, Publication
from roadmap.reading.settings import options
from roadmap.site import Site
from sites import SITE_URL


def publication(whole: Site, contact: str) -> Publication:
    settings = whole.project.settings
    changed = type(settings)(**{**vars_of(settings), "site_url": SITE_URL, "contact": contact})
    return Publication.of(whole, changed, [sites.PROJECT / options.OVERRIDES, options.THEME])


def vars_of(settings: object) -> dict[str, object]:
    return {name: getattr(settings, name) for name in type(settings).__dataclass_fields__}


def test_robots_find_the_sitemap(whole: Site):
    lines = str(publication(whole, "").file(ROBOTS)).splitlines()
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {SITE_URL}sitemap.xml"]


def test_security_txt_has_what_the_rfc_asks_for(whole: Site):
    text = str(publication(whole, "fake@example.org").file(SECURITY))
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:fake@example.org"
    assert fields["Canonical"] == f"{SITE_URL}.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, fr"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").date()
    last = max(case.facts.updated for case in whole.cases)
    assert (expires - max(last, whole.project.accessibility.date)).days >= 365 > (expires - date.today()).days - 2
    assert publication(whole, "fake@example.org").of_site()[SECURITY] == text


def test_without_a_contact_there_is_no_security_txt(whole: Site):
    made = publication(whole, "")
    assert made.file(SECURITY) is None and SECURITY not in made.of_site() and ROBOTS in made.of_site()


@pytest.mark.parametrize("suffix", ["pdf", "png"])
def test_printing_removes_only_what_it_printed(tmp_path: Path, suffix: str):
    old, new = (f"fr.{letter * 16}.{suffix}" for letter in "ab")
    others = ["fr.notes.txt", f"fr.{'a' * 16}.{suffix}.bak", f"en.{'a' * 16}.{suffix}", "fr.draft.pdf", "fr.png"]
    for name in (old, *others):
        (tmp_path / name).write_text("fake")
    put(tmp_path / new, b"new")
    assert {path.name for path in tmp_path.iterdir()} == {new, *others}


def test_npm_runs_no_script_of_a_package():
    """Wherever the project installs packages of npm."""
    found = (sites.PROJECT / "tests/node_tools.py").read_text(encoding="utf-8")
    assert found.count('"ci"') == found.count('"ci", "--ignore-scripts"') == 1
