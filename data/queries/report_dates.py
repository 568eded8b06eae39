"""The days as at which a plan can be seen."""

from dataclasses import replace
from datetime import date

from dashboard.model.panel import ReportDates
from dashboard.panels.catalogue import newest_later_day, report_days
from data.queries.as_of import Judging, load_as_of
from data.queries.snapshot import Snapshot
from data.store.read_transaction import ReadTransaction, cached_by_version


def load_report_dates(snapshot: Snapshot) -> ReportDates:
    """Load the report dates of the chosen plan, whatever day is chosen."""
    own = snapshot.of(replace(snapshot.selection, as_of=None))
    return _report_dates(snapshot.transaction, own.judging, snapshot.today)


def load_newest_day(snapshot: Snapshot) -> date | None:
    """Load the newest day on which a figure of the plan's measures became known; None for its own."""
    return load_report_dates(snapshot).newest


@cached_by_version(32)
def _report_dates(transaction: ReadTransaction, judging: Judging, today: date) -> ReportDates:
    all_data, plan = load_as_of(transaction, None), judging.framework.framework_id
    days = report_days(all_data.catalogue, all_data.figures, plan)
    return ReportDates(
        judged_on=judging.day,
        today=today,
        own=tuple(day for day in days if day <= today),
        newest=newest_later_day(all_data.catalogue, all_data.figures, plan, judging.day),
        has_ended=judging.framework.has_ended(today),
    )
