"""What was sent: a file, or an issue with answers or with the file, as a document with its small faults repaired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.contributions import issue_form
from roadmap.contributions.intake import issue, repairs
from roadmap.contributions.intake.wording import Questions
from roadmap.localization import Localization
from roadmap.problems import LANGUAGES, Problem, message
from roadmap.reading.project import Project
from roadmap.reading.yaml_file import Document, parse_yaml
from roadmap.site import Site


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as it was received."""

    document: Document | None
    """None if it cannot be read."""
    problems: list[Problem]
    """Errors, and notices of what was repaired."""
    repaired: bool = False
    """Whether the document could be read to its end, so that other problems can be found in it."""
    language: str | None = None
    """The language of an issue's form."""
    questions: Questions | None = None
    """For an issue: the questions as the person saw them."""

    def worded(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems in the words of the form, if it was an issue that was sent."""
        return [self.questions.reworded(problem) if self.questions else problem for problem in problems]


def receive(text: str, name: str, project: Project) -> Sent:
    """Return what a text of the file `name` contains; its problems are those of its form only."""
    site = Site(project)
    every = [Localization(site, code) for code in project.codes]
    asked = issue.read(text, every)
    if asked.asked:
        return _answered(asked, name)
    file = issue.pasted(text)
    if file is None:
        what = message("Ce n’est pas une étude de cas.")
        fix = message(
            "Attendu : le fichier que donne le formulaire (il commence par « submission: 1 »), ou un ticket rempli."
        )
        return Sent(None, [Problem(name, 1, what, fix)])
    whole = name.endswith((".yml", ".yaml")) or not text[: text.find("submission")].strip()
    document, problems = parse_yaml(text, name) if whole else parse_yaml(file[0], name, file[1])
    return _repaired(document, problems, issue_form.options(every[0]), None, None)


def _answered(asked: issue.Issue, name: str) -> Sent:
    """Return an issue's answers, or the file that was pasted as the answer to its first question."""
    language = asked.words.language if asked.words.language in LANGUAGES else "en"
    options = issue_form.options(asked.words)
    pasted = asked.answers.get(issue_form.PASTED)
    file = issue.pasted(pasted.text) if pasted else None
    if pasted is None or file is None:
        document, problems = issue.document(asked, name)
        if pasted:
            problems.append(_no_file(pasted, name))
        return _repaired(document, problems, options, asked.words, language)
    read, problems = parse_yaml(file[0], name, pasted.line + file[1] - 1)
    return _repaired(read, [*problems, *issue.unused(asked, name)], options, asked.words, language)


def _no_file(pasted: issue.Answer, name: str) -> Problem:
    what = message("Ce qui est collé n’est pas le fichier du formulaire : « %(text)s ».", text=pasted.text[:60])
    fix = message(
        "Copiez-le en entier, depuis la ligne « submission: 1 » ; ou videz cette réponse et répondez aux questions."
    )
    return Problem(name, pasted.line, what, fix)


def _repaired(
    document: Document | None,
    problems: list[Problem],
    options: repairs.Options,
    words: Localization | None,
    language: str | None,
) -> Sent:
    if document is None or not isinstance(document.data, dict):
        questions = Questions(words, Document("", None)) if words else None
        sent = Sent(document, problems, False, language, questions)
        return Sent(document, sent.worded(problems), bool(document), language, questions)
    problems = [*problems, *repairs.repair(document, options, language or "fr")]
    return Sent(document, problems, True, language, Questions(words, document) if words else None)
