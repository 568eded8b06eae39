"""The plan that opens where neither an address nor the reader names one."""

import os
from datetime import date
from typing import Final

from dashboard.model.panel import Framework
from dashboard.model.selection import Selection
from dashboard.panels.catalogue import most_judged
from data.queries.as_of import load_as_of
from data.queries.panels import count_judged, load_action_plan
from data.queries.report_dates import load_report_dates
from data.queries.snapshot import Snapshot
from data.store.read_transaction import ReadTransaction, cached_by_version

# The environment variable with the plan of a deployment.
HOME_PLAN: Final = "HOME_PLAN"


def load_home_plan(snapshot: Snapshot) -> Framework | None:
    """Load the plan that HOME_PLAN names; else the one with most measures that can be judged.

    That is one of a real area where there is any; of plans with as many the one with most actions,
    then with the newest report.
    """
    named = snapshot.choices.catalogue.frameworks.get(os.environ.get(HOME_PLAN, ""))
    return named or _home_plan(snapshot.transaction, snapshot.today)


@cached_by_version(2)
def _home_plan(transaction: ReadTransaction, today: date) -> Framework | None:
    snapshot = Snapshot(transaction, Selection(), today)
    is_synthetic = {area.area_code: area.is_synthetic for area in snapshot.choices.areas}
    plans = snapshot.choices.frameworks
    plans = tuple(plan for plan in plans if not is_synthetic[plan.area_code]) or plans
    most = {plan.framework_id: _most_judged(snapshot, plan) for plan in plans}
    judged: dict[str, int] = {}
    for name in sorted(most, key=most.__getitem__, reverse=True):
        # To judge a plan takes long, and no other of these can have as many.
        if judged and most[name] < max(judged.values()):
            break
        judged[name] = count_judged(snapshot.of(Selection(framework=name)))
    first = [plan for plan in plans if judged.get(plan.framework_id) == max(judged.values())]
    return max(first, key=lambda plan: _rank(snapshot, plan), default=None)


def _most_judged(snapshot: Snapshot, plan: Framework) -> int:
    everything = load_as_of(snapshot.transaction, None)
    return most_judged(everything.catalogue, everything.figures, plan.framework_id)


def _rank(snapshot: Snapshot, plan: Framework) -> tuple[int, date]:
    own = snapshot.of(Selection(area=plan.area_code, framework=plan.framework_id))
    newest = load_report_dates(own).own[-1:] or (date.min,)
    return len(load_action_plan(own).actions), newest[0]
