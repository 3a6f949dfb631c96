"""What Pagefind reads of pages, and what its results show again, without Pagefind."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from roadmap.model import folding
from roadmap.publishing import searched_pages
from roadmap.publishing.found_by import FoundBy
from roadmap.publishing.searched_pages import JOINT, FoldedPages

TEXTS = {
    "fr": "L’œuvre d’artiste ~! coûte 2,4 ou 2.4 % ; « qu’elle » co-production 0abc",
    "en": "Women’s artists & “online–offline” 1,280 a~!b C:\\x {CC-BY-4.0}, <b>x",
    "es": "«Música» en línea, n.º 5.1",
    "ar": "اسم باسم والثقافة الثقافة ٢٫٤ الحُرِّيَّة، مـــسرح",
    "ru": "Партнёрства культурный ЦИФРОВЫЕ музей",
    "zh": "文化，5.1节 和AI 0abc 0abcdef 女性。 iDICE 一",
}

PROSE = FoundBy("prose")


def folded(folder: Path, language: str, *texts: str, found_by: FoundBy = PROSE) -> tuple[FoldedPages, list[str]]:
    """The pages of these texts, and what Pagefind reads of each."""
    for number, text in enumerate(texts):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        html = f'<html lang="{language}"><title>T</title><main data-pagefind-body><p>{escaped}</p></main></html>'
        searched_pages.add(folder / "added.jsonl", f"{number}/", html, found_by)
    pages = FoldedPages(folder / "added.jsonl", language, folder / "pages")
    return pages, [(folder / "pages" / f"{number}--page.html").read_text("utf-8") for number in range(len(texts))]


def read(html: str) -> str:
    """The text of a page, with single spaces."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


@pytest.mark.parametrize("language", list(TEXTS))
def test_what_is_folded_is_shown_again(tmp_path: Path, language: str):
    pages, (html,) = folded(tmp_path, language, TEXTS[language])
    assert read(html) != TEXTS[language] or language == "es", "nothing is folded"
    result = {"url": "/0--page.html", "content": read(html), "meta": {"title": read(html), "names": "x"}}
    pages.restore(result)
    assert result["url"] == "/0/"
    assert result["content"].replace(JOINT, "") == TEXTS[language]
    assert result["meta"] == {"title": TEXTS[language], "names": "x"}


def test_a_text_that_folding_leaves_alone_is_the_same_result(tmp_path: Path):
    pages, (html,) = folded(tmp_path, "en", "Nothing to fold, here.")
    assert "<p>Nothing to fold, here.</p>" in html
    result = {"url": "/0--page.html", "content": read(html), "meta": {"title": "T"}}
    pages.restore(result)
    assert result == {"url": "/0/", "content": read(html), "meta": {"title": "T"}}


def test_a_particle_is_left_out_too_where_the_rest_is_a_word_of_the_site(tmp_path: Path):
    _pages, (first, second) = folded(tmp_path, "ar", "اسم بالغ", "باسم")
    assert "بالغ" in read(first) and "-" not in read(first)
    assert read(second).partition("~")[0] == "باسم-اسم"


def test_chinese_counts_a_piece_for_each_word_of_the_index(tmp_path: Path):
    """The browser finds a word's place by them."""
    pages, (html,) = folded(tmp_path, "zh", TEXTS["zh"])
    result = {"url": "/0--page.html", "content": read(html), "meta": {}}
    pages.restore(result)
    assert len(result["content"].split(JOINT)) == len(read(html).split())


def test_hidden_words_are_folded_and_hidden(tmp_path: Path):
    found_by = FoundBy("party", names=("l’Élysée",), words=("œuvre", "a & b"))
    _pages, (html,) = folded(tmp_path, "fr", "texte", found_by=found_by)
    assert 'data-names="élysée"' in html and 'data-words="oeuvre | a &amp; b"' in html


def test_queries_are_corrected_by_words_as_they_are_written(tmp_path: Path):
    pages, texts = folded(tmp_path, "ru", "культурный музей", "культурный")
    for html in texts:
        pages.restore({"url": "/0--page.html", "content": read(html), "meta": {}})
    assert pages.corrections()["words"] == ["культурный", "музей"]


def test_pairs_across_two_chinese_words_are_shown_and_not_read(tmp_path: Path):
    """Both neighbours of 化政 are three times as frequent: it is no word. A query has its words' pairs."""
    texts = ("文化。政策。", "文化，政策", "文化、政策", "文化政策。")
    pages, written = folded(tmp_path, "zh", *texts)
    assert folding.pair("化政") not in read(written[3])
    for pair in ("文化", "政策"):
        assert folding.pair(pair) in read(written[3])
    for html, text in zip(written, texts, strict=True):
        result = {"url": "/0--page.html", "content": read(html), "meta": {}}
        pages.restore(result)
        assert result["content"].replace(JOINT, "") == text


def test_a_chinese_character_alone_is_read_unless_a_pair_begins_with_it(tmp_path: Path):
    _pages, (html, other) = folded(tmp_path, "zh", "关税，税收", "关税，文化")
    alone = re.compile(rf"{folding.pair('税')}\b")
    assert not alone.search(read(html)) and alone.search(read(other))


def test_hidden_chinese_words_have_all_their_pairs(tmp_path: Path):
    texts = ("文化。政策。", "文化，政策", "文化、政策", "文化政策。")
    _pages, written = folded(tmp_path, "zh", *texts, found_by=FoundBy("prose", words=("文化政策",)))
    assert folding.pair("化政") in written[3].partition("data-words=")[2]
