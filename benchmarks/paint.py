"""Measures how long the form takes from a key to the next paint, on a phone slowed four times.

In one run, interleaved: with an empty field, and with 20,000 characters in it. Run
`.venv/bin/python benchmarks/paint.py` after `make site`, on a machine that does nothing else.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browser import launch, serve

KEYS, ROUNDS, SLOWDOWN = 30, 3, 4
PARAGRAPH = "The fake fund counts fake sheep, and fake goats, in fake fields. [1]\n\n"
FIELD = "#text-main-features"
WATCH = """() => {
  globalThis.paints = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (one.name === "keydown") globalThis.paints.push(one.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
}"""


def measure(page: Page, length: int) -> list[float]:
    """Return the milliseconds from each of KEYS keys to the next paint; 0 for those under 16, which browsers round."""
    text = (PARAGRAPH * (length // len(PARAGRAPH) + 1))[:length]
    page.evaluate("([field, text]) => { document.querySelector(field).value = text; }", [FIELD, text])
    page.evaluate("() => { globalThis.paints = []; }")
    page.focus(FIELD)
    page.keyboard.press("End")
    for _key in range(KEYS):
        page.keyboard.press("a")
        page.wait_for_timeout(120)
    page.wait_for_timeout(600)  # the draft is saved 400 ms after the last key
    paints: list[float] = page.evaluate("() => globalThis.paints")
    return [*paints, *[0.0] * (KEYS - len(paints))]


def main(site: Path) -> None:
    """Print the table."""
    found: dict[int, list[float]] = {0: [], 20_000: []}
    with launch() as browser, serve(site) as home:
        page = browser.new_page(viewport={"width": 360, "height": 800}, bypass_csp=True)
        page.goto(f"{home}contribute/")
        page.wait_for_function("() => globalThis.roadmapForm?.form")
        page.evaluate("() => roadmapForm.form.lead(roadmapForm.form.question('text.main_features'))")
        page.evaluate(WATCH)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        for _round in range(ROUNDS):
            for length, times in found.items():
                times += measure(page, length)
    print("| characters | median, ms | 95th percentile, ms | longest, ms |\n| --: | --: | --: | --: |")
    for length, times in found.items():
        quantile = statistics.quantiles(times, n=20)[-1]
        print(f"| {length:,} | {statistics.median(times):.0f} | {quantile:.0f} | {max(times):.0f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
