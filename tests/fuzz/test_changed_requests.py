"""No changed request is answered with an error of ours, or written raw into the log."""

from pathlib import Path

import pytest

from tests.apps import server_of
from tests.fuzz.requests import fuzz_requests
from tests.stores import MakeStore, opened

# As many as meet each kind of request; `make sweep` sends thousands.
COUNT = 250


@pytest.mark.parametrize("seed", range(2))
def test_changed_requests_are_answered_in_words(make_sqlite: MakeStore, tmp_path: Path, seed: int):
    with opened(make_sqlite("filled")) as engine:
        findings = fuzz_requests(server_of(engine, tmp_path), COUNT, seed)
    assert findings.broken == []
    assert findings.states["2xx"] > COUNT // 12
    assert findings.states["4xx"] > COUNT // 3
