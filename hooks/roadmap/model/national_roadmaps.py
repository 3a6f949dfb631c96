"""What Parties did with the roadmap as a whole: national roadmaps, and the work that leads to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from roadmap.lazy_strings import LazyString, lazy_pgettext
from roadmap.model.contribution_fields import Name, Plain, Slug, Year
from roadmap.model.fields import ActivityId, Confidence, Date, LanguageCode, PartyCode, Record, SourceId, Url

RoadmapKind = Literal["national_roadmap", "project", "analysis", "reported", "related"]

KINDS: dict[RoadmapKind, LazyString] = {
    "national_roadmap": lazy_pgettext("national-roadmap", "Feuille de route nationale"),
    "project": lazy_pgettext("national-roadmap", "Projet de feuille de route nationale"),
    "analysis": lazy_pgettext("national-roadmap", "Analyse au regard de la feuille de route ouverte"),
    "reported": lazy_pgettext("national-roadmap", "Rapport signalé, texte non trouvé"),
    "related": lazy_pgettext("national-roadmap", "Stratégie apparentée"),
}
"""What an entry is, in plain words, in the order of the page. What the Open Roadmap did not inspire is `related`."""


class PublicSource(Record):
    """A public page or document that the editors read."""

    title: Name
    url: Url
    language: LanguageCode
    seen: Date
    copy_of: Name | None = None
    """The publisher of the original, if the page is a copy on another site."""


class NationalRoadmap(Record):
    """A national roadmap, or work of a Party that is close to one."""

    id: SourceId
    """`<party>-<name>`: the mark of the entry on its page, the identifier in the open data, and the name of the folder
    of its adaptation, `content/adaptations/<party>/<name>/`, once there is one. It never changes."""
    party: PartyCode
    co_parties: tuple[PartyCode, ...] = ()
    kind: RoadmapKind
    year: Year | None = None
    """The year of the document, or in which the project began; None if no source states it."""
    title: dict[LanguageCode, Name] = {}
    """The document's own titles, by language: it exists in these. Empty if its text was not found."""
    translation: Name | None = None
    """The title in French, by the editors, of a document that has none in French; translated with the rest."""
    summary: Annotated[Plain, StringConstraints(min_length=20, max_length=600)]
    """What it is, and who drew it up. In French; translated with the rest."""
    activities_stated: tuple[ActivityId, ...] = ()
    """The activities that a source links it to."""
    activities_inferred: tuple[ActivityId, ...] = ()
    """The activities that the editors link it to."""
    case_study: Slug | None = None
    """The case study about it, if there is one."""
    sources: Annotated[tuple[PublicSource, ...], Field(min_length=1)]
    confidence: Confidence
    note: Plain | None = None
    """What is not certain. In French; translated with the rest."""
    updated: Date

    @property
    def parties(self) -> tuple[str, ...]:
        """All its Parties, the first its own."""
        return (self.party, *self.co_parties)

    def texts(self, source: str) -> dict[str, str]:
        """Return the texts to translate from the `source` language, by the context of their translations."""
        title = self.translation or self.title.get(source)
        texts = {f"national-roadmap title {self.id}": title, f"national-roadmap {self.id}": self.summary}
        texts[f"national-roadmap note {self.id}"] = self.note
        return {context: text for context, text in texts.items() if text}

    @property
    def activities(self) -> tuple[str, ...]:
        """All its activities, stated or inferred."""
        return (*self.activities_stated, *self.activities_inferred)


class OfficialList(Record):
    """The list that the editors could not read."""

    title: Name
    url: Url
    language: LanguageCode


class NationalRoadmaps(Record):
    """The known national roadmaps: `data/national-roadmaps.yml`."""

    as_of: Date
    official_list: OfficialList
    roadmaps: tuple[NationalRoadmap, ...] = ()
