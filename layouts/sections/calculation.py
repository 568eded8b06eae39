"""How a figure was worked out, in words and tables; what was reported beside it; its partners."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.cases.explanation import figure_words
from dashboard.cases.model import ExtractUsed, WorkedFrom
from dashboard.model.codes import BASIS_WORDS, breakdown_words
from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES, Difference, Partner
from dashboard.model.selection import Selection
from dashboard.text.format import day_words, plain_number, sentence_case
from layouts.sections.cases import count_words
from layouts.ui.components import aria, definition_list, plain_table, section


def working_section(panel: Panel, series: Series, working: WorkedFrom) -> html.Section:
    """Say formula, parts of the latest figure, extracts in force, rows counted and left out."""
    is_of_series = series.origin == CASES and series.latest is not None
    latest = figure_words(series.latest, panel.measure) if is_of_series else working.latest_words  # type: ignore[arg-type]
    return section(
        "How was this worked out",
        html.P(f"{working.formula}."),
        html.P("The cases are synthetic.") if panel.area.is_synthetic else None,
        definition_list(
            [
                ("Numerator", sentence_case(working.numerator_words)),
                ("Denominator", sentence_case(working.denominator_words)),
                ("Clock", sentence_case(working.clock_words)),
                ("Latest figure", latest),
                ("Rows in the extracts", _rows(working.rows)),
                ("Rows counted", _rows(working.counted)),
            ]
        ),
        _left_out(working),
        _extracts(working.extracts),
        anchor="worked-out",
    )


def _rows(number: float | None) -> str:
    return "" if number is None else plain_number(number, 0)


def _left_out(working: WorkedFrom) -> Component:
    if not working.left_out:
        return html.P("No row was left out.")
    rows = [[one.words, count_words(one)] for one in working.left_out]
    return plain_table("Rows left out, and why", ("Why", "Rows"), rows, numeric=("Rows",))


def _extracts(extracts: Iterable[ExtractUsed]) -> html.Div:
    rows = [
        [
            one.file_name,
            one.kind.replace("_", " "),
            day_words(one.cut_off) if one.cut_off else "",
            {"all": "All cases", "changes": "Changes only"}.get(one.coverage, one.coverage),
            _rows(one.rows),
            day_words(one.loaded_on) if one.loaded_on else "",
        ]
        for one in extracts
    ]
    columns = ("Extract", "Kind", "Cut-off", "Coverage", "Rows", "Loaded")
    return plain_table("Extracts in force", columns, rows, numeric=("Rows",))


def differences_section(panel: Panel) -> html.Section | None:
    """Set reported figures beside those worked out, newest first; None where none is both."""
    if not panel.differences:
        return None
    apart = sum(not one.agrees for one in panel.differences)
    told = "They agree." if not apart else f"{apart} of {len(panel.differences)} differ."
    columns = ("Period", "Series", "Reported", "Worked out from cases", "Counts", "Difference")
    rows = [_difference(one) for one in panel.differences]
    table = plain_table("Reported beside worked out", columns, rows, numeric=columns[2:])
    return section(
        "Reported and worked out",
        html.P(f"{len(panel.differences)} periods were both reported and worked out. {told}"),
        table,
        anchor="differences",
    )


def _difference(one: Difference) -> list[str]:
    basis = BASIS_WORDS.get(one.basis, one.basis).lower()
    named = ", ".join(filter(None, (breakdown_words(one.breakdown), basis)))
    return [
        one.period,
        sentence_case(named),
        one.reported,
        one.worked_out,
        one.counts,
        one.difference,
    ]


def pair_sentences(panel: Panel) -> html.Div | None:
    """Say what the measure's partners show beside it; None where no rule says anything."""
    said = [html.P(words, className="pair-words") for words in panel.pair_words]
    return html.Div(said, className="pairs") if said else None


def partner_list(panel: Panel, selection: Selection) -> html.Nav | None:
    """Link to the measures that this one is never read without, each with its newest figure."""
    named = {(one.measure_id, one.breakdown): one for one in panel.partners}
    if not named:
        return None
    links = [html.Li(_partner(one, selection)) for one in named.values()]
    head = html.P("Never read without", className="nav-name")
    return html.Nav(
        [head, html.Ul(links, className="bare")],
        className="partners",
        **aria(label="Measures beside this one"),
    )


def _partner(one: Partner, selection: Selection) -> list[Component | str]:
    href = selection.to("measure", measure=one.measure_id, breakdown=one.breakdown)
    part = breakdown_words(one.breakdown)
    named = f"{one.title}, {part}" if part else one.title
    return [html.A(named, href=href), f": {one.latest}" if one.latest else ": no figure yet"]
