"""Check files against each other: ids, references, provenance, counts, addresses. Each check yields its problems.

`load` runs them all, so that a build refuses the same projects as `roadmap check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadmap import page_table
from roadmap.checks import case_studies, parties, reference
from roadmap.checks.addresses import former_addresses_are_right, no_address_is_lost
from roadmap.checks.languages import languages_are_ready, languages_stand_in_for_each_other
from roadmap.checks.links import (
    heading_ids_are_free,
    links_within_pages_lead_somewhere,
    pages_are_whole,
    site_links_lead_somewhere,
)
from roadmap.checks.national_roadmaps import adaptations
from roadmap.checks.national_roadmaps.listed import (
    ids_name_their_party,
    none_is_listed_twice,
    their_activities_exist,
    their_case_studies_exist,
    their_dates_are_past,
    their_parties_are_known,
    their_titles_are_translated,
)
from roadmap.checks.practice import (
    every_item_is_explained,
    practice_ids_are_unique,
    practice_is_short,
    practice_links_lead_somewhere,
)
from roadmap.checks.reference import (
    domains_are_unique,
    last_tests_are_of_this_site,
    last_tests_are_past,
    marked_terms_are_unique,
    marked_terms_exist,
    sdg_numbers_are_unique,
    terms_are_unique,
    terms_have_names,
)
from roadmap.checks.revisions import (
    dates_follow_each_other,
    documents_are_known,
    replacements_lead_somewhere,
    revised_texts_are_whole,
)
from roadmap.checks.roadmap import (
    activities_stand_under_their_output,
    goals_exist,
    ids_are_unique,
    provenance_is_told,
    sdg_links_tell_their_basis,
    sdgs_exist,
    sources_exist,
)
from roadmap.problems import Problem, ProblemsFound
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.translation import outdated


def check(project: Project) -> Iterator[Problem]:
    """Report all problems between files that could be read: each check runs unless it needs a file that was refused."""
    for needs, run in CHECKS:
        if set(needs) <= set(project.records):
            yield from run(project)
    if set(PAGES_NEED) <= set(project.records):
        site = Site(project)
        yield from page_table.clashes(site)
        try:
            yield from languages_are_ready(project, site)
        except ProblemsFound as unreadable:  # a template: the strings to translate are not known
            yield from unreadable.problems
        yield from heading_ids_are_free(project, site)
        yield from site_links_lead_somewhere(project, site)
        if "search" in project.records:
            yield from reference.search_words_are_known(project, site)
        yield from former_addresses_are_right(project, site)
        yield from no_address_is_lost(project, site)


PAGES_NEED = ("roadmap", "sdgs", "languages", "parties", "party-names", "domains", "glossary", "national-roadmaps")
"""The data files that the page table needs."""


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Project], Iterator[Problem]]], ...] = (
    (("roadmap",), ids_are_unique),
    (("roadmap",), activities_stand_under_their_output),
    (("roadmap",), goals_exist),
    (("roadmap", "sdgs"), sdgs_exist),
    (("roadmap", "languages"), sources_exist),
    (("roadmap",), provenance_is_told),
    (("roadmap",), sdg_links_tell_their_basis),
    (("roadmap",), documents_are_known),
    (("roadmap",), dates_follow_each_other),
    (("roadmap",), revised_texts_are_whole),
    (("roadmap",), replacements_lead_somewhere),
    (("sdgs",), sdg_numbers_are_unique),
    (("parties",), parties.parties_have_sources),
    (("parties", "party-names", "languages"), parties.parties_have_names),
    (("party-names", "languages"), parties.party_names_are_whole),
    (("party-names", "languages"), parties.party_names_are_known),
    (("domains",), domains_are_unique),
    (("glossary",), terms_are_unique),
    (("glossary", "languages"), terms_have_names),
    (("roadmap", "practice"), every_item_is_explained),
    (("practice",), practice_ids_are_unique),
    (("practice",), practice_is_short),
    (("roadmap", "practice"), practice_links_lead_somewhere),
    (("roadmap",), marked_terms_are_unique),
    (("roadmap", "glossary"), marked_terms_exist),
    (("accessibility",), last_tests_are_past),
    (("accessibility", "languages"), last_tests_are_of_this_site),
    (("national-roadmaps",), ids_name_their_party),
    (("national-roadmaps",), none_is_listed_twice),
    (("national-roadmaps", "parties"), their_parties_are_known),
    (("national-roadmaps", "roadmap"), their_activities_exist),
    (("national-roadmaps", "languages"), their_titles_are_translated),
    (("national-roadmaps",), their_dates_are_past),
    (("national-roadmaps",), their_case_studies_exist),
    (("search", "languages", "party-names"), reference.search_words_mean_one_thing),
    (("languages",), languages_stand_in_for_each_other),
    (("languages",), pages_are_whole),
    (("languages",), outdated.foreign),
    ((), case_studies.check),
    ((), adaptations.check),
    ((), links_within_pages_lead_somewhere),
)
"""Each check, with the data files that it needs."""
