"""The documents that figures are from, those whose figures a reader may see."""

from typing import Any

import sqlalchemy as sa

from dashboard.model.rights import Reach
from data.queries.snapshot import load_catalogue
from data.store.frames import load_frame
from data.store.read_transaction import ReadTransaction, cached_by_version
from data.store.tables import KIND_TABLES, LOADED, extracts

_CITING = tuple(
    table
    for name, table in KIND_TABLES.items()
    if name != "sources" and "source_document" in table.c
)


@cached_by_version(16)
def load_sources(transaction: ReadTransaction, reach: Reach) -> tuple[dict[str, Any], ...]:
    """Return the sources that are published, and those of which a row is shown to a reader.

    All of them to who reads every area, but for the public.
    """
    rows: list[dict[str, Any]] = load_frame(transaction, "sources").to_dict("records")
    if reach.areas is None and not reach.is_public:
        return tuple(rows)
    shown = load_catalogue(transaction).catalogue.published | _cited(transaction, reach.areas)
    return tuple(row for row in rows if row["source_document"] in shown)


def _cited(transaction: ReadTransaction, own_areas: frozenset[str] | None) -> frozenset[str]:
    """Return the sources that rows name of areas of which everything is shown, of their plans, or of none."""
    catalogue = load_catalogue(transaction).catalogue
    areas = catalogue.areas_shown_whole(own_areas)
    plans = [name for name, plan in catalogue.frameworks.items() if plan.area_code in areas]
    shown = {"area_code": areas, "framework_id": plans}
    cited: set[str] = set()
    with transaction.connect() as connection:
        for table in _CITING:
            document = table.c.source_document
            statement = sa.select(document).distinct().join(extracts)
            statement = statement.where(extracts.c.state == LOADED, document.is_not(None))
            for name in [name for name in shown if name in table.c][:1]:
                statement = statement.where(table.c[name].in_(shown[name]))
            cited.update(connection.scalars(statement))
    return frozenset(cited)
