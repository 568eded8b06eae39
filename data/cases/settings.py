"""The settings by which cases are counted and hidden, as they were at an extract."""

from typing import Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy import Connection

from data.schema.registry import KINDS
from data.store.tables import KIND_TABLES, LOADED, extracts

SETTINGS: Final = "case_settings"


def settings_upto(connection: Connection, upto: int) -> pd.DataFrame:
    """Return the settings that the loaded extracts up to one bring, the newest of each key."""
    table = KIND_TABLES[SETTINGS]
    names = [stored.name for stored in KINDS[SETTINGS].stored]
    statement = (
        sa.select(table.c.record_key, *(table.c[name] for name in names))
        .join(extracts, extracts.c.extract_id == table.c.extract_id)
        .where(extracts.c.state == LOADED, table.c.extract_id <= upto)
        .order_by(table.c.extract_id, table.c.row_id)
    )
    rows = pd.DataFrame(connection.execute(statement).all(), columns=["record_key", *names])
    current = rows.drop_duplicates("record_key", keep="last")
    return pd.DataFrame(current, columns=names).fillna({"area_code": ""})
