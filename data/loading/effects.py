"""What a load or an undo changes in the measures: the overviews as they stand, and as they would.

What stands is asked of the store, whose pages keep it. What would stand is asked of the open
transaction through a stand-in for the engine, so that nothing of it is kept under the store's name.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Engine

from dashboard.model.panel import Framework, Overview
from dashboard.model.selection import Selection
from dashboard.panels.load_effects import Effects, OverviewPair, build_effects
from data.cases import visible_cells
from data.common.progress import Progress, unwatched
from data.queries import case_views, panels, snapshot

_STEP = "Comparing the measures"


class OpenTransaction:
    """Stand in for an engine where loaders ask for one: every connection is the open one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Lend the connection, and leave it open."""
        yield self._connection


@dataclass(frozen=True)
class EffectsBuilder:
    """Say who asks what changes: on which day, and whether they may see small numbers."""

    engine: Engine
    today: date
    shows_small: bool = False
    progress: Progress = unwatched

    def effects(self, connection: Connection, areas: Collection[str] | None) -> Effects:
        """Tell what changes in every plan of some areas; of all of them where None is given."""
        inside = cast("Engine", OpenTransaction(connection))
        try:
            return build_effects(self._pairs(inside, areas))
        finally:
            clear_transaction_caches()

    def _pairs(self, inside: Engine, areas: Collection[str] | None) -> Iterator[OverviewPair]:
        before, after = self._plans(self.engine, areas), self._plans(inside, areas)
        names = list({**after, **before})
        for place, name in enumerate(names):
            self.progress(_STEP, place, len(names))
            yield (
                self._overview(self.engine, before.get(name)),
                self._overview(inside, after.get(name)),
            )

    def _plans(self, engine: Engine, areas: Collection[str] | None) -> dict[str, Framework]:
        plans = panels.load_catalogue(engine).frameworks
        return {
            plan.framework_id: plan for plan in plans if areas is None or plan.area_code in areas
        }

    def _overview(self, engine: Engine, plan: Framework | None) -> Overview | None:
        if plan is None:
            return None
        chosen = Selection(area=plan.area_code, framework=plan.framework_id)
        return panels.load_overview(engine, chosen, self.today, shows_small=self.shows_small)


def clear_transaction_caches() -> None:
    """Let go of what was kept of a transaction that has ended; what stands is read anew."""
    for module in (panels, snapshot, case_views, visible_cells):
        for function in vars(module).values():
            clear: Callable[[], Any] | None = getattr(function, "cache_clear", None)
            if clear:
                clear()
