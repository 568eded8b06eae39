"""The box of a mini and its strokes."""

from collections.abc import Iterable
from typing import Final

from layouts.ui.palette import BASELINE, WHITE

WIDTH: Final = 132
HEIGHT: Final = 46


def drawing(height: int, parts: Iterable[str], width: int = WIDTH) -> str:
    """Return a mini that is stretched to its place."""
    return (
        f'<svg class="mini" viewBox="0 0 {width} {height}" preserveAspectRatio="none" '
        f'aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def stroke(path: str, ink: str, width: float, more: str = "") -> str:
    """Return a path whose width is not stretched."""
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width:g}" '
        f'vector-effect="non-scaling-stroke"{more}/>'
    )


def dot(x: float, y: float, ink: str, size: float) -> str:
    """Return a round dot of so many pixels."""
    return stroke(f"M{x:g} {y:g}h0", ink, size, ' stroke-linecap="round"')


def ring(x: float, y: float) -> str:
    """Return the ring of a baseline."""
    return dot(x, y, BASELINE, 9) + dot(x, y, WHITE, 5)
