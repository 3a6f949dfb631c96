"""The guide for a workshop on a country's own roadmap: a hand-written page below the planner."""

from __future__ import annotations

from dataclasses import replace

from roadmap.views.kinds import prose

KIND = replace(prose.KIND, schema_type="WebPage", listed_under="parties")
