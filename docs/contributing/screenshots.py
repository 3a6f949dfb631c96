"""Makes the pictures of the guides: `python docs/contributing/screenshots.py [en] [fr]`.

Builds the site into a temporary folder, fills the form with the guides' own example, and photographs it. Look at each
picture before you commit it.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
NAMES = ("form", "sources", "errors", "preview", "ready")
GUIDES = {"en": "docs/case-studies.md", "fr": "docs/case-studies.fr.md"}
PAGES = {"en": "en/contribute/", "fr": "contribute/"}
WIDTH, HEIGHT, MARGIN = 900, 900, 24
COLOURS = 96
MAX_BYTES = 150_000


def example(language: str) -> dict[str, Any]:
    """The submission that the guide shows."""
    text = (PROJECT / GUIDES[language]).read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(submission:.*?)^```$", text, re.DOTALL | re.MULTILINE)
    if block is None:
        sys.exit(f"{GUIDES[language]}: no example that starts with `submission:`")
    return yaml.load(block[1], Loader=yaml.BaseLoader)


def build(folder: Path) -> None:
    """Builds the site as it is published, with its links to GitHub."""
    roadmap = Path(sys.executable).with_name("roadmap")
    environment = {**os.environ, "REPO_URL": "https://example.org/repository", "NO_MKDOCS_2_WARNING": "1"}
    command = [str(roadmap), "--project", str(PROJECT), "build", "--output", str(folder)]
    subprocess.run(command, check=True, env=environment)


class Form:
    """The form in a page of the browser, and what one does with it."""

    def __init__(self, page: Any, language: str):
        """`page` shows the form of `language`."""
        self.page, self.language, self.data = page, language, example(language)
        self.facts, self.text = self.data["case_study"], self.data["texts"][language]

    def answer(self, path: str, value: Any) -> None:
        """Answers one question, by its place in the submission."""
        question = self.page.locator(f'form .question[data-path="{path}"]').first
        control = question.get_attribute("data-control")
        if control == "choices":
            for one in value:
                question.locator(f'input[value="{one}"]').check()
        elif control == "choice":
            question.locator("select").select_option(value)
        else:
            question.locator("input, textarea").fill(value.strip())

    def fill_measure(self) -> None:
        """Answers all but the sources and the sections."""
        facts = self.facts
        self.answer("case_study.party", facts["party"])
        for name in ("title", "summary"):
            self.answer(f"text.{name}", self.text[name])
        self.answer("slug", self.data["slug"])
        self.answer("case_study.original_language", self.language)
        self.answer("case_study.lead_institution", facts["lead_institution"][self.language])
        self.answer("case_study.years.start", facts["years"]["start"])
        for name in ("domains", "activities", "origin", "licence"):
            self.answer(f"case_study.{name}", facts[name])

    def fill_source(self, rank: int) -> None:
        """Fills in a row of the list of sources, which must be there."""
        row = self.page.locator("form .source").nth(rank)
        for name, value in self.facts["sources"][rank].items():
            row.locator(f'[data-path="source.{name}"] input').fill(value)

    def fill_text(self) -> None:
        """Fills in the other sources and every section."""
        for rank in range(1, len(self.facts["sources"])):
            self.page.locator("form .add").click()
            self.fill_source(rank)
        for name, value in self.text.items():
            self.answer(f"text.{name}", value)

    def write_days(self) -> None:
        """Writes the dates as the readers' browsers do: the one of the tests speaks American English only."""
        self.page.evaluate(
            """() => document.querySelectorAll("form input[type=date]").forEach((field) => {
              const day = field.value.split("-").reverse().join("/");
              field.type = "text";
              field.style.maxInlineSize = "12rem";
              field.value = day;
            })"""
        )

    def restore_days(self) -> None:
        """Puts back the fields for dates."""
        self.page.evaluate(
            """() => document.querySelectorAll("form [data-control=date] input").forEach((field) => {
              const day = field.value.split("/").reverse().join("-");
              field.type = "date";
              field.value = day;
            })"""
        )

    def prepare(self) -> None:
        """Presses the button that checks and makes the file."""
        self.page.locator("form [type=submit]").click()

    def made(self) -> dict[str, Any]:
        """The file that the form gives."""
        return yaml.load(self.page.locator("#submission-text").input_value(), Loader=yaml.BaseLoader)

    def take(self, name: str, first: str, last: str) -> None:
        """Photographs what is between two elements, both included."""
        self.page.wait_for_timeout(700)  # the draft is saved, and the preview made, a moment after the last key
        self.page.evaluate("() => document.activeElement.blur()")
        top = self.page.locator(first).first.bounding_box()
        bottom = self.page.locator(last).first.bounding_box()
        start = top["y"] + self.page.evaluate("() => scrollY") - MARGIN
        height = bottom["y"] + bottom["height"] - top["y"] + 2 * MARGIN
        clip = {"x": 0, "y": start, "width": WIDTH, "height": height}
        raw = self.page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
        save(raw, HERE / f"{name}.{self.language}.png")


def save(raw: bytes, path: Path) -> None:
    """Writes a picture with few colours, so that it stays light."""
    with Image.open(io.BytesIO(raw)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(PROJECT)}: {few.width} × {few.height}, {size // 1000} KB")
    if size >= MAX_BYTES:
        sys.exit(f"{path.name} is too heavy")


def photograph(form: Form) -> None:
    """Makes the five pictures, in the order in which one fills in the form."""
    question = 'form .question[data-path="{}"]'.format
    form.fill_measure()
    form.take("form", "form.contribute > h2", question("case_study.original_language"))

    form.fill_source(0)
    opening = form.text["main_features"].split("\n")[0]
    form.answer("text.main_features", opening)
    form.write_days()
    form.take("sources", "form .group:has(#group-source)", question("text.main_features"))
    form.restore_days()

    form.answer("text.main_features", opening.removesuffix(" [1]"))
    form.answer("case_study.licence", "")
    form.prepare()
    form.take("errors", "form .errors", "form .form-buttons")

    form.answer("case_study.licence", form.facts["licence"])
    form.fill_text()
    form.take("preview", "form .preview", "form .preview__page .case-section >> nth=1")

    form.prepare()
    form.take("ready", "form .ready", "form .ready")
    if form.made() != form.data:
        sys.exit(f"{form.language}: the form's file does not say what the guide's example says")


@contextmanager
def page_of(site: Path, language: str) -> Iterator[Any]:
    """The page of the form, in the browser of the tests."""
    sys.path.insert(0, str(PROJECT / "tests"))
    import browser

    with browser.serve(site) as home, browser.launch() as chromium:
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.clock.set_fixed_time(f"{example(language)['case_study']['updated']}T12:00:00")
        page.goto(home + PAGES[language])
        yield page


def main(languages: list[str]) -> None:
    """Makes the pictures of some languages; of both when none is named."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build(site)
        for language in languages or GUIDES:
            with page_of(site, language) as page:
                photograph(Form(page, language))


if __name__ == "__main__":
    main(sys.argv[1:])
