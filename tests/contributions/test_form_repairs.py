"""What the form repairs when a question is left, and says beside it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from browser import Open
from forms import messages, start_over
from sites import LANGUAGES, language_name, none, path_in

pytest_plugins = ("browser", "forms")
pytestmark = pytest.mark.browser

REPAIRED: dict[str, tuple[str, str, str]] = {
    "Arabic digits": ("case_study.years.start", "٢٠١٤", "2014"),
    "Persian digits": ("case_study.years.start", "۲۰۱۴", "2014"),
    "full-width digits": ("case_study.years.start", "２０１４", "2014"),
    "a year in words": ("case_study.years.start", "2014年", "2014"),
    "a language in capitals": ("case_study.original_language", "FR", "fr"),
    "a language by its name": ("case_study.original_language", "العربية", "ar"),
    "a language by three letters": ("case_study.original_language", "fra", "fr"),
    "a language of a region": ("case_study.original_language", "pt_br", "pt-BR"),
    "Samoan": ("case_study.original_language", "samoan", "sm"),
    "no scheme": ("source.url", "www.example.org/page", "https://www.example.org/page"),
    "a domain alone": ("source.url", "example.org", "https://example.org"),
    "a zero-width space": ("source.url", "https://example.org/\u200bpage", "https://example.org/page"),
    "a space in a path": ("source.url", "https://example.org/a b.pdf", "https://example.org/a%20b.pdf"),
    "a space after the scheme": ("source.url", "https:// example.org/", "https://example.org/"),
    "full-width signs": ("source.url", "ｈｔｔｐｓ：／／example.org／", "https://example.org/"),
    "angle brackets": ("source.url", "<https://example.org/>", "https://example.org/"),
    "brackets that belong": ("source.url", "https://example.org/a_(b)", "https://example.org/a_(b)"),
    "an e-mail with spaces": ("case_study.contact", "\u200b contact@example.org ", "contact@example.org"),
    "an e-mail in words": ("case_study.contact", "contact (at) culture.example.org", "contact@culture.example.org"),
    "a page as contact": ("case_study.contact", "www.culture.example.org", "https://www.culture.example.org"),
    "a short name in capitals": ("slug", "FR Fonds", "fr-fonds"),
    "an address in a text": (
        "text.main_features",
        "Voir <www.example.org>. [1]",
        "Voir [www.example.org](https://www.example.org). [1]",
    ),
}


@pytest.mark.parametrize(("path", "typed", "meant"), REPAIRED.values(), ids=REPAIRED)
def test_what_is_certain_is_repaired_and_said(one_form: Page, path: str, typed: str, meant: str):
    page = start_over(one_form)
    page.evaluate("path => roadmapForm.form.lead(roadmapForm.form.question(path))", path)
    field = page.locator(f'[data-path="{path}"]').locator("input, textarea").first
    field.fill(typed)
    field.blur()
    answer = "path => roadmapForm.form.answer(roadmapForm.form.question(path))"
    assert page.evaluate(answer, path) == meant
    said = page.locator(f'[data-path="{path}"] .said')
    if typed != meant:
        assert said.text_content()
    assert path not in {error["path"] for error in messages(page)}


CODE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_are_offered_by_their_names_in_the_page_s_language(open_page: Open, language: str):
    page = open_page(path_in(language, "contribute/"))
    offered = page.locator("#languages option").evaluate_all("options => options.map(option => option.value)")
    codes = page.evaluate("offered => offered.map(name => roadmapForm.form.languages.code(name))", offered)
    assert len(codes) == len(set(codes))
    none(f"{name}: {code}" for name, code in zip(offered, codes, strict=True) if not re.fullmatch(CODE, code))
    names = [name[:1].upper() + name[1:] for name in (language_name(code, language) for code in LANGUAGES)]
    assert [codes[offered.index(name)] for name in names] == list(LANGUAGES)


SHORT_NAMES = [
    (("FR", "Un fonds d’essai", "2014", []), "fr-un-fonds-d-essai"),
    (("BG", "Фонд за игри", "2014", []), "bg-fond-za-igri"),
    (("TN", "صندوق تجريبي", "2014", []), "tn-sndwq-tjryby"),
    (("CN", "试验基金", "2014", []), "cn-2014"),
    (("CN", "试验基金", "2014", ["cn-2014"]), "cn-2014-2"),
    (("GR", "Ταμείο", "2014", []), "gr-tameio"),
    (("", "Un fonds", "2014", []), ""),
]


@pytest.mark.parametrize(("answers", "short"), SHORT_NAMES)
def test_short_name_is_derived_in_any_script(one_form: Page, answers: tuple, short: str):
    assert one_form.evaluate("answers => roadmapForm.text.slug(...answers)", list(answers)) == short
