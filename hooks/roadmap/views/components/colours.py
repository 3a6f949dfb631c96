"""The contrast of text on a colour: WCAG 2.2, success criterion 1.4.3."""

from __future__ import annotations

WHITE, BLACK = "#FFFFFF", "#000000"


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of `#RRGGBB` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink(background: str) -> str:
    """Return white or black, whichever has more contrast; one of them always has 4.5:1."""
    return max((WHITE, BLACK), key=lambda colour: contrast(background, colour))
