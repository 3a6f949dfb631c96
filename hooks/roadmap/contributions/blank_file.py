"""The blank submission: one YAML file with every question, explained in the contributor's language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from roadmap import languages
from roadmap.contributions import form
from roadmap.localization import Localization, LocalizedText
from roadmap.model.contribution import (
    SECTIONS,
    Answers,
    CaseSource,
    Picture,
    Submission,
    SubmittedCaseStudy,
    ask_of,
)
from roadmap.model.contribution_fields import Ask, StatedYears
from roadmap.model.fields import Record

WIDTH = 100


def blank(words: Localization) -> str:
    """Return the blank file, with comments in the language of `words`. Required keys are empty, optional ones are
    comments.
    """
    lines = [*_comment(words, words.pgettext("template", "Étude de cas pour la Feuille de route ouverte.").value)]
    instructions = words.pgettext(
        "template",
        "Remplissez les lignes vides, retirez le # des lignes facultatives qui vous servent, enregistrez en UTF-8 et "
        "envoyez ce fichier.",
    )
    lines += [*_comment(words, instructions.value), "submission: 1", ""]
    lines += [*_field(words, "slug", Submission, ""), "", "case_study:"]
    for name in SubmittedCaseStudy.model_fields:
        lines += _fact(words, name)
    lines += ["", "texts:", f"  {words.language}:"]
    for name in Answers.model_fields:
        if name in ("fingerprints", "reviewed"):
            continue  # of translations: roadmap import writes the one, a reviewer the other
        ask = SECTIONS.get(name.replace("_", "-"))
        lines += _explanation(words, ask or _ask(Answers, name), "    ")
        required = Answers.model_fields[name].is_required()
        lines.append(f"    {'' if required else '#'}{name}:{' |' if ask else ''}")
        if ask:
            lines.append("      " if required else "    #  ")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _fact(words: Localization, name: str) -> Iterator[str]:
    nested_models: dict[str, type[Record]] = {"years": StatedYears, "sources": CaseSource, "images": Picture}
    nested = nested_models.get(name)
    field = SubmittedCaseStudy.model_fields[name]
    if nested is None:
        example = {"lead_institution": f"{{{words.language}: }}"}.get(name, "")
        yield from _field(words, name, SubmittedCaseStudy, "  ", example)
        return
    yield from _explanation(words, _ask(SubmittedCaseStudy, name), "  ")
    mark = "" if field.is_required() else "#"  # no space after it: without the sign, the line is indented correctly
    yield f"  {mark}{name}:"
    for rank, inner in enumerate(nested.model_fields):
        listed = nested is not StatedYears
        lead = ("- " if rank == 0 else "  ") if listed else ""
        ask = _ask(nested, inner)
        yield from _explanation(words, ask, "    ")
        optional = "#" if mark or not nested.model_fields[inner].is_required() else ""
        yield f"    {optional}{lead}{inner}:"


def _field(words: Localization, name: str, model: type[Record], indent: str, value: str = "") -> Iterator[str]:
    field = model.model_fields[name]
    yield from _explanation(words, _ask(model, name), indent)
    yield f"{indent}{'' if field.is_required() else '#'}{name}: {value}"


def _ask(model: type[Record], name: str) -> Ask:
    ask = ask_of(model.model_fields[name])
    if ask is None:
        raise LookupError(f"{model.__name__}.{name}: no question is asked for it in contribution.py")
    return ask


def _explanation(words: Localization, ask: Ask, indent: str) -> Iterator[str]:
    text = words.phrase(ask.label).value
    if ask.help:
        text = words.pgettext("template", "%(label)s. %(help)s", label=text, help=words.phrase(ask.help)).value
    if ask.example:
        text += " " + words.pgettext("template", "Exemple : %(example)s", example=ask.example).value
    return _comment(words, text, indent)


def _comment(words: Localization, text: str, indent: str = "") -> Iterator[str]:
    width = WIDTH - len(indent) - 2
    for line in textwrap.wrap(text, width, break_long_words=languages.direction(words.language) == "ltr"):
        yield f"{indent}# {line}"


def choices(words: Localization) -> dict[str, dict[str, LocalizedText]]:
    """Return the values with their names, for each question with a list to choose from."""
    site = words.site
    activities = {
        identifier: words.data(f"activity {identifier}", activity.text)
        for identifier, activity in site.current_activities.items()
    }
    by_name = words.by_name({code: words.party_name(code) for code in site.parties})
    named: dict[str, dict[str, LocalizedText]] = {
        "case_study.party": by_name,
        "case_study.co_parties": by_name,
        "case_study.activities": activities,
        "case_study.activities_partial": activities,
        "case_study.sdgs": {str(n): words.data(f"sdg {n}", sdg.title) for n, sdg in site.sdgs.items()},
        "case_study.domains": {d.id: words.data(f"domain {d.id}", d.name) for d in site.domains.values()},
        "case_study.origin": {
            "party": words.pgettext("origin", "présentée par la Partie"),
            "editors": words.pgettext("origin", "établie par la rédaction"),
        },
    }
    for question in form.questions():
        if question.control == "choice" and question.path not in named:
            named[question.path] = {value: words.as_text(value, words.language) for value in question.values}
    return named
