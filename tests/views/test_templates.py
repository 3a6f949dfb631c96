"""The contract of `views/contexts` and the templates: nothing is read that is not there, nothing is there unread."""

import copy
import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path
from urllib.parse import urljoin

import jinja2
import pytest
from PIL import Image

import sites
from roadmap import page_table
from roadmap.checks import case_studies
from roadmap.model.adaptation import PlannedActivity
from roadmap.model.contribution import SECTIONS, Picture
from roadmap.model.former_addresses import Addresses
from roadmap.model.roadmap import Ended, SourceDocument, TextVersion
from roadmap.publishing import exports, page_html
from roadmap.site import Site
from roadmap.views import contexts, frame
from roadmap.views.offered import Archive, Offered, Whole
from roadmap.views.pictures import comparison
from roadmap.views.render import Renderer
from roadmap.views.start_page import start_body
from roadmap.views.view import View
from small import fake_plan
from visits import ARABIC, SPANISH

pytestmark = pytest.mark.slow

PROJECT = sites.PROJECT
FIRST, SECOND = (address.split("/")[1] for address in (SPANISH, ARABIC))
ICONS = Path(jinja2.__file__).parent.parent / "material" / "templates"
OFFERED = Offered(Whole("fake", 2, 1000, 1000), (Archive("fr", "offline/fake.zip", 1000, "fake"),))
CLASSES = [
    thing
    for module in pkgutil.iter_modules(contexts.__path__, f"{contexts.__name__}.")
    for thing in vars(importlib.import_module(module.name)).values()
    if isinstance(thing, type) and dataclasses.is_dataclass(thing) and thing.__module__ == module.name
]


FORMER = Addresses.model_validate(
    {
        "moved": {"fake/": "about/"},
        "withdrawn": {"faker/": {"title": {"fr": "Faux"}, "date": "2001-02-03", "reason": {"fr": "Faux."}}},
    }
)


@pytest.fixture(scope="module")
def loaded(whole):
    return whole


@pytest.fixture(scope="module")
def renderer():
    return Renderer([PROJECT / "overrides", ICONS])


def revised(roadmap):
    """The roadmap after a fake decision: it changed activity 1.2, and ended activity 1.1 and output 2."""
    facts = {"id": "fake", "title": "Faux", "issuer": "Faux", "date": "2001-02-03", "language": "fr", "note": "Faux."}
    document = SourceDocument.model_validate({**facts, "symbol": "F/1", "url": "https://example.org/fake"})
    one, two, *others = roadmap.outputs
    first, second, *rest = one.activities
    ended = first.model_copy(update={"ended": Ended(document="fake", replaced_by=("1.2",), note="Faux.")})
    former = (TextVersion(text=second.text, state="printed", note="Faux."),)
    changed = second.model_copy(update={"state": "revised", "document": "fake", "former": former})
    one = one.model_copy(update={"activities": (ended, changed, *rest)})
    two = two.model_copy(update={"ended": Ended(document="fake", replaced_by=("1",))})
    return roadmap.model_copy(update={"documents": (document,), "outputs": (one, two, *others)})


@pytest.fixture
def everything(loaded, monkeypatch, tmp_path):
    """The site with all that pages may have to show: texts that fall back, long lists, a case study with everything."""
    monkeypatch.setattr(page_table, "PER_PAGE", 5)
    case = loaded.project.cases[FIRST]
    Image.new("RGB", (8, 6)).save(tmp_path / "fake.png")
    picture = Picture(file="fake.png", alt={"es": "Fake."}, credit="Fake")
    authority = {"origin": "party", "mandate": "Fake", "contact": "fake@example.org"}
    facts = case.facts.model_copy(update={**authority, "images": (picture,), "sdgs": (5,)})
    texts = {**case.texts, "fr": dataclasses.replace(case.texts["fr"], fingerprints={})}  # behind
    spoiled = dataclasses.replace(case, facts=facts, texts=texts, files={"fake.png": tmp_path / "fake.png"})
    foreign = loaded.project.cases[SECOND]
    portuguese = dataclasses.replace(foreign.original, language="pt")
    foreign = dataclasses.replace(
        foreign,
        facts=foreign.facts.model_copy(update={"original_language": "pt"}),
        texts={"fr": foreign.texts["fr"], "pt": portuguese},
    )
    used = {code for case in loaded.project.cases.values() for code in case.facts.parties} | {"AD", "AE"}
    parties = tuple(party for party in loaded.project.parties.parties if party.code in used)  # the others are as these
    taken = PlannedActivity(id=case.facts.activities[0], decision="taken_up")
    ended = PlannedActivity(id="1.1", decision="taken_up")
    plans = [
        fake_plan(f"fake-{n}", party=case.facts.party, activities=(*fake_plan().plan.activities, ended, taken))
        for n in range(comparison.MOST_COLUMNS + 1)
    ]
    about = {language: page for language, page in loaded.project.prose["about"].items() if language != "ar"}
    site = Site(
        dataclasses.replace(
            loaded.project,
            records={
                **loaded.project.records,
                "parties": loaded.project.parties.model_copy(update={"parties": parties}),
                "addresses": FORMER,
                "roadmap": revised(loaded.roadmap),
            },
            cases={**loaded.project.cases, case.slug: spoiled, foreign.slug: foreign},
            prose={**loaded.project.prose, "about": about},
            adaptations={plan.id: plan for plan in plans},
        )
    )
    translator = site.translator("ar")
    arabic, *others = translator.chain
    lacking = copy.copy(arabic)  # the catalogue itself serves other tests
    lacking.texts = dict(arabic.texts)
    del lacking.texts["activity 2.2", site.activities["2.2"][1].text]  # falls back
    translator.chain = [lacking, *others]
    return site


def render_everything(loaded, renderer):
    for language in ("fr", "ar"):
        view = View(loaded, language, "https://example.org/", "https://example.org/repository")
        view.offered = OFFERED
        view.printed = {"adapt/worksheet-a4.pdf": 1000}
        for row in page_table.rows(loaded):
            renderer.page(view, row)
        view.card = PROJECT / "fake.png"
        renderer.page(view, view.rows[0])
        renderer.card(view)
        messages = [frame.lost_message(view)]
        renderer.file(
            "404.html",
            source="fr",
            messages=messages,
            base="/",
            assets={"favicon.svg": "", "roadmap.css": "", "lost.js": ""},
        )
        exports.cards(view, renderer)
        exports.former_pages(view, renderer)
        renderer.start(view, next(row for row in view.rows if row.kind.name == "offline"), start_body(view, view.rows))
    view = View(loaded, "fr", "https://example.org/")
    renderer.file("sitemap.xml", pages=[frame.page_info(view, row) for row in page_table.rows(loaded)])


def test_templates_read_every_field_and_no_other(everything, renderer, monkeypatch):
    """A renamed field fails in StrictUndefined; a field no template reads is dead weight."""
    read, rendering = set(), []
    render = jinja2.Template.render

    def recording_render(template, *args, **kwargs):
        rendering.append(True)
        try:
            return render(template, *args, **kwargs)
        finally:
            rendering.pop()

    def recording(cls):
        def __getattribute__(self, name):
            if rendering:
                read.add(f"{cls.__name__}.{name}")
            return object.__getattribute__(self, name)

        return __getattribute__

    monkeypatch.setattr(jinja2.Template, "render", recording_render)
    for cls in CLASSES:
        monkeypatch.setattr(cls, "__getattribute__", recording(cls), raising=False)
    render_everything(everything, renderer)
    fields = {f"{cls.__name__}.{field.name}" for cls in CLASSES for field in dataclasses.fields(cls)}
    assert "\n".join(sorted(fields - read)) == ""


def test_a_missing_value_is_an_error(renderer):
    with pytest.raises(jinja2.UndefinedError):
        renderer.environment.from_string("{{ nothing }}").render()


def test_values_are_escaped_in_text_and_attributes(loaded, renderer):
    view = View(loaded, "en", "https://example.org/")
    text = view.french('<b>"&')
    html = renderer.environment.from_string('{{ text }}<i title="{{ text.value }}">').render(text=text)
    assert html == ('<span lang="fr" dir="ltr">&lt;b&gt;&#34;&amp;</span><i title="&lt;b&gt;&#34;&amp;">')


def test_a_translation_cannot_bring_markup(loaded, renderer):
    """A catalogue's text is escaped like any other; a lone percent sign does not break the page."""
    view = View(loaded, "fr", "https://example.org/")
    template = renderer.environment.from_string('{{ pgettext("x", "100 % <script>") }}')
    assert template.render(view=view) == "100\u00a0% &lt;script&gt;"


def test_every_template_is_used(renderer):
    """A template nobody renders or includes is dead."""
    overrides = PROJECT / "overrides"
    texts = {path: path.read_text() for path in overrides.rglob("*.html")}
    named = "\n".join([*texts.values(), *(p.read_text() for p in (PROJECT / "hooks").rglob("*.py"))])
    kinds = {f"{kind.template}.html" for kind in page_table.KINDS}
    for path in texts:
        used = path.name in {*kinds, "main.html"} or path.name in named or f'"{path.stem}"' in named
        assert used, path


def test_the_ids_that_a_case_study_may_not_take_are_those_of_its_template_and_its_sections(everything, renderer):
    """What `case_checks` keeps free is what kinds/case-study.html takes, in a case study with everything."""
    view = View(everything, "fr", "https://example.org/")
    shown = [row for row in view.rows if row.id in (FIRST, SECOND)]
    html = "".join(renderer.page(view, row) for row in shown)
    taken = set(re.findall(r'\bid="([^"]+)"', html))
    taken -= {*SECTIONS, *(f"source-{rank}" for rank in range(1, 10))}
    assert taken == case_studies.TEMPLATE_IDS


HREF = re.compile(r' href="([^"]*)"')


def resolved(html: str, page: str) -> str:
    """Mark-up with its links from the site's root."""
    return HREF.sub(lambda found: f' href="{urljoin(f"https://example.org/{page}", found[1])}"', html)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_headers_and_footers_rendered_for_many_pages_are_those_of_each(everything, renderer, language):
    """With the same words, states and destinations."""
    view = View(everything, language, "https://example.org/")
    for row in view.rows:
        around, path = renderer.context(view, row, ""), view.path(row.address)
        for name in ("header", "footer"):
            made = around[name]
            assert resolved(made, path) == resolved(renderer.part(name, view, row), path), row.address
    assert len(view.rows) > 4 * len(renderer.shared_frames[view]), "each was rendered by itself"


def test_what_pages_load_is_named_by_the_elements_in_which_it_is_looked_for():
    """`written.loaded` looks into no other: what it did not find would be missing without network."""
    attributes = "|".join(page_html.LOADED)
    for path in (PROJECT / "overrides").rglob("*.html"):
        for tag in re.findall(rf"<([a-z]+)\b[^<]*? (?:{attributes})=", path.read_text(encoding="utf-8")):
            assert page_html.LOADING.match(f'<{tag} src="x"></{tag}>'), f"{path}: {tag}"


def test_scripts_share_messages_numbers_and_data():
    """`roadmap.js`, which every page loads, has the one copy; what asks before it is there fetches by itself."""
    copied = re.compile(r"%\\\(|fetch\(.*\bjson\(|toLocaleString\(document|NumberFormat|data-from")
    found = {path.name for path in (PROJECT / "overrides" / "assets").rglob("*.js") if copied.search(path.read_text())}
    assert found == {"roadmap.js", "search-ahead.js"}
