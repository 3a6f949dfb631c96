"""The reliability of the list of Parties."""

from __future__ import annotations

from roadmap.localization import LocalizedText
from roadmap.views.view import View


def incomplete(view: View) -> LocalizedText:
    """Return a notice on how complete and how well verified the list of Parties is."""
    parties = view.site.project.parties
    return view.npgettext(
        "party",
        "Liste établie par la rédaction le %(day)s, incomplète et vérifiée en partie : %(confirmed)s sur "
        "%(count)s entrée est confirmée par une source. Elle ne remplace pas celle du dépositaire.",
        "Liste établie par la rédaction le %(day)s, incomplète et vérifiée en partie : %(confirmed)s sur "
        "%(count)s entrées sont confirmées par une source. Elle ne remplace pas celle du dépositaire.",
        parties.counts.entries,
        confirmed=parties.counts.confirmed,
        day=view.day(parties.as_of),
    )
