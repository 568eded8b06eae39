"""Money ahead: what the plans ahead cost, beside the high needs block."""

from dash import html

from dashboard.future.intervals import CASELOAD
from dashboard.future.model import FutureNeed
from dashboard.future.money import in_scenario, is_of_same_years, scenario_sentence, sentences
from dashboard.future.scenario import Scenario
from dashboard.model.urls import Urls
from layouts.charts.svg.outlook import Overlays
from layouts.sections.future.outlook_card import outlook_card


def money_section(need: FutureNeed, scenario: Scenario | None) -> html.Section | None:
    """Render what plans cost if each goes on costing what it does; None without such a measure."""
    money, caseload = need.money, need.outlook(CASELOAD)
    if money is None or caseload is None:
        return None
    paragraphs = sentences(money)
    if not money.outlook.years:
        template = html.A(
            "Template",
            href=Urls.path(Urls.TEMPLATE_CSV, kind="observations"),
            download="observations.csv",
        )
        return _section(html.P([" ".join(paragraphs), " ", template]))
    spend = in_scenario(money, caseload, scenario.caseload) if scenario else ()
    if spend:
        paragraphs = (*paragraphs, scenario_sentence(money, spend))
    start = money.outlook.last[0]
    block = ((start, money.block[1]),) if money.block and is_of_same_years(money) else ()
    card = outlook_card(
        "Spend on high needs, £ million",
        money.outlook,
        *paragraphs,
        overlays=Overlays(spend, block, planned_as="high needs block now"),
    )
    return _section(html.Div([card], className="outlook-cards"))


def _section(content: html.P | html.Div) -> html.Section:
    return html.Section([html.H2("Money"), content], className="outlook-section")
