"""The form for case studies."""

from __future__ import annotations

from markupsafe import Markup

from roadmap import forge, languages
from roadmap.characters import INVISIBLE
from roadmap.contributions import blank_file, form
from roadmap.localization import LocalizedText
from roadmap.model.contribution import SECTIONS, UNCITED
from roadmap.page_table import PageRow
from roadmap.reading.case_study import RESERVED
from roadmap.views import form_texts
from roadmap.views.contexts.contributing import ContributeBody, FormField, FormGroup
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View

STATES = (
    "BN BT CK DM ER FJ FM GW IL IR IS JP KG KI KP KZ LB LI LK LR LY MH MM MR MV "
    "MY NP NR PA PG PW RU SA SB SG SL SM SO SR ST TH TO TV US VA VE VU WS YE"
)
"""Members of the United Nations or of UNESCO that `data/parties.yml` does not list, by ISO 3166-1. They can be chosen
too, for the list is incomplete; the editors look at each."""


def name(view: View, row: PageRow) -> LocalizedText:
    """Return the short name."""
    return view.pgettext("nav", "Contribuer")


def description(view: View, row: PageRow) -> LocalizedText:
    """Return the description."""
    return view.pgettext(
        "description", "Comment une Partie présente une étude de cas : un formulaire, ou un fichier à remplir."
    )


def body(view: View, row: PageRow) -> ContributeBody:
    """Return what kinds/contribute.html reads."""
    french = view.language == "fr"
    return ContributeBody(
        title=view.pgettext("contribute", "Proposer une étude de cas"),
        intro=view.pgettext(
            "contribute",
            "Pour une Partie qui veut présenter une mesure. Environ une demi-heure, si vos sources sont prêtes. Le "
            "brouillon reste dans ce navigateur : vous pouvez reprendre plus tard.",
        ),
        groups=tuple(_group(view, group) for group in form.groups()),
        template_address="contribute/submission.yml",
        form_address="contribute/form.json",
        intake_address="contribute/intake.json",
        issue_url=f"{view.repo_url}/issues/new?template=case-study.{view.language}.yml" if view.repo_url else "",
        guide_url=forge.file_url(view.repo_url, f"CONTRIBUTING{'.fr' if french else ''}.md") if view.repo_url else "",
        contact=view.contact,
    )


def _group(view: View, group: form.Group) -> FormGroup:
    helps = {
        "action": view.pgettext(
            "form",
            "Terminez chaque paragraphe par le numéro de sa source : [1]. Le bouton « Citer une source » l’écrit pour "
            "vous. Dans une liste, commencez chaque ligne par un tiret.",
        ),
        "source": view.pgettext(
            "form", "Le texte cite la première par [1]. Les numéros sont mis à jour quand vous en déplacez une."
        ),
    }
    folded = tuple(_field(view, question) for question in group.questions if question.path in form.FOLDED)
    labels = " · ".join(field.label.value for field in folded)
    title = (
        view.pgettext("form", "Déjà rempli : %(questions)s", questions=labels)
        if group.id == "you"
        else view.pgettext("form", "Facultatif : %(questions)s", questions=labels)
    )
    return FormGroup(
        id=group.id,
        title=view.phrase(group.title),
        help=helps.get(group.id),
        fields=tuple(_field(view, question) for question in group.questions if question.path not in form.FOLDED),
        folded=folded,
        folded_title=title if folded else None,
    )


def _field(view: View, question: form.Question) -> FormField:
    constraints = Markup("").join(
        Markup(' {}="{}"').format(name, _html_pattern(value) if name == "pattern" else value)
        for name, value in question.constraints.items()
        if question.control not in ("choice", "language")
    )
    return FormField(
        id=question.id,
        path=question.path,
        label=view.phrase(question.ask.label),
        help=view.phrase(question.ask.help) if question.ask.help and question.path != "source.language" else None,
        control=question.control,
        required=question.required,
        constraints=constraints,
    )


def _html_pattern(pattern: str) -> str:
    """Return a pattern for HTML, where it applies to the whole value, and a hyphen in a class needs a backslash."""
    return pattern.removeprefix("^").removesuffix("$")


def form_data(view: View) -> dict[str, object]:
    """Return the data of the form's script: its messages (it fills in `%(name)s`), the choices for each question, and
    the rules that it checks. They are not in the page, which would be twice as large.
    """
    texts = form_texts.of(view)
    others = view.by_name({code: view.party_name(code) for code in STATES.split() if code not in view.site.parties})
    return {
        "texts": {key: text.value for key, text in texts.items()},
        "choices": {
            path: [_choice(value, name) for value, name in named.items()]
            for path, named in blank_file.choices(view).items()
            if path not in ("case_study.co_parties", "case_study.activities_partial")  # the same as the questions above
        },
        "outputs": {
            output.id: view.data(f"output {output.id}", output.text).value for output in view.site.current_outputs
        },
        "others": [_choice(code, name) for code, name in others.items()],
        "sections": {key.replace("-", "_"): view.phrase(ask.label).value for key, ask in SECTIONS.items()},
        "uncited": [key.replace("-", "_") for key in UNCITED],
        "reserved": sorted(RESERVED),
        "invisible": INVISIBLE.pattern,
        "language": view.language,
        "directions": {code: languages.direction(code) for code in (*view.site.project.codes, "fa", "he", "ur", "ps")},
    }


def _choice(value: str, name: LocalizedText) -> dict[str, str]:
    """Return a value with its name, and the name's language and direction if they are not the page's."""
    foreign = {"lang": name.language, "dir": name.direction} if name.foreign else {}
    return {"value": value, "label": name.value, **foreign}


KIND = PageKind(
    name=name,
    description=description,
    body=body,
    searched="name",
    cited=False,
    needs={"img-src": "blob:"},
)
