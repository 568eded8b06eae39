"""The chart of a series as an SVG that is as wide as its place, its letters and marks unscaled."""

from collections.abc import Iterable
from datetime import date

from layouts.charts.spec.boxes import WIDTHS
from layouts.charts.spec.plot import FONT, PHONE, Plot
from layouts.charts.svg.line import ChartLook, LineChart


def fluid_svg(plot: Plot, height: int, width: int = PHONE) -> str:
    """Return a plot as SVG text of so many px in height, its labels placed for `width` px."""
    sides = plot.margins
    svg_parts = "".join(_FluidChart(plot, height, width).parts())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" height="{height}" font-size="{FONT}" '
        f'overflow="visible" style="display:block;margin-left:{sides.left}px;'
        f'width:calc(100% - {sides.left + sides.right}px)">{svg_parts}</svg>'
    )


class _FluidChart(LineChart):
    """A chart whose plot is as wide as the SVG it stands in: places across it are percentages.

    Its labels are placed for the least width that it may have.
    """

    def __init__(self, plot: Plot, height: int, width: int) -> None:
        super().__init__(plot, width, height, ChartLook())
        self.plot_area = self.plot_area._replace(widths=WIDTHS)

    def x(self, share: float) -> str:
        return f"{100 * share:.2f}%"

    def corner(self, day: date | None, value: float) -> str:
        share = self.plot.time.share(day) if day else 0
        return f"{1000 * share:.1f},{self.y(value)}"

    def put(self, x: str, y: float, svg_text: str) -> str:
        return f'<svg x="{x}" y="{y}" overflow="visible">{svg_text}</svg>'

    def joined(self, corners: Iterable[str], look: str, shape: str = "polyline") -> str:
        drawn = super().joined(corners, f'{look} vector-effect="non-scaling-stroke"', shape)
        return (
            f'<svg width="100%" height="{self.bottom}" viewBox="0 0 1000 {self.bottom}" '
            f'preserveAspectRatio="none" overflow="visible">{drawn}</svg>'
        )
