"""Every problem of a run at once: no check hides what another one would report."""

from pathlib import Path

from test_golden import edited_copy, problems_of

from roadmap.checks.consistency import CHECKS
from roadmap.problems import LANGUAGES
from roadmap.reading.project import read

CASE = "content/case-studies/aa-fake-measure"
ROADMAP, LANGUAGE, GLOSSARY = "data/roadmap.yml", "data/languages.yml", "data/glossary.yml"
NAMES = "data/party-names.yml"
PRACTICE = "data/practice.yml"
PARTIES, SDGS, DOMAINS, TESTED = "data/parties.yml", "data/sdgs.yml", "data/domains.yml", "data/accessibility.yml"
NATIONAL = "data/national-roadmaps.yml"

# File, old text, new text, and what must be reported of it.
DEFECTS = [
    (ROADMAP, "id: fake-poster\n", "id: fake-framework\n", "is already used"),
    (ROADMAP, 'id: "2.1"', 'id: "1.9"', "is under output"),
    (ROADMAP, 'goal: {id: "2"', 'goal: {id: "9"', "“9” does not exist"),
    (ROADMAP, "{sdg: 17, basis: leaflet, read: 17", "{sdg: 14, basis: leaflet, read: 14", "“14” does not exist"),
    (ROADMAP, "sources: [fake-framework]}", "sources: [no-source]}", "“no-source” does not exist"),
    (ROADMAP, "text: Compter les moutons factices", "text: Tondre les moutons", "This text is not in the leaflet"),
    (ROADMAP, "        note: Lu « 10 » ; « 16 » lui ressemble.\n", "", "without explanation"),
    (PRACTICE, 'id: "19.1", force', 'id: "6.2(c)", force', "is already used"),
    (PRACTICE, "short: Accès factice", "short: Accès", "Words in this short name: 1"),
    (SDGS, "  - number: 16", "  - number: 4", "“4” is already used"),
    (PARTIES, "    sources: [fake-gazette]\n", "", "has no source"),
    (PARTIES, "code: XA #", "code: XC #", "Party XC has no name"),
    (NAMES, "XB: {fr: Fauxstan, en: Fakestan", "XB: {fr: Fauxstan", "XB has no name in “en”"),
    (NAMES, "XB: {en: [Fakia]}", "XB: {ru: [Fakia]}", "“ru” does not exist"),
    (DOMAINS, "id: fake-singing", "id: fake-weaving", "“fake-weaving” is already used"),
    (GLOSSARY, "id: fake-cloud", "id: fake-sheep", "“fake-sheep” is already used"),
    (GLOSSARY, "term: {fr: nuage factice, ", "term: {", "has no name in the source language"),
    (ROADMAP, "        translators: Translate as discoverable.", "        terms: [no-term, no-term]", "“no-term” does"),
    (TESTED, "date: 2026-01-02", "date: 2999-01-02", "2999-01-02 is in the future"),
    (TESTED, "lighthouse: {languages: [fr]", "lighthouse: {languages: [ru]", "“ru” does not exist"),
    (LANGUAGE, "fallback: [en]", "fallback: [ru]", "“ru” does not exist"),
    (NATIONAL, "id: xa-fake-sheep", "id: fake-sheep", "does not begin with the code of its Party"),
    (
        NATIONAL,
        "    kind: reported",
        "    kind: reported\n    title: {fr: Fake sheep roadmap}",
        "is already in the list",
    ),
    (NATIONAL, "    kind: national_roadmap", "    co_parties: [QQ]\n    kind: national_roadmap", "“QQ” is neither"),
    (NATIONAL, 'activities_stated: ["1.1"]', 'activities_stated: ["8.8"]', "“8.8” does not exist"),
    (NATIONAL, "    translation: Feuille de route des moutons factices\n", "", "is not translated into the source"),
    (NATIONAL, "as_of: 2001-02-03", "as_of: 2999-02-03", "2999-02-03 is in the future"),
    (
        NATIONAL,
        "    confidence: unknown",
        "    confidence: unknown\n    case_study: no-case",
        "“no-case” does not exist",
    ),
    ("content/about.en.md", "{#", "{#no-", "has the id"),
    (f"{CASE}/case-study.yml", "party: XA", "party: QQ", "“QQ”"),
    (f"{CASE}/case-study.yml", 'activities: ["1.1"]', 'activities: ["8.8"]', "“8.8” does not exist"),
    (f"{CASE}/case-study.yml", "  end: 2004", "  end: 1999", "before it starts"),
    (f"{CASE}/case-study.yml", "mandate: Bureau factice des essais\n", "", "needs “mandate”"),
    (f"{CASE}/index.fr.md", "reçu 10 pièces factices. [^1]", "reçu 10 pièces factices.", "Fact without a source"),
    (f"{CASE}/index.en.md", "[activity 1.1](/activities/1.1/)", "[activity 7.7](/activities/7.7/)", "/activities/7.7/"),
    ("data/locales/en.po", "Fake roadmap", "Fake %(x)s", "The translation"),
]


def planted(folder: Path, *others: tuple[str, str, str]) -> list[str]:
    """What is reported of a project with all the defects, and others."""
    edits: dict[str, list[list[str]]] = {}
    for file, old, new in [*(defect[:3] for defect in DEFECTS), *others]:
        edits.setdefault(file, []).append([old, new])
    problems = problems_of(edited_copy({"name": "all", "replace": edits}, folder))
    return [f"{problem.path}:{problem.line}: {problem.in_language('en')}" for problem in problems]


def missing(messages: list[str]) -> list[tuple[str, str]]:
    return [
        (file, words)
        for file, _old, _new, words in DEFECTS
        if not any(line.startswith(f"{file}:") and words in line for line in messages)
    ]


def test_a_defect_of_every_check_is_reported_in_one_run(tmp_path: Path):
    assert missing(planted(tmp_path)) == []


def test_every_check_finds_its_defect(tmp_path: Path):
    edits: dict[str, list[list[str]]] = {}
    for file, old, new, _words in DEFECTS:
        edits.setdefault(file, []).append([old, new])
    project = read(edited_copy({"name": "all", "replace": edits}, tmp_path))
    silent = [check.__name__ for needs, check in CHECKS if set(needs) <= set(project.records) and not [*check(project)]]
    revision = [
        "documents_are_known",
        "dates_follow_each_other",
        "revised_texts_are_whole",
        "replacements_lead_somewhere",
    ]
    # This project has neither a later document nor a template: golden/revisions.yml and tests/catalogues have these.
    assert silent == [*revision, "foreign"]


def test_a_refused_file_hides_only_what_needs_it(tmp_path: Path):
    """Each data file in turn has a field that is refused: all that other files say is still checked."""
    for number, (file, old) in enumerate(
        [
            (SDGS, "title: Paix factice"),
            (PARTIES, "official: {"),
            (DOMAINS, "source: Fake list"),
            (LANGUAGE, "source: fr"),
        ]
    ):
        messages = planted(
            tmp_path / str(number),
            (file, old, f"no_such_key: 1\n    {old}" if file == SDGS else f"no_such_key: 1\n{old}"),
        )
        assert any("no_such_key" in line for line in messages)
        hidden = {place for place, _words in missing(messages)} - {file}
        allowed = {
            SDGS: {ROADMAP, f"{CASE}/index.en.md"},
            PARTIES: {f"{CASE}/case-study.yml", f"{CASE}/index.en.md", NATIONAL},
            DOMAINS: {f"{CASE}/index.en.md"},
            LANGUAGE: {
                ROADMAP,  # whose official wordings name languages
                GLOSSARY,
                PARTIES,
                NAMES,
                TESTED,
                NATIONAL,
                "content/about.en.md",
                f"{CASE}/index.en.md",
                "data/locales/en.po",
            },
        }[file]
        assert hidden <= allowed, (file, hidden)


def test_refused_facts_and_front_matter_do_not_hide_the_texts(tmp_path: Path):
    facts = f"{CASE}/case-study.yml"
    edits = {
        facts: [["licence: CC-BY-4.0", "licence: none"], ["  start: 2001", "  start: @2001"]],
        f"{CASE}/index.fr.md": [
            ["title: Un fonds factice", "title: Un fonds : factice"],
            ["reçu 10 pièces factices. [^1]", "reçu <b>10</b> pièces factices."],
            ["prévoit de compter les chèvres. [^2]", "prévoit de compter les chèvres."],
        ],
        "content/about.fr.md": [["title: ", "titel: "]],
    }
    append = {"content/about.fr.md": "\n<b>x</b>\n"}
    problems = problems_of(edited_copy({"name": "texts", "replace": edits, "append": append}, tmp_path))
    entries = [(problem.path, problem.in_language("en")) for problem in problems]
    for path, words in [
        (facts, "licence"),
        (facts, "The at sign"),
        (f"{CASE}/index.fr.md", "The colon"),
        (f"{CASE}/index.fr.md", "<b>"),
        (f"{CASE}/index.fr.md", "Fact without a source"),
        ("content/about.fr.md", "titel"),
        ("content/about.fr.md", "<b>"),
    ]:
        assert any(place == path and words in sentence for place, sentence in entries), (path, words, entries)


def test_every_invisible_character_of_a_file_is_reported(tmp_path: Path):
    path = f"{CASE}/index.en.md"
    edits = [["The sheep are", "The \u202esheep are"], ["It does two", "It \u2066does two"]]
    problems = problems_of(edited_copy({"name": "invisible", "replace": {path: edits}}, tmp_path))
    assert [problem.line for problem in problems if "U+20" in problem.in_language(LANGUAGES[1])] == [10, 23]
