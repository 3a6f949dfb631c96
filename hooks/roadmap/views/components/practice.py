"""The editors' explanations of activities, outputs and goals, with what supports them."""

from __future__ import annotations

from itertools import groupby

from roadmap import page_table
from roadmap.localization import LocalizedText
from roadmap.model.practice import ActivityPractice, Basis, Point, PracticeLink, Sentence
from roadmap.views.contexts.practice import BasisItem, PracticePoint, PracticeSentence, SupportLink
from roadmap.views.view import View


def points(view: View, activity: str) -> tuple[PracticePoint, ...]:
    """Return what an activity is in practice: its sentences, by point."""
    entry = view.site.explained["activity", activity]
    grouped = groupby((one for one in entry.practice if isinstance(one, Point)), key=lambda one: one.point)
    return tuple(
        PracticePoint(
            label=point_label(view, point),
            sentences=tuple(_sentence(view, f"practice activity {activity}", one) for one in found),
        )
        for point, found in grouped
    )


def sentences(view: View, kind: str, identifier: str) -> tuple[PracticeSentence, ...]:
    """Return the sentences on an output or a goal."""
    entry = view.site.explained[kind, identifier]
    return tuple(_sentence(view, f"practice {kind} {identifier}", one) for one in entry.practice)


def rests_on(view: View, activity: str) -> tuple[BasisItem, ...]:
    """Return the texts that an activity rests on."""
    entry = view.site.explained["activity", activity]
    return tuple(_basis(view, basis) for basis in entry.rests_on) if isinstance(entry, ActivityPractice) else ()


def point_label(view: View, point: str) -> LocalizedText:
    """Return the heading of an activity's sentences."""
    return {
        "texts": view.pgettext("practice", "Ce que prévoient les textes"),
        "form": view.pgettext("practice", "Formes possibles"),
        "lead": view.pgettext("practice", "Qui s’en charge"),
        "start": view.pgettext("practice", "Premier pas"),
        "signs": view.pgettext("practice", "À observer"),
    }[point]


def force_label(view: View, force: str) -> LocalizedText:
    """Return the strength of an article's verb, in words."""
    return {
        "shall": view.pgettext("force", "engagement"),
        "endeavour": view.pgettext("force", "les Parties s’efforcent"),
        "encourage": view.pgettext("force", "les Parties encouragent"),
        "may": view.pgettext("force", "les Parties peuvent"),
        "principle": view.pgettext("force", "principe"),
        "definition": view.pgettext("force", "définition"),
    }[force]


def _confidence(view: View, confidence: str) -> LocalizedText:
    return {
        "high": view.pgettext("practice", "lien étroit"),
        "medium": view.pgettext("practice", "lien partiel"),
        "low": view.pgettext("practice", "lien indirect"),
    }[confidence]


def _sentence(view: View, context: str, sentence: Sentence) -> PracticeSentence:
    return PracticeSentence(
        text=view.data(context, sentence.text), links=tuple(_link(view, one) for one in sentence.links)
    )


def _link(view: View, link: PracticeLink | Basis) -> SupportLink:
    if isinstance(link, PracticeLink) and link.case:
        return _case(view, link.case)
    practice = view.site.project.practice
    if link.article:
        label = view.pgettext("practice", "article %(number)s", number=link.article)
        if link.article == "preamble":
            label = view.pgettext("practice", "préambule")
        return _elsewhere(view, label, practice.convention)
    if link.guideline:
        label = view.pgettext("practice", "directives, paragraphe %(number)s", number=link.guideline)
        return _elsewhere(view, label, practice.guidelines)
    area = view.site.areas[link.monitoring or ""]
    name = view.data(f"monitoring {area.id}", area.name)
    label = view.pgettext("practice", "cadre de suivi : %(area)s", area=name.value)
    return _elsewhere(view, label, area.source)


def _case(view: View, slug: str) -> SupportLink:
    parties = view.site.project.cases[slug].facts.parties
    names = view.list_text(view.party_name(code).value for code in parties)
    return SupportLink(
        label=view.pgettext("practice", "étude de cas : %(parties)s", parties=names),
        address=page_table.KIND["case-study"].address_of(slug),
    )


def _elsewhere(view: View, label: LocalizedText, source: str | None) -> SupportLink:
    if source is None:
        return SupportLink(label=label)
    found = view.site.references[source]
    return SupportLink(label=label, url=found.url, language=found.language)


def _basis(view: View, basis: Basis) -> BasisItem:
    text, remarks = None, []
    if basis.article:
        article = view.site.articles[basis.article]
        text = view.data(f"article {article.id}", article.text)
        remarks.append(force_label(view, article.force))
    elif basis.guideline:
        text = view.data(f"guideline {basis.guideline}", view.site.paragraphs[basis.guideline].text)
    elif basis.monitoring and not view.site.areas[basis.monitoring].read:
        remarks.append(view.pgettext("practice", "texte non lu"))
    remarks.append(_confidence(view, basis.confidence))
    return BasisItem(link=_link(view, basis), text=text, remarks=tuple(remarks))
