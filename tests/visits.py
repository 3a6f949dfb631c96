"""The pages that browsers visit: one of each kind, and of what changes its looks. Addresses from a language's root."""

HUBS = (
    "",
    "outputs/",
    "activities/",
    "goals/",
    "sdgs/",
    "case-studies/",
    "parties/",
    "national-roadmaps/",
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
AUDITED = (
    *HUBS,
    "outputs/2/",
    "activities/2.4/",
    "goals/2/",
    "sdgs/5/",
    "case-studies/tn-ticdce/",
    "parties/co/",
)
"""For Lighthouse: one of each kind."""
KINDS = (
    *HUBS,
    "outputs/2/",
    "activities/2.4/",
    "activities/3.3/",
    "goals/2/",
    "sdgs/5/",
    "case-studies/ca-quebec-plan-culturel-numerique/",  # in French its original, in English a translation, else neither
    "case-studies/co-crea-digital/",  # in Spanish its original, in French and English a translation
    "parties/ca/",
    "parties/dz/",  # without a case study
)
"""For the tests in a browser."""
