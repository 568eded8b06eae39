"""The shapes of a chart in px, as SVG text: bands, levels, projections and points that signal."""

from layouts.charts.spec.control_limits import POINT_STYLES, Level, edge_of
from layouts.ui.palette import FOCUS, INFO, LIMIT, MEAN, WHITE


def band_svg(x: float, low: float, high: float, stroke: float, cap: float) -> str:
    """Render a band as a vertical bar with a cap at each end."""
    return (
        f'<path d="M{x} {low}V{high}" stroke="{FOCUS}" stroke-width="{stroke}"/>'
        f'<path d="M{x - cap} {low}h{2 * cap}M{x - cap} {high}h{2 * cap}" stroke="{FOCUS}" '
        'stroke-width="3"/>'
    )


def projection_svg(band: list[tuple[float, float]]) -> str:
    """Return the band and its line; `band` has start, upper and lower end, and the line's own, in px."""
    start, high, low, end = band
    corners = " ".join(f"{x},{y}" for x, y in (start, high, low))
    return (
        f'<polygon points="{corners}" fill="{INFO.ground}"/>'
        f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" stroke="{FOCUS}" stroke-width="3" '
        'stroke-dasharray="3 5"/>'
    )


def level_svg(level: Level, left: float, right: float, y: float, thin: float) -> str:
    """Render the mean or a limit of a control chart from one edge to the other."""
    ink = MEAN if level.is_mean else LIMIT
    look = f'stroke-width="{thin}"' if level.is_mean else 'stroke-width="2" stroke-dasharray="5 4"'
    return f'<path d="M{left} {y}H{right}" stroke="{ink}" {look}/>'


def point_svg(
    signal: str, at: tuple[float, float], size: float, stroke: str, *, is_hollow: bool
) -> str:
    """Render a point of a control chart in the shape and colour of what it signals."""
    (x, y), look, half = at, POINT_STYLES[signal], size / 2
    fill = WHITE if is_hollow else look.ink
    edge = edge_of(signal, is_hollow=is_hollow)
    shape_svg = {
        "circle": f'<circle cx="{x}" cy="{y}" r="{half}"',
        "diamond": f'<path d="M{x} {y}m0-{half}l{half} {half}-{half} {half}-{half}-{half}z"',
        "square": f'<path d="M{x} {y}m-{half}-{half}h{2 * half}v{2 * half}h-{2 * half}z"',
    }[look.symbol]
    return f'{shape_svg} fill="{fill}" stroke="{edge}" {stroke}/>'
