"""What `data/roadmap.yml` says is printed stands in the leaflet, letter for letter but for line breaks and case.

Read here without the package, so that its own check is checked.
"""

import re

import pytest
import yaml

import sites

DATA = sites.PROJECT / "data"
ROADMAP = yaml.safe_load((DATA / "roadmap.yml").read_text(encoding="utf-8"))


def folded(text):
    """Without the mark-up around words, line breaks and case."""
    return " ".join(re.sub(r"<[^>]+>|[*#]", " ", text).split()).lower()


LEAFLET = folded((DATA / "source" / "leaflet-fr-ocr.txt").read_text(encoding="utf-8"))


def texts(value, path=""):
    """Every record that has a text and a state, with its place."""
    if isinstance(value, dict):
        if "state" in value:
            yield path + str(value.get("id", "")), value
        for key, inner in value.items():
            yield from texts(inner, f"{path}{key}.")
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, path)


TEXTS = dict(texts(ROADMAP))


@pytest.mark.parametrize("place", [place for place, text in TEXTS.items() if text["state"] in ("printed", "doubtful")])
def test_a_printed_text_stands_in_the_leaflet(place):
    assert folded(TEXTS[place]["text"]) in LEAFLET


@pytest.mark.parametrize("place", [place for place, text in TEXTS.items() if text["state"] == "restored"])
def test_a_restored_text_keeps_what_is_printed(place):
    text = TEXTS[place]
    assert all(folded(piece) in LEAFLET for piece in text["printed"])
    assert text["note"] and text["confidence"]


def test_the_cut_column_is_restored_whole():
    """Output 3 and its four activities lie under the fold: none may pass as printed."""
    output = next(output for output in ROADMAP["outputs"] if output["id"] == "3")
    assert [record["state"] for record in (output, *output["activities"])] == ["restored"] * 5


def test_nothing_invented_is_published():
    """The first page's third column and second goal were made up by the character recognition."""
    invented = (
        "Les politiques et mesures soutiennent la diversité des expressions culturelles numériques",
        "Efforts pour promouvoir",
        "Mettre en place des mécanismes de travail",
        "Coopération internationale pour promouvoir",
        "Nécessité de promouvoir",
        "Assurer un équilibre culturel",
    )
    assert all(folded(text) in LEAFLET for text in invented), "the test must look for what the leaflet really holds"
    published = folded((DATA / "roadmap.yml").read_text(encoding="utf-8"))
    assert [text for text in invented if folded(text) in published] == []


def test_the_roadmap_has_the_shape_unesco_announces():
    """Five outputs and twenty benchmark activities, four under each output; four goals; more may be added."""
    first = [output["activities"] for output in ROADMAP["outputs"] if output["state"] != "added"]
    assert [len([row for row in rows if row["state"] != "added"]) for rows in first] == [4] * 5
    assert len(ROADMAP["goals"]) == 4


def test_sdgs_read_on_the_leaflet_are_those_of_the_leaflet():
    """The numbers in their order on page 2; goal 1's row is not legible, so none is said to be read there."""
    numbers = [
        int(number) for number in re.findall(r"^(\d+)$", (DATA / "source" / "leaflet-fr-ocr.txt").read_text(), re.M)
    ]
    read = [link["read"] for goal in ROADMAP["goals"] for link in goal["sdgs"] if link["basis"] == "leaflet"]
    assert read == numbers[-6:]
    assert {link["basis"] for link in ROADMAP["goals"][0]["sdgs"]} == {"framework"}


def test_discoverability_is_kept_as_accessibility_in_french_and_said():
    """Nothing is corrected in silence: 2.1 and 2.4 keep the printed word, are marked, and say why."""
    for place in ("outputs.activities.2.1", "outputs.activities.2.4"):
        assert "accessibilité" in TEXTS[place]["text"]
        assert TEXTS[place]["state"] == "doubtful"
        assert "discoverability" in TEXTS[place]["note"]


UNESCO = {
    "title": "Open Roadmap for the implementation of the 2005 Convention in the digital environment",
    "output 1": "Regulatory frameworks, cultural policies and measures are designed or revised to meet the challenges "
    "of the digital environment in an informed and participatory manner",
    "output 2": "Policies and measures support digital creativity, enterprises and markets to ensure a diverse digital "
    "ecosystem",
    "output 3": "International agreements promote the balanced flow of cultural goods and services and promote "
    "equality between countries in the digital environment",
    "output 4": "Digital literacy, skills and competences are reinforced",
    "output 5": "Human rights and fundamental freedoms are promoted in the digital environment",
    "activity 1.1": "Conduct overall mapping of the digital cultural and creative sectors",
    "activity 1.2": "Establish national teams of government officials, private sector and civil society organizations "
    "(including women and youth organizations) and hold country-wide consultations",
    "activity 1.3": "Establish interministerial coordination mechanisms to monitor the impact of the regulatory "
    "frameworks, cultural policies and sector strategies",
    "goal 1": "Support sustainable systems of governance for culture",
    "goal 2": "Achieve a balanced flow of cultural goods and services and increase the mobility of artists and "
    "cultural professionals",
    "goal 3": "Integrate culture in sustainable development frameworks",
    "goal 4": "Promote human rights and fundamental freedoms",
}
"""UNESCO's own English, as the editors read it in copies of the leaflet and of a report of 2018."""


def test_official_translations_are_in_unesco_s_words_and_no_others_are_called_official(whole):
    official = {entry.context: entry.text for entry in whole.entries() if entry.text.official}
    assert all(set(text.official_sources) == {"en"} for text in official.values())
    english = whole.translator("en")
    assert {context: english.find(context, text.text).text for context, text in official.items()} == UNESCO
