"""No changed request is answered with an error of ours, or written raw into the log."""

from pathlib import Path

import pytest

from callbacks.server.provider_settings import Provider
from dashboard.model.urls import Urls
from data.store.audit import verify_chain
from tests.apps import server_of
from tests.fuzz.requests import BODIES, SIGN_IN_FORMS, fuzz_requests, send_to_sign_in
from tests.servers import free_port
from tests.stores import MakeStore, opened

# As many as meet each kind of request; `make sweep` sends thousands.
COUNT = 250


@pytest.mark.both_databases
def test_changed_requests_are_answered_in_words(
    make_store: MakeStore, tmp_path: Path, dialect: str
):
    with opened(make_store("filled")) as engine:
        seed = int(dialect == "postgresql")
        findings = fuzz_requests(server_of(engine, tmp_path), COUNT, seed)
    assert findings.broken == []
    assert findings.states["2xx"] > COUNT // 12
    assert findings.states["4xx"] > COUNT // 3


def test_changed_requests_of_signing_in_are_too(make_sqlite: MakeStore, tmp_path: Path):
    # Nobody is there to vouch for anybody.
    provider = Provider(f"http://127.0.0.1:{free_port()}", "dashboard", "s", ())
    with opened(make_sqlite("shipped")) as engine:
        server = server_of(engine, tmp_path, has_sign_in=True, provider=provider)
        findings = fuzz_requests(server, COUNT, 0, send_to_sign_in(engine))
        assert verify_chain(engine).broken_at is None
    assert findings.broken == []
    assert findings.states["3xx"] > COUNT // 12
    assert findings.states["4xx"] > COUNT // 3


def test_every_address_that_takes_a_body_is_sent_changed_ones(
    make_sqlite: MakeStore, tmp_path: Path
):
    with opened(make_sqlite("empty")) as engine:
        rules = server_of(engine, tmp_path, has_sign_in=True).url_map
    taking = {str(rule) for rule in rules.iter_rules() if "POST" in (rule.methods or ())}
    sent = {*BODIES, *SIGN_IN_FORMS, Urls.INTAKE_FILES, "/_dash-update-component"}
    numbered = {rule.replace("<path:number>", "1").replace("<token>", "A" * 43) for rule in taking}
    # The same route at the addresses of live pages.
    assert numbered - sent == {"/live/<path:page>/_dash-update-component"}
