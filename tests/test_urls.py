"""Addresses: below a language's prefix, relative within the site."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap import urls


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("", "", "./"),
        ("", "outputs/1/", "../../"),
        ("ar/outputs/1/", "ar/outputs/2/", "../1/"),
        ("outputs/1/", "ar/outputs/1/", "../../../outputs/1/"),
        ("assets/a.css", "", "assets/a.css"),
        ("source-notes/#x", "about/", "../source-notes/#x"),
        ("about/#x", "about/", "./#x"),
        ("about/#x#y", "", "about/#x#y"),
        ("#x", "about/", "../#x"),
        ("ar/outputs/1/", "ar/", "outputs/1/"),
        ("ar/", "ar/outputs/1/", "../../"),
        ("ar/1/outputs/", "fr/1/goals/", "../../../ar/1/outputs/"),
        ("tel:1/", "", "./tel:1/"),
        ("about/tel:1", "", "about/tel:1"),
        ("./about//../about/", "", "about/"),
    ],
)
def test_links_are_relative_so_that_any_sub_path_works(target, page, link):
    assert urls.relative(target, page) == link


@pytest.mark.parametrize(("language", "path"), [("fr", "outputs/"), ("ar", "ar/outputs/")])
def test_only_the_source_language_has_no_folder_of_its_own(language, path):
    assert urls.path("outputs/", language, "fr") == path


STEP = st.sampled_from(["ar", "outputs", "1", "a.css", "page", "..", ".", "é"])


@given(st.lists(STEP, max_size=4), st.booleans(), st.lists(st.sampled_from(["ar", "outputs", "1"]), max_size=3))
def test_relative_links_are_those_of_a_file_system(steps: list[str], folder: bool, page: list[str]):
    target = "/".join(steps) + ("/" if folder and steps else "")
    here = "".join(f"{step}/" for step in page)
    expected = posixpath.relpath(f"/{target}", f"/{here}")
    assert urls.relative(target, here).rstrip("/") == expected.rstrip("/")
