"""What is kept of one data version for the next is what a reader who begins anew finds in the store."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from dashboard.model.panel import Framework
from dashboard.model.selection import Selection
from dashboard.quality.model import Anomaly
from data.files.csv_reader import ExtractFile
from data.loading.anomalies import load_plan_anomalies
from data.loading.history import undo_delivery
from data.loading.load import load_files
from data.queries.as_of import AsOfSnapshot, load_as_of
from data.queries.home_plan import load_home_plan
from data.queries.panels import count_judged, load_action_plan, load_overview
from data.queries.report_dates import load_report_dates
from data.queries.snapshot import load_catalogue
from tests.apps import server_of
from tests.builders.files import csv_file, observations, targets
from tests.stores import opened, read_as_page, read_at_once

PLAN = Selection(area="E09000014", framework="ha-wsoa-2021")
PAGE = f"/?area={PLAN.area}&framework={PLAN.framework}"
# Also those of a measure that is loaded, of one that is not, and of what an area without a plan has.
PAGES = (
    "/",
    PAGE,
    f"{PAGE}&view=list&sort=gap",
    "/priority/ha-wsoa-2021/2",
    f"/measure/ehcp-20-weeks?area={PLAN.area}&framework={PLAN.framework}",
    f"/measure/ehc-requests?area={PLAN.area}&framework={PLAN.framework}",
    f"/profile?area={PLAN.area}",
    "/profile?area=E09000007&group=gap",
)
DASH_CONFIG = re.compile(r'<script id="_dash-config".*?</script>', re.DOTALL)
DAYS = (None, date(2023, 5, 1), date(2024, 12, 31))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
OWN = {"framework_id": "ha-wsoa-2021"}
SOURCE = {
    "source_document": "new-source",
    "title": "Figures of a new source",
    "publisher": "Department for Education",
}


def seen(engine: Engine) -> list[Any]:
    """Return all that is known on some days, in its order, and a plan as it is judged."""
    known = [in_order(read_at_once(load_as_of, engine, day)) for day in DAYS]
    return [*known, read_as_page(load_overview, engine, PLAN)]


def in_order(known: AsOfSnapshot) -> tuple[Any, ...]:
    figures = known.figures
    return known, *(list(each.items()) for each in (figures.observed, figures.targets))


def test_what_is_brought_up_to_date_is_what_is_read_anew(shipped: Engine):
    figure = {"breakdown": "as=of", **OWN}
    of_source = {**figure, "source_document": "new-source", "period_start": "2023-05-01"}
    of_source |= {"period_end": "2023-05-31"}
    voice = {**figure, "measure_id": "ehcp-voice", "value": "3"}
    steps = (
        [observations({"value": "61"}, figure, voice)],
        # Corrections that were published before and after some of the days, one of another area.
        [observations({**figure, "value": "62", "published_on": "2023-04-20"})],
        [observations({**figure, "value": "63", "published_on": "2024-01-02"})],
        # Figures of a source, which is corrected, so that they were known on another day.
        [
            csv_file({**SOURCE, "published_on": "2024-03-01"}, name="source.csv"),
            observations(of_source, {"area_code": "E09000030", "value": "64"}),
        ],
        [csv_file({**SOURCE, "published_on": "2023-04-01"})],
        [targets({"value": "70"})],
    )
    loaded: list[int] = []
    seen(shipped)
    for files in steps:
        reports = load_files(shipped, files, now=NOW)
        loaded += [report.extract_id or 0 for report in reports]
        assert seen(shipped) == read_anew(shipped)
    # Both of the source go before its figures, which are set aside without it.
    for extract_ids in ((loaded[5], loaded[3]), loaded[1:3]):
        for extract_id in extract_ids:
            undo_delivery(shipped, extract_id, now=NOW)
        assert seen(shipped) == read_anew(shipped)


def read_anew(engine: Engine) -> list[Any]:
    """Return what a process that begins now sees."""
    with opened(engine.url) as another:
        return seen(another)


def test_a_figure_that_came_changes_no_other_measure(shipped: Engine):
    before = read_at_once(load_as_of, shipped, None)
    load_files(shipped, [observations({"value": "61"})], now=NOW)
    now = read_at_once(load_as_of, shipped, None)
    changed = {
        name
        for name, rows in now.figures.observed.items()
        if rows is not before.figures.observed[name]
    }
    assert changed == {"ehcp-20-weeks"}
    assert now.catalogue is before.catalogue
    assert now.figures.targets is before.figures.targets


def test_the_first_page_after_a_load_asks_little_of_the_store(shipped: Engine, tmp_path: Path):
    client = server_of(shipped, tmp_path).test_client()
    for value in ("61", "62"):
        assert client.get(PAGE).status_code == 200
        load_files(shipped, [observations({"value": value})], now=NOW)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(shipped, "before_cursor_execute", note)
    assert client.get(PAGE).status_code == 200
    event.remove(shipped, "before_cursor_execute", note)
    asked = [each for each in statements if each.startswith(("SELECT", "WITH"))]
    assert 0 < len(asked) <= 8, "\n".join(asked)


def test_as_many_measures_are_judged_as_an_overview_says(shipped: Engine):
    for plan in read_at_once(load_catalogue, shipped).frameworks:
        chosen = Selection(framework=plan.framework_id)
        overview = read_as_page(load_overview, shipped, chosen)
        assert read_as_page(count_judged, shipped, chosen) == overview.judged


@pytest.mark.both_databases
def test_a_page_after_a_load_is_that_of_a_server_that_begins_anew(shipped: Engine, tmp_path: Path):
    kept = server_of(shipped, tmp_path).test_client()
    before = written(kept)
    figure = {**OWN, "breakdown": "as=of"}
    steps = (
        [observations({"value": "61"})],
        [observations({"value": "62"}), observations({**figure, "value": "3"})],
        [observations({"measure_id": "ehc-requests", "area_code": "E09000007", "value": "64"})],
        [observations({"measure_id": "ehc-requests", "value": "6400"})],
        [targets({"value": "50"})],
        [csv_file({**SOURCE, "published_on": "2024-03-01"}, name="source.csv")],
    )
    loaded: list[int] = []
    for files in steps:
        reports = load_files(shipped, files, now=NOW)
        loaded += [report.extract_id for report in reports if report.extract_id]
        assert written(kept) == written_anew(shipped, tmp_path)
    for extract_id in reversed(loaded):
        undo_delivery(shipped, extract_id, now=NOW)
    assert written(kept) == written_anew(shipped, tmp_path) == before


def written(client: FlaskClient) -> list[str]:
    """Return the pages, without what Dash says of each app that was made in this process."""
    return [DASH_CONFIG.sub("", client.get(each).text) for each in PAGES]


def written_anew(engine: Engine, folder: Path) -> list[str]:
    """Return the pages of a server that begins now."""
    with opened(engine.url) as another:
        return written(server_of(another, folder).test_client())


def test_what_is_doubted_of_a_measure_is_found_anew_once_its_figures_change(shipped: Engine):
    def doubts() -> tuple[Anomaly, ...]:
        return read_at_once(load_plan_anomalies, shipped, PLAN.framework, ("ehcp-20-weeks",))

    before = doubts()
    load_files(shipped, [observations({"measure_id": "ehc-requests", "value": "1"})], now=NOW)
    # They are equal to themselves alone.
    assert doubts() == before
    load_files(shipped, [observations({"value": "0.6"})], now=NOW)
    assert len(doubts()) > len(before)


def test_the_plan_that_opens_is_the_one_with_most_that_is_judged(shipped: Engine):
    assert home(shipped) == ranked_first(shipped) == PLAN.framework
    figures = read_at_once(load_as_of, shipped, None).figures.observed
    of_area = [n for n, rows in figures.items() if any(r.area_code == PLAN.area for _, r in rows)]
    # The second has as many measures as the first, and no more actions.
    for name in ("of-many", "of-as-many"):
        load_files(shipped, plan_of(name, of_area), now=NOW)
        assert home(shipped) == ranked_first(shipped) == "of-many"


def plan_of(name: str, measures: list[str]) -> list[ExtractFile]:
    """Return the files of a plan with a target for each of some measures."""
    plan, served = {"framework_id": name}, {"priority_number": "1"}
    return [
        csv_file({**plan, "area_code": PLAN.area, "title": name, "starts_on": "2021-01-01"}),
        csv_file({**plan, "number": "1", "title": "Everything"}),
        csv_file(*({**plan, **served, "measure_id": each} for each in measures)),
        targets(*({**plan, "measure_id": each, "value": "50", "basis": ""} for each in measures)),
    ]


def home(engine: Engine) -> str | None:
    opening = read_as_page(load_home_plan, engine, Selection())
    return opening and opening.framework_id


def ranked_first(engine: Engine) -> str:
    """Return which plan of a real area comes first, by all that each shows."""
    choices = read_at_once(load_catalogue, engine)
    real = [p for p in choices.frameworks if not choices.catalogue.areas[p.area_code].is_synthetic]

    def rank(plan: Framework) -> tuple[int, int, date]:
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        days = read_as_page(load_report_dates, engine, chosen).own
        actions = read_as_page(load_action_plan, engine, chosen).actions
        judged = read_as_page(load_overview, engine, chosen).judged
        return judged, len(actions), days[-1] if days else date.min

    return max(real, key=rank).framework_id
