"""Issues as people fill them in: what is read, and answers that lead to a case study when a machine follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import sites
from conftest import whole_project
from hostile import FEW
from roadmap.contributions import form, importing, issue_form
from roadmap.contributions.importing import ReadyCase
from roadmap.contributions.intake import values
from roadmap.localization import Localization
from roadmap.problems import Message, Problem, ProblemsFound, messages_in
from roadmap.site import Site

pytest_plugins = ("hostile",)
LANGUAGES = tuple(sites.LANGUAGES)
TEXTS = {
    "fr": (
        "Un fonds inventé",
        "Un ministère inventé finance la création depuis 2014.",
        "Le fonds aide des œuvres. [1]",
    ),
    "en": ("An invented fund", "An invented ministry has funded works since 2014.", "The fund supports works. [1]"),
    "es": ("Un fondo inventado", "Un ministerio inventado financia obras desde 2014.", "El fondo apoya obras. [1]"),
    "ru": ("Вымышленный фонд", "Вымышленное министерство финансирует работы с 2014 года.", "Фонд помогает. [1]"),
    "ar": ("صندوق وهمي", "تموّل وزارة وهمية الأعمال الإبداعية منذ عام ٢٠١٤.", "يدعم الصندوق الأعمال الإبداعية. [١]"),
    "zh": (
        "一个虚构的基金",
        "自2014年以来，一个虚构的部委一直在资助数字创作领域的作品和培训。",
        "该基金资助作品。［1］",
    ),
}


@cache
def words(language: str) -> Localization:
    return Localization(Site(whole_project()), language)


def answers(language: str) -> dict[str, str]:
    """What a person answers, by the question's path."""
    title, summary, text = TEXTS[language]
    return {
        "case_study.party": "BF – Burkina Faso",
        "text.title": title,
        "text.summary": summary,
        "slug": "bf-essai-invente",
        "case_study.lead_institution": "Ministère",
        "case_study.years.start": "2014",
        "case_study.activities": "2.3 – x",
        "case_study.origin": "editors – x",
        "case_study.licence": "CC-BY-4.0 – CC-BY-4.0",
        issue_form.SOURCES: f"Décret | https://www.example.org/invente | {language} | 2026-11-20",
        "text.main_features": text,
    }


def issue(language: str, given_: dict[str, str]) -> str:
    """The text of an issue, as GitHub makes it of the form."""
    labels = issue_form.labels(words(language))
    return "\n\n".join(f"### {label}\n\n{given_.get(path, '_No response_')}" for path, label in labels.items())


def received(folder: Path, text: str) -> ReadyCase | list[Problem]:
    (folder / "submission.md").write_text(text, encoding="utf-8")
    try:
        return importing.read(folder / "submission.md", "submission.md", whole_project())
    except ProblemsFound as found:
        return found.problems


def text_of(problems: list[Problem], language: str) -> str:
    return "\n".join(problem.in_language(language) for problem in problems)


KEYS = re.compile(
    r"case_study|\b(?:lead_institution|original_language|activities_partial|main_features|co_parties|planned: true|"
    r"origin: party|parties\.yml|case-study\.yml)\b|\[\^|texts\.|sources\.\d|years\."
)
"""What no person who answers a form has seen."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_in_each_language_is_a_case_study(tmp_path: Path, language: str):
    form_ = yaml.safe_load((sites.PROJECT / f".github/ISSUE_TEMPLATE/case-study.{language}.yml").read_text("utf-8"))
    assert language in form_["labels"]
    ready = received(tmp_path, issue(language, answers(language)))
    assert isinstance(ready, ReadyCase), text_of(ready, language)
    assert ready.case.facts.original_language == language
    assert ready.language == language


WRONG: dict[str, tuple[str, str]] = {
    "no party": ("case_study.party", ""),
    "an unknown party": ("case_study.party", "Narnia"),
    "no year": ("case_study.years.start", ""),
    "a year in words": ("case_study.years.start", "deux mille"),
    "a future year": ("case_study.years.start", "2050"),
    "a year of long ago": ("case_study.years.start", "1810"),
    "no activity": ("case_study.activities", ""),
    "an unknown activity": ("case_study.activities", "9.9 – x"),
    "no summary": ("text.summary", ""),
    "a short summary": ("text.summary", "Court."),
    "a summary in HTML": ("text.summary", "Un <b>fonds</b> inventé pour les œuvres."),
    "an unknown licence": ("case_study.licence", "copyright"),
    "a Party without a mandate": ("case_study.origin", "party – x"),
    "an SDG that is none": ("case_study.sdgs", "abc – x"),
    "an SDG too many": ("case_study.sdgs", "18 – x"),
    "an unknown language": ("case_study.original_language", "nadsat"),
    "a short name that is none": ("slug", "x"),
    "a short name that is kept": ("slug", "page"),
    "no source": (issue_form.SOURCES, ""),
    "half a source": (issue_form.SOURCES, "Décret n° 3, https://www.example.org/invente"),
    "a source of the future": (issue_form.SOURCES, "Décret | https://www.example.org/invente | fr | 2090-01-01"),
    "an address that is none": (issue_form.SOURCES, "Décret | ftp://example.org/ | fr | 2026-11-20"),
    "a fact without a source": ("text.main_features", "Un fait. [1]\n\nUn autre fait."),
    "a source that does not exist": ("text.main_features", "Un fait. [1]\n\nUn autre fait. [7]"),
    "a citation that cannot be read": ("text.main_features", "Un fait. [1]\n\nUn autre fait. {1} [1]"),
    "HTML": ("text.main_features", "Un <b>fait</b>. [1]"),
    "a picture": ("text.main_features", "Un fait. [1]\n\n![photo](https://github.com/user-attachments/assets/abc)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_names_the_question_and_leads_to_a_case_study(tmp_path: Path, name: str):
    """By machine: the question that is named first gets what the answer asks for, until there is nothing to correct."""
    path, wrong = WRONG[name]
    given_ = answers("fr") | {path: wrong}
    label = issue_form.labels(words("fr"))[path]
    found = received(tmp_path, issue("fr", given_))
    assert isinstance(found, list)
    output = text_of([problem for problem in found if problem.level == "error"], "fr")
    assert any(name in output for name in (label, "Service qui présente", "Adresse de la source", "Consultée le")), (
        output
    )
    assert not KEYS.search(output), output
    for _turn in range(4):
        given_ = followed(given_, found)
        found = received(tmp_path, issue("fr", given_))
        if isinstance(found, ReadyCase):
            return
        assert not KEYS.search(text_of(found, "fr")), text_of(found, "fr")
    raise AssertionError(text_of(found, "fr"))


@pytest.mark.parametrize(
    "written",
    [
        "![Une salle de montage. © Ministère inventé](upload-0123456789ab.png)",
        '<img width="40" height="30" alt="Une salle de montage. © Ministère inventé" src="upload-0123456789ab.png" />',
        '<img src="upload-0123456789ab.png" alt="Une salle de montage. © Ministère inventé">',
    ],
)
def test_a_picture_in_an_answer_is_one_of_the_case_study(tmp_path: Path, written: str):
    Image.new("RGB", (40, 30), "red").save(tmp_path / "upload-0123456789ab.png")
    given_ = answers("fr") | {"text.main_features": f"Un fait. [1]\n\n{written}\n\nUn autre fait. [1]"}
    ready = received(tmp_path, issue("fr", given_))
    assert isinstance(ready, ReadyCase), text_of(ready, "fr")
    (picture,) = ready.case.facts.images
    assert (picture.alt, picture.credit) == ({"fr": "Une salle de montage."}, "Ministère inventé")
    assert list(ready.pictures) == [picture.file]
    assert not any("upload" in section.markdown for section in ready.case.texts["fr"].sections)


@pytest.mark.parametrize("alternative", ["", "photo", "Image", "Une salle", "© Ministère", "Une salle ©"])
def test_a_picture_that_the_answer_says_too_little_of_is_asked_for(tmp_path: Path, alternative: str):
    Image.new("RGB", (40, 30), "red").save(tmp_path / "upload-0123456789ab.png")
    text = f"Un fait. [1]\n\n![{alternative}](upload-0123456789ab.png)"
    found = received(tmp_path, issue("fr", answers("fr") | {"text.main_features": text}))
    assert isinstance(found, list)
    (output,) = [problem.in_language("fr") for problem in found if problem.level == "error"]
    assert "Principales caractéristiques" in output and "puis © et son auteur" in output and not KEYS.search(output)


def followed(given_: dict[str, str], found: list[Problem]) -> dict[str, str]:
    """The answers after the person has done what the first error asks: the example, or an answer that is right."""
    right = answers("fr") | {"case_study.mandate": "Direction inventée", "case_study.contact": "a@culture.example.org"}
    labels = issue_form.labels(words("fr"))
    by_label = {label: path for path, label in labels.items()}
    by_label |= {
        words("fr").phrase(question.ask.label).value: issue_form.SOURCES
        for question in form.questions()
        if question.path.startswith("source.")
    }
    output = next(problem for problem in found if problem.level == "error").in_language("fr")
    named = sorted((output.find(f"« {label} »"), path) for label, path in by_label.items() if f"« {label} »" in output)
    assert named, output
    example = re.search(r"par exemple (?:: )?« ?(.+?) ?»\.$|par exemple : (.+)$", output)
    path = named[-1][1] if "changez la réponse" in output else named[0][1]
    if (example and "|" not in (example[1] or example[2])) or (example and path == issue_form.SOURCES):
        return given_ | {path: example[1] or example[2]}
    return given_ | {path: right.get(path, "")}


def test_an_unknown_language_is_the_only_thing_to_correct(tmp_path: Path):
    found = received(tmp_path, issue("ar", answers("ar") | {"case_study.original_language": "nadsat"}))
    assert isinstance(found, list)
    assert len([problem for problem in found if problem.level == "error"]) == 1, text_of(found, "en")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_are_whole_in_the_language_of_the_form(tmp_path: Path, language: str):
    """No sentence of them is left in English or French."""
    problems: list[Problem] = []
    for path, wrong in WRONG.values():
        found = received(tmp_path, issue(language, answers(language) | {path: wrong}))
        problems += found if isinstance(found, list) else []
    assert len(problems) >= len(WRONG)
    sites.none(text for problem in problems for text in untranslated(problem, language))


def untranslated(problem: Problem, language: str) -> Iterator[str]:
    """Yield the messages within a problem that the catalogue of a language lacks."""
    waiting: list[object] = [problem.what, problem.fix]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Message):
            waiting += part.values.values()
            if language != "fr" and part.text not in messages_in(language):
                yield part.text


@pytest.mark.parametrize(
    "written", ["20/11/2026", "20.11.2026", "20 novembre 2026", "٢٠/١١/٢٠٢٦", "2026年11月20日", "2026/11/20"]
)
def test_a_day_is_read_as_people_write_it(tmp_path: Path, written: str):
    given_ = answers("fr") | {issue_form.SOURCES: f"Décret | www.example.org/invente | français | {written}"}
    ready = received(tmp_path, issue("fr", given_))
    assert isinstance(ready, ReadyCase), text_of(ready, "fr")
    (source,) = ready.case.facts.sources
    assert (source.seen.isoformat(), source.url, source.language) == (
        "2026-11-20",
        "https://www.example.org/invente",
        "fr",
    )
    assert written in text_of(list(ready.notices), "fr")


def test_a_day_that_can_be_two_is_asked_for_in_english(tmp_path: Path):
    given_ = answers("en") | {issue_form.SOURCES: "Act | https://www.example.org/x | en | 03/04/2026"}
    found = received(tmp_path, issue("en", given_))
    assert isinstance(found, list)
    assert "2026-04-03" in text_of(found, "en") and "2026-03-04" in text_of(found, "en")


@pytest.mark.parametrize(
    ("written", "read_"),
    [
        ("https://example.org/page\u200b", "https://example.org/page"),
        ("ｈｔｔｐｓ：／／example.org／ａ", "https://example.org/a"),
        ("WWW.example.org/a", "https://WWW.example.org/a"),
        ("<www.example.org>", "https://www.example.org"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://www.unesco.org @evil.example/", "https://www.unesco.org @evil.example/"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_an_address_is_repaired_only_where_that_is_safe(written: str, read_: str):
    assert values.address(written) == read_


@pytest.mark.parametrize(
    "written", ["\u200b\u200ba@culture.example.org", "a ＠ culture.example.org", "mailto:a@culture.example.org"]
)
def test_an_email_address_is_repaired(written: str):
    assert values.contact(written) == "a@culture.example.org"


@pytest.mark.parametrize(
    "fence", ["{}", "```yaml\n{}\n```", "```yaml\n```yaml\n{}\n```\n```", "````\n```\n{}\n```\n````", "~~~\n{}\n~~~"]
)
def test_the_file_is_read_with_any_fence_or_none(tmp_path: Path, fence: str):
    file = (Path(sites.TESTS) / "contributions" / "sent.yml").read_text(encoding="utf-8").strip()
    ready = received(tmp_path, issue("fr", {issue_form.PASTED: fence.format(file)}))
    assert isinstance(ready, ReadyCase), text_of(ready, "fr")
    assert ready.case.slug == "bf-fichier-invente"


def test_a_duplicate_is_reported(tmp_path: Path):
    other = next(case for case in whole_project().cases.values() if case.facts.party == "CO")
    title = other.original.title
    given_ = answers("en") | {
        "case_study.party": "CO – Colombia",
        "text.title": title.upper(),
        issue_form.SOURCES: f"Act | {other.facts.sources[0].url.replace('https://', 'http://')}/ | en | 2026-11-20",
    }
    ready = received(tmp_path, issue("en", given_))
    assert isinstance(ready, ReadyCase), text_of(ready, "en")
    output = text_of(list(ready.notices), "en")
    assert "same title" in output and "same source" in output and other.path in output


@FEW
@given(
    texts=st.dictionaries(
        st.sampled_from([*answers("fr"), issue_form.PASTED, "case_study.sdgs", "case_study.contact"]),
        st.text(max_size=40) | st.sampled_from([wrong for _path, wrong in WRONG.values()]),
        max_size=5,
    ),
    before=st.text(max_size=20),
)
def test_import_never_raises(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], before: str):
    text = before + issue("fr", answers("fr") | texts)
    found = received(tmp_path_factory.mktemp("any"), text.encode("utf-8", "replace").decode())
    if isinstance(found, list):
        assert found
        assert not KEYS.search(re.sub(r"«.*?»", "", text_of(found, "fr"))), text_of(found, "fr")
