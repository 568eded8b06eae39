"""The Example borough: set up once, said to be synthetic everywhere, and gone where it is undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.cases.read_snapshots import load_computed_figures
from data.loading import setup
from data.loading.history import extract_history, undo_delivery
from data.loading.setup import set_up
from data.store import frames
from data.synthesise.example_area import example_names
from tests.stores import MakeStore, opened

AREA, PLAN = "X99000001", "example-plan"
# Some measures are told in versions or bands and have no whole.
WHOLES = ["", "exceptions=excluding", "band=within-20"]


@pytest.fixture
def with_example(make_sqlite: MakeStore) -> Iterator[Engine]:
    """A store of its own for the test, set up as `make run` does it."""
    with opened(make_sqlite("filled")) as engine:
        yield engine


@pytest.fixture(scope="module")
def read_example(filled_engine: Engine) -> Engine:
    """The same for tests that write nothing."""
    return filled_engine


def names_loaded(engine: Engine) -> set[str]:
    return {record.file_name for record in extract_history(engine) if record.state == "loaded"}


def number_of(engine: Engine, name: str) -> int:
    return next(each.extract_id for each in extract_history(engine) if each.file_name == name)


def refuse_to_draw() -> dict[str, bytes]:
    raise AssertionError("the cases were drawn again")


# Setting up


def test_setting_up_loads_the_plan_and_the_cases(read_example: Engine):
    names = names_loaded(read_example)
    assert set(example_names().values()) <= names
    assert {path.name for path in setup.SHIPPED.glob("*.csv")} <= names
    assert {record.loaded_by for record in extract_history(read_example)} == {"setup"}


def test_a_second_start_draws_nothing(with_example: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(setup, "example_contents", refuse_to_draw)
    assert set_up(with_example).has_done_nothing


@pytest.mark.parametrize("name", [example_names()["feedback"], "example_events.csv"])
def test_what_was_undone_stays_undone(
    with_example: Engine, name: str, monkeypatch: pytest.MonkeyPatch
):
    undo_delivery(with_example, number_of(with_example, name))
    monkeypatch.setattr(setup, "example_contents", refuse_to_draw)
    assert set_up(with_example).has_done_nothing
    assert name not in names_loaded(with_example)


def test_a_newer_recipe_does_not_bring_back_what_was_undone(
    with_example: Engine, monkeypatch: pytest.MonkeyPatch
):
    undo_delivery(with_example, number_of(with_example, example_names()["advice"]))
    newer = {kind: name.replace("v1", "v2") for kind, name in example_names().items()}
    monkeypatch.setattr(setup, "example_names", lambda: newer)
    assert set_up(with_example).has_done_nothing


def test_a_store_can_do_without_it(make_sqlite: MakeStore):
    # Filled by set_up(engine, with_example=False), as most tests of the store want it.
    with opened(make_sqlite("shipped")) as engine:
        assert set_up(engine, with_example=False, with_profile=False).has_done_nothing
        assert not [name for name in names_loaded(engine) if name.startswith("example")]
        assert AREA not in set(frames.load_frame(engine, "areas")["area_code"])


# What it says of itself


def test_the_area_is_synthetic_and_comes_after_the_real_ones(read_example: Engine):
    areas = frames.load_frame(read_example, "areas")
    assert areas["kind"].tolist()[-1] == "synthetic"
    assert areas["name"].tolist()[-1] == "Example borough (synthetic data)"
    assert areas["area_code"].tolist().count(AREA) == 1


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("frameworks", "title"),
        ("priorities", "title"),
        ("actions", "title"),
        ("action_status", "note"),
        ("action_totals", "note"),
        ("action_measures", "note"),
        ("targets", "note"),
        ("commentary", "text"),
    ],
)
def test_every_text_of_its_plan_says_that_it_is_synthetic(
    read_example: Engine, kind: str, column: str
):
    frame = frames.load_frame(read_example, kind)
    texts = frame.loc[frame["framework_id"] == PLAN, column].tolist()
    assert texts
    assert all("synthetic" in text for text in texts)


def test_every_event_and_source_of_it_says_that_it_is_synthetic(read_example: Engine):
    events = frames.load_frame(read_example, "events")
    own = events[events["area_code"] == AREA]
    assert len(own) > 0
    assert all("synthetic" in title for title in own["title"])
    sources = frames.load_frame(read_example, "sources")
    titles = dict(zip(sources["source_document"], sources["title"], strict=True))
    assert all("ynthetic" in titles[source] for source in own["source_document"])


# What is worked out of it


def test_every_measure_worked_out_is_in_the_catalogue_with_its_kind_of_cases(read_example: Engine):
    worked = set(load_computed_figures(read_example, [AREA], breakdowns=WHOLES)["measure_id"])
    measures = frames.load_frame(read_example, "measures").set_index("measure_id")
    assert worked <= set(measures.index)
    kinds = set(measures.loc[sorted(worked), "case_extract"])
    assert kinds == set(example_names())


def test_every_measure_of_its_plan_has_figures(read_example: Engine):
    served = frames.load_frame(read_example, "priority_measures")
    own = set(served.loc[served["framework_id"] == PLAN, "measure_id"])
    worked = load_computed_figures(read_example, [AREA], sorted(own), breakdowns=WHOLES)
    assert set(worked["measure_id"]) == own


def test_every_partner_named_for_a_measure_is_a_measure(read_example: Engine):
    pairs = frames.load_frame(read_example, "measure_pairs")
    measures = set(frames.load_frame(read_example, "measures")["measure_id"])
    assert set(pairs["measure_id"]) | set(pairs["partner_id"]) <= measures
    timeliness = pairs[pairs["measure_id"] == "ehcp-20-weeks"]
    assert set(timeliness["relation"]) == {"backlog", "quality"}


def test_a_deployment_is_set_up_without_the_example():
    release = (Path(__file__).parents[3] / "Procfile").read_text().splitlines()[0]
    assert "data setup --without-example" in release
