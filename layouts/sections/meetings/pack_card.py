"""One pack in the list: how far it has come, what can be opened of it, and the next step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.pack.agenda import agenda_mark
from dashboard.pack.changes import TURN_WORDS, PackComparison, compared_name
from dashboard.pack.model import CHECKED, DRAFT, FINAL, Since, Step, StoredPack, Turn
from dashboard.pack.scope import WHOLE_PLAN
from dashboard.text.format import day_words, joined
from layouts.sections.meetings.slides import MINUTES, SLIDES, pack_tab
from layouts.ui.components import aria, definition_list, section
from layouts.ui.forms import Button, Field, Form, folded_form
from layouts.ui.static_html import hidden_fields
from layouts.ui.tables import plain_table
from layouts.ui.tags import pack_state_tag

_NEXT: Final[dict[str, dict[str, str]]] = {
    DRAFT: {
        "state": CHECKED,
        "button": "Mark as checked",
        "sure": "I have gone through every slide and the report",
        "explained": "{maker} made this pack: somebody else checks it. Your name and the day are "
        "kept with it and stand on its cover; nothing in the pack changes.",
    },
    CHECKED: {
        "state": FINAL,
        "button": "Make final",
        "sure": "I know that this cannot be taken back",
        "explained": "A final pack is the one that the meeting is given. It never changes and "
        "cannot be taken back: a correction is a new version.",
    },
}
COMPARE_ANCHOR: Final = "compare"
_COMPARE_HEADING: Final = "Compare two packs"
# More of one kind are folded away.
UNFOLDED: Final = 12
PACK_SLOT: Final = "pack-said"
_STEP_WORDS: Final = {DRAFT: "Made", CHECKED: "Checked", FINAL: "Made final"}
DAMAGED_ADVICE: Final = "Nothing of it is shown. Make a new pack, and tell whoever keeps the store."


def pack_card(
    stored: StoredPack, previous: StoredPack | None, selection: Selection, plan: str = ""
) -> html.Article:
    """Render a pack; `previous` is the pack before it, None where there is none to compare with.

    `plan` is named where the pack is of another plan than the page.
    """
    heading = f"pack-{stored.pack_id}"
    own = replace(selection, area=stored.area_code, framework=stored.framework_id)
    day = f"As at {day_words(stored.as_of)}, version {stored.version}"
    whose = ". ".join(filter(None, (plan, stored.scope.words)))
    title = html.H3(
        [html.Span(f"{whose} ", className="pack-plan") if whose else None, day], id=heading
    )
    links = None if stored.integrity_error else _links(stored)
    head = html.Div([title, pack_state_tag(stored), links], className="pack-head")
    shown = _damage_notice(stored) if stored.integrity_error else _changed(stored, previous, own)
    folded = [shown, _provenance(stored), _next(stored)]
    parts = [head, html.Div([each for each in folded if each is not None], className="pack-folded")]
    return html.Article(parts, className="pack", **aria(labelledby=heading))


def _damage_notice(stored: StoredPack) -> html.Div:
    words = [
        html.P(html.Strong("This pack is damaged.")),
        html.P([stored.integrity_error, " ", DAMAGED_ADVICE]),
    ]
    return html.Div(words, role="alert", className="damage")


def _links(stored: StoredPack) -> html.Div:
    """Render the one button, which presents the pack, and the menu of all else it can be opened as."""
    about = html.Span(f" {stored.name}", className="visually-hidden")
    present = html.A(["Present", about], href=Urls.slide(stored.pack_id), className="button first")
    places = [("Report", Urls.report(stored.pack_id)), *Urls.pack_files(stored.pack_id)]
    places.append(("Public summary", Urls.path(Urls.SUMMARY, pack=stored.pack_id)))
    places.append(("Minutes", pack_tab(stored, MINUTES)))
    if stored.state == DRAFT:
        places.append(("Choose slides", pack_tab(stored, SLIDES)))
    items = html.Ul([html.Li(html.A([words, about], href=place)) for words, place in places])
    menu = html.Details([html.Summary(["Report and files", about]), items], className="pack-menu")
    return html.Div([present, menu], className="pack-links")


def _provenance(stored: StoredPack) -> html.Details:
    """Render who took which step, and the hash, folded under the newest step."""
    steps = [(_STEP_WORDS.get(step.state, step.state), _step(step)) for step in stored.steps]
    newest = stored.steps[-1] if stored.steps else None
    words = "How it was made"
    if newest:
        words = f"{_STEP_WORDS[newest.state]} by {newest.by}, {day_words(newest.at.date())}"
    hashed = html.P(["SHA-256 of everything in the pack: ", html.Code(stored.sha256)])
    return html.Details(
        [html.Summary(words), definition_list(steps), hashed], className="pack-provenance"
    )


def _step(step: Step) -> list[Any]:
    when = f"{day_words(step.at.date())}, {step.at:%H:%M} UTC"
    note = html.Span(f"“{step.note}”", className="small") if step.note else None
    return [f"by {step.by} on {when}", note]


def _changed(
    stored: StoredPack, previous: StoredPack | None, selection: Selection
) -> Component | None:
    """Render what is new, folded away, with a link to the comparison with the version before."""
    parts: list[Any] = change_list(stored.since, stored, selection) if stored.since else []
    if previous and previous.sha256 == stored.sha256:
        parts.append(html.P(f"Nothing in it differs from {previous.name}."))
    elif previous and not previous.integrity_error:
        parts.append(html.P(_compare(stored, previous, selection)))
    if not parts:
        return None
    return html.Details(
        [
            html.Summary(
                f"What changed since {compared_name(stored.since)}"
                if stored.since
                else "What changed"
            ),
            *parts,
        ],
        className="pack-changed",
    )


def _compare(stored: StoredPack, previous: StoredPack, selection: Selection) -> html.A:
    chosen = replace(
        Selection(page="meeting", area=selection.area, framework=selection.framework),
        as_of=selection.as_of,
        pack=stored.pack_id,
        against=previous.pack_id,
    )
    return html.A(f"Compare with {previous.name}", href=f"{address(chosen)}#{COMPARE_ANCHOR}")


def _next(stored: StoredPack) -> html.Div | None:
    """Render the form of the next step; a final or damaged pack has none."""
    if stored.integrity_error or stored.state not in _NEXT:
        return None
    step = _NEXT[stored.state]
    note = Field("note", "Note, if any", longest=200)
    sure = Field("is_sure", step["sure"], "tick", "yes", is_required=True)
    form = Form(
        f"step-{stored.pack_id}",
        Urls.PACK_STEP,
        (note, sure),
        (Button(step["button"]),),
        PACK_SLOT,
        payload={
            "pack_id": stored.pack_id,
            "state": step["state"],
            "read": agenda_mark(stored.agenda),
        },
        busy_text="Holding the pack against its hash…",
        takes_second_person=step["state"] == CHECKED,
        needs="approve",
    )
    return folded_form(
        form, step["button"], step["explained"].format(maker=stored.steps[0].by), f"{stored.name}"
    )


def change_list(since: Since, stored: StoredPack, selection: Selection) -> list[Component]:
    """Render what is new in a pack by kind, each with a link to its measure.

    Of an owner the links name no plan: a measure may be of any, which its page chooses.
    """
    area, framework, _ = stored.series
    selection = replace(selection, area=area, framework=framework)
    turns_by_kind = {
        code: [turn for turn in since.turns if turn.code == code] for code in TURN_WORDS
    }
    kinds = [_kind(code, turns, selection) for code, turns in turns_by_kind.items() if turns]
    return [html.P(since.words, className="since-words"), *kinds]


def comparison(
    packs: Sequence[StoredPack], compared: PackComparison | str | None, selection: Selection
) -> html.Section | None:
    """Render the choice of two packs, and what is new in the later one.

    Packs of one series are set beside each other: that of the one chosen, else the plan's. `compared`
    is a sentence where they cannot be; None of the whole where there are no two packs.
    """
    of_plan = [
        pack
        for pack in packs
        if pack.framework_id == selection.framework and pack.scope == WHOLE_PLAN
    ]
    chosen = [pack for pack in packs if pack.pack_id == selection.pack] or of_plan
    series = {pack.series for pack in chosen}
    sound = sorted(
        (pack for pack in packs if pack.series in series and not pack.integrity_error),
        key=lambda pack: (pack.as_of, pack.version),
        reverse=True,
    )
    if len(sound) < 2:
        return None
    comparison_parts = _comparison_parts(compared, selection) if compared else []
    return section(
        _COMPARE_HEADING, _choice(sound, selection), *comparison_parts, anchor=COMPARE_ANCHOR
    )


def _choice(packs: Sequence[StoredPack], selection: Selection) -> html.Form:
    """Render two selects, of packs with the newest first; the form leads to the address that they make.

    Without a choice that is the newest and the one before; of a pack that is chosen alone the one before,
    and of the first the one after. The earlier of two stands first.
    """
    names = [pack.pack_id for pack in packs]
    one = selection.pack if selection.pack in names else names[0]
    place = names.index(one)
    neighbour = names[place + 1] if place + 1 < len(names) else names[place - 1]
    other = selection.against if selection.against in names else neighbour
    later_id, earlier_id = sorted((one, other), key=names.index)
    place = urlsplit(selection.to("meeting"))
    return html.Form(
        [
            hidden_fields(place.query),
            _select("against", "From", packs, earlier_id),
            _select("pack", "To", packs, later_id),
            html.Div(
                html.Button("Compare", type="submit", className="button"), className="buttons"
            ),
        ],
        className="intake-form compare-form",
        action=f"{place.path}#{COMPARE_ANCHOR}",
        method="get",
    )


def _select(name: str, label: str, packs: Sequence[StoredPack], chosen: str) -> html.Div:
    options = [{"value": pack.pack_id, "label": pack.name} for pack in packs]
    field = dbc.Select(options, chosen, id=f"compare-{name}", name=name)
    return html.Div([dbc.Label(label, html_for=f"compare-{name}"), field], className="choice")


def _comparison_parts(compared: PackComparison | str, selection: Selection) -> list[Component]:
    if isinstance(compared, str):
        return [html.P(compared, role="alert", className="damage")]
    earlier, later = compared.earlier, compared.later
    names = (_short_name(earlier, later), _short_name(later, earlier))
    parts = [
        html.H3(f"What changed from {names[0]} to {names[1]}"),
        *change_list(compared.since, later, selection),
        html.P(f"These differ too: {joined(compared.others)}.") if compared.others else None,
        _counts_table("Measures", STATUS_WORDS, compared.since.measures, compared.measures, names),
        _counts_table("Actions", ACTION_WORDS, compared.since.actions, compared.actions, names),
    ]
    return [part for part in parts if part is not None]


def _short_name(pack: StoredPack, other: StoredPack) -> str:
    """Return the shortest name of a pack that distinguishes it from the other."""
    return f"version {pack.version}" if pack.as_of == other.as_of else pack.name


def _counts_table(
    what: str,
    words: Mapping[str, str],
    then: Mapping[str, int],
    now: Mapping[str, int],
    names: tuple[str, str],
) -> html.Div:
    columns = (what, *(name[0].upper() + name[1:] for name in names))
    rows = [
        (word, str(then.get(code, 0)), str(now.get(code, 0)))
        for code, word in words.items()
        if then.get(code) or now.get(code)
    ]
    return plain_table(f"{what} by status", columns, rows, numeric=columns[1:])


def _kind(code: str, turns: Sequence[Turn], selection: Selection) -> html.Div:
    words = f"{TURN_WORDS[code]}: {len(turns)}"
    items = html.Ul([html.Li(_change_item(turn, selection)) for turn in turns], className="turns")
    if len(turns) > UNFOLDED:
        return html.Div(html.Details([html.Summary(words), items]))
    return html.Div([html.P(html.Strong(words), className="turn-kind"), items])


def _change_item(turn: Turn, selection: Selection) -> list[Any]:
    href = selection.to("measure", measure=turn.measure_id)
    parts = html.Ul([html.Li(part) for part in turn.parts]) if turn.parts else None
    return [html.A(turn.title, href=href), f": {turn.words}", parts]
