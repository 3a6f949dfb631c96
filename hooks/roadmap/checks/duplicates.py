"""Find case studies that may be the same: one Party and title, or one source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from roadmap.problems import Problem, message
from roadmap.reading.case_study import CaseFolder


def of_case(case: CaseFolder, others: Iterable[CaseFolder]) -> Iterator[Problem]:
    """Report as notices what a case study has in common with those of another name."""
    for other in others:
        if other.slug == case.slug:
            continue
        fix = message("Si c’est la même mesure, corrigez plutôt l’étude de cas publiée : %(path)s.", path=other.path)
        for text in case.texts.values():
            titles = {folded(published.title) for published in other.texts.values()}
            if set(case.facts.parties) & set(other.facts.parties) and folded(text.title) in titles:
                what = message(
                    "Une étude de cas de la même Partie a le même titre : « %(title)s ».", title=text.title[:60]
                )
                yield Problem(text.path, text.document.line(), what, fix, "notice")
        cited = {_address(source.url) for source in other.facts.sources}
        for rank, source in enumerate(case.facts.sources):
            if _address(source.url) in cited:
                what = message(
                    "L’étude de cas « %(slug)s » a la même source : %(url)s.", slug=other.slug, url=source.url[:100]
                )
                yield Problem(case.document.path, case.document.line("sources", rank), what, fix, "notice")


def folded(text: str) -> str:
    """Return a title without what does not change its words: case, accents, spaces, punctuation."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if sign.isalnum())


def _address(url: str) -> str:
    """Return an address without what does not change where it leads: scheme, `www.`, case of the host, ending."""
    rest = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    host, _, path = rest.partition("/")
    return f"{host.lower()}/{path.split('#')[0].rstrip('/')}"
