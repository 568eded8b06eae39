"""Figures worked out from cases, as pages and files show them: synthetic ones, and a real area's."""

import csv
import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from callbacks.pages.document import page_of
from callbacks.pages.resolve import answer_address
from callbacks.server.index_page import Page
from dashboard.model.panel import Panel
from dashboard.model.points import CASES
from dashboard.model.selection import Selection
from data.queries.panels import load_case_view, load_panel, load_parts
from data.queries.snapshot import load_catalogue
from data.store.databases.engine import Engine
from tests.callbacks.conftest import HARINGEY, client_of
from tests.stores import current_day, read_as_page, read_at_once

EXAMPLE = "/?area=X99000001&framework=example-plan"


def shown(engine: Engine, address: str, **remembered: str) -> Page:
    return page_of(answer_address(engine, address, remembered, current_day()))


def test_synthetic_data_are_last_in_the_chooser_and_never_the_default(engine):
    choices = read_at_once(load_catalogue, engine)
    assert [area.is_synthetic for area in choices.areas] == [False, False, True]
    assert choices.default_area == "E09000030"


EXAMPLE_PAGES = (
    EXAMPLE, "/priority/example-plan/1", "/measure/ehcp-20-weeks?area=X99000001", "/actions?area=X99000001",
)  # fmt: skip


@pytest.mark.parametrize("address", EXAMPLE_PAGES)
def test_every_page_of_the_example_says_that_its_data_are_synthetic(engine, address):
    page = shown(engine, address)
    assert re.search(r"Synthetic data<span[^>]*>: not a real place", page.body)
    assert page.title.count("synthetic data") >= 1
    assert 'data-remember="E09000014 ha-wsoa-2021"' in page.body


@pytest.mark.parametrize("address", EXAMPLE_PAGES)
def test_the_example_takes_no_place_of_the_plan_that_was_chosen(engine, address):
    page = shown(engine, address, area="E09000030", framework="th-wsoa-2021")
    assert "data-remember" not in page.body


def test_pages_of_real_areas_do_not(engine):
    page = shown(engine, f"/?area={HARINGEY}")
    assert "Synthetic data" not in page.body
    assert "ynthetic" not in page.title


@pytest.mark.parametrize("address", EXAMPLE_PAGES)
def test_nor_do_those_of_the_example_as_a_local_area(local_example, address):
    page = shown(local_example, address, area="E09000030", framework="th-wsoa-2021")
    assert 'id="synthetic"' not in page.body
    assert 'data-remember="X99000001 example-plan"' in page.body


@pytest.mark.parametrize(
    "address",
    ["overview.csv?area=X99000001", "signals.csv?area=X99000001", "series.csv?measure=ehc-open&area=X99000001"],
)  # fmt: skip
def test_every_row_of_a_file_says_so_and_its_name_too(client: FlaskClient, address):
    answer = client.get(f"/download/{address}")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["data"] for row in rows} == {"synthetic"}
    assert "synthetic" in answer.headers["Content-Disposition"]


def test_files_of_real_areas_leave_the_column_empty(client: FlaskClient):
    answer = client.get(f"/download/overview.csv?area={HARINGEY}")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {(row["data"], row["origin"]) for row in rows} == {("", "published")}


def test_a_measure_is_divided_as_its_address_says(example):
    chosen = Selection(area="X99000001", measure="autism-waiting", by="provider")
    parts = read_as_page(load_parts, example, chosen, current_day())
    assert parts is not None
    assert parts.dimension == "provider"
    panel = read_as_page(load_panel, example, replace(chosen, by=""), current_day())
    wholes = {point.period_end: point.value for point in panel.lead.points}
    assert sum(part.n or 0 for part in parts.parts) == wholes[parts.period_end]
    unchosen = read_as_page(load_parts, example, replace(chosen, by=""), current_day())
    assert unchosen is not None
    assert (unchosen.dimension, bool(unchosen.parts)) == (parts.dimensions[0][0], True)
    address = "/measure/autism-waiting?area=X99000001&by=colour"
    assert not answer_address(example, address, {}, current_day()).is_found


def test_what_stands_behind_a_measure_is_of_worked_out_ones_alone(example):
    view = read_as_page(
        load_case_view, example, Selection(area="X99000001", measure="ehcp-20-weeks"), current_day()
    )
    assert view is not None
    assert view.backlog is not None
    assert view.calculation is not None
    real = Selection(area=HARINGEY, measure="ehcp-20-weeks")
    assert read_as_page(load_case_view, example, real, current_day()) is None


def timeliness(engine: Engine, *, shows_small: bool) -> Panel:
    chosen = Selection(area=HARINGEY, framework="ha-wsoa-2021", measure="ehcp-20-weeks")
    return read_as_page(load_panel, engine, chosen, current_day(), shows_small=shows_small)


def months(panel: Panel) -> list[tuple[float | None, str]]:
    (series,) = [
        one
        for one in panel.series
        if (one.origin, one.basis, one.breakdown) == (CASES, "month", "exceptions=excluding")
    ]
    return [(point.value, point.marker) for point in series.points]


def test_small_numbers_are_hidden_from_the_public_and_shown_to_the_data_team(with_cases):
    assert months(timeliness(with_cases, shows_small=False)) == [(None, "c"), (None, "c")]
    assert months(timeliness(with_cases, shows_small=True)) == [(66.7, ""), (78.9, "")]


def test_reported_and_worked_out_stand_side_by_side(with_cases):
    panel = timeliness(with_cases, shows_small=True)
    said = [one.words for one in panel.differences if one.basis == "month"]
    assert said == ["Reported 82%; worked out from cases 79% (15 of 19), March 2023."]
    assert panel.lead.origin == "published"
    assert timeliness(with_cases, shows_small=False).differences == ()


def test_no_page_or_file_of_the_public_tells_a_hidden_number(with_cases, tmp_path):
    address = f"/download/series.csv?measure=ehcp-20-weeks&area={HARINGEY}&origin=cases&basis=month"
    text = client_of(with_cases, tmp_path).get(address).text
    assert "66.7" not in text
    assert "78.9" not in text
    assert text.count(",c,") == 2


def test_the_public_sees_no_number_of_rows_of_cases(with_cases):
    address = f"/measure/ehcp-20-weeks?area={HARINGEY}&framework=ha-wsoa-2021&tab=method"
    page, history = (
        page_of(answer_address(with_cases, each, {}, current_day())).body
        for each in (address, "/data?tab=history")
    )
    assert "Rows" not in page
    assert "EHC needs assessments<" in history
    assert "files of cases have is not shown" in history
