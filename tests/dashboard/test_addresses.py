"""An address reproduces a view."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.model.selection import Selection, address, read_address
from dashboard.model.urls import Urls

slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
selections = st.one_of(
    st.builds(
        Selection, page=st.just("overview"), area=slugs, framework=slugs, status=slugs, trend=slugs,
        priority=slugs, sort=slugs, as_of=st.none() | st.dates(),
    ),
    st.builds(
        Selection, page=st.just("measure"), area=slugs, framework=slugs, measure=slugs, basis=slugs, statistic=slugs,
        breakdown=st.sampled_from(["", "age=0-5", "need=ASD;provision=ehc_plan"]),
        origin=st.sampled_from(["", "cases", "published"]), by=slugs, period=st.none() | st.dates(),
        as_of=st.none() | st.dates(), since=st.none() | st.dates(), until=st.none() | st.dates(),
        compare=st.sampled_from(["", "last-year", "last-year,E92000001"]), axis=slugs, events=st.sampled_from(["", "0"]), size=slugs,
    ),
    st.builds(
        Selection, page=st.just("priority"), framework=slugs,
        priority_number=st.integers(0, 999), as_of=st.none() | st.dates(),
    ),
    st.builds(Selection, page=st.sampled_from(["actions", "data", "about"]), area=slugs, framework=slugs),
)  # fmt: skip


@given(chosen=selections)
def test_what_was_chosen_comes_back_from_its_address(chosen):
    path, _, query = address(chosen).partition("?")
    assert read_address(path, f"?{query}") == chosen


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/nothing", ""), ("/priority/ha-wsoa-2021", ""), ("/priority/ha-wsoa-2021/one", ""),
        ("/measure", ""), ("/measure/a/b", ""), ("/", "?as_of=last+week"), ("/", "?as_of=2022-13-08"),
        ("/measure/a", "?basis=month&period=March"),
    ],
)  # fmt: skip
def test_an_unknown_address_is_told_apart(path, search):
    assert read_address(path, search) is None


def test_the_ticks_of_a_form_are_one_list() -> None:
    chosen = read_address("/measure/a", "?members=age%3D0-5&members=age%3D5-11&from=2025-01-31")
    assert chosen is not None
    assert (chosen.members, chosen.since) == ("age=0-5,age=5-11", date(2025, 1, 31))
    assert address(chosen) == "/measure/a?members=age=0-5,age=5-11&from=2025-01-31"


def test_moving_to_another_page_keeps_area_plan_and_report_date():
    chosen = Selection(
        area="E09000014", framework="ha-wsoa-2021", as_of=date(2023, 4, 19), status="met"
    )
    assert chosen.to("actions") == "/actions?area=E09000014&framework=ha-wsoa-2021&as_of=2023-04-19"
    assert chosen.to("measure", measure="autism-wait").startswith("/measure/autism-wait?area=")
    assert chosen.to("priority", priority_number=2) == "/priority/ha-wsoa-2021/2?as_of=2023-04-19"


def test_a_part_of_a_path_is_quoted_whole():
    assert Urls.path(Urls.QUESTION, number="Q1/2 a") == "/scrutiny/questions/Q1%2F2%20a"
