"""Synthetic case extracts: the same bytes again, sound by every check, and much like a borough."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.cli.file_commands import write_extracts
from data.cli.main import main
from data.files.csv_reader import open_extract
from data.loading.load import check_files
from data.synthesise import generate
from data.synthesise.generate import CASE_KINDS, Order
from tests.stores import MakeStore, opened

UNTIL = date(2026, 10, 31)
Rows = list[dict[str, str]]


def written(folder: Path, order: Order) -> dict[str, Rows]:
    """Write the extracts of an order and read them back."""
    paths = write_extracts(order, folder)
    return {path.stem: list(csv.DictReader(path.read_text().splitlines())) for path in paths}


def contents(folder: Path, order: Order) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in write_extracts(order, folder)}


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """The rows of a borough as large as the one that is shipped."""
    return written(tmp_path_factory.mktemp("borough"), Order(2_500, 2_026, UNTIL))


def days(row: dict[str, str], first: str, last: str) -> int | None:
    if not row[first] or not row[last]:
        return None
    return (date.fromisoformat(row[last]) - date.fromisoformat(row[first])).days


def share_in_time(rows: Rows, months: tuple[str, ...]) -> float:
    issued = [row for row in rows if row["plan_issued_date"][:7] in months]
    spent = [days(row, "request_date", "plan_issued_date") for row in issued]
    return 100 * sum(each is not None and each <= 140 for each in spent) / len(issued)


def open_past_20_weeks(rows: Rows, day: date) -> int:
    def is_late(row: dict[str, str]) -> bool:
        ends = [row["plan_issued_date"]]
        ends += [row["decision_date"]] if row["decision"] in ("refuse", "withdrawn") else []
        ends += [row["outcome_date"]] if row["outcome"] in ("not_issue", "withdrawn") else []
        is_closed = any(end and date.fromisoformat(end) <= day for end in ends)
        return not is_closed and (day - date.fromisoformat(row["request_date"])).days > 140

    return sum(is_late(row) for row in rows if row["request_date"])


# The same order, the same bytes


def test_the_same_order_gives_the_same_bytes(tmp_path: Path):
    order = Order(150, 7, UNTIL)
    assert contents(tmp_path / "one", order) == contents(tmp_path / "other", order)


def test_another_seed_gives_other_cases(tmp_path: Path):
    one = contents(tmp_path / "one", Order(150, 7, UNTIL))
    other = contents(tmp_path / "other", Order(150, 8, UNTIL))
    assert all(one[f"{kind}.csv"] != other[f"{kind}.csv"] for kind in CASE_KINDS)


def test_a_file_of_many_chunks_has_one_header_and_no_case_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(generate, "CHUNK", 40)
    rows = written(tmp_path, Order(100, 7, UNTIL, areas=3))
    keys = {
        "ehc_assessments": ("case_id",),
        "advice": ("case_id", "sector"),
        "plans": ("plan_id",),
        "annual_reviews": ("plan_id", "review_due_date", "phase_transfer"),
        "referrals": ("referral_id",),
        "feedback": ("survey", "response_id", "question"),
    }
    for kind, names in keys.items():
        counts = Counter(tuple(row[name] for name in names) for row in rows[kind])
        assert max(counts.values()) == 1, kind
    assert len(rows["ehc_assessments"]) == 100
    assert {row["area_code"] for row in rows["plans"]} == {"X99000001", "X99000002", "X99000003"}


def test_advice_and_reviews_belong_to_cases_and_plans_of_their_area(borough: dict[str, Rows]):
    cases = {(row["area_code"], row["case_id"]) for row in borough["ehc_assessments"]}
    assert {(row["area_code"], row["case_id"]) for row in borough["advice"]} <= cases
    plans = {(row["area_code"], row["plan_id"]) for row in borough["plans"]}
    assert {(row["area_code"], row["plan_id"]) for row in borough["annual_reviews"]} <= plans


@pytest.mark.parametrize(("until", "areas"), [(UNTIL, 1), (date(2024, 2, 29), 2)])
def test_every_file_passes_the_checks(
    tmp_path: Path, make_sqlite: MakeStore, until: date, areas: int
):
    paths = write_extracts(Order(250, 11, until, areas), tmp_path)
    with opened(make_sqlite("shipped")) as engine:
        reports = check_files(engine, [open_extract(path) for path in paths])
    assert [report.issues for report in reports] == [()] * len(paths)
    assert {report.kind for report in reports} == {"areas", *CASE_KINDS}


def test_the_cut_off_is_the_day_that_was_asked_for(tmp_path: Path):
    rows = written(tmp_path, Order(60, 3, date(2025, 1, 15)))
    for kind in CASE_KINDS:
        cut_offs = {(row["cut_off"], row["coverage"]) for row in rows[kind]}
        assert cut_offs == {("2025-01-15", "all")}, kind


# Like a borough


def test_timeliness_falls_with_the_backlog_and_recovers_when_it_is_cleared(
    borough: dict[str, Rows],
):
    rows = [row for row in borough["ehc_assessments"] if row["clock"] == "request"]
    early = share_in_time(rows, ("2024-05", "2024-06", "2024-07", "2024-08"))
    lowest = share_in_time(rows, ("2025-07", "2025-08", "2025-09", "2025-10"))
    late = share_in_time(rows, ("2026-07", "2026-08", "2026-09", "2026-10"))
    assert early > 75
    assert 40 < lowest < 60
    assert 75 < late < 95
    before, after = date(2025, 8, 31), date(2026, 1, 31)
    assert open_past_20_weeks(rows, before) > 4 * open_past_20_weeks(rows, after) > 0


def test_advice_gets_worse_while_plans_get_faster(borough: dict[str, Rows]):
    def good(first: str, last: str) -> float:
        audited = [
            row["audited_quality"] == "good"
            for row in borough["advice"]
            if row["audited_quality"] and first <= row["received_date"] <= last
        ]
        return sum(audited) / len(audited)

    assert good("2024-07-01", "2025-08-31") > good("2025-11-01", "2026-10-31") + 0.05


def test_more_families_meet_once_the_template_is_new(borough: dict[str, Rows]):
    def held(first: str, last: str) -> float:
        answers = [
            row["coproduction_meeting"] == "held"
            for row in borough["ehc_assessments"]
            if first <= row["plan_issued_date"] <= last
        ]
        return sum(answers) / len(answers)

    assert held("2024-09-01", "2025-02-28") > held("2024-02-01", "2024-08-31") + 0.15


def test_few_ask_in_august_and_nobody_at_a_weekend(borough: dict[str, Rows]):
    requests = [row["request_date"] for row in borough["ehc_assessments"] if row["request_date"]]
    months = Counter(day[5:7] for day in requests)
    assert months["08"] < 0.7 * min(months["07"], months["09"])
    assert all(date.fromisoformat(day).weekday() < 5 for day in requests)


def test_there_is_every_clock_and_service_and_some_days_are_missing(borough: dict[str, Rows]):
    cases = borough["ehc_assessments"]
    assert {row["clock"] for row in cases} == {"request", "transfer_in", "tribunal"}
    issued = [row for row in cases if row["plan_issued_date"]]
    assert 0.05 < sum(row["exception"] == "yes" for row in issued) / len(issued) < 0.13
    assert any(not row["request_date"] for row in issued)
    assert any(not row["age_at_request"] and row["year_group"] for row in cases)
    assert any(not row["age_at_request"] and not row["year_group"] for row in cases)
    providers: dict[str, set[str]] = {}
    for row in borough["referrals"]:
        providers.setdefault(row["service"], set()).add(row["provider"])
    assert set(providers) == {"autism", "speech_language", "occupational_therapy", "camhs"}
    assert len(providers["autism"]) == 3


# The command


def test_the_command_needs_no_store_and_names_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'no.sqlite3'}")
    code = main(["synthesise", "--cases", "20", "--seed", "1", "--out", str(tmp_path / "out")])
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert names == ["areas.csv", *(f"{kind}.csv" for kind in CASE_KINDS)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--cases", "0", "--out", "x"], "a whole number of at least 1 is needed"),
        (["--cases", "many", "--out", "x"], "a whole number is needed"),
        (["--cases", "5", "--out", "x", "--until", "31/10/26"], "write all four digits"),
        (["--cases", "5", "--out", "x", "--areas", "1000000"], "at most 999,999 areas have"),
    ],
)
def test_an_order_that_cannot_be_met_is_told(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as left:
        main(["synthesise", *arguments])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("")
    assert main(["synthesise", "--cases", "5", "--out", str(tmp_path / "file")]) == 1
    assert "Cannot write to" in capsys.readouterr().err
