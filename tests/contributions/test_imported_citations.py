"""Citations as people type them, read by the import: the table is tests/citations.yml, which the form reads too."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import sites
from roadmap.contributions.intake import citations

CASES = yaml.safe_load((sites.TESTS / "citations.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_citation_is_read_as_it_is_meant(case):
    found = citations.read(case["text"])
    assert (found.text, found.unclear) == (case.get("becomes", case["text"]), case.get("unclear", []))
    assert bool(found.changes) == ("becomes" in case)
    assert citations.read(found.text).text == found.text


@given(st.text(alphabet="[](){}1290¹²^, -et\n.;a•\\!<>و١", max_size=60))
def test_what_was_read_once_stays_the_same(text):
    once = citations.read(text).text
    twice = citations.read(once).text
    assert citations.read(twice).text == twice
