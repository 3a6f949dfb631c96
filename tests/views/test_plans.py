"""The page of a Party's own roadmap, and the comparison of several: of plans that are plainly fake."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest

import small
from roadmap.load import load
from roadmap.model.adaptation import PlannedActivity
from roadmap.model.roadmap import Ended
from roadmap.reading.project import Project
from roadmap.site import Site
from roadmap.views.pictures import comparison, schedule
from roadmap.views.view import View
from sites import SITE_URL, having, one
from sites import text as words_of
from small import fake_plan, rendered

PLAN, LISTED, HUB = (
    "national-roadmaps/dz-plan-fictif/",
    "national-roadmaps/at-digital-environment-analysis/",
    "national-roadmaps/",
)


@pytest.fixture(scope="module")
def known(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with the fake plan, checked."""
    return load(small.with_plans(small.small_project(project, tmp_path_factory.mktemp("plans") / "project")))


@pytest.fixture(scope="module")
def site(known: Project) -> Site:
    return Site(known)


def text(element) -> str:
    """What an element says, with ordinary spaces."""
    return words_of(element).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def with_plans(known: Project, *plans) -> Site:
    return Site(replace(known, adaptations={plan.id: plan for plan in plans}))


def rows(table) -> list[list[str]]:
    return [[text(cell) for cell in row if cell.tag in ("th", "td")] for row in having(table, "tr")]


def table(page, name: str) -> list[list[str]]:
    return rows(next(found for found in having(page, "table") if name in found.get("class", "")))


# The page


def test_the_page_states_whose_plan_it_is_and_who_presents_it(site: Site):
    page = rendered(site, "fr", PLAN)
    words = text(page)
    assert text(one(page, "h1")) == "Plan fictif"
    for said in (
        "Algérie",
        "Adoptée (mars 2026)",
        "présentée par la Partie",
        "Un plan fictif, inventé pour les essais.",
        "Service fictif de la culture numérique",
        "contact@example.org",
        "20 novembre 2026",
        "4 activités retenues",
        "la rédaction en a vérifié la forme, non les faits",
        "CC-BY-4.0",
        "Page fictive",
    ):
        assert said in words, said


def test_the_table_has_every_decision_by_output(site: Site):
    found = table(rendered(site, "fr", PLAN), "plan-table")
    assert found[0] == ["Activité", "Décision", "Priorité", "Institution responsable", "Calendrier"]
    outputs = [row[0] for row in found if len(row) == 1]
    assert [name.split()[1] for name in outputs] == ["1", "2", "3", "4", "5"]
    decisions = {row[0].split()[0]: row[1:] for row in found[1:] if len(row) > 1}
    assert decisions == {
        "1.2": ["Retenue", "Moyenne", "Ministère fictif", "à partir de : T3 2026"],
        "2.4": ["Retenue", "Haute", "Agence fictive du cinéma", "T1 2027 – T4 2028"],
        "Ouvrir": ["Retenue", "Basse", "Ville fictive", "jusqu’à : T2 2029"],
        "3.3": ["À décider", "", "", ""],
        "4.1": ["Non retenue", "", "", ""],
        "5.1": ["Retenue", "", "", ""],
    }


def test_columns_and_parts_without_a_value_are_left_out(known: Project):
    bare = PlannedActivity(id="1.1", decision="taken_up")
    plan = fake_plan(activities=(bare,), sources=(), summary={}, date=None, status="draft")
    page = rendered(with_plans(known, plan), "fr", PLAN)
    assert table(page, "plan-table")[0] == ["Activité", "Décision"]
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    assert not ids & {"schedule", "sources", "case-studies"} and {"map", "decisions", "activities", "goals"} <= ids
    assert not having(page, "dl", "planned") and "Projet" in text(page)


def test_activities_are_described_in_the_order_of_outputs_with_own_ones_under_theirs(site: Site):
    page = rendered(site, "fr", PLAN)
    described = having(page, "article", "planned")
    assert [one_.get("id") for one_ in described] == ["activity-1.2", "activity-2.4", "activity-own-1", "activity-5.1"]
    lines = text(described[1])
    assert "Union fictive des artistes" in lines and "Première ligne fictive." in lines
    assert "Activité propre à la Partie" in text(described[2]) and "own-1" not in text(described[2])
    links = [link.get("href") for link in having(described[1], "a")]
    assert links == ["../../activities/2.4/"]


def test_the_route_map_has_all_stations_and_the_partys_own(site: Site):
    page = rendered(site, "fr", PLAN)
    stops = having(page, "a", "stop")
    assert len(stops) == 21
    taken = [stop for stop in stops if "taken" in stop.get("class", "").split()]
    expected = [f"./#activity-{name}" for name in ("1.2", "2.4", "own-1", "5.1")]
    assert [stop.get("href") for stop in taken] == expected
    assert [text(stop).split()[0] for stop in taken] == ["Retenue"] * 4


def test_a_bar_has_its_place_and_is_open_without_a_start_or_an_end(site: Site):
    view = View(site, "fr", SITE_URL)
    drawn = schedule.schedule(view, site.plans["dz-plan-fictif"])
    assert drawn and drawn.width == 160 and drawn.years == ("2026", "2027", "2028", "2029", "2030")
    assert [(bar.start, bar.length, bar.open) for bar in drawn.bars] == [
        (40, 80, False),
        (20, 140, True),
        (0, 140, True),
    ]


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2027-Q1", "2027-Q1", ("2027", "2028")),
        ("1950-Q1", "2100-Q4", ("1950", "1988", "2026", "2064", "2102")),
        ("2100-Q4", None, ("2100", "2101")),
    ],
)
def test_years_are_few_and_evenly_spaced(known: Project, start: str, end: str | None, years: tuple[str, ...]):
    activity = PlannedActivity(id="1.1", decision="taken_up", start=start, end=end)
    found = with_plans(known, fake_plan(activities=(activity,)))
    drawn = schedule.schedule(View(found, "fr", SITE_URL), found.plans["dz-plan-fictif"])
    assert drawn and drawn.years == years
    assert all(0 <= bar.start < bar.start + bar.length <= drawn.width for bar in drawn.bars)


def test_goals_and_sdgs_without_an_activity_are_named(site: Site):
    words = text(rendered(site, "fr", PLAN)).split("Objectifs auxquels elles contribuent")[1]
    served, bare = words.split("Objectifs sans activité retenue")
    assert "Objectif 1" in served and "3 activités retenues" in served and "Objectif 4" in served
    assert "Objectif 2" in bare and "Objectif 3" in bare and "ODD sans activité retenue" in bare


def test_the_partys_texts_carry_their_language_on_pages_of_others(site: Site):
    page = rendered(site, "ar", PLAN)
    assert text(one(page, "h1")) == "خطة وهمية", "the title exists in Arabic"
    foreign = {text(element): element.get("dir") for element in page.iter() if element.get("lang") == "fr"}
    assert foreign["Agence fictive du cinéma"] == foreign["Première ligne fictive. Seconde ligne fictive."] == "ltr"
    assert not having(page, "span", "fallback")
    (notice,) = having(page, "aside", "notice")
    assert "الفرنسية" in text(notice)
    assert not having(rendered(site, "fr", PLAN), "aside", "notice")


def test_an_activity_that_the_roadmap_has_ended_has_a_note(known: Project):
    ended = Ended(document="leaflet", replaced_by=("1.2",))
    output, *others = known.roadmap.outputs
    first = output.activities[0].model_copy(update={"ended": ended})
    output = output.model_copy(update={"activities": (first, *output.activities[1:])})
    roadmap = known.roadmap.model_copy(update={"outputs": (output, *others)})
    plan = fake_plan(activities=(PlannedActivity(id="1.1", decision="taken_up"),))
    found = Site(replace(known, records={**known.records, "roadmap": roadmap}, adaptations={plan.id: plan}))
    page = rendered(found, "fr", PLAN)
    (notice,) = having(page, "div", "notice--ended")
    assert "ne fait plus partie de la feuille de route" in text(notice)


def test_a_listed_plan_states_what_its_sources_state_and_no_more(whole: Site):
    page = rendered(whole, "fr", LISTED)
    words = text(page)
    assert "20 activités liées, selon une source" in words and "établie par la rédaction" in words
    assert "retenue" not in words.replace("retenues, Partie", "") and not having(page, "table")
    assert len(having(page, "a", "stop")) == 20


# Links


def test_pages_of_the_party_its_activities_and_its_case_studies_lead_to_the_plan(known: Project):
    plan = fake_plan(party="CO", activities=(PlannedActivity(id="2.3", decision="taken_up"),))
    found = with_plans(known, plan)
    for address in ("parties/co/", "activities/2.3/", "case-studies/co-crea-digital/", HUB):
        links = [link.get("href", "") for link in having(rendered(found, "fr", address), "a")]
        assert any(link.endswith("national-roadmaps/co-plan-fictif/") or link == "co-plan-fictif/" for link in links), (
            address
        )
    links = [link.get("href", "") for link in having(rendered(found, "fr", "national-roadmaps/co-plan-fictif/"), "a")]
    assert {"../../parties/co/", "../../activities/2.3/", "../../case-studies/co-crea-digital/"} <= set(links)
    assert "co-plan" not in str([link.get("href") for link in having(rendered(found, "fr", "activities/2.4/"), "a")])


def test_a_plan_takes_the_place_of_its_entry_in_lists(known: Project):
    listed = known.national_roadmaps.roadmaps[0]
    plan = fake_plan(listed.id.partition("-")[2], party=listed.party)
    found = with_plans(known, plan)
    assert found.plans[listed.id].entry == listed
    links = [text(link) for link in having(rendered(found, "fr", f"parties/{listed.party.lower()}/"), "a")]
    assert links.count("Plan fictif") == 1


def test_an_activity_of_many_plans_leads_to_the_first_and_to_the_comparison(known: Project):
    plans = [fake_plan(f"plan-fictif-{n}") for n in range(12)]
    section = next(
        found
        for found in having(rendered(with_plans(known, *plans), "fr", "activities/2.4/"), "section")
        if found.get("aria-labelledby") == "national-roadmaps"
    )
    assert len([link for link in having(section, "a") if "plan-fictif" in link.get("href", "")]) == 8
    assert "et 4 autres feuilles de route" in text(section)


# The comparison


def test_each_cell_of_the_comparison_leads_to_what_it_states(site: Site):
    page = rendered(site, "fr", HUB)
    found = table(page, "")
    assert found[0][:2] == ["Activité", "Parties qui la retiennent"] and found[0][2].startswith("Algérie Adoptée")
    cells = {row[0].split()[0]: row[1:3] for row in found[1:]}
    assert cells["2.4"] == ["1", "Retenue"] and cells["4.1"] == ["0", "Non retenue"]
    assert cells["3.3"] == ["0", "À décider"] and cells["1.1"] == ["0", ""]
    links = {link.get("href") for link in having(page, "a")}
    assert {"dz-plan-fictif/#activity-2.4", "dz-plan-fictif/"} <= links
    (unclaimed,) = having(page, "ul", "unclaimed")
    assert len(having(unclaimed, "li")) == 17


def test_without_a_plan_the_page_invites(known: Project):
    page = rendered(with_plans(known), "fr", HUB)
    assert "Votre pays peut être le premier" in text(page)
    assert not having(page, "ul", "unclaimed") and not having(page, "form", "side")
    assert "Parties qui la retiennent" not in text(page)


def test_many_plans_are_counted_and_a_few_have_a_column(known: Project):
    plans = [fake_plan(f"plan-fictif-{n}", party=party) for n in range(10) for party in ("DZ", "CO", "CA")]
    drawn = comparison.comparison(View(with_plans(known, *plans), "fr", SITE_URL))
    assert len(drawn.plans) == comparison.MOST_COLUMNS and drawn.left_out
    counts = {row.item.id: row.count.value for row in drawn.rows}
    assert counts["2.4"] == "3" and counts["1.1"] == "0", "Parties are counted, not plans"


def test_plans_can_be_chosen_to_stand_side_by_side(known: Project):
    found = with_plans(known, fake_plan(), fake_plan("autre-plan", party="CO"))
    (form,) = having(rendered(found, "fr", HUB), "form", "side")
    assert len(having(form, "select")) == 3
    assert {option.get("value") for option in having(form, "option")} == {"", "dz-plan-fictif/", "co-autre-plan/"}


# Weight


@pytest.mark.parametrize("language", ["ru", "ar"])
def test_a_plan_with_every_activity_and_a_comparison_of_many_fit_their_budget(known: Project, language: str):
    activities = tuple(
        PlannedActivity(
            id=identifier,
            decision="taken_up",
            priority="high",
            lead=f"Ministère fictif numéro {identifier} de la culture et du numérique",
            partners=("Union fictive des artistes", f"Radio fictive {identifier}"),
            start="2027-Q1",
            end="2028-Q4",
            resources=f"Une somme fictive de {identifier} et {identifier} personnes fictives.",
            progress=f"Le nombre fictif {identifier}, publié chaque année.",
            notes=f"Note fictive {identifier}. " * 5,
        )
        for identifier in known.roadmap.activity_ids
    )
    plans = [fake_plan(f"plan-fictif-{n}", activities=activities, title={"fr": f"Plan fictif {n}"}) for n in range(150)]
    found = with_plans(known, *plans)
    view = View(found, language, SITE_URL)
    for address in ("national-roadmaps/dz-plan-fictif-3/", HUB, "activities/2.4/", "parties/dz/"):
        html = small.renderer(known.folder).page(view, view.row_at[address])
        size = len(gzip.compress(html.encode()))
        limit = 8_192 if re.match("activities|parties", address) else 20_000
        assert size <= limit, f"{address}: {size}"
