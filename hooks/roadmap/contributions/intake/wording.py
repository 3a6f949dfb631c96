"""Word problems for people who answered a form: questions by their labels, and no key, file or command."""

from __future__ import annotations

import re
from typing import Any

from roadmap.contributions import form, issue_form
from roadmap.localization import Localization
from roadmap.model.contribution import SECTIONS
from roadmap.problems import Message, Problem, message
from roadmap.reading.yaml_file import Document, Key

ANSWER = message("Répondez à cette question, par exemple : %(example)s")
ANSWER_IT = message("Répondez à cette question.")
IN_THE_LIST = message("Attendu : une ligne de la liste du formulaire, par exemple « %(example)s ».")
ANOTHER = message("Écrivez autre chose, ou videz cette réponse.")
COPY_AGAIN = message("Copiez-le de nouveau, en entier, avec le bouton du formulaire.")
REWORDED: dict[str, Message | None] = {
    "Il manque « %(field)s ».": message("« %(field)s » n’a pas de réponse."),
    "« %(field)s » est vide.": message("« %(field)s » n’a pas de réponse."),
    "Ajoutez la ligne « %(key)s: … ».": ANSWER_IT,
    "Écrivez un texte, ou retirez la clé si elle est facultative.": ANSWER_IT,
    "un nombre entier, sans guillemets": message("un nombre entier"),
    "une liste, un tiret par ligne": message("une ligne de la liste du formulaire"),
    "des lignes « clé: valeur » décalées": message("un texte"),
    "true ou false": message("une case cochée ou non"),
    "Gardez « end » ou « ongoing ».": message("Videz « %(end)s », ou décochez « %(ongoing)s »."),
    "Retirez « ongoing ».": message("Décochez « %(ongoing)s »."),
    "Si la mesure est prévue, ajoutez « planned: true » sous « years ».": message(
        "Vérifiez l’année ; si la mesure est prévue, cochez « %(planned)s »."
    ),
    "Retirez la ligne, ou écrivez « origin: party ».": message(
        "Videz cette réponse, ou choisissez « party » sous « %(origin)s »."
    ),
    "Citez-la par [^%(rank)s] dans %(path)s, ou retirez-la.": message(
        "Écrivez [%(rank)s] à la fin d’un paragraphe qu’elle prouve, ou retirez-la de la liste."
    ),
    "La source « [^%(note)s] » n’existe pas.": message("La source « [%(note)s] » n’existe pas."),
    "Attendu : de [^1] à [^%(count)s], dans l’ordre de case-study.yml.": message(
        "Attendu : de [1] à [%(count)s], dans l’ordre de vos sources."
    ),
    "Terminez le paragraphe ou le point par sa source, par exemple [^1].": message(
        "Terminez le paragraphe ou le point par le numéro de sa source, par exemple [1]."
    ),
    "Attendu : %(scripts)s. Vérifiez la langue dans le nom du fichier.": message(
        "Écrivez dans cette langue, ou changez la réponse à « %(original_language)s »."
    ),
    "Si c’est une Partie, ajoutez-la à data/parties.yml avec la source qui l’indique (sources:, puis code:, "
    "sources: [...]), et ses noms à data/party-names.yml.": message(
        "Si c’est une Partie, indiquez-le dans un commentaire sous ce ticket : la rédaction l’ajoutera à la liste."
    ),
    "« %(code)s » n’est pas dans data/parties.yml, dont la liste est incomplète.": message(
        "« %(code)s » n’est pas dans la liste des Parties de ce site, qui est incomplète."
    ),
    "Mettez-la dans le dossier, et dans la liste « images » de case-study.yml.": message(
        "Retirez-la de ce texte ; le formulaire du site et le courriel acceptent les images."
    ),
    "Mettez la source dans case-study.yml ; le texte la cite par son numéro, par exemple [^1].": message(
        "Mettez la source dans la liste des sources ; le texte la cite par son numéro, par exemple [1]."
    ),
    "Note dans le texte : « [%(id)s] ».": None,
    "Ajoutez la ligne « [%(id)s]: … », ou retirez le renvoi.": message(
        "Écrivez l’adresse entre parenthèses après les crochets, ou retirez-les."
    ),
    "La rubrique « %(id)s » est vide.": message("La réponse ne dit rien."),
    "Écrivez son titre et son texte, ou retirez-la.": ANOTHER,
    "Donnez un autre nom au dossier.": message("Écrivez un autre nom court."),
    "« %(slug)s » ne peut pas être le nom d’un dossier d’étude de cas.": message(
        "« %(slug)s » ne peut pas être un nom court."
    ),
    "L’image %(file)s manque.": message("L’image %(file)s n’a pas pu être lue."),
    "Mettez-la à côté du fichier de l’étude de cas.": message("Joignez-la de nouveau, ou envoyez-la par courriel."),
    "Le texte original, %(file)s, manque.": message("Le texte dans la langue de l’original manque."),
    "Écrivez-le, ou changez « original_language ».": message("Changez la réponse à « %(original_language)s »."),
    "Retirez-le.": message("Retirez-la de l’une des deux réponses."),
    "Clé inconnue « %(key)s ».": message("Le fichier collé a une ligne inconnue, « %(key)s »."),
    "Ce n’est pas du YAML : %(reason)s.": message("Le fichier collé n’est pas complet, ou a été modifié (%(reason)s)."),
    "Vérifiez les deux-points, les guillemets et le décalage ; un texte qui contient « : » se met entre guillemets.": (
        COPY_AGAIN
    ),
    "En YAML, décalez par des espaces.": COPY_AGAIN,
}
"""What is said of keys and files, for people who have seen questions only."""
ABSENT = ("Il manque « %(field)s ».", "« %(field)s » est vide.")
INCOMPLETE = message("Le fichier collé n’est pas complet.")
LISTS = frozenset(path for path, control in form.CONTROLS.items() if control.startswith("choice"))
CITATION = re.compile(r"\[\^(\d+)\]")


class Questions:
    """The questions of a submission as the person saw them."""

    def __init__(self, words: Localization, document: Document):
        self._words, self._document = words, document
        self._labels = issue_form.labels(words) | {
            question.path: words.phrase(question.ask.label).value for question in form.questions()
        }
        self._asked = {question.path: question for question in form.questions()}

    def reworded(self, problem: Problem) -> Problem:
        """Return a problem with the label of its question and what was answered, in words that the person knows."""
        keys = self._keys_at(problem.line)
        named = self._path(problem.what.values.get("field"))
        here = self._path(".".join(map(str, keys)))
        path = named or here
        absent = problem.what.text in ABSENT
        if absent and not named:
            return Problem(problem.path, problem.line, INCOMPLETE, COPY_AGAIN, problem.level)
        what = self._message(problem.what)
        label = self._labels.get(path)
        answer = self._value(keys) if here == path and not absent else None
        if problem.level == "error" and isinstance(answer, str | int) and not self._shows(what, str(answer), path):
            what = message("%(what)s Vous avez écrit : « %(answer)s ».", what=what, answer=str(answer)[:100])
        if label and label not in what.in_language(self._words.language):
            what = message("« %(question)s » : %(what)s", question=label, what=what)
        source = next((key + 1 for key in keys if isinstance(key, int)), 0) if "sources" in keys else 0
        if source and named:
            what = message("Source %(rank)s. %(what)s", rank=source, what=what)
        if len(keys) == 3 and _is_section(path) and not absent:
            rank = self._paragraph(keys, problem.line)
            what = message("%(what)s (Paragraphe %(rank)s de la réponse.)", what=what, rank=rank)
        return Problem(problem.path, problem.line, what, self._fix(problem, path), problem.level)

    def _fix(self, problem: Problem, path: str) -> Message | None:
        fix = self._message(problem.fix) if problem.fix else None
        if problem.fix and path in LISTS and problem.fix.text in LIST_FIXES:
            return Message(IN_THE_LIST.text, {"example": self._example(path)})
        if fix and fix.text == ANSWER_IT.text and (example := self._example(path)):
            return Message(ANSWER.text, {"example": example})
        return fix

    def _example(self, path: str) -> str:
        """Return an answer that would be accepted, or an empty text."""
        if path == issue_form.SOURCES:
            return issue_form.SOURCE
        question = self._asked.get(path)
        if question is None:
            return ""
        example = re.sub(r'^[{\[]?(?:\w+: )?"?|["\]}]+$', "", question.ask.example)
        options = issue_form.options(self._words).get(path, {})
        first = re.split(r", ", example)[0]
        return f"{first} – {options[first]}" if first in options else example

    def _message(self, original: Message) -> Message:
        """Return a message without keys and files, and the messages within it."""
        values: dict[str, object] = {}
        for name, value in original.values.items():
            if isinstance(value, Message):
                values[name] = self._message(value)
            elif name in ("field", "key") and isinstance(value, str):
                values[name] = self._labels.get(self._path(value), value)
            elif name == "id" and isinstance(value, str) and value in SECTIONS:
                values[name] = self._words.phrase(SECTIONS[value].label).value
            else:
                values[name] = CITATION.sub(r"[\1]", value) if isinstance(value, str) else value
        new = REWORDED.get(original.text)
        named = {key.rsplit(".", 1)[-1]: label for key, label in self._labels.items()}
        return Message(new.text, {**named, **values}) if new else Message(original.text, values)

    def _path(self, field: object) -> str:
        """Return the path of a question from the place of a value: `case_study.sources.2.url` is `source.url`."""
        if not isinstance(field, str):
            return ""
        parts = [part for part in field.split(".") if not part.isdigit()] or [""]
        candidates = [".".join(parts), f"case_study.{'.'.join(parts)}", f"text.{parts[-1]}", f"source.{parts[-1]}"]
        if parts[:2] == ["case_study", "lead_institution"] or parts[:1] == ["lead_institution"]:
            candidates.insert(0, "case_study.lead_institution")
        if "sources" in parts:
            candidates = [f"source.{parts[-1]}", issue_form.SOURCES]
        elif parts[:1] == ["source"]:
            candidates = [field]
        if parts[:1] == ["texts"] and len(parts) == 2:
            candidates = ["case_study.original_language"]
        return next((path for path in candidates if path in self._labels), "")

    def _keys_at(self, line: int) -> tuple[Key, ...]:
        """Return the keys of the value that contains a line: the last one that starts on it or above."""
        above = [(start, len(keys), keys) for keys, start in self._document.lines.items() if start <= line and keys]
        top = max((start for start, _depth, _keys in above), default=0)
        return next((keys for start, _depth, keys in sorted(above, key=_deepest) if start == top), ())

    def _value(self, keys: tuple[Key, ...]) -> Any:
        data = self._document.data
        try:
            for key in keys:
                data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
        return data

    def _shows(self, what: Message, answer: str, path: str) -> bool:
        """Return whether a message shows the answer, or need not: it is a text of several lines, or empty."""
        return _is_section(path) or not answer.strip() or answer[:40] in what.in_language(self._words.language)

    def _paragraph(self, keys: tuple[Key, ...], line: int) -> int:
        text = str(self._value(keys) or "")
        above = "\n".join(text.split("\n")[: max(line - self._document.line(*keys), 1)])
        return len([block for block in re.split(r"\n\s*\n", above) if block.strip()]) or 1


def _is_section(path: str) -> bool:
    """Return whether a question is answered by a section of the text."""
    return path.startswith("text.") and path.split(".")[-1].replace("_", "-") in SECTIONS


def _deepest(found: tuple[int, int, tuple[Key, ...]]) -> tuple[int, int]:
    return -found[0], -found[1]


LIST_FIXES = frozenset(
    (
        'Attendu : le numéro du produit, un point, le numéro de l’activité, entre guillemets, par exemple "2.4".',
        "Attendu : un code ISO 3166-1 de deux majuscules, par exemple BF, ou EU.",
        "Attendu : %(expected)s.",
    )
)
"""What is said of codes, where the form has a list."""
