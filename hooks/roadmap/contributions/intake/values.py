"""Values as people write them: dates, numbers, addresses, languages and choices, read without guessing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from urllib.parse import quote

from babel import Locale

from roadmap import languages
from roadmap.problems import LANGUAGES

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s|｜<>]+", re.IGNORECASE)
DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?")
NUMERIC = re.compile(
    r"(\d{1,4})\s*[-/.．／年\u200e\u200f]\s*(\d{1,2})\s*[-/.．／月\u200e\u200f]\s*(\d{1,4})\s*(?:日|г\.?)?"
)
WORDED = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th|º|-го)?[\s.,]*(?:de |of )?([^\W\d_]+)\.?,?\s*(?:de |of )?(\d{4})(?:\s*г(?:ода|\.)?)?"
)
MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
INSIDE = "\"'`<>\\"
"""What browsers write as %22 in an address."""


def digits(text: str) -> str:
    """Return a text with the digits of any script as ASCII digits: `٢٠١٤` is `2014`."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() and not sign.isascii() else sign for sign in text)


def plain(text: str) -> str:
    """Return a text on one line without invisible characters; full-width signs are the usual ones."""
    return " ".join(unicodedata.normalize("NFKC", visible(text)).split())


def visible(text: str) -> str:
    """Return a text without invisible characters, such as zero-width spaces and marks of direction."""
    return "".join(sign for sign in text if not is_invisible(sign))


def is_invisible(sign: str) -> bool:
    """Return whether a character has no shape: format characters, controls other than line breaks and tabs."""
    return unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn", "Cs") and sign not in "\n\t"


def name_of(sign: str) -> str:
    """Return the code and the name of a character: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()


def number(text: str) -> int | None:
    """Return a whole number in the digits of any script, or None."""
    found = re.fullmatch(r"\d{1,9}", plain(digits(text)))
    return int(found[0]) if found else None


def address(text: str) -> str:
    """Return a web address as a browser would read it: with a scheme, without invisible characters or brackets."""
    text = unicodedata.normalize("NFKC", visible(text)) if not text.isascii() else text
    text = text.strip().strip("\n")
    if link := re.fullmatch(r"\[[^\]]*\]\((\S+)\)|<(\S+)>", text):
        text = link[1] or link[2]
    if found := re.match(r"(https?)\s*:\s*/\s*/\s*", text, re.IGNORECASE):
        text = f"{found[1].lower()}://{text[found.end() :]}"
    elif DOMAIN.fullmatch(text) and "@" not in text:
        text = f"https://{text}"
    head, slash, rest = text.partition("/") if "://" not in text else _after_host(text)
    rest = "".join(quote(sign) if sign in INSIDE or sign.isspace() else sign for sign in rest)
    return head + slash + rest


def _after_host(text: str) -> tuple[str, str, str]:
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}", slash, path


def contact(text: str) -> str:
    """Return an email address without spaces, invisible characters and full-width signs, or a web address."""
    mail = "".join(unicodedata.normalize("NFKC", visible(text)).split())
    mail = re.sub(r"^(?:mailto:|<)|>$", "", mail, flags=re.IGNORECASE)
    return mail if mail.count("@") == 1 and "/" not in mail else address(text)


@cache
def _months() -> dict[str, int]:
    """Return the number of each month by its names, in the languages of the site."""
    months: dict[str, int] = {}
    for code in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = Locale(code).months[context][width]
                months.update({fold(name): rank for rank, name in names.items()})
    return months


def dates(text: str) -> list[date]:
    """Return the days that a text can mean: one, none, or two if day and month can be exchanged."""
    text = plain(digits(text))
    found: list[date] = []
    if match := NUMERIC.fullmatch(text):
        first, second, third = (int(part) for part in match.groups())
        if len(match[1]) == 4:
            found = _days([(first, second, third)])
        elif len(match[3]) == 4:
            found = _days([(third, second, first), (third, first, second)])
    elif match := WORDED.fullmatch(text):
        found = _days([(int(match[3]), _months().get(fold(match[2]), 0), int(match[1]))])
    elif match := MONTH_FIRST.fullmatch(text):
        found = _days([(int(match[3]), _months().get(fold(match[1]), 0), int(match[2]))])
    return list(dict.fromkeys(found))


def _days(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    found = []
    for year, month, day in parts:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


@lru_cache(4096)
def fold(text: str) -> str:
    """Return a text for comparison: without case, accents, marks and punctuation."""
    decomposed = unicodedata.normalize("NFKD", digits(visible(text))).casefold()
    return "".join(sign for sign in decomposed if sign.isalnum())


@cache
def _language_names() -> dict[str, str]:
    """Return the code of each language by its names, in itself and in the languages of the site."""
    names: dict[str, str] = {}
    for reader in LANGUAGES:
        for tag, name in Locale(reader).languages.items():
            if languages.known(code := tag.replace("_", "-")):
                names.setdefault(fold(name), code)
    for code in map(str, Locale("en").languages):
        if "_" not in code and languages.known(code):
            names.setdefault(fold(languages.own_name(code)), code)
    return names


def language(text: str) -> str:
    """Return the code of a language that is written as a code in any case, or by its name; otherwise the text."""
    text = plain(text)
    parts = re.split(r"[-_]", re.split(r" [–-] ", text)[0])
    code = "-".join([parts[0].lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])])
    if re.fullmatch(languages.CODE, code) and languages.known(code):
        return code
    return _language_names().get(fold(text), text)


def choices(text: str, options: Mapping[str, str]) -> list[str]:
    """Return the values chosen in a text such as `music – Music, design – Design`.

    `options` has the name of each value. Values and names may be written by hand, one after the other; what is none of
    them is returned as it is.
    """
    folded = {fold(value): value for value in options} | {fold(name): value for value, name in options.items()}
    known = [re.escape(value) for value in sorted(options, key=len, reverse=True)]
    starts = list(re.finditer(rf"(?:^|[,;،；、\n]\s*)(?P<value>{'|'.join(known)}) – ", text)) if known else []
    ends = [match.start() for match in [*starts[1:], re.search(r"\Z", text)] if match]
    found: list[str] = _by_hand(text[: starts[0].start()] if starts else text, folded)
    for match, end in zip(starts, ends, strict=False):
        rest = text[match.end() : end]
        whole = fold(rest) == fold(options[match["value"]])
        others = rest.partition("\n")[2]
        found.append(match["value"])
        if not whole and others.strip():  # more was written below the choice
            found += _by_hand(others, folded)
    return list(dict.fromkeys(found))


def _by_hand(text: str, folded: Mapping[str, str]) -> list[str]:
    text = text.strip(" \n-–*•")
    if not text:
        return []
    if whole := folded.get(fold(text)):
        return [whole]
    pieces = [piece.strip(" -–*•\"'") for piece in re.split(r"[,;،；、\n]", text)]
    return [folded.get(fold(piece)) or folded.get(fold(piece.split(" – ")[0])) or piece for piece in pieces if piece]


def slug(party: str, title: str, year: str = "") -> str:
    """Return a short name from a Party and a title; from the year where the title has no Latin letter."""
    words = re.findall(r"[a-z0-9]+", _latin(title))
    name = "-".join([*_latin(party)[:2].split(), *(words or [year])])
    return re.sub(r"-[^-]*$", "", name[:51]) if len(name) > 50 else name.strip("-")


def as_slug(text: str) -> str:
    """Return a short name as addresses need it: small Latin letters without accents, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", _latin(digits(text))).strip("-")


def _latin(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o")
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
