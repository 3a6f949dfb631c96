"""A plot of costs by pages, both on logarithmic scales, as SVG.

Drawn here and not by a library: what could draw it brings a dozen packages, and this is two axes and a few lines. Each
line has its name at its end and a mark of its own, so that it is not told by colour alone; colours follow the reader's
light or dark scheme.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BOTTOM = 64, 170, 36, 52
APART = 18
"""Between two names, at least."""
MARKS = (
    '<circle cx="{x}" cy="{y}" r="4.5"/>',
    '<rect x="{left}" y="{top}" width="9" height="9"/>',
    '<path d="M{x} {above}l6 10h-12z"/>',
)
STYLE = """
svg{font:14px system-ui,sans-serif;--ink:#222;--rule:#d8d8d8;--c0:#0b57a4;--c1:#a3341c;--c2:#2c6e2f;background:#fff}
@media(prefers-color-scheme:dark){svg{--ink:#e6e6e6;--rule:#444;--c0:#7db8f5;--c1:#f2977f;--c2:#86cf8a;background:#16181c}}
text{fill:var(--ink)}.rule{stroke:var(--rule);fill:none}
.line{fill:none;stroke-width:2.5}.c0{stroke:var(--c0)}.c1{stroke:var(--c1);stroke-dasharray:7 4}.c2{stroke:var(--c2)}
.m0{fill:var(--c0)}.m1{fill:var(--c1)}.m2{fill:var(--c2)}
""".strip()
Points = Sequence[tuple[float, float]]


class Scale:
    """Places of numbers along one axis."""

    def __init__(self, numbers: Sequence[float], start: float, end: float):
        """From `start` for the smallest to `end` for the largest number, in pixels."""
        low, high = math.log10(min(numbers)), math.log10(max(numbers))
        margin = max(0.06 * (high - low), 0.05)
        self.low, self.high, self.start, self.end = low - margin, high + margin, start, end

    def __call__(self, number: float) -> float:
        """Where a number stands."""
        part = (math.log10(number) - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self) -> Iterator[float]:
        """1, 2, 5, 10, 20, 50 … as far as the axis reaches; without 2 and 5 where there would be many."""
        steps = (1, 2, 5) if self.high - self.low < 3 else (1,)
        for power in range(math.floor(self.low), math.ceil(self.high) + 1):
            yield from (s * 10**power for s in steps if self.low <= math.log10(s * 10**power) <= self.high)


def svg(
    lines: Mapping[str, Points], what: str = "processor time of a clean build, seconds", along: str = "pages"
) -> str:
    """The plot of lines by their names; lines without points are left out."""
    drawn = {name: points for name, points in lines.items() if points}
    if not drawn:
        raise ValueError("nothing to draw")
    x = Scale([point[0] for points in drawn.values() for point in points], LEFT, WIDTH - RIGHT)
    y = Scale([point[1] for points in drawn.values() for point in points], HEIGHT - BOTTOM, TOP)
    names = ", ".join(drawn)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(f"{what.capitalize()}, by {along}: {names}")}</title>',
        f"<style>{STYLE}</style>",
        *axes(x, y, what, along),
    ]
    for rank, points in enumerate(drawn.values()):
        path = " ".join(f"{x(one)},{y(other)}" for one, other in points)
        parts.append(f'<polyline class="line c{rank}" points="{path}"/>')
        for one, other in points:
            at = {"x": x(one), "y": y(other), "left": x(one) - 4.5, "top": y(other) - 4.5, "above": y(other) - 6}
            parts.append(f'<g class="m{rank}">{MARKS[rank].format(**at)}</g>')
    parts += labels(drawn, x, y)
    return "\n".join([*parts, "</svg>"]) + "\n"


def axes(x: Scale, y: Scale, what: str, along: str) -> Iterator[str]:
    """Rules with their numbers, and what the axes tell."""
    for tick in x.ticks():
        yield f'<path class="rule" d="M{x(tick)} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield f'<text x="{x(tick)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:,g}</text>'
    for tick in y.ticks():
        yield f'<path class="rule" d="M{LEFT} {y(tick)}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 8}" y="{y(tick) + 5}" text-anchor="end">{tick:,g}</text>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(along)}</text>'
    yield f'<text x="{LEFT - 48}" y="{TOP - 14}">{escape(what)}</text>'


def labels(drawn: Mapping[str, Points], x: Scale, y: Scale) -> Iterator[str]:
    """The name of each line beside its last point, moved up or down where two would touch."""
    ends = sorted((y(points[-1][1]), rank, name) for rank, (name, points) in enumerate(drawn.items()))
    below = -math.inf
    for place, rank, name in ends:
        place = max(place, below + APART)
        below = place
        last = x(list(drawn.values())[rank][-1][0])
        yield f'<text x="{last + 12}" y="{place + 5}">{escape(name)}</text>'
