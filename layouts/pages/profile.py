"""The profile of an area: its children with SEND, by stage of life, beside those of other areas."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from dash import html

from dashboard.model.codes import STAGE_WORDS
from dashboard.model.panel import Area
from dashboard.model.selection import Selection, address
from dashboard.model.urls import Urls
from dashboard.profile.model import GROUP_WORDS, OTHER, Profile, ProfileFigures
from dashboard.text.format import counted, day_words, screen_name
from layouts.sections.overview.measure_tiles import svg
from layouts.sections.profile_tiles import not_loaded_elsewhere, profile_tiles
from layouts.ui.components import Child, aria, page_head
from layouts.ui.controls import Control, choice_form
from layouts.ui.palette import FOCUS, INFO, OTHERS

_MARKS: Final = {
    "own": f'<svg width="22" height="6"><path d="M0 3h22" stroke="{FOCUS}" stroke-width="3"/></svg>',
    "area": f'<svg width="22" height="6"><path d="M0 3h22" stroke="{OTHERS}" stroke-width="2"/></svg>',
    "half": f'<svg width="18" height="12"><path d="M0 6h18" stroke="{INFO.ground}" stroke-width="12"/></svg>',
}


def children_with_send(area: Area) -> str:
    """Return the title of an area's profile."""
    return f"{screen_name(area.name)}: children with SEND"


def valid_choices(
    figures: ProfileFigures, selection: Selection
) -> tuple[Selection, tuple[str, ...]]:
    """Return a selection without what no profile of the area has, and what was left out."""
    allowed = {
        "group": GROUP_WORDS,
        "section": [code or OTHER for code in STAGE_WORDS],
        "compare": figures.names,
    }
    values = {name: getattr(selection, name) for name in allowed}
    unknown = {n: value for n, value in values.items() if value and value not in allowed[n]}
    return replace(selection, **dict.fromkeys(unknown, "")), tuple(unknown.values())


def profile_page(
    profile: Profile, selection: Selection, unknown: Sequence[str] = ()
) -> list[Child]:
    """Render the verdict, what to show and to compare with, and the tiles."""
    return [
        page_head(children_with_send(profile.area), meta=_meta(profile, selection, unknown)),
        _verdict(profile),
        _tools(profile, selection),
        profile_tiles(profile, selection) if profile.bands else html.P(_nothing(profile)),
        _about(profile, selection),
    ]


def profile_announcement(profile: Profile) -> str:
    """Return how many figures are shown, for a reader who does not see them."""
    return f"{counted(len(profile.tiles), 'figure')} shown."


def _meta(profile: Profile, selection: Selection, unknown: Sequence[str]) -> list[Any]:
    years = [tile.latest.period_end.year for tile in profile.tiles if tile.latest.period_end]
    span = f", {min(years)} to {max(years)}" if years else ""
    head = f"As known on {day_words(selection.as_of)}" if selection.as_of else "Newest figures"
    left_out = (f"The filter “{value}” is not known and was left out · " for value in unknown)
    words = f"{head}{span} · {''.join(left_out)}"
    sources = html.A("Sources", href=Urls.about("sources"))
    return [words, sources, " · ", html.A("Future need ▸", href=selection.to("future"))]


def _verdict(profile: Profile) -> html.P:
    if not profile.verdict:
        return html.P(html.Strong(_nothing(profile)), className="verdict")
    first, *rest = profile.verdict
    return html.P([html.Strong(first), f" {' '.join(rest)}"], className="verdict")


def _nothing(profile: Profile) -> str:
    if profile.tiles:
        return f"{counted(len(profile.tiles), 'figure')} of {screen_name(profile.area.name)}."
    return f"No figures of {screen_name(profile.area.name)} are loaded."


def _tools(profile: Profile, selection: Selection) -> html.Div:
    groups = [
        html.Li(
            html.A(
                words,
                href=address(replace(selection, group=code)),
                **aria(current=code == profile.group and "true"),
            )
        )
        for code, words in GROUP_WORDS.items()
    ]
    return html.Div(
        [
            html.Ul(groups, className="profile-groups", **aria(label="Pupils")),
            _key(profile),
            choice_form("section", "Stage", _stages(selection), selection),
            choice_form("compare", "Compare with", _compared(profile), selection),
        ],
        className="tool-row profile-tools",
    )


def _stages(selection: Selection) -> Control:
    options = [(code or OTHER, words) for code, words in STAGE_WORDS.items()]
    return Control((("", "All"), *options), selection.section)


def _compared(profile: Profile) -> Control:
    first = "Similar areas" if profile.similar else "England"
    others = tuple(
        (code, name)
        for code, name in profile.compared.items()
        if profile.similar or code != "E92000001"
    )
    return Control((("", first), *others), profile.compare)


def _key(profile: Profile) -> html.P:
    """Render what the lines of the charts are."""
    reference = next((tile.reference for tile in profile.tiles if tile.reference), "")
    has_middle = any(tile.middle for tile in profile.tiles)
    named = [
        ("own", screen_name(profile.area.name)),
        ("area", reference),
        ("half", "middle half of similar areas" if has_middle else ""),
    ]
    parts = [html.Span([svg(_MARKS[mark], "key-mark"), words]) for mark, words in named if words]
    return html.P(parts, className="key-of-marks", **aria(hidden="true"))


def _about(profile: Profile, selection: Selection) -> html.Div:
    """Render how the comparison is made, and the figures as a file."""
    href = Urls.with_query(Urls.PROFILE_CSV, [("area", selection.area), ("as_of", selection.as_of)])
    words: Sequence[str] = (
        f"Similar areas are {counted(profile.similar, 'statistical neighbour')}: half of those "
        "with a figure lie within the range, a quarter above, a quarter below. A rank stands only "
        "where the counts behind every figure are published, with the places that chance allows."
        if profile.similar
        else "No similar areas are listed for this one.",
        "A count grows with the size of its area and is compared with none.",
    )
    return html.Div(
        [
            html.P(html.A("Every figure of this profile (CSV)", href=href, download="")),
            html.Details([html.Summary("How areas are compared"), *(html.P(w) for w in words)]),
            not_loaded_elsewhere(profile),
        ],
        className="profile-foot",
    )
