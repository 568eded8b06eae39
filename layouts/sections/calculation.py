"""How a figure was worked out, in words and tables; what was reported beside it; its partners."""

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.cases.explanation import figure_words
from dashboard.cases.model import Calculation
from dashboard.model.codes import BASIS_WORDS, breakdown_words
from dashboard.model.panel import Panel, Series
from dashboard.model.points import CASES, Difference, Partner
from dashboard.model.selection import Selection
from dashboard.text.format import day_words, sentence_case
from layouts.ui.components import aria, definition_list, section
from layouts.ui.tables import plain_table

_NOT_COUNTED: Final = (
    "How many rows were counted or left out is not shown: beside the figures it could give a small "
    "number away."
)


def calculation_section(panel: Panel, series: Series, calculation: Calculation) -> html.Section:
    """Render the formula, the parts of the latest figure, the extracts, rows counted and left out."""
    is_of_series = series.origin == CASES and series.latest is not None
    latest = (
        figure_words(series.latest, panel.measure) if is_of_series else calculation.latest_words
    )  # type: ignore[arg-type]
    return section(
        "How it’s worked out",
        html.P(f"{calculation.formula}."),
        html.P("The cases are synthetic.") if panel.area.is_synthetic else None,
        definition_list(
            [
                ("Numerator", sentence_case(calculation.numerator_words)),
                ("Denominator", sentence_case(calculation.denominator_words)),
                ("Clock", sentence_case(calculation.clock_words)),
                ("Latest figure", latest),
                *_counted_rows(calculation),
            ]
        ),
        _excluded_rows(calculation),
        _extracts(calculation),
        anchor="worked-out",
    )


def _counted_rows(calculation: Calculation) -> list[tuple[str, str]]:
    if calculation.counted is None:
        return []
    rows = calculation.counted + sum(count for _, count in calculation.left_out)
    return [("Rows in the extracts", f"{rows:,}"), ("Rows counted", f"{calculation.counted:,}")]


def _excluded_rows(calculation: Calculation) -> Component:
    if not calculation.shows_rows:
        return html.P(_NOT_COUNTED)
    if not calculation.left_out:
        return html.P("No row was left out.")
    rows = [[reason, f"{count:,}"] for reason, count in calculation.left_out]
    return plain_table("Rows left out, and why", ("Why", "Rows"), rows, numeric=("Rows",))


def _extracts(calculation: Calculation) -> html.Div:
    rows = [
        [
            extract.file_name or "Not shown",
            extract.kind.replace("_", " "),
            day_words(extract.cut_off) if extract.cut_off else "",
            {"all": "All cases", "changes": "Changes only"}.get(extract.coverage, extract.coverage),
            *([] if extract.rows is None else [f"{extract.rows:,}"]),
            day_words(extract.loaded_on) if extract.loaded_on else "",
        ]
        for extract in calculation.extracts
    ]
    of_rows = ("Rows",) if calculation.shows_rows else ()
    columns = ("Extract", "Kind", "Cut-off", "Coverage", *of_rows, "Loaded")
    return plain_table("Extracts in force", columns, rows, numeric=of_rows)


def differences_section(panel: Panel) -> html.Section | None:
    """Render reported figures beside those worked out, newest first; None where none is both."""
    if not panel.differences:
        return None
    differing = sum(not difference.agrees for difference in panel.differences)
    agreement = (
        "They agree." if not differing else f"{differing} of {len(panel.differences)} differ."
    )
    columns = ("Period", "Series", "Reported", "Worked out from cases", "Counts", "Difference")
    rows = [_difference(difference) for difference in panel.differences]
    table = plain_table("Reported beside worked out", columns, rows, numeric=columns[2:])
    return section(
        "Reported and worked out",
        html.P(f"{len(panel.differences)} periods were both reported and worked out. {agreement}"),
        table,
        anchor="differences",
    )


def _difference(difference: Difference) -> list[str]:
    basis = BASIS_WORDS.get(difference.basis, difference.basis).lower()
    series_name = ", ".join(filter(None, (breakdown_words(difference.breakdown), basis)))
    return [
        difference.period,
        sentence_case(series_name),
        difference.reported,
        difference.worked_out,
        difference.counts,
        difference.difference,
    ]


def pair_sentences(panel: Panel) -> html.Div | None:
    """Render what the measure's partners show; None where no rule applies."""
    sentences = [html.P(words, className="pair-words") for words in panel.pair_words]
    return html.Div(sentences, className="pairs") if sentences else None


def partner_list(panel: Panel, selection: Selection) -> html.Nav | None:
    """Render links to the measures that this one is never read without, with their newest figures."""
    partners = {(partner.measure_id, partner.breakdown): partner for partner in panel.partners}
    if not partners:
        return None
    links = [html.Li(_partner(partner, selection)) for partner in partners.values()]
    head = html.P("Read together with", className="nav-name")
    return html.Nav(
        [head, html.Ul(links, className="bare")],
        className="partners",
        **aria(label="Measures beside this one"),
    )


def _partner(partner: Partner, selection: Selection) -> list[Component | str]:
    href = selection.to("measure", measure=partner.measure_id, breakdown=partner.breakdown)
    part = breakdown_words(partner.breakdown)
    title = f"{partner.title}, {part}" if part else partner.title
    return [
        html.A(title, href=href),
        f": {partner.latest}" if partner.latest else ": no figure yet",
    ]
