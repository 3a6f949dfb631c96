"""Addresses that deceive: wherever one is written, it is refused, and the answer names the part and an example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import TypeAdapter, ValidationError

from roadmap.model.addresses import fault_of_url
from roadmap.model.contribution_fields import Contact
from roadmap.model.fields import Url
from roadmap.problems import Message
from roadmap.reading.markdown.checks import fault_of

DECEIVING = {
    "a user name": ("https://www.unesco.org@evil.example/", "leads to “evil.example”"),
    "a user name and a password": ("https://www.unesco.org:pw@evil.example/", "leads to “evil.example”"),
    "a user name that looks like a path": ("https://www.unesco.org%2F@evil.example/", "leads to “evil.example”"),
    "an empty user name": ("https://@evil.example/", "leads to “evil.example”"),
    "a space before the sign": ("https://www.unesco.org @evil.example/", "U+0020"),
    "a backslash before the sign": (r"https://evil.example\@www.unesco.org/", "U+005C"),
    "a soft hyphen": ("https://www.une\u00adsco.org/", "U+00AD"),
    "a space without width": ("https://www.une\u200bsco.org/", "U+200B"),
    "a joiner": ("https://www.une\u2060sco.org/", "U+2060"),
    "an invisible times sign": ("https://www.unesco.org/\u2062", "U+2062"),
    "a variation selector": ("https://www.unesco.org/a\ufe0f", "U+FE0F"),
    "a filler": ("https://www.unesco.org/\u3164", "U+3164"),
    "a tag": ("https://www.unesco.org/\U000e0041", "U+E0041"),
    "a reversing mark": ("https://www.unesco.org/\u202egro.live", "U+202E"),
    "an isolate": ("https://www.unesco.org/\u2066x", "U+2066"),
    "a mark of direction": ("https://www.unesco.org/\u200fx", "U+200F"),
    "a line end": ("https://www.unesco.org/\n@evil.example", "U+000A"),
    "a carriage return": ("https://www.unesco.org/\r@evil.example", "U+000D"),
    "a tabulation": ("https://www.une\tsco.org/", "U+0009"),
    "a line separator": ("https://www.unesco.org/\u2028", "U+2028"),
    "a zero": ("https://www.unesco.org/\x00", "U+0000"),
    "a next line": ("https://www.unesco.org/\x85", "U+0085"),
    "this machine": ("http://127.0.0.1/", "is a number"),
    "this machine, and a port": ("http://127.0.0.1:8000/", "is a number"),
    "this machine, shortened": ("http://127.1/", "is a number"),
    "this machine in decimal": ("http://2130706433/", "is a number"),
    "this machine in octal": ("http://0177.0.0.1/", "is a number"),
    "this machine in hexadecimal": ("http://0x7f000001/", "is a number"),
    "this machine in parts": ("http://0x7f.0.0.0x1/", "is a number"),
    "this machine in IPv6": ("http://[::1]/", "is a number"),
    "this machine in IPv6 of IPv4": ("http://[::ffff:127.0.0.1]/", "is a number"),
    "the cloud's own address": ("http://169.254.169.254/latest/meta-data/", "is a number"),
    "a private network": ("https://192.168.1.1/", "is a number"),
    "a public number": ("https://8.8.8.8/", "is a number"),
    "zero": ("http://0/", "is a number"),
    "localhost": ("http://localhost/", "not that of a public site"),
    "localhost in capitals": ("http://LOCALHOST/", "not that of a public site"),
    "below localhost": ("http://a.localhost:8000/", "not that of a public site"),
    "a router": ("http://router.lan/", "not that of a public site"),
    "an office network": ("http://wiki.internal/", "not that of a public site"),
    "a printer": ("http://printer.local/", "not that of a public site"),
    "a host without a dot": ("https://intranet/", "not that of a public site"),
    "a host that ends with a dot": ("https://www.unesco.org./", "not a host name"),
    "a host that starts with a dot": ("https://.unesco.org/", "not a host name"),
    "a label that ends with a hyphen": ("https://unesco-.org/", "not a host name"),
    "a percent sign in the host": ("https://%65vil.example/", "not a host name"),
    "a semicolon in the host": ("https://www.unesco.org;evil.example/", "not a host name"),
    "a host that is too long": (f"https://{'a' * 64}.org/", "not a host name"),
    "an open bracket": ("https://[www.unesco.org/", "not a host name"),
    "a sign that becomes two letters": ("https://℀.example/", "not a host name"),
    "Cyrillic letters among Latin ones": ("https://www.unеsco.org/", "mixes scripts"),
    "Greek letters among Latin ones": ("https://www.unescο.org/", "mixes scripts"),
    "a Cyrillic host that looks Latin": ("https://аррӏе.com/", "“xn--80ak6aa92e.com”"),
    "the same, as it is sent": ("https://xn--80ak6aa92e.com/", "imitates Latin letters"),
    "the same in capitals": ("https://XN--80AK6AA92E.COM/", "imitates Latin letters"),
    "mixed scripts, as they are sent": ("https://xn--unsco-4ve.org/", "mixes scripts"),
    "a prefix without anything": ("https://xn--.example/", "not a host name"),
    "a prefix before Latin letters only": ("https://xn--unesco-.example/", "not a host name"),
    "a prefix before nothing that can be read": ("https://xn--99999999.example/", "not a host name"),
    "full-width letters": ("https://ｅvil.example/", "not a host name"),
    "a full-width stop": ("https://evil。example/", "not a host name"),
    "an emoji": ("https://💩.example/", "not a host name"),
    "an honest host in Cyrillic": ("https://культура.рф/x", "Write it as browsers do: xn--80atdujec4e.xn--p1ai"),
    "an honest host in Arabic": ("https://ثقافة.example/", "xn--"),
    "an honest host in Chinese": ("https://文化.example/", "Write it as browsers do: xn--"),
    "an honest host in German": ("https://straße.example/", "Write it as browsers do: xn--strae-oqa.example"),
    "port 0": ("https://www.unesco.org:0/", "The port"),
    "port 65536": ("https://www.unesco.org:65536/", "The port"),
    "a port below zero": ("https://www.unesco.org:-1/", "The port"),
    "a port in letters": ("https://www.unesco.org:evil/", "The port"),
    "a port in Arabic figures": ("https://www.unesco.org:٨٠/", "The port"),
    "an empty port": ("https://www.unesco.org:/", "The port"),
    "no host": ("https://", "The host is missing"),
    "no host but a path": ("https:///www.unesco.org/", "The host is missing"),
    "no host but a query": ("https://?www.unesco.org", "The host is missing"),
}
SCHEMES = [
    "tel:+33145681000", "sms:+33145681000", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "ftp://example.org/", "blob:https://example.org/x", "ws://example.org/",
    "view-source:https://example.org/", "intent://example.org/", "https:/www.unesco.org/", "https:www.unesco.org",
    "//evil.example/", "https//evil.example/", "",
]  # fmt: skip
HONEST = [
    "https://www.unesco.org/creativity", "http://portal.unesco.org/en/ev.php-URL_ID=16525&URL_DO=DO.html",
    "HTTPS://WWW.UNESCO.ORG/", "https://example.org:8080/", "https://example.org:65535", "https://example.org?a=b#c",
    "https://fr.wikipedia.org/wiki/L'Art_(revue)", "https://example.org/@name/1", "https://example.org/культура",
    "https://my_site.example.org/", "https://1.example.org/", "https://123.fr/", "https://xn--80atdujec4e.xn--p1ai/x",
    "https://xn--strae-oqa.example/", "https://example.org/#@evil.example",
]  # fmt: skip


def _of_field(kind: object) -> Callable[[str], str]:
    adapter = TypeAdapter(kind)

    def messages(url: str) -> str:
        try:
            adapter.validate_python(url)
        except ValidationError as error:
            context = error.errors()[0].get("ctx", {})
            messages = [part.in_language("en") for part in context.values() if isinstance(part, Message)]
            return " ".join(messages) or "not an address"
        return ""

    return messages


def _of_link(target: str) -> str:
    fault = fault_of(target)
    return f"{fault.reason.in_language('en')} {fault.fix.in_language('en')}" if fault else ""


PLACES = {"a source": _of_field(Url), "a contact": _of_field(Contact), "a link in a text": _of_link}


@pytest.mark.parametrize("name", DECEIVING)
def test_an_address_that_deceives_is_refused_with_the_part_that_is_wrong(name: str):
    url, expected = DECEIVING[name]
    for place, answer in PLACES.items():
        stripped = place == "a contact" and url != url.strip()
        assert stripped or expected in answer(url), (place, answer(url))


@pytest.mark.parametrize("url", SCHEMES)
def test_an_address_of_another_scheme_is_refused(url: str):
    assert all(answer(url) for answer in PLACES.values())


@pytest.mark.parametrize("url", HONEST)
def test_an_honest_address_is_accepted(url: str):
    assert not [answer(url) for answer in PLACES.values() if answer(url)]


@pytest.mark.parametrize(
    "url",
    ["mailto:", "mailto:x", "mailto:a@127.0.0.1", "mailto:a@localhost", "mailto:a@e.org,b@e.org",
     "mailto:a@e.org?bcc=b@e.org", "mailto:a@e.org?subject=x&body=y", "mailto:%61@e.org",
     "mailto:a@xn--80ak6aa92e.com", "mailto:a@e.org\u202e", "mailto:a@e.org?subject=\u200b"],
)  # fmt: skip
def test_a_mail_address_that_deceives_is_refused(url: str):
    assert _of_link(url)


@pytest.mark.parametrize("url", ["mailto:contact@culture.example.org", "MAILTO:a@e.org?subject=Un%20mot"])
def test_an_honest_mail_address_is_accepted(url: str):
    assert not _of_link(url)


@pytest.mark.parametrize("mail", ["a@127.0.0.1", "a@host.local", "a@xn--80ak6aa92e.com", "a@-e.org"])
def test_a_contact_at_a_host_that_deceives_is_refused(mail: str):
    assert PLACES["a contact"](mail)


def test_a_site_may_be_tried_out_on_this_machine_only():
    for url in ("http://127.0.0.1:8000/", "http://localhost:8000/", "http://[::1]:8000/"):
        assert fault_of_url(url) and not fault_of_url(url, local=True)
    assert fault_of_url("http://a@localhost/", local=True)
