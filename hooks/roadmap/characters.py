"""Characters that no text may contain."""

from __future__ import annotations

import re

from roadmap.problems import Problem, message

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, marks that reverse the direction of text, unpaired surrogates: no text needs them.

Its escapes are valid in JavaScript: the form uses the same pattern."""


def invisible(character: str, name: str, line: int) -> Problem:
    """Return the problem of a control character at a line of the file `name`."""
    what = message("Caractère de commande invisible %(code)s.", code=f"U+{ord(character):04X}")
    return Problem(name, line, what, message("Effacez-le et retapez le mot."))
