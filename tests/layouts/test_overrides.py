"""The stamp under a written headline, the form in which it is written, and evidence beside actions."""

from dataclasses import replace
from datetime import date

from dash import html

from dashboard.model.panel import Action, ManualHeadline
from dashboard.model.selection import Selection
from dashboard.panels.action_evidence import Evidence
from dashboard.records.commentary import LONGEST_HEADLINE
from layouts.charts.headline import headline_form, stamp
from layouts.sections.actions import measure_actions
from layouts.ui.static_html import html_text
from tests.builders.panels import IN_MONTH, ON_TIME, button_words, forms_in

CHOSEN = Selection(page="measure", area="E09000014", measure="ehcp-20-weeks")
WRITTEN = ManualHeadline(
    "", "month", date(2023, 3, 31), "Faster <than> ever.", "Head of SEND", date(2023, 5, 3),
    computed="82% in March 2023.", warnings=("Check the numbers: 90% is not a figure.",),
)  # fmt: skip
OVER = replace(IN_MONTH, headline=f"{WRITTEN.text} {WRITTEN.stamp}", written=WRITTEN)


def drawn(children: list[html.P]) -> str:
    return html_text(html.Div(children))


def test_a_written_headline_is_stamped_with_the_computed_one_and_any_warning():
    assert drawn(stamp(WRITTEN)) == (
        '<div><p class="headline-stamp"><strong>Written by Head of SEND on 3 May 2023.</strong>'
        " The figures say: 82% in March 2023.</p>"
        '<p class="headline-warning">Check the numbers: 90% is not a figure.</p></div>'
    )


def test_the_form_is_folded_and_goes_with_the_period_that_it_is_about():
    text = html_text(headline_form(ON_TIME, IN_MONTH, CHOSEN))
    assert '<details class="writing"><summary>' in text
    [form] = forms_in(text)
    assert form.fields["period_end"] == "2023-03-31"
    field = form.inputs["text"]
    assert (field.get("data-longest"), field.get("required")) == (str(LONGEST_HEADLINE), "")
    assert button_words(form) == ["Save headline"]


def test_the_form_starts_with_what_stands():
    panel = replace(ON_TIME, series=(OVER,), lead=OVER)
    [form] = forms_in(html_text(headline_form(panel, OVER, CHOSEN)))
    assert (form.fields["text"], form.inputs["text"].get("required")) == (
        "Faster <than> ever.",
        None,
    )
    take_back = list(form.iter("button"))[1]
    assert (take_back.get("name"), take_back.get("value")) == ("pressed", "text=")


def test_nothing_is_written_for_a_day_gone_by_or_without_a_figure():
    assert headline_form(ON_TIME, IN_MONTH, replace(CHOSEN, as_of=date(2023, 1, 1))) is None
    without = replace(IN_MONTH, latest=None)
    assert headline_form(replace(ON_TIME, series=(without,)), without, CHOSEN) is None


def test_what_a_measure_did_since_is_of_the_shown_series_and_the_rest_is_folded():
    action = Action(
        "1.1", "Do it (synthetic)", 1, "completed", date(2023, 1, 1), ("ehcp-20-weeks", "other")
    )
    year = Evidence("ehcp-20-weeks", "Year", date(2023, 1, 1), "worsened", "Since then: down.")
    month = replace(year, label="In month", words="Since then: up.")
    evidence = {("1.1", "ehcp-20-weeks"): (year, month)}
    here = replace(CHOSEN, measure="ehcp-20-weeks")
    text = html_text(measure_actions([action], {}, here, evidence, "In month"))
    shown, folded = text.split("<details>")
    assert "<p>Since then: up.</p>" in shown
    assert "synthetic" not in shown
    assert "<p>Year. Since then: down.</p>" in folded
    assert ">other</a>" in folded
    assert "measure/ehcp-20-weeks" not in folded
