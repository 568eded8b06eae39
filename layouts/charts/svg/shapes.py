"""The shapes of a chart in px, as SVG text: bands, levels and points that signal."""

from layouts.charts.spec.control_limits import POINT_STYLES, Level, edge_of
from layouts.ui.palette import FOCUS, LIMIT, MEAN, WHITE


def band_svg(rise: float, stroke: float, cap: float) -> str:
    """Return a band as a vertical bar from its lower end at 0, with a cap at each end."""
    return (
        f'<path d="M0 0v{rise:.1f}" stroke="{FOCUS}" stroke-width="{stroke}"/>'
        f'<path d="M-{cap} 0h{2 * cap}M-{cap} {rise:.1f}h{2 * cap}" stroke="{FOCUS}" '
        'stroke-width="3"/>'
    )


def level_look(level: Level, thin: float) -> str:
    """Return the stroke of the mean or of a limit of a control chart."""
    if level.is_mean:
        return f'stroke="{MEAN}" stroke-width="{thin}"'
    return f'stroke="{LIMIT}" stroke-width="2" stroke-dasharray="5 4"'


def point_svg(signal: str, size: float, stroke: str, *, is_hollow: bool) -> str:
    """Return a point of a control chart, round 0, in the shape and colour of what it signals."""
    look, half = POINT_STYLES[signal], size / 2
    fill = WHITE if is_hollow else look.ink
    edge = edge_of(signal, is_hollow=is_hollow)
    shape_svg = {
        "circle": f'<circle r="{half}"',
        "diamond": f'<path d="M0-{half}l{half} {half}-{half} {half}-{half}-{half}z"',
        "square": f'<path d="M-{half}-{half}h{2 * half}v{2 * half}h-{2 * half}z"',
    }[look.symbol]
    return f'{shape_svg} fill="{fill}" stroke="{edge}" {stroke}/>'
