"""The planner, from an empty page to the documents: by mouse, by keyboard, on a phone, offline, and without scripts."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

import sites
from browser import BUDGETS, NARROW, Open, axe, packed, record, resize, serve, sticking_out, tab_to
from planning import FAKE, TITLES, Planners, choose, download, load, shown, wait, written
from roadmap.contributions import plan_schema
from roadmap.model.adaptation import MAX_ACTIVITIES, Adaptation
from sites import having, none, one, path_in, text

pytest_plugins = ("browser", "planning")
pytestmark = pytest.mark.browser

# --- From empty to the files ---------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_from_an_empty_page_to_a_file_and_back(planners: Planners, language: str, tmp_path: Path):
    page = planners(language)
    row = page.locator("#plan-2\\.4")
    row.locator("summary").first.click()
    row.locator("input[value=taken_up]").check()
    row.locator("[data-field=lead] input").fill(TITLES[language])
    row.locator("[data-field=partners] textarea").fill("A\n\nB")
    row.locator("[data-field=start] select").select_option("2027-Q1")
    row.locator("[data-field=end] select").select_option("2028-Q4")
    expect(row.locator(".plan-about-activity li").first).to_be_visible()
    row.locator(".plan-about-activity summary").click()
    assert row.locator(".plan-about-activity dd").count() > 2
    row.locator(".plan-signs button").first.click()
    page.locator(".plan-output.o3 .plan-add").click()
    own = page.locator("#plan-own-1")
    own.locator("[data-field=title] input").fill(TITLES[language])
    page.locator(".plan-fields [data-field=title] input").fill(TITLES[language])
    page.locator(".plan-fields [data-field=party] select").select_option("TN")

    file = download(page, ".plan-yaml", tmp_path)
    plan = yaml.safe_load(file.read_text("utf-8"))
    first, second = Adaptation.model_validate(plan).activities
    assert (first.id, first.decision, first.partners, first.start, first.end) == (
        "2.4",
        "taken_up",
        ("A", "B"),
        "2027-Q1",
        "2028-Q4",
    )
    assert first.lead == second.title == plan["title"][language] == TITLES[language] and len(first.progress or "") > 10
    assert (second.id, second.output, second.decision) == ("own-1", "3", "taken_up")
    assert plan["language"] == language and plan["updated"]

    assert TITLES[language] in choose(page, ".plan-open", file.read_text("utf-8"))
    assert shown(page) == plan
    none(sticking_out(page, language))


KEYS = (
    ("#plan-1\\.2 > summary", "Enter"),
    ("#plan-1\\.2 [value=undecided]", "ArrowUp ArrowUp"),
    ("#plan-1\\.2 [data-field=lead] input", "M i n"),
    ("#plan-1\\.2 [data-field=progress] textarea", "N"),
    (".plan-fields [data-field=title] input", "P l a n"),
)


def test_the_keyboard_alone_is_enough(planner: Page, tmp_path: Path):
    planner.evaluate("() => document.querySelector('.plan-steps a').focus()")
    planner.keyboard.press("Enter")
    assert planner.evaluate("() => document.activeElement.id") == "plan-activities"
    for selector, keys in KEYS:
        tab_to(planner, selector)
        for key in keys.split():
            planner.keyboard.press(key)
    plan = shown(planner)
    assert plan["activities"] == [{"id": "1.2", "decision": "taken_up", "lead": "Min", "progress": "N"}]
    assert plan["title"] == {"fr": "Plan"}
    tab_to(planner, ".plan-yaml")
    with planner.expect_download() as coming:
        planner.keyboard.press("Enter")
    assert coming.value.suggested_filename == "adaptation.yml"
    planner.evaluate("() => document.activeElement.blur()")
    for _step in range(3):  # the title, the progress, the lead: a step for each field
        planner.keyboard.press("Control+z")
    assert shown(planner)["activities"] == [{"id": "1.2", "decision": "taken_up"}]
    planner.keyboard.press("Control+Shift+z")
    assert shown(planner)["activities"][0]["lead"] == "Min"


def test_activities_are_put_in_order_and_the_focus_stays(planner: Page):
    load(planner, FAKE)
    planner.locator("#plan-whole").scroll_into_view_if_needed()
    down = planner.locator("[data-move='2.4 1']")
    down.press("Enter")
    expect(planner.locator(".plan-whole tbody th").first).to_contain_text("1.2")
    assert [one["id"] for one in shown(planner)["activities"]] == ["1.2", "2.4", "3.1", "own-1"]
    expect(planner.locator("[data-move='2.4 1']")).to_be_focused()
    expect(planner.locator(".planner .live")).to_contain_text("2")
    bare = planner.locator(".plan-served").first.locator(".plan-bare")
    assert bare.count() == 2, "goals 2 and 4: activity 3.1 is not taken up"


def test_an_own_activity_moves_goes_and_comes_back(planner: Page):
    load(planner, FAKE)
    own = planner.locator("#plan-own-1")
    own.locator("summary").click()
    own.locator("[data-field=output] select").select_option("1")
    expect(planner.locator(".plan-output.o1 #plan-own-1")).to_have_count(1)
    own.locator(".remove").click()
    expect(own).to_have_count(0)
    planner.locator(".plan-undo").click()
    expect(planner.locator(".plan-output.o1 #plan-own-1")).to_have_count(1)
    assert shown(planner)["activities"][3] == {**FAKE["activities"][3], "output": "1"}


def test_dates_upside_down_are_reported_beside_them(planner: Page):
    load(planner, FAKE)
    row = planner.locator("#plan-2\\.4")
    row.locator("summary").first.click()
    row.locator("[data-field=end] select").select_option(index=1)
    expect(row.locator(".plan-dates > .error")).to_be_visible()
    planner.locator(".plan-check").click()
    planner.locator(".plan-errors button").first.click()
    expect(row.locator("[data-field=end] select")).to_be_focused()


def test_axe_finds_nothing_and_nothing_sticks_out(planners: Planners):
    for language in ("fr", "ar"):
        page = planners(language)
        load(page, FAKE)
        for selector in ("#plan-2\\.4", "#plan-own-1", ".plan-plans"):
            page.locator(f"{selector} > summary").click()
        page.evaluate("() => roadmapPlan.planner.refresh()")
        expect(page.locator("#plan-2\\.4 .plan-signs li").first).to_be_visible()
        choose(page, ".plan-compare", written({**FAKE, "title": {"fr": "Autre plan fictif"}}))
        none(axe(page, (NARROW,)))
        none(sticking_out(page, language))
        page.emulate_media(forced_colors="active")
        none(sticking_out(page, f"{language}, forced colours"))
        page.emulate_media(forced_colors="none", color_scheme="light")


# --- What is sent --------------------------------------------------------------------------------------


def test_what_is_missing_is_reported_before_a_plan_is_sent(planner: Page):
    planner.locator(".plan-check").click()
    errors = planner.locator(".plan-errors")
    expect(errors).to_be_focused()
    labels = planner.evaluate("() => roadmapPlan.planner.data.labels.plan")
    for name in ("party", "title", "mandate", "contact"):
        expect(errors).to_contain_text(labels[name])
    load(planner, FAKE)
    planner.locator(".plan-check").click()
    expect(planner.locator(".plan-ready")).to_be_focused()
    expect(errors).to_be_hidden()
    planner.locator(".plan-ready summary").click()
    assert yaml.safe_load(planner.locator("#plan-text").input_value()) == FAKE


def test_the_browser_has_the_rules_of_the_model(planner: Page):
    data = planner.evaluate("() => roadmapPlan.planner.data")
    assert data["rules"] == plan_schema.rules() and data["most"] == MAX_ACTIVITIES
    activity = data["rules"]["properties"]["activities"]["items"]["properties"]
    assert activity["start"]["pattern"].endswith("-Q[1-4]$") and activity["lead"]["maxLength"] == 300
    assert set(data["labels"]["plan"]) == set(Adaptation.model_fields)
    assert data["published"] == ["format", "party", "title", "language", "licence", "updated"]


def test_what_the_import_would_refuse_is_reported_before(planner: Page):
    """An adoption without a date or in the future, and an activity that the roadmap no longer has."""
    texts = planner.evaluate("() => roadmapPlan.planner.data.texts")
    gone = {"id": "9.9", "decision": "taken_up"}
    load(planner, {**FAKE, "status": "adopted", "date": "2099", "activities": [*FAKE["activities"], gone]})
    planner.locator(".plan-check").click()
    errors = planner.locator(".plan-errors")
    expect(errors).to_contain_text(texts["future"])
    expect(errors).to_contain_text(texts["gone"])
    load(planner, {name: value for name, value in FAKE.items() if name != "date"} | {"status": "adopted"})
    planner.locator(".plan-check").click()
    expect(errors).to_contain_text(texts["missing"])


def test_a_published_plan_is_opened_from_its_page(planner: Page, browser: Browser, home: str):
    with browser.new_context() as context:
        page = context.new_page()
        page.route(
            "**/roadmap/national-roadmaps/bf-fictif/adaptation.yml", lambda route: route.fulfill(body=written(FAKE))
        )
        page.goto(f"{home}ar/adapt/?plan=bf-fictif")
        wait(page)
        page.wait_for_function("() => roadmapPlan.planner.plan.party === 'BF'")
        assert shown(page) == FAKE and page.url == f"{home}ar/adapt/"
        page.goto(f"{home}adapt/?plan=bf-nothing")
        wait(page)
        expect(page.locator(".plan-notice")).to_be_visible()


# --- Print, offline, without scripts -------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_the_plan_is_printed_on_a_sheet_for_each_activity_taken_up(planners: Planners, language: str):
    page = planners(language)
    load(page, {**FAKE, "title": {language: TITLES[language]}, "language": language})
    page.evaluate("async () => roadmapPlan.planner.prepare(await roadmapPlan.planner.more())")
    sheets = page.locator(".plan-sheet")
    assert sheets.count() == 3 and page.locator(".plan-print svg rect").count() == 2
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert 4 <= len(pages) <= 6
    assert "Ministère" in "".join(pages[len(pages) - 3].extract_text().split("\n"))


def test_without_scripts_the_page_is_a_worksheet(look_without: Page):
    page = look_without
    assert page.locator("form.planner").is_hidden()
    for activity in ("1.1", "5.4"):
        expect(page.locator(".worksheet th", has_text=activity)).to_be_visible()
    assert page.locator(".worksheet table").count() == 5 and page.locator(".method li").count() == 4
    assert 2 <= len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) <= 3


@pytest.fixture
def look_without(browser: Browser, home: str):
    """The page as a browser without scripts shows it."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{home}adapt/")
        yield page


def test_after_one_visit_the_planner_works_offline_with_all_its_parts(browser: Browser, site: Path, tmp_path: Path):
    with serve(site) as home, browser.new_context(service_workers="allow") as context:
        page = context.new_page()
        page.goto(f"{home}adapt/")
        wait(page)
        page.evaluate("() => navigator.serviceWorker.ready")
        page.wait_for_function(
            """async () => (await Promise.all(['plan.json', 'activities.json'].map(name => caches.match(name))))
            .every(Boolean) && (await caches.match(location.href))"""
        )
        context.set_offline(True)
        page.reload()
        wait(page)
        page.locator("#plan-1\\.1 > summary").click()
        expect(page.locator("#plan-1\\.1 .plan-about-activity p").first).to_be_visible(timeout=30_000)  # by the worker
        page.locator("#plan-1\\.1 input[value=taken_up]").check()
        assert download(page, ".plan-docx", tmp_path).stat().st_size > 2_000
        choose(page, ".plan-open", written(FAKE))
        assert shown(page)["title"] == FAKE["title"]


# --- Ways in, weight, speed ----------------------------------------------------------------------------


def test_the_home_page_and_each_activity_lead_to_the_planner(pages: dict[str, sites.Page]):
    for language in ("fr", "ar"):
        home = pages[path_in(language, "")]
        doors = sites.links(home, having(one(home.tree, "ul", "doors"), "a"))
        assert "adapt/" in doors
        activity = pages[path_in(language, "activities/2.4/")]
        assert any(link.get("href", "").endswith("adapt/#activity-2.4") for link in having(activity.tree, "a"))
        assert text(one(pages[path_in(language, "adapt/")].tree, "h1"))


def test_a_link_to_an_activity_opens_it(open_page: Open):
    page = open_page("adapt/#activity-3.2")
    wait(page)
    expect(page.locator("#plan-3\\.2[open] .plan-body [data-field=lead]")).to_be_visible()


def test_the_planner_is_light_and_fetches_its_parts_when_they_are_used(browser: Browser, home: str, site: Path):
    with browser.new_context() as context:
        page = context.new_page()
        log = record(page, home)

        def weight() -> int:
            paths = {re.sub(r"^.*?/roadmap/", "", url.split("#")[0]) for url in log.requests}
            return sum(packed(site / (path + "index.html" if path.endswith("/") else path)) for path in paths)

        page.goto(f"{home}ru/adapt/")
        wait(page)
        page.wait_for_load_state("networkidle")
        first = weight()
        load(page, FAKE)
        page.locator("#plan-1\\.1 > summary").click()
        with page.expect_download():
            page.locator(".plan-docx").click()
        choose(page, ".plan-open", written(FAKE))
        none(log.faults)
        assert first <= BUDGETS["planner"]["bytes"] and weight() <= BUDGETS["planner"]["used"]
        assert len(log.requests) <= BUDGETS["planner"]["requests"] + 6


def test_two_hundred_own_activities_do_not_slow_typing(planner: Page):
    """A phone slowed four times: from the key to the paint, as the browser measures it."""
    own = [
        {"id": f"own-{n}", "output": str(n % 5 + 1), "title": f"Activité fictive {n}", "decision": "taken_up"}
        for n in range(1, 201)
    ]
    load(planner, {**FAKE, "activities": own})
    planner.locator("#plan-own-100 > summary").click()
    field = planner.locator("#plan-own-100 [data-field=lead] input")
    field.focus()
    client = planner.context.new_cdp_session(planner)
    client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = planner.evaluate(
        """async () => {
          const field = document.activeElement, times = [];
          for (let at = 0; at < 12; at += 1) {
            await new Promise(done => requestAnimationFrame(done));
            const from = performance.now();
            field.value += "a";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            document.body.offsetHeight;
            times.push(performance.now() - from);
          }
          return times;
        }"""
    )
    client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    client.detach()
    assert sorted(times)[len(times) // 2] < 50, times
    assert shown(planner)["activities"][99]["lead"] == "a" * 12


def test_no_more_activities_are_added_than_a_plan_may_have(planner: Page):
    own = [{"id": f"own-{n}", "output": "1", "title": "Fictive"} for n in range(1, MAX_ACTIVITIES + 1)]
    load(planner, {**FAKE, "activities": own})
    planner.locator(".plan-output.o1 .plan-add").click()
    expect(planner.locator(".plan-notice")).to_contain_text("500")
    assert len(shown(planner)["activities"]) == MAX_ACTIVITIES
    resize(planner, 360)
