"""What a load or an undo changes in the measures: the overviews as they stand, and as they would.

The overviews as they stand are read, and cached, as pages read them; those as they would stand are
read in the open transaction.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine

from dashboard.model.panel import Framework, Overview
from dashboard.model.selection import Selection
from dashboard.panels.load_effects import Effects, OverviewPair, build_effects
from data.common.progress import Progress, unwatched
from data.queries.panels import load_overview
from data.queries.snapshot import Snapshot, load_catalogue
from data.store.read_transaction import ReadTransaction, read_transaction

_STEP = "Comparing the measures"


@dataclass(frozen=True)
class EffectsBuilder:
    """The day for which changes are computed, and whether small numbers may be shown."""

    engine: Engine
    today: date
    shows_small: bool = False
    progress: Progress = unwatched

    def effects(self, connection: Connection, areas: Collection[str] | None) -> Effects:
        """Return the changes in every plan of some areas; None for all areas."""
        with read_transaction(self.engine) as outside:
            return build_effects(
                self._pairs(outside, ReadTransaction(connection, writes=True), areas)
            )

    def _pairs(
        self, outside: ReadTransaction, inside: ReadTransaction, areas: Collection[str] | None
    ) -> Iterator[OverviewPair]:
        before, after = self._plans(outside, areas), self._plans(inside, areas)
        names = list({**after, **before})
        for place, name in enumerate(names):
            self.progress(_STEP, place, len(names))
            yield (
                self._overview(outside, before.get(name)),
                self._overview(inside, after.get(name)),
            )

    def _plans(
        self, transaction: ReadTransaction, areas: Collection[str] | None
    ) -> dict[str, Framework]:
        plans = load_catalogue(transaction).frameworks
        return {
            plan.framework_id: plan for plan in plans if areas is None or plan.area_code in areas
        }

    def _overview(self, transaction: ReadTransaction, plan: Framework | None) -> Overview | None:
        if plan is None:
            return None
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        return load_overview(Snapshot(transaction, chosen, self.today, self.shows_small))
