"""The measures that a load brought something for."""

from sqlalchemy import Engine

from data.loading.history import extract_history, undo_delivery
from data.loading.load import load_files
from data.queries.loads import load_changed_measures
from data.store.read_transaction import read_transaction
from tests.builders.files import observations, targets

HARINGEY, TOWER_HAMLETS = "E09000014", "E09000030"


def changed(engine: Engine, number: int, area: str = HARINGEY) -> set[str]:
    with read_transaction(engine) as transaction:
        return set(load_changed_measures(transaction, number, area))


def test_a_load_changed_the_measures_of_its_rows_until_it_is_undone(shipped: Engine):
    figures, goals = load_files(
        shipped, [observations({"measure_id": "autism-wait"}), targets({"value": "85"})]
    )
    assert changed(shipped, figures.extract_id or 0) == {"autism-wait"}
    assert changed(shipped, figures.extract_id or 0, TOWER_HAMLETS) == set()
    assert changed(shipped, goals.extract_id or 0) == {"ehcp-20-weeks"}
    undo_delivery(shipped, figures.extract_id or 0)
    assert changed(shipped, figures.extract_id or 0) == set()
    assert changed(shipped, 2**31 - 1) == set()


def test_cases_changed_the_measures_that_are_computed_from_them(example: Engine):
    cases = next(each for each in extract_history(example) if each.kind == "referrals")
    measures = changed(example, cases.extract_id, "X99000001")
    assert "autism-over-52-weeks" in measures
    assert "ehcp-20-weeks" not in measures
