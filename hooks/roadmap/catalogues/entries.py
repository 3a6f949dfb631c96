"""Check translations: no markup, address or value that the French does not have, and nothing lost.

A text of the catalogues is plain text, in which `*` and `_` have no meaning. Anything else in the French must be in
its translation the same number of times.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import islice

import regex

from roadmap.model.addresses import EMAIL
from roadmap.problems import Message, Problem, message

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
COUNT = "%(count)s"
"""The placeholder that a plural form for few numbers may omit: Arabic's dual is `two` without a digit."""
MARKUP = re.compile(
    r"<[a-zA-Z/!?][^<>]{0,200}>?|-->"
    r"|&#[xX]?[0-9a-fA-F]{0,8};?|&[a-zA-Z][a-zA-Z0-9]{1,31};?"
    r"|\{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}|\{#[^{}]{0,200}#\}|\{[{%#]|[%#}]\}"
    r"|(?<![a-zA-Z])on[a-zA-Z]{3,20}\s{0,5}="
)
"""Tags, comments, character references, Jinja, attributes that run a script."""
OF_MARKUP = re.compile("[<>&{}=]")
"""One of these is in all markup. Most texts have none, and the search for the whole takes long."""
ADDRESS = regex.compile(
    r"(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]{0,20}://|www\.(?=\w)|(?:java|vb)script\s{0,5}:"
    r"|(?:data|blob|file|about|mailto|tel|sms):(?=[!-~]))(?&rest)|(?<![:/\w])//(?=[a-z0-9])(?&rest)"
    # Chinese continues without a space: its characters are not part of an address.
    r"|(?!)(?<rest>(?:(?!\p{Han})[!#-;=?-~\p{L}\p{N}]){0,2000})",
    regex.IGNORECASE,
)
"""Anything that links somewhere, or runs something, if it is used as a link."""
AFTER_ADDRESS = ".,;:!?)]'"
"""What ends the sentence after an address, not the address."""
LIKE_PLACEHOLDER = re.compile(r"[%％][(（][^()（）]{0,50}[)）]?(?:\w(?!\w))?|[%$]?\{[^{}]{0,50}\}|%[a-zA-Z](?!\w)")
"""A placeholder, or an attempt at one: `%(name)d`, `%s`, `{name}`, `％（ｎａｍｅ）ｓ`."""
SPACED_PLACEHOLDER = re.compile(r"[%％٪]\s{0,3}[(（][^()（）]{0,50}[)）](?:\s?\w(?!\w))?")
"""As above, in a text with values; in others, `50 % (half)` is a share and a remark."""
OF_PLACEHOLDER = re.compile("[%％{]")
"""One of these is in all of `LIKE_PLACEHOLDER`."""
PER_CENT = re.compile(r"%%(?![(（{a-zA-Z])")
"""A per cent sign in a text with values."""
BREAK = re.compile(r"[\n\r\t]")
VISIBLE = regex.compile(r"[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]")
MOST_TIMES, MOST_MORE = 4, 100
"""The maximal length of a translation: this many times the French, plus this many characters."""
MOST = 20
"""The most problems reported for one translation: a hostile one has any number."""
PUT_BACK = message("Remettez-le tel quel, à la place qui convient.")

Found = Callable[[str], list[str]]
Report = Callable[[Message, Message], Problem]
"""Returns the problem of what is wrong and what to do."""


def check(ids: tuple[str, ...], string: str, path: str, line: int, rare: bool = False) -> Iterator[Problem]:
    """Report problems of `string`, one of the translations of `ids`: a French text, or its singular and plural.

    A `rare` plural form is for so few numbers that a translation may write them in words.
    """
    return islice(_check(ids, string, path, line, rare), MOST)


def _check(ids: tuple[str, ...], string: str, path: str, line: int, rare: bool) -> Iterator[Problem]:
    def problem(what: Message, fix: Message) -> Problem:
        return Problem(path, line, what, fix)

    if not VISIBLE.search(string):
        what = message("La traduction de « %(text)s » ne contient aucun texte visible.", text=excerpt(ids[0]))
        yield problem(what, message("Écrivez-la, ou laissez msgstr vide."))
        return
    yield from _wrong_shape(ids, string, problem)
    for find in (markup, addresses, mail_addresses):
        yield from _differences(ids, string, find, problem)
    yield from _wrong_placeholders(ids, string, rare, problem)


def excerpt(text: str) -> str:
    """Return a text, shortened to be quoted in a message."""
    return text if len(text) <= 50 else text[:49] + "…"


def markup(text: str) -> list[str]:
    """Return the markup of a text, in order. `R&D` is not markup."""
    found = MARKUP.findall(text) if OF_MARKUP.search(text) else []
    return [piece for piece in found if not piece.startswith("&") or piece[1] == "#" or html.unescape(piece) != piece]


def addresses(text: str) -> list[str]:
    """Return the addresses of a text, except separate email addresses."""
    if ":" not in text and "//" not in text and "www." not in text.lower():
        return []  # most have none, and the search takes long
    return [match[0].rstrip(AFTER_ADDRESS) for match in ADDRESS.finditer(text) if match[0]]


def mail_addresses(text: str) -> list[str]:
    """Return the email addresses of a text that are not part of another address."""
    return [match[0] for match in EMAIL.finditer(ADDRESS.sub(" ", text))] if "@" in text else []


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a text: `%(name)s`."""
    return [match[0] for match in PLACEHOLDER.finditer(text)]


def _differences(ids: tuple[str, ...], string: str, find: Found, problem: Report) -> Iterator[Problem]:
    """Report what `find` finds in the translation more or fewer times than in the French."""
    theirs, own = [find(text) for text in ids], find(string)
    if not own and not any(theirs):
        return
    french, ours = [Counter(found) for found in theirs], Counter(own)
    most, least = french[0] | french[-1], french[0] & french[-1]
    lost = list((least - ours).elements())
    for extra in (ours - most).elements():
        # If one thing replaces another, it is a wrong version of it.
        right = lost.pop() if len(lost) == 1 else None
        yield problem(_too_much(string, extra), _instead(right, []))
    for piece in lost:
        yield problem(_lost(string, piece), PUT_BACK)


def _wrong_placeholders(ids: tuple[str, ...], string: str, rare: bool, problem: Report) -> Iterator[Problem]:
    if not OF_PLACEHOLDER.search(string) and not any("%" in text for text in ids):
        return
    ours = set(placeholders(string))
    wanted = dict.fromkeys(sorted({placeholder for text in ids for placeholder in placeholders(text)}))
    lost = [placeholder for placeholder in wanted if placeholder not in ours]
    french, rest = "\n".join(_without_values(text, wanted) for text in ids), _without_values(string, wanted)
    for pattern in (SPACED_PLACEHOLDER, LIKE_PLACEHOLDER) if wanted else (LIKE_PLACEHOLDER,):
        known = set(pattern.findall(french))
        for wrong in pattern.findall(rest):
            if wrong not in known:
                right = _meant(wrong, lost)
                lost = [placeholder for placeholder in lost if placeholder != right]
                yield problem(_too_much(string, wrong), _instead(right, lost or list(wanted)))
        rest = pattern.sub(" ", rest)
    for placeholder in lost:
        if placeholder != COUNT or not rare:
            yield problem(_lost(string, placeholder), PUT_BACK)
    if wanted and "%" in rest:
        what = message("La traduction « %(text)s » contient un %% isolé.", text=excerpt(string))
        yield problem(what, message("Écrivez %%%% pour le symbole pour cent, %%(nom)s pour une valeur."))


def _without_values(text: str, wanted: Collection[str]) -> str:
    """Return a text without markup, correct placeholders and correct per cent signs."""
    text = PLACEHOLDER.sub(lambda match: " " if match[0] in wanted else match[0], text)
    return PER_CENT.sub(" ", MARKUP.sub(" ", text))


def _instead(right: str | None, known: list[str]) -> Message:
    if right:
        return message("Écrivez : %(right)s", right=right)
    return message("Valeurs possibles : %(known)s.", known=", ".join(known)) if known else message("Retirez-le.")


def _meant(wrong: str, lost: list[str]) -> str | None:
    """Return the intended placeholder: the one with the same name in any case, or the only lost one."""
    name = "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", wrong).lower())[:1])
    same = [placeholder for placeholder in lost if placeholder == f"%({name})s"]
    return same[0] if same else lost[0] if len(lost) == 1 else None


def _wrong_shape(ids: tuple[str, ...], string: str, problem: Report) -> Iterator[Problem]:
    if len(BREAK.findall(string)) > max(len(BREAK.findall(text)) for text in ids):
        what = message(
            "La traduction « %(text)s » a un passage à la ligne ou une tabulation en trop.", text=excerpt(string)
        )
        yield problem(what, message("Mettez une espace à la place de \\n, \\r ou \\t."))
    longest = max(len(text) for text in ids)
    if len(string) > MOST_TIMES * longest + MOST_MORE:
        what = message(
            "La traduction de « %(text)s » a %(length)s caractères, le français %(french)s.",
            text=excerpt(ids[0]),
            length=len(string),
            french=longest,
        )
        yield problem(what, message("Traduisez ce texte, sans rien y ajouter."))


def _lost(string: str, piece: str) -> Message:
    return message(
        "Il manque %(placeholder)s dans la traduction « %(text)s ».", text=excerpt(string), placeholder=excerpt(piece)
    )


def _too_much(string: str, piece: str) -> Message:
    return message(
        "La traduction « %(text)s » contient %(placeholder)s, que le français n’a pas.",
        text=excerpt(string),
        placeholder=excerpt(piece),
    )
