"""No changed request is answered with an error of ours, or written raw into the log."""

import pytest
from sqlalchemy import Engine

from callbacks import make_app, register
from callbacks.server.settings import Settings
from tests.fuzz.requests import fuzz_requests

# As many as meet each kind of request; `make sweep` sends thousands.
COUNT = 250


@pytest.mark.parametrize("seed", range(2))
def test_changed_requests_are_answered_in_words(filled_engine: Engine, seed: int):
    settings = Settings()
    app = make_app(settings)
    register(app, filled_engine, settings)
    findings = fuzz_requests(app.server, COUNT, seed)
    assert findings.broken == []
    assert findings.states["2xx"] > COUNT // 12
    assert findings.states["4xx"] > COUNT // 3
