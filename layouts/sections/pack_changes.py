"""What a pack says that the one before did not, and two packs set beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.model.codes import ACTION_WORDS, STATUS_WORDS
from dashboard.model.selection import Selection
from dashboard.pack.changes import TURN_WORDS, PackComparison
from dashboard.pack.model import Since, StoredPack, Turn
from dashboard.text.format import joined
from layouts.ui.components import section
from layouts.ui.tables import plain_table

ANCHOR = "compare"
HEADING = "Compare two packs"
# More of one kind are folded away.
UNFOLDED = 12


def change_list(since: Since, selection: Selection) -> list[Component]:
    """Render what is new by kind, each with a link to its measure."""
    turns_by_kind = {
        code: [turn for turn in since.turns if turn.code == code] for code in TURN_WORDS
    }
    kinds = [_kind(code, turns, selection) for code, turns in turns_by_kind.items() if turns]
    return [html.P(since.words, className="since-words"), *kinds]


def comparison(
    packs: Sequence[StoredPack], compared: PackComparison | str | None, selection: Selection
) -> html.Section | None:
    """Render the choice of two packs, and what is new in the later one.

    `compared` is a sentence where they cannot be set beside each other; None of the whole where
    there are no two packs.
    """
    sound = [pack for pack in packs if not pack.integrity_error]
    if len(sound) < 2:
        return None
    comparison_parts = _comparison_parts(compared, selection) if compared else []
    return section(HEADING, _choice(sound, selection), *comparison_parts, anchor=ANCHOR)


def _choice(packs: Sequence[StoredPack], selection: Selection) -> html.Form:
    """Render two selects; assets/meeting.js navigates to the address that they make."""
    earlier_id = selection.against or packs[1].pack_id
    later_id = selection.pack or packs[0].pack_id
    leads: dict[str, Any] = {"data-compare": selection.to("meeting")}
    return html.Form(
        [
            _select("against", "From", packs, earlier_id),
            _select("pack", "To", packs, later_id),
            html.Div(
                html.Button("Compare", type="submit", className="button"), className="buttons"
            ),
        ],
        className="intake-form compare-form",
        **leads,
    )


def _select(name: str, label: str, packs: Sequence[StoredPack], chosen: str) -> html.Div:
    options = [
        html.Option(pack.name, value=pack.pack_id, selected=pack.pack_id == chosen)
        for pack in packs
    ]
    field = html.Select(options, id=f"compare-{name}", name=name, className="form-select")
    words = html.Label(label, htmlFor=f"compare-{name}", className="form-label")
    return html.Div([words, field], className="choice")


def _comparison_parts(compared: PackComparison | str, selection: Selection) -> list[Component]:
    if isinstance(compared, str):
        return [html.P(compared, role="alert", className="damage")]
    earlier, later = compared.earlier, compared.later
    names = (_short_name(earlier, later), _short_name(later, earlier))
    parts = [
        html.H3(f"What changed from {names[0]} to {names[1]}"),
        *change_list(compared.since, selection),
        html.P(f"These differ too: {joined(compared.others)}.") if compared.others else None,
        _counts("Measures", STATUS_WORDS, compared.since.measures, compared.measures, names),
        _counts("Actions", ACTION_WORDS, compared.since.actions, compared.actions, names),
    ]
    return [part for part in parts if part is not None]


def _short_name(pack: StoredPack, other: StoredPack) -> str:
    """Return the shortest name of a pack that distinguishes it from the other."""
    return f"version {pack.version}" if pack.as_of == other.as_of else pack.name


def _counts(
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
