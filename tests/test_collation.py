"""Lists in the order that readers of each language expect."""

from __future__ import annotations

import random

import pytest

from roadmap import languages

ORDERED = {
    "ar": [
        "إثيوبيا",
        "الأرجنتين",
        "الأردن",
        "أرمينيا",
        "إسبانيا",
        "أفغانستان",
        "ألبانيا",
        "ألمانيا",
        "الإمارات العربية المتحدة",
        "آيسلندا",
        "البحرين",
        "البرازيل",
        "بربادوس",
        "الجزائر",
        "جزر القمر",
        "الصين",
        "العراق",
        "عمان",
        "مدغشقر",
        "مصر",
        "المغرب",
        "النمسا",
        "النيجر",
        "نيجيريا",
        "اليونان",
    ],
    "zh": [
        "阿富汗",
        "埃及",
        "安道尔",
        "巴巴多斯",
        "巴西",
        "白俄罗斯",
        "贝宁",
        "比利时",
        "秘鲁",
        "公平报酬",
        "《公约》目标",
        "吉布提",
        "加纳",
        "毛里求斯",
        "蒙古",
        "孟加拉国",
        "乌干达",
        "乌克兰",
        "优惠待遇",
        "乍得",
        "中非共和国",
        "中国",
    ],
    "es": ["Espada", "España", "Espasa", "nube", "nzema", "ñame", "Ñandú", "ocio", "Omán", "período", "Perú"],
    "ru": ["Египет", "Ёлкино", "Ельск", "Ереван", "Ирак", "Иран", "Италия", "Йемен", "Кабо-Верде", "Эквадор"],
    "fr": ["Costa Rica", "côte", "Côte d’Ivoire", "Danemark", "Égypte", "El Salvador", "Émirats", "œuvre", "Oman"],
    "en": ["Cabo Verde", "Côte d'Ivoire", "Sweden", "Timor-Leste", "Türkiye", "Turkmenistan", "Uganda"],
}
"""Names in their right order; in Arabic and Chinese also as the United Nations list their members."""


@pytest.mark.parametrize("language", ORDERED)
def test_names_are_in_the_order_of_their_language(language: str):
    names = ORDERED[language][:]
    random.Random(1).shuffle(names)
    assert names != ORDERED[language]
    assert sorted(names, key=lambda name: languages.sort_key(name, language)) == ORDERED[language]


def test_an_arabic_word_that_begins_like_the_article_keeps_its_letters():
    """The article is not a whole word, nor its last letters."""
    assert languages.sort_key("ال", "ar")[0] == languages.sort_key("ال", "fa")[0]
    assert sorted(["بنن", "ألبانيا", "الال"], key=lambda name: languages.sort_key(name, "ar"))[-1] == "بنن"


def test_equal_names_have_one_order():
    names = ["Oman", "oman", "Ｏman"]
    orders = {tuple(sorted(each, key=lambda name: languages.sort_key(name, "fr"))) for each in (names, names[::-1])}
    assert len(orders) == 1
