"""The table of the targets and baselines of a series."""

from typing import Any

from dash import html

from dashboard.model.codes import breakdown_words, window_words
from dashboard.model.panel import Baseline, Panel, Series, Target
from dashboard.text.format import (
    basis_words,
    period_words,
    point_words,
    screen_name,
    sentence_case,
    target_noun,
    target_words,
    when_words,
)
from layouts.ui.tables import plain_table


def target_table(panel: Panel, series: Series) -> html.Div | html.P:
    """Render every target and baseline of the chosen breakdown, fitting or not, with its source."""
    rows = [_target(target, panel) for target in series.targets]
    rows += [["Target", words, "", "", "Yes", "", ""] for words in series.open_targets]
    rows += [_baseline(baseline, panel) for baseline in series.baselines]
    if not rows:
        return html.P("The plan sets no target and no baseline for this series.")
    columns = ("What", "Value", "For", "Due or period", "In force", "Source", "Note")
    return plain_table("Targets and baselines of this series", columns, rows)


def _target(target: Target, panel: Panel) -> list[Any]:
    return [
        target_noun(panel.measure.better, target).title(),
        target_words(target, panel.measure.unit),
        _scope(target.breakdown, basis_words(target)),
        when_words(target) or "No date published",
        "Yes" if target.is_in_force else "No",
        panel.sources.get(target.source_document, target.source_document),
        screen_name(target.note),
    ]


def _baseline(baseline: Baseline, panel: Panel) -> list[Any]:
    point = baseline.point
    return [
        "Baseline",
        point_words(point, panel.measure.unit),
        _scope(baseline.breakdown, window_words(*point.window)),
        period_words(point),
        "",
        panel.sources.get(point.source_document, point.source_document),
        screen_name(point.note),
    ]


def _scope(breakdown: str, window: str) -> str:
    parts = (breakdown_words(breakdown), window.lower())
    return sentence_case(", ".join(part for part in parts if part))
