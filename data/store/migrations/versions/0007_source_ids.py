"""Replace ids of shipped sources that are file names by ids of words.

Every row that refers to one is renamed, whoever loaded it and whether or not it was undone, so that
what is loaded later under the new ids is the same record. A shipped extract counts as loaded, or
undone, under the new ids too. Packs are frozen: they keep the ids they were made with.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SOURCE_IDS = {
    "000_d95a6b4671d2aa0e.txt": "th-scrutiny-update-2022",
    "001_195163fab988599a.txt": "th-sen-review-2017",
    "002_613c2c1b167ef032.txt": "th-board-update-2019",
    "003_9b4f7a25968546ab.txt": "th-send-strategy-2018",
    "004_b9764bfbc09121f9.txt": "ha-highlight-report-2023",
}
# The SHA-256 of each shipped extract that names a source, before and after.
EXTRACTS = {
    "action_status": (
        "75b207237f20032c8073ccafbb7378761a5844b70ca89f6984751d63b8504993",
        "4db2b7f2152fe632a9a59585426c32bf74d3d7b771bd45f26a75a7d421bc1a95",
    ),
    "action_totals": (
        "557707d104bb4b562144e089cd456ae1757f81860450f62cd5f94690dab5740e",
        "a46cd959125a50eb5340f6281c5731d3b6d2bca29688e710ea2cf96df16b9d6e",
    ),
    "commentary": (
        "3c43f411054db8c23c839aaa60a4f4a20c384e1a351c2e7b0c45d120ab8ed206",
        "b898b736eac8805fb16dcf2e9fd5ec2ce2a4a28357796ddf2f2fbde42b85e780",
    ),
    "events": (
        "523b1cdcb90e01c939586c9bbce629c83643f06eb780345acb294e5f2dde822d",
        "484ac7724a9c4dfd5408734c86860b59a8462736b150f6c7b0f9a9ddc323e6a0",
    ),
    "frameworks": (
        "f4d881299c84d7c8a81b7a5879d4426a06eac7b03eabb6b030b5faef2bce585c",
        "1bdcff13065147e5350f5d18aa168848accf835df2609c859264a1350e1fb4ce",
    ),
    "observations_published": (
        "c05a7b3eba53e51a191c60c4bf54c151537237676c3d77b348c8b0cd9a3cf43c",
        "4854858a2f4f43598c5ee930400f017f22bfab4dc8c5f258099ab4f09abb6297",
    ),
    "sources": (
        "e1647a1c15db61df5d3bdc0ccec7e7c2ea106ce5ee49ff0f5b7556b3e8d972c9",
        "f0c7c7eca663b444a7d6147ae081e9f03147f4e78b8b04aae78bcd4a31d105b9",
    ),
    "targets": (
        "65a1ef7d65199df2f56ca11b836e9711c329610e8c907ee63c77acb002ec3a74",
        "3849b3273eaf46ce44f5acc475ec1c23f9891e609cdc36231c25d141327e3393",
    ),
}
# The tables that refer to sources, with the columns of record_key where the source is one of them.
TABLES = {
    "sources": ("source_document",),
    "frameworks": (),
    "targets": (
        *("framework_id", "measure_id", "role", "breakdown", "statistic", "basis"),
        *("period_start", "period_end", "due_on", "operator", "source_document"),
    ),
    "observations": (
        *("area_code", "measure_id", "breakdown", "statistic", "basis"),
        *("period_start", "period_end", "role", "source_document"),
    ),
    "action_status": (),
    "action_totals": (),
    "events": (),
    "commentary": (),
    "neighbours": ("area_code", "neighbour_code", "source_document"),
    "headlines": (),
}
LONGEST_KEY = 500


def upgrade() -> None:
    """Write the new ids."""
    _rename(SOURCE_IDS, dict(EXTRACTS.values()))


def downgrade() -> None:
    """Write the old ids."""
    _rename(_swapped(SOURCE_IDS.items()), _swapped(EXTRACTS.values()))


def _swapped(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {after: before for before, after in pairs}


def _rename(source_ids: Mapping[str, str], extracts: Mapping[str, str]) -> None:
    connection = op.get_bind()
    names = sa.table("source_documents", sa.column("source_document"))
    stored = set(connection.scalars(sa.select(names.c.source_document)))
    renamed = {before: after for before, after in source_ids.items() if before in stored}
    for source_id in set(renamed.values()) - stored:
        connection.execute(sa.insert(names).values(source_document=source_id))
    for table_name, key in TABLES.items():
        columns = dict.fromkeys(("row_id", "record_key", "source_document", *key))
        rows = sa.table(table_name, *map(sa.column, columns))
        _replace(connection, rows, "source_document", renamed)
        if key:
            _write_keys(connection, rows, key, renamed.values())
    connection.execute(sa.delete(names).where(names.c.source_document.in_(renamed)))
    _replace(connection, sa.table("extracts", sa.column("sha256")), "sha256", extracts)


def _replace(
    connection: sa.Connection, table: sa.TableClause, name: str, texts: Mapping[str, str]
) -> None:
    for before, after in texts.items():
        is_before = table.c[name] == before
        connection.execute(sa.update(table).where(is_before).values({name: after}))


def _write_keys(
    connection: sa.Connection, rows: sa.TableClause, key: Iterable[str], source_ids: Iterable[str]
) -> None:
    """Write the record keys of the rows of some sources, as a load writes them."""
    is_theirs = rows.c.source_document.in_(list(source_ids))
    found = connection.execute(
        sa.select(rows.c.row_id, *(rows.c[name] for name in key)).where(is_theirs)
    ).all()
    for row_id, *values in found:
        text = "\x1f".join("" if value is None else str(value) for value in values)
        if len(text) > LONGEST_KEY:
            text = sha256(text.encode()).hexdigest()
        is_row = rows.c.row_id == row_id
        connection.execute(sa.update(rows).where(is_row).values(record_key=text))
