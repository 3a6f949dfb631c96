"""The rules of style that follow from the data, for the style sheet: the policy of pages allows no style in them."""

from __future__ import annotations

from roadmap.site import Site
from roadmap.views.components import colours


def of_site(site: Site) -> str:
    """Return the rules: the colours of each SDG, and the number of columns for each number of outputs."""
    tiles = (
        f".sdg-{sdg.number}{{background:{sdg.colour};color:{colours.ink(sdg.colour)}}}" for sdg in site.sdgs.values()
    )
    outputs = (f".columns-{count}{{--columns:{count}}}" for count in range(1, len(site.current_outputs) + 1))
    return "\n".join([*tiles, *outputs, ""])
