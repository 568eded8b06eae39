"""Feed many changed files and names to the readers, and changed requests to the app: `python -m tests.bench.fuzz --count 100000`."""

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

from sqlalchemy.engine import URL

from callbacks import make_app, register
from callbacks.server.settings import Settings
from data.loading.setup import set_up
from data.store.databases.engine import make_engine
from tests.fuzz.names import wrong_matches
from tests.fuzz.requests import fuzz_requests
from tests.fuzz.run import fuzz


def main() -> int:
    """Run it on a store of its own; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(URL.create("sqlite", database=str(Path(folder) / "store.sqlite3")))
        try:
            set_up(engine, with_example=False)
            findings = fuzz(engine, options.count, options.seed)
            app = make_app(Settings())
            register(app, engine, Settings())
            answered = fuzz_requests(app.server, options.count, options.seed)
        finally:
            engine.dispose()
    wrong = list(wrong_matches(options.count, options.seed))
    for each in (*findings.broken, *answered.broken, *wrong):
        print(each)
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(findings.states.items()))
    print(f"{options.count:,} sendings: {states}; {len(findings.broken):,} promises broken.")
    print(f"The slowest took {findings.slowest:.1f} s; memory grew by {findings.megabytes:.0f} MB.")
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(answered.states.items()))
    print(f"{options.count:,} requests: {kinds}; {len(answered.broken):,} promises broken.")
    print(f"{options.count:,} names: {len(wrong):,} read as what they are only like.")
    return 1 if findings.broken or answered.broken or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
