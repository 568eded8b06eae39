"""The packs of every plan: made, checked, finalised, and opened as deck, report or file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.panel import Overview
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.pack.changes import PackComparison
from dashboard.pack.inserts import SCENARIO_NAMES
from dashboard.pack.model import StoredPack
from dashboard.pack.scope import Scope
from dashboard.panels.overview import unique_panels
from dashboard.text.format import counted, day_words, screen_name
from layouts.pages.meetings.scrutiny import TITLE as LOG_TITLE
from layouts.pages.overview import overview_title
from layouts.sections.meetings.pack_card import PACK_SLOT, comparison, pack_card
from layouts.ui.components import aria, page_head, section
from layouts.ui.forms import IS_PUBLIC, Button, Field, Form, closed_note, folded_form, slot

TITLE: Final = "Meetings"
LONGEST_ADDRESS: Final = 300
_FILLED_IN: Final = "The scenario chosen on Future need is filled in under “Make a new pack”."
_LEAD: Final = "A pack freezes the figures for one meeting, so later loads don’t change it."
_FREEZES: Final = (
    "Figures, statuses, trends, headlines and the action plan as they were known on the report "
    "date; commentary and exceptions up to it; what the committee asked and recommended since, if no "
    "newer report is loaded; what changed since the pack before. Counts of a few children are hidden. It begins as a draft, which a second person "
    "checks."
)
# Where nobody may write, assets/forms.js adds why.
_CLOSED: Final = "No pack is made, checked or made final here."


def meeting_page(
    packs: Sequence[StoredPack],
    overview: Overview,
    selection: Selection,
    today: date,
    compared: PackComparison | str | None = None,
    plans: Mapping[str, str] = MappingProxyType({}),
    owners: Sequence[str] = (),
) -> list[Component]:
    """Render the packs of every plan, the newest first, those of this plan on top.

    `compared` sets two packs of this plan beside each other, or says why that cannot be; `plans`
    names the area and plan of other packs; `owners` are those of whom a pack can be.
    """
    own = [pack for pack in packs if pack.framework_id == selection.framework]
    others = [pack for pack in packs if pack.framework_id != selection.framework]
    own_cards = [pack_card(pack, _previous_pack(pack, packs), selection) for pack in own]
    other_cards = [
        pack_card(
            pack,
            _previous_pack(pack, packs),
            selection,
            plans.get(pack.framework_id, pack.framework_id),
        )
        for pack in others
    ]
    log = html.A(LOG_TITLE, href=selection.to("scrutiny"))
    parts = [
        page_head(TITLE, meta=log),
        html.P(_LEAD),
        slot(PACK_SLOT),
        html.Section(
            _new(overview, today, _scenario_address(selection), owners),
            id="new",
            **aria(label="New pack"),
        )
        if not IS_PUBLIC.get()
        else None,
        section(
            overview_title(overview),
            html.Div(own_cards, className="packs") if own_cards else None,
            None if own_cards else html.P(_no_pack_sentence(overview, selection)),
            anchor="packs",
        ),
        comparison(packs, compared, selection),
        section("Other plans", html.Div(other_cards, className="packs")) if other_cards else None,
    ]
    return [part for part in parts if part is not None]


def announced(compared: PackComparison | str | None) -> str:
    """Return the announcement of a comparison of two packs, for screen readers."""
    if compared is None or isinstance(compared, str):
        return compared or ""
    return compared.since.words


def _new(overview: Overview, today: date, scenario: str, owners: Sequence[str]) -> list[Component]:
    """Render the form of a new pack, or why none can be made here."""
    day = min(overview.as_of, today)
    fields = (
        Field(
            "as_of",
            "Report date",
            "day",
            day.isoformat(),
            _figures_sentence(overview),
            is_required=True,
        ),
        Field("scope", "Whose pack", "choice", options=_scopes(overview, owners)),
        Field("profile", "With the profile of children with SEND", "tick", "yes"),
        Field("future", "With future need", "tick", "yes"),
        Field(
            "scenario",
            "With a scenario",
            value=scenario,
            hint="Its address on Future need. It is marked a scenario, with what it assumes.",
            longest=LONGEST_ADDRESS,
        ),
    )
    form = Form(
        "new-pack",
        Urls.PACKS,
        fields,
        (Button("Make this pack"),),
        PACK_SLOT,
        busy_text="Freezing what the meeting will see…",
        needs="make-packs",
    )
    note = closed_note(_CLOSED, "make-packs")
    filled = html.P(_FILLED_IN, className="note") if scenario else None
    parts = (filled, folded_form(form, "Make a new pack", _FREEZES), note)
    # A component without children counts as false.
    return [part for part in parts if part is not None]


def _scopes(overview: Overview, owners: Sequence[str]) -> list[tuple[str, str]]:
    """Return whose a pack can be: the plan's, that of a priority's year, that of an owner."""
    priorities = [
        (Scope(priority=each.number), f"Priority {each.number}, yearly account: {each.title}")
        for each in overview.priorities
        if each.panels
    ]
    of_owners = [
        (Scope(owner=owner), f"{owner}, quarterly summary across plans") for owner in owners
    ]
    return [("", "The plan"), *((scope.code, words) for scope, words in (*priorities, *of_owners))]


def _scenario_address(selection: Selection) -> str:
    """Return the address of the scenario that leads here from the page of future need; "" without one."""
    own = {name: getattr(selection, name) for name in SCENARIO_NAMES}
    if not any(own.values()):
        return ""
    return address(replace(Selection("future", selection.area, selection.framework), **own))


def _figures_sentence(overview: Overview) -> str:
    """Return in words what a pack of the report date would contain figures of."""
    panels = unique_panels(overview.priorities)
    with_figure = sum(any(series.latest for series in panel.series) for panel in panels)
    measures = counted(len(panels), "measure")
    return f"On {day_words(overview.as_of)} {with_figure} of {measures} had a figure."


def _no_pack_sentence(overview: Overview, selection: Selection) -> str:
    plan = screen_name(overview.framework.title)
    if selection.as_of:
        return f"No pack of {plan} has a report date up to {day_words(selection.as_of)}."
    return f"No pack of {plan} has been made yet."


def _previous_pack(pack: StoredPack, packs: Sequence[StoredPack]) -> StoredPack | None:
    return next((other for other in packs if other.pack_id == pack.previous_id), None)
