"""What an address comes to mean."""

import logging
import re
from datetime import date
from http import HTTPStatus

import pytest

from callbacks.pages import resolve
from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from dashboard.model.selection import Selection, address, without

TODAY = date(2026, 11, 21)
HARINGEY = "/?area=E09000014&framework=ha-wsoa-2021"
REMEMBERED = {"area": "E09000014", "framework": "ha-wsoa-2021"}

TOWER_HAMLETS = {"area": "E09000030", "framework": "th-wsoa-2021"}


def ask(engine, requested, remembered=None):
    return answer_address(engine, requested, remembered or {}, TODAY)


def test_an_address_without_area_opens_the_plan_with_most_measures_that_can_be_judged(engine):
    answer = ask(engine, "/")
    assert answer.address == HARINGEY
    assert answer.content.title == "Haringey: Written Statement of Action"


def test_a_deployment_names_the_plan_that_opens(engine, monkeypatch):
    monkeypatch.setenv("HOME_PLAN", "th-wsoa-2021")
    assert ask(engine, "/actions", {}).selection.framework == "th-wsoa-2021"
    monkeypatch.setenv("HOME_PLAN", "gone")
    assert ask(engine, "/scrutiny", {}).selection.framework == "ha-wsoa-2021"


def test_an_address_without_area_opens_what_was_chosen_last(engine):
    assert ask(engine, "/", REMEMBERED).address == HARINGEY
    assert ask(engine, "/actions", REMEMBERED).selection.framework == "ha-wsoa-2021"


def test_what_an_address_names_wins_over_what_was_chosen_last(engine):
    answer = ask(engine, "/?framework=th-wsoa-2021", REMEMBERED)
    assert answer.address == "/?area=E09000030&framework=th-wsoa-2021"


def test_a_remembered_plan_that_is_gone_is_forgotten(engine):
    answer = ask(engine, "/", {"area": "E09000030", "framework": "gone"})
    assert answer.is_found
    assert answer.selection.framework == "ha-wsoa-2021"


def test_a_measure_without_a_plan_opens_in_a_plan_that_holds_it(engine):
    answer = ask(engine, "/measure/autism-median-waiting?area=E09000030")
    assert answer.selection.framework == "th-wsoa-2021"


def test_a_priority_names_its_area_through_its_plan(engine):
    answer = ask(engine, "/priority/ha-wsoa-2021/2?as_of=2023-05-01")
    assert answer.selection.area == "E09000014"
    assert answer.address == "/priority/ha-wsoa-2021/2?as_of=2023-05-01"


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/priority/ha-wsoa-2021/9",
        "/measure/no-such-measure",
        "/?area=E13000001",
        "/?area=E09000014&framework=th-wsoa-2021",
        "/?as_of=2023-02-31",
        "/measure/ehcp-20-weeks?breakdown=sector=sport",
    ],
)
def test_an_address_that_names_nothing_known_is_not_found(engine, address):
    answer = ask(engine, address)
    assert not answer.is_found
    assert answer.content.title == "Page not found"
    assert answer.address == address


def test_a_store_without_tables_says_how_to_fill_it(empty_engine):
    answer = ask(empty_engine, "/")
    assert "python -m data setup" in page_of(answer).body
    assert not answer.is_found


def test_an_unexpected_error_is_logged_under_the_reference_that_the_reader_sees(
    engine, monkeypatch, caplog
):
    def fail(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(resolve, "page_content", fail)
    with caplog.at_level(logging.ERROR):
        answer = ask(engine, HARINGEY)
    (reference,) = re.findall(r"reference (\w+)", caplog.text)
    assert answer.content.title == "Something went wrong"
    assert reference in page_of(answer).body
    assert "secret detail" not in page_of(answer).body


def test_the_announcement_counts_what_the_filters_leave(engine):
    assert ask(engine, HARINGEY).content.announcement == "18 measures shown"
    found = ask(engine, f"{HARINGEY}&status=met").content.announcement
    assert found == "5 of 18 measures shown"


def test_the_title_of_the_window_begins_with_the_heading(engine):
    page = page_of(ask(engine, HARINGEY))
    assert page.title == "Haringey: Written Statement of Action – SEND dashboard"


def test_what_would_open_anyway_is_no_choice(engine):
    newcomer, chooser = (page_of(ask(engine, HARINGEY, each)).body for each in ({}, TOWER_HAMLETS))
    assert "data-remember" not in newcomer
    assert "monthly figures: Example borough</a>" in newcomer
    assert 'data-remember="E09000014 ha-wsoa-2021"' in chooser
    assert "monthly figures" not in chooser


def test_nothing_is_remembered_of_an_address_that_leads_nowhere(engine):
    assert "data-remember" not in page_of(ask(engine, "/nowhere")).body


def test_another_area_drops_what_belongs_to_the_plan_and_keeps_the_rest():
    chosen = Selection(
        area="E09000014", framework="ha-wsoa-2021", as_of=date(2023, 5, 1), status="missed",
        priority="2",
    )  # fmt: skip
    assert address(without(chosen, "area")) == "/?as_of=2023-05-01&status=missed"
    assert (
        address(without(chosen, "framework")) == "/?area=E09000014&as_of=2023-05-01&status=missed"
    )
    assert address(without(chosen, "as_of")) == (
        "/?area=E09000014&framework=ha-wsoa-2021&status=missed&priority=2"
    )


def test_another_plan_leads_from_a_priority_to_the_overview():
    chosen = Selection(
        page="priority", area="E09000014", framework="ha-wsoa-2021", priority_number=2
    )
    assert address(without(chosen, "area")) == "/"
    assert address(without(chosen, "as_of")) == "/priority/ha-wsoa-2021/2"


def test_another_area_stays_on_the_measure():
    chosen = Selection(
        page="measure", measure="ehcp-20-weeks", area="E09000014", framework="ha-wsoa-2021",
        basis="ytd",
    )  # fmt: skip
    assert address(without(chosen, "area")) == "/measure/ehcp-20-weeks"


def test_a_statistic_named_on_its_own_is_judged_on_its_own(engine):
    band = "/measure/autism-wait?area=E09000014&framework=ha-wsoa-2021&breakdown=age=0-5"
    assert ask(engine, band).content.announcement.startswith(
        "Average wait for an autism assessment, age 0–5: 18–36 weeks in February 2023."
    )
    mean = ask(engine, f"{band}&statistic=mean")
    assert mean.address.endswith("breakdown=age=0-5&statistic=mean")
    assert "46 weeks in August 2022 – 11 weeks above the 35-week limit" in mean.content.announcement
    assert ask(engine, f"{band}&statistic=median").status == HTTPStatus.NOT_FOUND


def test_a_report_date_ahead_of_today_is_judged_and_said_to_be_so(engine):
    answer = ask(engine, f"{HARINGEY}&as_of=2030-01-01")
    assert answer.is_found
    assert "1 January 2030, ahead of today</option>" in page_of(answer).body
    today = ask(engine, f"{HARINGEY}&as_of={TODAY}")
    assert "ahead of today" not in page_of(today).body


def test_the_newest_figures_are_those_of_the_day_on_which_they_became_known(engine):
    answer = ask(engine, f"{HARINGEY}&as_of=latest")
    assert answer.address == f"{HARINGEY}&as_of=2025-07-01"
    body = page_of(answer).body
    assert '<option selected value="latest">Newest figures: 1 July 2025</option>' in body
    assert '<option value="">Last report: 19 April 2023</option>' in body


def test_another_day_is_not_chosen_yet(engine):
    assert ask(engine, f"{HARINGEY}&as_of=another").address == HARINGEY


def test_filters_that_leave_nothing_say_so(engine):
    answer = ask(engine, f"{HARINGEY}&status=withheld")
    assert answer.content.announcement == "0 of 18 measures shown"
    assert '<p id="no-measure">No measure fits.' in page_of(answer).body


@pytest.mark.parametrize("query", ["trend=upwards", "sort=colour", "priority=9"])
def test_a_filter_that_is_not_known_is_left_out_and_named(engine, query):
    answer = ask(engine, f"{HARINGEY}&{query}")
    assert answer.is_found
    assert answer.content.announcement == "18 measures shown"
    assert f"“{query.split('=')[1]}” is not known and was left out" in str(answer.content.children)


def test_sorting_by_distance_puts_the_furthest_first(engine):
    page = page_of(ask(engine, f"{HARINGEY}&sort=gap")).body
    names = re.findall(r'<li class="tile .*?href="/measure/[^"]+">([^<]+)</a>', page)
    assert names[0] == "More options into employment, education and training"
