"""Plural forms: CLDR's table, the headers that translation tools write, and what a page shows of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from roadmap.catalogues import plurals
from roadmap.catalogues.catalogue import Catalogue, parse

LOCALES = {code: Locale.parse(code) for code in locale_identifiers() if code != "root"}
RULES = {str(sorted(locale.plural_form.rules.items())): code for code, locale in sorted(LOCALES.items(), reverse=True)}
"""A language for each rule of CLDR."""
HEADERS = json.loads((Path(__file__).parent / "plural_headers.json").read_text(encoding="utf-8"))


def cldr(code: str, n: int) -> str:
    return Locale.parse(code, sep="-").plural_form(n)


@pytest.mark.parametrize("code", [code.replace("_", "-") for code in RULES.values()])
def test_the_forms_are_cldr_s_in_cldr_s_order(code: str):
    """In every language that CLDR knows; also beyond the numbers by which the rule was chosen."""
    rule = plurals.of_language(code)
    chosen, counts = rule.chosen(), range(1000)  # Cornish has a form for whole thousands
    assert len(LOCALES) > 800 and len(RULES) > 30
    by_form = {plurals.form_of(chosen, n): cldr(code, n) for n in counts}
    assert [by_form[plurals.form_of(chosen, n)] for n in counts] == [cldr(code, n) for n in counts]
    order = ["zero", "one", "two", "few", "many", "other"]
    used = sorted({cldr(code, n) for n in counts}, key=order.index)
    assert [by_form[form] for form in range(rule.forms)] == used


def catalogue(header: str, code: str, forms: int) -> tuple:
    entries = 'msgctxt "c"\nmsgid "%(n)s page"\nmsgid_plural "%(n)s pages"\n'
    entries += "".join(f'msgstr[{form}] "form {form} %(n)s"\n' for form in range(forms))
    fields = f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {header}\\n"\n'
    return parse(f'msgid ""\nmsgstr ""\n{fields}\n{entries}', f"{code}.po", code)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "code", "header"), [(tool, *one) for tool in HEADERS for one in HEADERS[tool].items()]
)
def test_the_headers_of_translation_tools_are_accepted(tool: str, code: str, header: str):
    """Each number has a form of its own CLDR form, in the order that the file has."""
    forms = int(header.removeprefix("nplurals=").partition(";")[0])
    catalog, problems = catalogue(header, code, forms)
    assert not problems, tool
    read = Catalogue(code, catalog)
    shown = {n: read.get_plural("c", "%(n)s page", n) for n in range(200)}
    assert len(set(shown.values())) >= plurals.of_language(code).forms
    for n in range(200):
        for other in range(n):
            if shown[n] == shown[other]:
                assert cldr(code, n) == cldr(code, other)


@pytest.mark.parametrize(
    ("code", "header", "expected"),
    [
        ("hu", "nplurals=1; plural=0;", "announces 1"),
        ("bn", "nplurals=2; plural=(n != 1);", "is not the language’s"),
        ("ar", "nplurals=2; plural=(n != 1);", "announces 2"),
        ("hu", "nplurals=2; plural=n%0;", "cannot be computed"),
        ("hu", "nplurals=1; plural=(n != 1);", "announces 1"),
        ("hu", "nplurals=9; plural=(n != 1);", "announces 9"),
        ("hu", "nplurals=3; plural=(n != 1);", "announces 3"),
        ("hu", "two", "does not give"),
    ],
)
def test_a_header_that_mixes_what_cldr_tells_apart_is_refused(code: str, header: str, expected: str):
    problems = catalogue(header, code, 2)[1]
    report = " ".join(problem.in_language("en") for problem in problems)
    assert expected in report
    if expected != "does not give":
        assert f"plural={plurals.of_language(code).rule};" in report


def test_a_rule_that_fails_for_large_numbers_breaks_no_page():
    catalog, problems = catalogue("nplurals=2; plural=n>5000 ? n%0 : n!=1;", "en", 2)
    assert not problems
    read = Catalogue("en", catalog)
    assert read.get_plural("c", "%(n)s page", 10_001) == "form 1 %(n)s"
