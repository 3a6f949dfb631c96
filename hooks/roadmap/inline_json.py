"""Data within a page, for its scripts and for search engines."""

from __future__ import annotations

import json

from markupsafe import Markup


def in_script(data: object) -> Markup:
    """Return JSON for a script element: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
