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
from roadmap.views.contexts.contributing import ContributeBody, FormField, FormGroup
from roadmap.views.page_kind import PageKind
from roadmap.views.view import View


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
            "Pour une Partie qui veut montrer ce qu’elle a fait. Comptez une demi-heure si vos sources sont à portée "
            "de main. Les questions suivent celles de la plateforme de suivi des politiques de l’UNESCO.",
        ),
        groups=tuple(
            FormGroup(
                id=group.id,
                title=view.phrase(group.title),
                fields=tuple(_field(view, question) for question in group.questions),
            )
            for group in form.groups()
        ),
        template_address="contribute/submission.yml",
        form_address="contribute/form.json",
        issue_url=f"{view.repo_url}/issues/new?template=case-study.{view.language}.yml" if view.repo_url else "",
        guide_url=forge.file_url(view.repo_url, f"CONTRIBUTING{'.fr' if french else ''}.md") if view.repo_url else "",
        contact=view.contact,
    )


def _field(view: View, question: form.Question) -> FormField:
    constraints = Markup("").join(
        Markup(' {}="{}"').format(name, _html_pattern(value) if name == "pattern" else value)
        for name, value in question.constraints.items()
        if question.control != "choice"
    )
    return FormField(
        id=question.id,
        path=question.path,
        label=view.phrase(question.ask.label),
        help=view.phrase(question.ask.help) if question.ask.help else None,
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
    texts = {
        "required": view.pgettext("form", "Répondez à cette question."),
        "choose": view.pgettext("form", "Choisissez au moins une réponse."),
        "short": view.pgettext("form", "C’est trop court : au moins %(limit)s caractères."),
        "long": view.pgettext("form", "C’est trop long : au plus %(limit)s caractères."),
        "pattern": view.pgettext("form", "Ce n’est pas la forme attendue. Exemple : %(example)s"),
        "url": view.pgettext("form", "Écrivez une adresse qui commence par https:// ou http://."),
        "number": view.pgettext("form", "Écrivez une année entre %(low)s et %(high)s."),
        "date": view.pgettext("form", "La date ne peut pas être dans l’avenir."),
        "markup": view.pgettext("form", "N’utilisez ni balises HTML ni accolades."),
        "html": view.pgettext("form", "Écrivez du texte simple : le HTML n’est pas accepté."),
        "uncited": view.pgettext(
            "form", "Indiquez à la fin de chaque paragraphe le numéro de sa source, par exemple [1]."
        ),
        "unknown": view.pgettext("form", "La source %(rank)s n’existe pas."),
        "unused": view.pgettext("form", "Citez cette source dans le texte par [%(rank)s], ou retirez-la."),
        "order": view.pgettext("form", "La mesure ne peut pas finir avant de commencer."),
        "both": view.pgettext("form", "Une mesure qui se poursuit n’a pas d’année de fin."),
        "future": view.pgettext("form", "Cette année est dans l’avenir : cochez « Mesure prévue »."),
        "twice": view.pgettext("form", "Cette activité est déjà cochée plus haut."),
        "authority": view.pgettext("form", "Une Partie qui présente sa mesure doit répondre à cette question."),
        "summary": view.pgettext("form", "À corriger avant d’envoyer :"),
        "item": view.pgettext("form", "%(question)s : %(problem)s"),
        "ready": view.pgettext("form", "Le fichier est prêt."),
        "saved": view.pgettext("form", "Brouillon enregistré dans ce navigateur."),
        "unsaved": view.pgettext("form", "Le brouillon ne peut pas être enregistré dans ce navigateur."),
        "restored": view.pgettext("form", "Votre brouillon a été repris."),
        "copied": view.pgettext("form", "Copié."),
        "uncopied": view.pgettext("form", "La copie a échoué : sélectionnez le texte et copiez-le."),
        "source": view.pgettext("form", "Source %(rank)s"),
        "unread": view.pgettext(
            "form", "L’aperçu du texte n’a pas pu être chargé. Réessayez quand la connexion est rétablie."
        ),
        "table": view.pgettext("prose", "Tableau"),
        "clear": view.pgettext("form", "Effacer tout le brouillon ?"),
        "planned": view.pgettext("case", "Objectifs annoncés ou prévus, et non résultats."),
    }
    return {
        "texts": {key: text.value for key, text in texts.items()},
        "choices": {
            path: [_choice(value, name) for value, name in named.items()]
            for path, named in blank_file.choices(view).items()
        },
        "languages": [
            {"value": code, "label": languages.name_in(code, view.language)} for code in view.site.project.codes
        ],
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
    searched=False,
    needs={"img-src": "blob:"},
)
