"""The pictures that people put into the answers of an issue.

GitHub keeps them, and writes their address into the answer. The workflow fetches them beside the text of the issue, and
writes the name of the file in the place of the address (`read-submission.sh`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roadmap.problems import Message, message

PICTURE = re.compile(
    r"!\[(?P<words>[^\]\n]*)\]\((?P<file>[^)\s]+)\)"
    r'|<img\b(?=[^>\n]*\bsrc="(?P<source>[^"\n]+)")(?:(?=[^>\n]*\balt="(?P<alt>[^"\n]*)"))?[^>\n]*>'
)
NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(?:jpg|png|webp)")
"""The name of a file that was fetched."""
NO_CREDIT = message("Il manque à l’image ce qu’elle montre, ou son auteur.")
EXAMPLE = "![Une salle de montage. © Ministère de la Culture](…)"


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture in an answer."""

    file: str
    alternative: str
    """What it shows, for people who do not see it; empty if the answer does not say."""
    credit: str
    """Whose picture it is; empty if the answer does not say."""
    offset: int
    """The number of lines of the answer above it."""


def take(text: str) -> tuple[str, list[Upload]]:
    """Return an answer without the pictures that were fetched, and these pictures; other pictures stay in it."""
    found: list[Upload] = []

    def replace(match: re.Match[str]) -> str:
        file = match["file"] or match["source"] or ""
        if not NAME.fullmatch(file):
            return match[0]
        alternative, _sign, credit = (match["words"] or match["alt"] or "").partition("©")
        offset = text.count("\n", 0, match.start())
        found.append(Upload(file, alternative.strip() if credit.strip() else "", credit.strip(), offset))
        return ""

    return PICTURE.sub(replace, text), found


def advice() -> Message:
    """Return how to write what a picture shows, and whose it is."""
    return message(
        "Écrivez entre les crochets ce que montre l’image, puis © et son auteur : « %(example)s ».", example=EXAMPLE
    )
