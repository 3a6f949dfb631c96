"""The pages that browsers visit: one of each kind, and of what changes its looks. Addresses from a language's root."""

import sites

HUBS = (
    "",
    "outputs/",
    "activities/",
    "goals/",
    "sdgs/",
    "case-studies/",
    "parties/",
    "national-roadmaps/",
    "adapt/",
    "workshop/",
    "contribute/",
    "glossary/",
    "search/",
    "translations/",
    "accessibility/",
    "data/",
    "offline/",
    "source-notes/",
    "about/",
)
"""The kinds that have one page."""


def case_told_in(language: str) -> str:
    """The first published case study whose original is in a language."""
    for path in sorted((sites.PROJECT / "content/case-studies").glob("*/case-study.yml")):
        facts = sites.plain_yaml(path)
        if facts["original_language"] == language and "withdrawn" not in facts:
            return f"case-studies/{path.parent.name}/"
    raise LookupError(language)


ARABIC, FRENCH, SPANISH = map(case_told_in, ("ar", "fr", "es"))
AUDITED = (
    *HUBS,
    "outputs/2/",
    "activities/2.4/",
    "goals/2/",
    "sdgs/5/",
    ARABIC,
    "parties/co/",
    *sites.listed_plans()[:1],
)
"""For Lighthouse: one of each kind."""
KINDS = (
    *HUBS,
    "outputs/2/",
    "activities/2.4/",
    "activities/3.3/",
    "goals/2/",
    "sdgs/5/",
    FRENCH,
    SPANISH,
    "parties/ca/",
    "parties/dz/",  # without a case study
    *sites.listed_plans(),
)
"""For the tests in a browser."""
