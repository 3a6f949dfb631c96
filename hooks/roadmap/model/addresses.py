"""Addresses outside the site: which ones readers can follow safely, and what is wrong with the others."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import regex

from roadmap.characters import BLANK, ODD, describe
from roadmap.problems import Message, message

EMAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@(?P<host>[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8})")

MAIL = "mailto:"
REFUSED = re.compile(rf"[\s<>\"`\\\x00-\x20\x7f-\x9f{ODD}{BLANK}\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
"""Characters that browsers remove, read as another one, or do not show; none belongs in an address."""
LABEL = re.compile(r"[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""The last label of a host that browsers read as a number: decimal, octal or hexadecimal, whole or in parts."""
PRIVATE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "localdomain")
"""Endings of hosts that no public network has."""
LIKE_LATIN = frozenset("авсԁеһіјкӏмноорԛѕтԝхуүѵьαικνορτυχϲϳօսոհցքɡɑıⅼ")
"""Letters of other scripts that many fonts draw as Latin ones."""
EAST = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}]")
"""The scripts that are written together in Chinese, Japanese and Korean."""
EXAMPLE = message("Attendu : une adresse publique, par exemple https://www.unesco.org/creativity.")


class Fault(NamedTuple):
    """What is wrong with an address: the part, in a sentence, and what to write."""

    reason: Message
    fix: Message


def fault_of_url(url: str, local: bool = False) -> Fault | None:
    """Return what is wrong with a web address, or None.

    `local` accepts hosts of this machine and of private networks.
    """
    if found := REFUSED.search(url):
        return Fault(message("%(character)s n’y a pas sa place.", character=describe(found[0])), EXAMPLE)
    scheme = re.match(r"(?i)(https?)://", url)
    if not scheme:
        return Fault(message("Elle ne commence ni par https:// ni par http://."), EXAMPLE)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # a bracket that is not closed, characters that become others when they are normalized
        return _wrong_host(re.split(r"[/?#]", url[scheme.end() :])[0])
    if "@" in parts.netloc:
        what = message(
            "« %(user)s@ » est un nom d’utilisateur : l’adresse mène à « %(host)s ».",
            user=parts.netloc.rpartition("@")[0][:40],
            host=host[:60],
        )
        return Fault(what, EXAMPLE)
    return _fault_of_port(parts) or fault_of_host(host, local)


def fault_of_mail(target: str) -> Fault | None:
    """Return what is wrong with a `mailto:` address, or None: it has one recipient, and at most a subject."""
    address, mark, query = target[len(MAIL) :].partition("?")
    found = EMAIL.fullmatch(address)
    if not found or REFUSED.search(query) or (mark and not re.fullmatch(r"subject=[^&#]{1,200}", query)):
        reason = message("Ce n’est pas l’adresse électronique d’un destinataire.")
        return Fault(reason, message("Attendu : par exemple mailto:contact@example.org."))
    return fault_of_host(found["host"])


def fault_of_host(host: str, local: bool = False) -> Fault | None:
    """Return what is wrong with a host, or None: a public name in ASCII, whose letters do not imitate others."""
    host = host.lower()
    labels = host.split(".")
    if not host:
        return Fault(message("L’hôte y manque."), EXAMPLE)
    if ":" in host or NUMBER.fullmatch(labels[-1]):
        number = message("L’hôte « %(host)s » est un numéro, non un nom.", host=host[:60])
        return None if local else Fault(number, EXAMPLE)
    if not host.isascii():
        return _fault_of_script(labels)
    if len(host) > 253 or not all(map(LABEL.fullmatch, labels)):
        return _wrong_host(host)
    if not local and (len(labels) == 1 or any(f".{host}".endswith(f".{name}") for name in PRIVATE)):
        reason = message("L’hôte « %(host)s » n’est pas celui d’un site public.", host=host[:60])
        return Fault(reason, EXAMPLE)
    return _fault_of_script(labels) if any(label.startswith("xn--") for label in labels) else None


def _fault_of_port(parts: SplitResult) -> Fault | None:
    try:
        wrong = parts.port == 0 or parts.netloc.endswith(":")
    except ValueError:
        wrong = True
    what = message("Le port, après le deux-points, n’est pas un nombre de 1 à 65535.")
    return Fault(what, message("Retirez-le, ou écrivez par exemple https://example.org:8080/.")) if wrong else None


def _wrong_host(host: str) -> Fault:
    return Fault(message("« %(host)s » n’est pas un nom d’hôte.", host=host[:60]), EXAMPLE)


def _fault_of_script(labels: list[str]) -> Fault | None:
    """Return what is wrong with a host with letters outside ASCII, which is accepted as browsers send it (`xn--…`)."""
    host = ".".join(labels)
    try:
        shown = [_decoded(label) for label in labels]
        sent = ".".join(_encoded(label) for label in shown)
    except UnicodeError:
        return _wrong_host(host)
    if any(map(_imitates, shown)):
        reason = message(
            "L’hôte « %(host)s » (« %(sent)s ») mêle des écritures, ou imite des lettres latines.",
            host=".".join(shown)[:60],
            sent=sent[:100],
        )
        return Fault(reason, message("Retapez l’adresse, ou copiez-la du site lui-même."))
    if host.isascii():
        return None
    reason = message("L’hôte « %(host)s » a d’autres caractères que des lettres de a à z.", host=host[:60])
    return Fault(reason, message("Écrivez-le comme les navigateurs : %(host)s", host=sent[:253]))


def _decoded(label: str) -> str:
    """Return a label with its letters. Raises UnicodeError for what is no label in any script."""
    if not label.startswith("xn--"):
        shown = unicodedata.normalize("NFC", label)
    else:
        shown = label[4:].encode("ascii").decode("punycode")
        if shown.isascii() or _encoded(shown) != label:
            raise UnicodeError(label)
    if not regex.fullmatch(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*", shown) or unicodedata.normalize("NFKC", shown) != shown:
        raise UnicodeError(label)
    return shown


def _encoded(label: str) -> str:
    """Return a label as it is sent. Raises UnicodeError if it is too long."""
    sent = label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
    if not LABEL.fullmatch(sent):
        raise UnicodeError(label)
    return sent


def _imitates(label: str) -> bool:
    """Return whether a label mixes scripts, or consists of letters that look like Latin ones."""
    letters = regex.findall(r"\p{L}", label)
    scripts = {"EAST" if EAST.match(letter) else unicodedata.name(letter, "?").split()[0] for letter in letters}
    alike = bool(letters) and not label.isascii() and LIKE_LATIN.issuperset(letters)
    return len(scripts) > 1 or alike
