"""No changed file makes the reader crash, hang, grow or leave half a load."""

import pytest

from tests.fuzz.run import SLOWEST_SECONDS, fuzz
from tests.stores import MakeStore, opened

# As many as show a reader that has grown careless; `make sweep` sends thousands.
COUNT = 150
MOST_MEGABYTES = 400


@pytest.mark.parametrize("seed", range(2))
def test_changed_files_break_no_promise(make_sqlite: MakeStore, seed: int):
    with opened(make_sqlite("shipped")) as engine:
        findings = fuzz(engine, COUNT, seed)
    assert findings.broken == []
    assert findings.slowest < SLOWEST_SECONDS
    assert findings.megabytes < MOST_MEGABYTES
    # Changes that are too wild would only ever meet the first check.
    assert findings.states["would_load"] > COUNT // 20
    assert findings.states["refused"] > COUNT // 4
