"""The cases behind a figure are those that the figure counts."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Engine

from dashboard.measures import MEASURES, drill_of
from data.cases.drill_down import drill_down_cases
from data.cases.read_snapshots import load_computed_figures
from data.cli.main import main
from data.common.errors import CommandError
from data.store.access_log import case_views_log
from tests.builders.case_files import FEBRUARY, HARINGEY, JANUARY, extract, load
from tests.stores import MakeStore, opened

EXAMPLE = "X99000001"
# Of a median, a mean or the longest there is no count: those behind the list are held instead.
COUNTED = sorted(
    each for each in MEASURES if drill_of(each) and not each.endswith(("-wait", "-median", "-mean", "longest-waiting"))
    and "-median-" not in each and "-mean-" not in each and "-p90-" not in each
    and each not in ("ehc-oldest-open", "ehcp-issued-bands", "ehcp-average-weeks")
)  # fmt: skip


@pytest.fixture(scope="session")
def example(make_store: MakeStore) -> Iterator[Engine]:
    """A store with the synthetic cases of the Example borough, for tests that write nothing."""
    with opened(make_store("filled")) as engine:
        yield engine


@pytest.mark.parametrize("measure_id", COUNTED)
@pytest.mark.both_databases
def test_as_many_cases_are_listed_as_the_figure_counts(example: Engine, measure_id: str):
    drill = drill_of(measure_id)
    assert drill is not None
    basis = "snapshot" if drill.until else "month"
    versions = ["", "exceptions=including"]
    frame = load_computed_figures(
        example, [EXAMPLE], [measure_id], bases=[basis], breakdowns=versions
    )
    assert not frame.empty
    for row in frame.iloc[:: max(1, len(frame) // 4)].to_dict("records"):
        end: date = row["period_end"]
        first = end.replace(day=1)
        found = drill_down_cases(example, measure_id, EXAMPLE, first, end)
        is_rate = not pd.isna(row["denominator"])
        assert len(found) == (row["denominator"] if is_rate else row["numerator"])
        if is_rate:
            assert found["is_within"].sum() == row["numerator"]


@pytest.mark.both_databases
def test_only_the_newest_version_of_a_case_is_listed(shipped: Engine):
    load(shipped, extract("ehc_assessments", {}, {"case_id": "C2"}))
    change = {"case_id": "C1", "plan_issued_date": "2023-02-10"}
    load(shipped, extract("ehc_assessments", change, cut_off=FEBRUARY, coverage="changes"))
    found = drill_down_cases(shipped, "ehc-open", HARINGEY, date(2023, 2, 1), date(2023, 2, 28))
    assert found[["case_id", "days"]].to_numpy().tolist() == [["C2", 180]]
    (issued,) = drill_down_cases(
        shipped, "ehcp-20-weeks", HARINGEY, date(2023, 2, 1), date(2023, 2, 28)
    ).to_dict("records")
    assert (issued["case_id"], issued["days"], bool(issued["is_within"])) == ("C1", 162, False)
    assert (issued["file_name"], issued["row_number"]) == ("ehc_assessments.csv", 2)


def test_a_provider_s_whole_extract_hides_only_its_own_earlier_rows(shipped: Engine):
    other = {"referral_id": "R2", "provider": "South trust"}
    load(shipped, extract("referrals", {}, {"referral_id": "R3"}, other))
    load(shipped, extract("referrals", {}, cut_off=FEBRUARY))
    span = date(2023, 2, 1), date(2023, 2, 28)
    found = drill_down_cases(shipped, "autism-waiting", HARINGEY, *span)
    assert sorted(found["referral_id"]) == ["R1", "R2"]


def test_answers_are_listed_by_their_question(shipped: Engine):
    load(shipped, extract("feedback", {}, {"response_id": "S2", "answer": "neutral"}))
    span = date(2023, 1, 1), date.fromisoformat(JANUARY)
    found = drill_down_cases(shipped, "local-offer-useful", HARINGEY, *span)
    assert found["is_within"].tolist() == [True, False]


def test_a_measure_that_no_list_tells_says_so(read_only: Engine):
    with pytest.raises(CommandError, match="is not told by a list of cases"):
        drill_down_cases(read_only, "autism-net", HARINGEY, date(2023, 1, 1), date(2023, 1, 31))


def test_the_command_lists_cases_and_says_when_there_are_more(
    example: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", example.url.render_as_string(hide_password=False))
    assert main(["cases", "ehc-requests", "--area", EXAMPLE, "--months", "24", "--most", "3"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("ehc-requests, 01/")
    assert len(said) == 5
    assert said[-1].strip() == "… and more: only the first 3 are shown."
    assert main(["cases", "ehc-requests", "--area", HARINGEY]) == 1
    assert "No cases are loaded" in capsys.readouterr().err


@pytest.mark.both_databases
def test_who_looks_at_single_cases_is_noted(
    example: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", example.url.render_as_string(hide_password=False))
    asked = ["cases", "ehc-requests", "--area", EXAMPLE, "--month", "2025-03", "--most", "2"]
    before = len(case_views_log(example))
    assert main([*asked, "--by", "A. Analyst"]) == 0
    capsys.readouterr()
    newest = case_views_log(example)[0]
    assert len(case_views_log(example)) == before + 1
    assert (newest.viewed_by, newest.row_count) == ("A. Analyst", 2)
    assert newest.address == f"ehc-requests in {EXAMPLE}, 01/03/2025 to 31/03/2025"
    assert main(["cases", "--log"]) == 0
    assert "A. Analyst: ehc-requests in" in capsys.readouterr().out.splitlines()[0]
