"""Check the quality of translations, beyond what a build refuses: `roadmap translations check`.

These mistakes do not break a page, but they disturb readers. A rule must find nothing in a good translation: after
three false alarms, people ignore the fourth. Fuzzy and empty entries are not mistakes.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import regex
from babel.messages.pofile import escape

from roadmap import languages
from roadmap.catalogues.catalogue import french, translations
from roadmap.catalogues.entries import ADDRESS, MOST, PLACEHOLDER, excerpt
from roadmap.model.addresses import EMAIL
from roadmap.model.reference import Term
from roadmap.problems import Message, Problem, message
from roadmap.reading.project import Project
from roadmap.reading.sections import unsaid

SAME = "same as French"
"""The comment on an entry whose text is the same in both languages."""
Fault = tuple[Message, Message]
"""What is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A translation in use."""

    language: str
    path: str
    line: int
    """The line of its French."""
    ids: tuple[str, ...]
    """The French; for plural forms, singular and plural."""
    strings: tuple[str, ...]
    comments: tuple[str, ...]
    """The translators' own."""


def to_translate(project: Project) -> tuple[str, ...]:
    """Return the languages to translate; none if the list of languages cannot be read."""
    if "languages" not in project.records:
        return ()
    return tuple(code for code in project.all_codes if code != project.languages.source)


def entries(project: Project, code: str) -> Iterator[CatalogueEntry]:
    """Yield the translations of one language; none if its catalogue cannot be read."""
    for entry in project.catalogs.get(code, ()):
        ids, strings = french(entry), translations(entry)
        if entry.id and not entry.fuzzy and all(strings):
            comments = tuple(entry.user_comments)
            yield CatalogueEntry(code, f"data/locales/{code}.po", entry.lineno or 1, ids, strings, comments)


def check(project: Project, codes: Iterable[str]) -> Iterator[Problem]:
    """Report all problems of the catalogues of `codes`, of the files needed to check them, and of the fingerprints of
    translated pages.
    """
    codes = tuple(codes)
    needed = {"data", "data/languages.yml", "data/glossary.yml", *(f"data/locales/{code}.po" for code in codes)}
    yield from (problem for problem in project.problems if problem.path in needed)
    for code in codes:
        rules = (*RULES, *_term_rules(project, code))
        for entry in entries(project, code):
            for what, fix in islice(_faults(entry, rules), MOST):
                yield Problem(entry.path, entry.line, what, fix)
        for texts in project.prose.values():
            if code in texts and project.languages.source in texts:
                yield from unsaid(texts[code], texts[project.languages.source])


Rule = Callable[[CatalogueEntry, str], Iterator[Fault]]


def _faults(entry: CatalogueEntry, rules: Iterable[Rule]) -> Iterator[Fault]:
    for string in entry.strings:
        for rule in rules:
            yield from rule(entry, string)


def _words(text: str) -> str:
    """Return a text without placeholders and addresses."""
    return EMAIL.sub(" ", ADDRESS.sub(" ", PLACEHOLDER.sub(" ", text)))


# White space


def edges_are_kept(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report a translation without the French's spaces at the start or end, which separate it from other texts."""
    french = entry.ids[0]
    start, end = french[: len(french) - len(french.lstrip())], french[len(french.rstrip()) :]
    right = f"{start}{string.strip()}{end}"
    if string != right:
        what = message(
            "La traduction « %(text)s » n’a pas les espaces du français au début ou à la fin.", text=excerpt(string)
        )
        yield what, message("Écrivez : %(right)s", right=escape(right))


# Punctuation

ENDINGS = {"colon": ":：", "stop": ".。।۔։．｡", "question": "?？؟;՞", "other": "!！…;；؛,，،、"}
"""Signs at the end of a sentence, in any script; those of `other` are all alike."""
SIGNS: dict[frozenset[str], dict[str, str]] = {
    frozenset({"Hani"}): {":": "：", ".": "。", "?": "？", "!": "！", ",": "，", ";": "；", "(": "（", ")": "）"},
    frozenset({"Arab"}): {"?": "؟", ",": "،", ";": "؛"},
}
"""A script's own signs, by the Latin ones."""
CLOSING = regex.compile(r"[\p{Pe}\p{Pf}\p{Z}\p{Cf}\"'*_]")


def ending_is_kept(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report a translation that does not end with a colon, full stop or question mark as the French does."""
    french, ours = _ending(entry.ids[-1]), _ending(string)
    for kind, latin in (("colon", ":"), ("stop", "."), ("question", "?")):
        sign = SIGNS.get(languages.scripts(entry.language), {}).get(latin, latin)
        if french == kind and not ours:
            what = message("La traduction « %(text)s » ne finit pas comme le français.", text=excerpt(string))
            yield what, message("Finissez-la par « %(sign)s ».", sign=sign)
        if ours == kind and not french:
            what = message("La traduction « %(text)s » ne finit pas comme le français.", text=excerpt(string))
            yield what, message("Retirez « %(sign)s » à la fin.", sign=_unclosed(string)[-1])


def _ending(text: str) -> str | None:
    """Return the kind of sign at the end of a text, without closing marks. The full stop of `etc.` does not count."""
    text = _unclosed(text).removesuffix("etc.")
    return next((kind for kind, signs in ENDINGS.items() if text and text[-1] in signs), None)


def _unclosed(text: str) -> str:
    """Return a text without the closing marks and spaces at its end."""
    end = len(text)
    while end and CLOSING.match(text, end - 1):
        end -= 1
    return text[:end]


def signs_are_the_scripts_own(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report Latin signs between words of Arabic or Chinese, and at their end."""
    for found in _latin_signs(languages.scripts(entry.language)).finditer(string):
        own = SIGNS[languages.scripts(entry.language)][found[1]]
        yield (
            message(
                "Ponctuation latine « %(sign)s » dans « %(text)s ».",
                sign=found[1],
                text=excerpt(string[max(0, found.start() - 20) :]),
            ),
            message("Écrivez : %(right)s", right=own),
        )


@functools.cache
def _latin_signs(scripts: frozenset[str]) -> regex.Pattern[str]:
    if scripts not in SIGNS:
        return regex.compile(r"(?!)")
    letter = "".join(rf"\p{{Script={script}}}" for script in scripts)
    signs = regex.escape("".join(SIGNS[scripts]))
    return regex.compile(rf"[{letter}]\p{{M}}*\s?([{signs}])(?!\.)(?=\s?(?:[{letter}]|$))")


GAP = regex.compile(
    r"(?<=[\p{Han}。，：；！？、（）《》“”…]) +(?=[^\s|·–])|(?<=[^\s|·–]) +(?=[\p{Han}。，：；！？、（）《》“”…])"
)
"""A space beside a Chinese character or sign, within a text."""


def chinese_has_no_gaps(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report a space beside a Chinese character or full-width sign: the texts of the site have none, not even around
    Latin words.
    """
    if "Hani" in languages.scripts(entry.language) and (found := GAP.search(string)):
        around = string[max(0, found.start() - 10) : found.end() + 10]
        yield message("Espace de trop dans « %(text)s ».", text=around), message("Retirez-la.")


# Untranslated words


def words_are_translated(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report French text, unless the entry's comment accepts it, and text in a wrong script."""
    if string.strip() in {text.strip() for text in entry.ids}:
        if _can_be_translated(string) and SAME.lower() not in {comment.lower() for comment in entry.comments}:
            yield (
                message("« %(text)s » est encore en français.", text=excerpt(string)),
                message(
                    "Traduisez-le ; si le texte est le même dans les deux langues, mettez « # %(same)s » au-dessus.",
                    same=SAME,
                ),
            )
    elif not languages.is_written_in(QUOTED.sub(" ", _words(string)), entry.language):
        scripts = ", ".join(sorted(languages.scripts(entry.language)))
        yield (
            message("La traduction « %(text)s » n’est pas dans l’écriture de sa langue.", text=excerpt(string)),
            message("Attendu : %(scripts)s.", scripts=scripts),
        )


QUOTED = regex.compile(r"[“«„\"][^“”«»„\"]{0,200}[”»“\"]")
"""Quotations in a translation may be the leaflet's French."""
ORDINARY = regex.compile(r"(?<![\w.@/-])\p{Lu}?\p{Ll}+(?![\w@/]|[.-]\w)")
"""A word in plain letters: not UNESCO, BibTeX, 2005 or case-study.yml."""


def _can_be_translated(text: str) -> bool:
    """Return whether it has two words, or a long one. A short one (`Menu`) is often the same, like a name."""
    words = ORDINARY.findall(_words(text))
    is_name = len(words) > 1 and all(word[0].isupper() for word in words)
    return not is_name and (len(words) > 1 or sum(map(len, words)) >= 12)


# Numbers

GROUPED = regex.compile(r"(?<!\p{Nd})\p{Nd}{1,3}(?:[,.٬\u00a0\u202f ’']\p{Nd}{3})+(?!\p{Nd})")
"""A number with separated thousands, in any language: 4 000, 4,000, 4.000."""
NUMBER = regex.compile(r"\p{Nd}+")
CHINESE_NUMBER = regex.compile(r"[〇一二三四五六七八九十]{1,9}")
"""Numbers of a treaty's articles in Chinese (第四条), and some years (二〇〇五年)."""
PLAIN_NUMBER = regex.compile(r"(?<![\p{L}\p{N}])\p{Nd}+(?![\p{L}\p{N}])")
"""A number that is not part of a word, as in `1er`."""


def numbers_are_kept(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report lost numbers, in the digits of any language. There may be more than in French: `décembre` is `12月`."""
    ours = {*_numbers(string, NUMBER), *map(_chinese_number, CHINESE_NUMBER.findall(string))}
    wanted = [_numbers(text, PLAIN_NUMBER) for text in entry.ids]
    for number in dict.fromkeys(wanted[0]):
        if number in wanted[-1] and number not in ours:
            what = message(
                "Il manque %(placeholder)s dans la traduction « %(text)s ».", text=excerpt(string), placeholder=number
            )
            yield what, message("Remettez ce nombre, en chiffres.")


def _numbers(text: str, number: regex.Pattern[str]) -> list[str]:
    """Return the numbers of a text, in ASCII digits."""
    together = GROUPED.sub(lambda match: "".join(filter(str.isdigit, match[0])), _words(text))
    return ["".join(str(unicodedata.digit(digit)) for digit in found) for found in number.findall(together)]


def _chinese_number(signs: str) -> str:
    """Return a Chinese number below a hundred, or one with a sign for each digit: 十二 is 12, 二〇〇五 is 2005."""
    tens, ten, units = signs.rpartition("十")
    digits = ["".join(str("〇一二三四五六七八九".find(sign)) for sign in part) for part in (tens, units)]
    return f"{digits[0] or 1}{digits[1] or 0}" if ten else digits[1]


REVERSED = regex.compile(
    r"[\p{bc=AL}\p{bc=R}][^\p{L}\p{Nd}\u200e]{0,20}(?<![/.-])(\p{Nd}+(?:\.\p{Latin}+|[-–]\p{Nd}+))"
)
"""After letters from right to left, a number whose parts are displayed in another order: 11.IGC, 4-1."""


def numbers_are_in_order(_entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report numbers that Arabic displays in another order, unless U+200E (left-to-right mark) is before them."""
    for found in REVERSED.finditer(_words(string)):
        yield (
            message(
                "« %(text)s » s’affichera dans un autre ordre, après des lettres de droite à gauche.", text=found[1]
            ),
            message("Mettez devant le caractère U+200E, ou écrivez-le en toutes lettres."),
        )


PARTED = regex.compile(r"(?:\p{Nd}|\)s) (?:%%?(?!\()|[kKM]B\b|[kKMG]o\b|[кКМ]Б\b)")
"""A number and its unit, with a space at which a line may end."""


def units_stay_with_numbers(_entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report an ordinary space between a number and a per cent sign or the symbol of a unit."""
    for found in PARTED.finditer(string):
        yield (
            message(
                "Une ligne peut finir entre un nombre et son unité, « %(text)s ».",
                text=excerpt(string[max(0, found.start() - 20) :]),
            ),
            message("Mettez l’espace insécable (U+00A0) à la place de l’espace."),
        )


# Usage


def _words_for(words: dict[str, str], before: str = "") -> tuple[tuple[regex.Pattern[str], str], ...]:
    """Return the patterns of whole words, each with what to write instead; `before` may be attached to them."""
    within = r"[\p{L}\p{M}]"
    return tuple(
        (regex.compile(rf"(?<!{within})({before}){word}(?!{within})", regex.IGNORECASE), rf"\g<1>{right}")
        for word, right in words.items()
    )


def _signs_for(signs: dict[str, str]) -> tuple[tuple[regex.Pattern[str], str], ...]:
    """Return the patterns of signs, each with what to write instead."""
    return tuple((regex.compile(regex.escape(sign)), right) for sign, right in signs.items())


SINGULAR = (
    "يمكنك:يمكنكم لديك:لديكم متصفحك:متصفحكم مسودتك:مسودتكم إجاباتك:إجاباتكم مصادرك:مصادركم اكتب:اكتبوا اختر:اختاروا "
    "احفظ:احفظوا احذف:احذفوا افتح:افتحوا أضف:أضيفوا ابحث:ابحثوا انسخ:انسخوا انظر:انظروا اضغط:اضغطوا استخدم:استخدموا"
)
"""Arabic for one reader: the site speaks to several."""
USAGE = {
    "ar": (*_words_for(dict(pair.split(":") for pair in SINGULAR.split()), "[وف]?"), (regex.compile("ًا"), "اً")),
    "es": _words_for({"tu": "su", "tus": "sus", "puedes": "puede", "tienes": "tiene", "debes": "debe", "haz": "haga"}),
    "ru": _signs_for({"ё": "е", "Ё": "Е", " – ": " — ", "КБ": "кБ", '"': "« »"}),  # as the UN write; CLDR's unit
    "zh": _signs_for({"KB": "kB", "«": "“", "»": "”", "保存人": "保管人"}),
}
"""One form of address to the reader, and one spelling, in each language: what to replace, and by what."""


def usage_is_kept(entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report words that address the reader in another way than the site does, and other spellings than its own."""
    for pattern, right in USAGE.get(entry.language, ()):
        for found in pattern.finditer(string):
            what = message("« %(text)s » ne suit pas l’usage de ce site.", text=found[0])
            yield what, message("Écrivez : %(right)s", right=found.expand(right))


RULES: tuple[Rule, ...] = (
    edges_are_kept,
    ending_is_kept,
    signs_are_the_scripts_own,
    chinese_has_no_gaps,
    words_are_translated,
    numbers_are_kept,
    numbers_are_in_order,
    units_stay_with_numbers,
    usage_is_kept,
)


# Terms

WITHOUT_SPACES = frozenset({"Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
"""Scripts without spaces between words."""


def _term_rules(project: Project, code: str) -> Iterator[Rule]:
    """Yield a rule for each term of the glossary with renderings to avoid in a language."""
    if "glossary" in project.records:
        for term in project.glossary.terms:
            if code in term.avoid:
                yield functools.partial(term_is_kept, term, project.languages.source)


def term_is_kept(term: Term, source: str, entry: CatalogueEntry, string: str) -> Iterator[Fault]:
    """Report renderings to avoid of a term in the French."""
    if not any(_french_term(term.term[source]).search(_plain(text)) for text in entry.ids):
        return
    right, text = term.term.get(entry.language), _plain(string)
    ours = [match.span() for match in _rendering(right, entry.language).finditer(text)] if right else []
    for avoided in term.avoid[entry.language]:
        for match in _rendering(avoided, entry.language).finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in ours):
                yield (
                    message(
                        "« %(text)s » n’est pas le terme à employer pour « %(term)s ».",
                        text=match[0],
                        term=term.term[source],
                    ),
                    message("Écrivez : %(right)s", right=right) if right else message("Voyez data/glossary.yml."),
                )


def _plain(text: str) -> str:
    """Return a text with one kind of space and apostrophe."""
    return " ".join(text.replace("’", "'").split())


@functools.cache
def _french_term(term: str) -> regex.Pattern[str]:
    """Return a pattern for the whole words of a term, each singular or regular plural."""
    words = [regex.escape(word.rstrip("sx")) + "[sx]?" for word in _plain(term).split()]
    return regex.compile(rf"(?<!\w){' '.join(words)}(?!\w)", regex.IGNORECASE)


@functools.cache
def _rendering(words: str, language: str) -> regex.Pattern[str]:
    """Return a pattern for whole words, if the script has spaces; Arabic attaches words of one letter to the next."""
    scripts, plain = languages.scripts(language), regex.escape(_plain(words))
    if scripts & WITHOUT_SPACES:
        return regex.compile(plain, regex.IGNORECASE)
    joined = "[وفبلك]{0,2}" if "Arab" in scripts else ""
    return regex.compile(rf"(?<!\w){joined}{plain}(?!\w)", regex.IGNORECASE)
