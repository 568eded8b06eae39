"""Each thing that a mouse does has a key: one row an act, done without a pointer.

What is pressed is in the order of Tab. Files are added and undone by keyboard in test_intake.py, what a
plan has is found in test_find.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.journeys import EXAMPLE, ON_BOTH_IN_SWEEP

HARINGEY: Final = "area=E09000014&framework=ha-wsoa-2021"
OVERVIEW: Final = f"/?{HARINGEY}"
LIST: Final = f"{OVERVIEW}&view=list"
PRIORITY: Final = "/priority/ha-wsoa-2021/1"
MONTHLY: Final = "/priority/example-plan/1"
OPEN_CASES: Final = f"/measure/ehc-open-past-20-weeks?{EXAMPLE}"
MEASURE: Final = f"/measure/ehcp-20-weeks?{EXAMPLE}"
PARTS: Final = f"/measure/annual-review-on-time?{EXAMPLE}&basis=rolling12&tab=breakdowns&by=need"
CHART: Final = ".chart-picture"


@dataclass(frozen=True)
class Act:
    """What is done at an address: the focus on the first of `reached`, keys, and what is so after them.

    `becomes` is an expression of the browser; `unfolded` is opened by Enter first.
    """

    words: str
    path: str
    reached: str
    keys: tuple[str, ...]
    becomes: str
    unfolded: str = ""


def in_address(part: str) -> str:
    return f"decodeURIComponent(location.search).includes('{part}')"


def is_there(selector: str) -> str:
    return f'[...document.querySelectorAll("{selector}")].some((one) => one.checkVisibility())'


ACTS: Final = (
    Act("filter by status", OVERVIEW, ".status-strip a", ("Enter",), in_address("status=")),
    Act(
        "remove a filter", f"{OVERVIEW}&trend=improved", "[data-chip]:not([hidden]) a", ("Enter",),
        f"!{in_address('trend=')}",
    ),
    Act("show tiles as a list", OVERVIEW, ".view-switch li:last-child a", ("Enter",), is_there("#list")),
    Act("open a measure", OVERVIEW, ".key-tile a", ("Enter",), "location.pathname.startsWith('/measure/')"),
    Act("sort", OVERVIEW, "#tool-sort", ("ArrowDown",), in_address("sort=")),
    Act("sort by a column", LIST, "#list thead a", ("Enter",), is_there("#list th[aria-sort]")),
    Act("open the parts of a row", LIST, ".open-row", ("Enter",), is_there(".row-parts")),
    Act(
        "show all", f"/?{EXAMPLE}", "#show-all a", ("Enter",),
        "document.querySelectorAll('#tiles > [data-measure]:not([hidden])').length > 12",
    ),
    Act("see changes", f"/?{EXAMPLE}", "#changes summary", ("Enter",), is_there(".change-columns")),
    Act("show some alone", OVERVIEW, "#tool-show", ("ArrowDown",), in_address("status=")),
    Act("group the list", LIST, "#tool-group", ("ArrowDown",), in_address("group=")),
    Act("open a priority", OVERVIEW, ".priority-card a", ("Enter",), "location.pathname.startsWith('/priority/')"),
    Act("read the rules", OVERVIEW, "#status-rules summary", ("Enter",), is_there("#status-rules p")),
    Act("choose another day", OVERVIEW, "#choice-as_of", ("End",), is_there("#another-day")),
    Act("filter panels", PRIORITY, ".status-strip a", ("Enter",), in_address("status=")),
    Act("sort panels", PRIORITY, ".tools [name=sort]", ("ArrowDown",), in_address("sort=")),
    Act("shorten the time of all panels", PRIORITY, ".tools [name=from]", ("ArrowDown",), in_address("from=")),
    Act("compare all panels", MONTHLY, ".tools [name=compare]", ("ArrowDown",), in_address("compare=")),
    Act("show panels as a list", PRIORITY, ".tools .switch a:last-child", ("Enter",), is_there(".panel-table")),
    Act(
        "give each panel a scale", PRIORITY, ".tools .menu-list a", ("Enter",), in_address("axis="),
        ".tools .panel-menu summary",
    ),
    Act(
        "read panels out apart", PRIORITY, "[data-link-cursors]", ("Space",),
        "!document.querySelector('[data-link-cursors]').checked", ".tools .panel-menu summary",
    ),
    Act("choose a panel’s window", PRIORITY, ".panel .switch a:last-child", ("Enter",), in_address("shown=")),
    Act("go to the next priority", PRIORITY, ".other-priorities a", ("Enter",), "location.pathname.endsWith('/2')"),
    Act("read out a figure", PRIORITY, CHART, ("End",), is_there(".chart-readout.is-live")),
    Act("pin a figure", PRIORITY, CHART, ("End", "Space"), is_there(".chart-readout.is-live a")),
    Act(
        "let go of it", PRIORITY, CHART, ("End", "Space", "Escape"),
        f"!({is_there('.chart-readout.is-live')})",
    ),
    Act("open a panel’s menu", PRIORITY, ".panel-menu summary", ("Enter",), is_there(".panel-menu[open] a")),
    Act(
        "close it", PRIORITY, ".panel-menu summary", ("Enter", "Escape"),
        "document.querySelector('.panel-menu[open]') === null",
    ),
    Act("enlarge a panel", PRIORITY, "a[aria-label^='Enlarge']", ("Enter",), in_address("open=")),
    Act(
        "make it small", f"{PRIORITY}?open=ehcp-20-weeks", ".panel.is-large h3 a", ("Escape",),
        f"!{in_address('open=')}",
    ),
    Act(
        "choose a basis of a large panel", f"{MONTHLY}?open=ehcp-20-weeks",
        ".panel.is-large [type=radio]:checked", ("ArrowRight",), in_address("basis="),
    ),
    Act("open a theme of measures", "/about?tab=measures", ".theme summary", ("Enter",), is_there(".theme a")),
    Act("outline an action’s panels", PRIORITY, ".act[data-measures] a", (), is_there(".panel.is-meant")),
    Act("outline a panel’s actions", PRIORITY, "#panel-ehcp-20-weeks h3 a", (), is_there(".act.is-meant")),
    Act(
        "see actions that are done", PRIORITY, ".rail details details summary", ("Enter",),
        "document.querySelector('.rail details details').open",
    ),
    Act("compare what moved apart", PRIORITY, ".pair-note a", ("Enter",), "location.search !== ''"),
    Act(
        "zoom into a period", MEASURE, ".controls select[name=from]",
        ("ArrowDown",), in_address("from="), ".controls .choice-menu:last-of-type > summary",
    ),
    Act("choose a part", MEASURE, "[name=breakdown]", ("ArrowDown",), in_address("breakdown=")),
    # Of plans in time so many months are hidden where the area is real that there are no limits.
    Act("hide the limits", OPEN_CASES, "[type=checkbox][name=limits]", ("Space",), in_address("limits=")),
    Act("fit the axis", MEASURE, "[name=axis]", ("ArrowDown",), in_address("axis="), ".is-more > summary"),
    Act("hide events", MEASURE, "[type=checkbox][name=events]", ("Space",), in_address("events="), ".is-more > summary"),
    Act("enlarge the chart", MEASURE, ".is-more a", ("Enter",), in_address("size="), ".is-more > summary"),
    Act("see the numbers", MEASURE, ".card-tools a[data-numbers]", ("Enter",), in_address("tab=numbers")),
    Act("see what can be downloaded", MEASURE, ".card-tools summary", ("Enter",), is_there(".chart-buttons a")),
    Act("read the definition", MEASURE, ".meta .as-link", ("Enter",), "document.querySelector(':popover-open')"),
    Act("divide by another kind", f"{MEASURE}&tab=breakdowns", "[aria-label='Divide by'] a:not([aria-current])", ("Enter",), in_address("by=")),
    Act("choose a basis", MEASURE, ".controls [type=radio]:checked", ("ArrowRight",), in_address("basis=")),
    Act(
        "compare", MEASURE, "[name=compare]:not([disabled])", ("Space",), in_address("compare="),
        ".controls .choice-menu > summary",
    ),
    Act(
        "bring a line to the front", f"{MEASURE}&compare=last-year", CHART, ("l",),
        "document.getElementById('announcer').textContent.startsWith('In front')",
    ),
    Act("draw a part on the chart", PARTS, "[name=members]", ("Space",), in_address("members=")),
    Act("go along the tabs", MEASURE, "[role=tab]", ("ArrowRight", "Enter"), in_address("tab=")),
    Act("have a fact explained", MEASURE, ".explain", ("Enter",), "document.querySelector(':popover-open')"),
    Act("go to the next measure", MEASURE, "main", ("]",), "!location.pathname.endsWith('ehcp-20-weeks')"),
    Act("go to the measure before", OPEN_CASES, "main", ("[",), "location.pathname.endsWith('ehcp-20-weeks')"),
    Act("show the slides", MEASURE, "main", ("p",), "!location.pathname.startsWith('/measure/')"),
    Act(
        "filter actions", f"/actions?{HARINGEY}", ".status-strip a", ("Enter",), in_address("status=")
    ),
    Act(
        "see what an action is about", f"/actions?{HARINGEY}", "table summary", ("Enter",),
        is_there("table details[open] > :not(summary)"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.words)
@ON_BOTH_IN_SWEEP
def test_an_act_of_the_mouse_has_a_key(visit: Callable[..., Visit], page: Page, act: Act) -> None:
    visit(act.path)
    if act.unfolded:
        page.locator(act.unfolded).first.focus()
        page.keyboard.press("Enter")
    place = page.locator(act.reached).first
    place.scroll_into_view_if_needed()
    assert place.evaluate("(one) => one.tabIndex") >= (-1 if act.reached == "main" else 0)
    place.focus()
    assert place.evaluate("(one) => one === document.activeElement")
    for key in act.keys:
        page.keyboard.press(key)
    page.wait_for_function(f"() => Boolean({act.becomes})")
