"""Load the whole DfE release: `python -m tests.bench.releases`; it may take 60 seconds.

On SQLite and on PostgreSQL, into stores of their own with what is shipped. Prints rows, seconds, and
how many percentages and identities of the release agree. Ends with 1 where a load takes longer.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from data.files.csv_reader import open_extract
from data.formats.base import DIFFERENCE, IDENTITY
from data.loading.load import FileReport, load_files
from data.loading.setup import set_up
from data.store.databases.engine import make_engine
from tests.bench.published.files import RELEASE
from tests.postgres import postgres_server

LONGEST_SECONDS = 60
_AGREEING = re.compile(r"([0-9,]+) of ([0-9,]+) (?:percentages|rows)")


def loaded(url: URL) -> tuple[FileReport, float]:
    """Load the release into a new store and give its report and the seconds it took."""
    engine = make_engine(url)
    try:
        set_up(engine, with_example=False)
        started = time.monotonic()
        (report,) = load_files(engine, [open_extract(RELEASE)], by="bench")
        return report, time.monotonic() - started
    finally:
        engine.dispose()


def agreeing(report: FileReport, topic: str) -> tuple[int, int]:
    """Sum up how many of how many agree, over the notes of a topic."""
    found = [_AGREEING.search(note.words) for note in report.notes if note.topic == topic]
    counts = [tuple(int(each.replace(",", "")) for each in one.groups()) for one in found if one]
    return sum(count[0] for count in counts), sum(count[1] for count in counts)


def report_load(name: str, report: FileReport, seconds: float) -> bool:
    """Print what a load was, and return whether it was in time and whole."""
    print(f"{name}: {report.state}, {report.rows:,} rows in {seconds:.1f} s", end="")
    print(f" ({report.new:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged)")
    for topic, words in ((DIFFERENCE, "percentages"), (IDENTITY, "rows of identities")):
        some, whole = agreeing(report, topic)
        print(f"  {some:,} of {whole:,} {words} agree")
    return report.state == "loaded" and seconds <= LONGEST_SECONDS


def main() -> int:
    """Load on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "release.sqlite3")
        is_fine = report_load("SQLite", *loaded(URL.create("sqlite", database=path)))
    with postgres_server() as server:
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS release_bench")
            connection.exec_driver_sql("CREATE DATABASE release_bench")
        admin.dispose()
        is_fine &= report_load("PostgreSQL", *loaded(server.set(database="release_bench")))
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
