"""The history on the Data page tells no small number of children."""

from datetime import UTC, datetime

import pytest

from data.history import ExtractRecord
from layouts.data_page import data_page


def told_of(kind: str, *, shows_small: bool = False) -> str:
    """The page of a store into which one extract of that kind brought 250 rows, 3 of them new."""
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    counts = {"row_count": 250, "new_count": 3, "changed_count": 20, "unchanged_count": 227}
    entry = ExtractRecord(
        extract_id=71, file_name="x.csv", sha256="", kind=kind, loaded_by="me", loaded_at=moment,
        state="loaded", undone_by=None, undone_at=None, **counts,
    )  # fmt: skip
    return str(data_page([entry], [], shows_small=shows_small))


@pytest.mark.parametrize("kind", ["ehc_assessments", "referrals", "annual_reviews", "feedback"])
def test_few_new_cases_are_not_counted_out(kind: str):
    told = told_of(kind)
    assert "Td(children='250'" in told
    assert "Td(children='1 to 4'" in told
    assert "Td(children='3'" not in told


def test_the_data_team_and_other_kinds_are_told_all():
    assert "Td(children='3'" in told_of("ehc_assessments", shows_small=True)
    assert "Td(children='3'" in told_of("observations")
