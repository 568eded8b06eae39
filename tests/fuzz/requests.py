"""Send changed requests to the app, and hold its answers to what they promise."""

import json
import logging
import re
import time
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks.server.json_api import FORM_TYPE
from callbacks.server.limits import MOST_BYTES
from dashboard.model.urls import Urls
from tests.apps import OWN, OWN_FORM, entered, signed_in
from tests.callbacks.live_answers import call
from tests.fuzz.run import Findings

Send = Callable[[Flask, Random], tuple[str, TestResponse]]
PLAN: Final = "area=E09000014&framework=ha-wsoa-2021"
_MEASURE: Final = f"/measure/ehcp-20-weeks?{PLAN}"
CALLED: Final = {
    "measure-card": _MEASURE,
    "measure-tabs": _MEASURE,
    "priority-panels": "/priority/ha-wsoa-2021/1",
    "priority-tools": "/priority/ha-wsoa-2021/1",
    "priority-counts": "/priority/ha-wsoa-2021/1",
    "future-picture": "/future?area=E09000014",
}
# A body of each kind, none of which is saved as it stands; changed, one or another is.
_NOBODY: Final = {"by": ""}
BODIES: Final[dict[str, dict[str, Any]]] = {
    "/headline": {"address": f"/?{PLAN}", "text": "On track", **_NOBODY},
    "/remarks": {"address": _MEASURE, "kind": "next_step", "text": "Recruit", "due_on": "", **_NOBODY},
    "/exceptions": {"address": _MEASURE, "measure": "annual-review-on-time", "basis": "ytd", **_NOBODY},
    "/packs": {"address": f"/meeting?{PLAN}", "as_of": "2023-04-19", **_NOBODY},
    "/packs/step": {"pack_id": "p", "state": "checked", "is_sure": "yes", **_NOBODY},
    "/packs/slides": {"pack_id": "p", "move": "note", "slide": "cover", "note": "Say it", **_NOBODY},
    "/scrutiny/questions": {"framework_id": "ha-wsoa-2021", "member": "A", "question": "?", **_NOBODY},
    "/scrutiny/questions/1": {"framework_id": "ha-wsoa-2021", "was": "x", "answer": "y", **_NOBODY},
    "/scrutiny/recommendations": {"framework_id": "ha-wsoa-2021", "text": "Do", **_NOBODY},
    "/scrutiny/recommendations/1": {"framework_id": "ha-wsoa-2021", "was": "x", **_NOBODY},
    "/intake/check": {"tokens": ["A" * 43], "options": {"cut_off": "2023-03-31", "columns": []}},
    "/intake/load": {"tokens": ["A" * 43], "options": {}, **_NOBODY},
    "/intake/undo": {"extract": 10**9, "by": "A", "dry_run": True},
}  # fmt: skip
ADDRESSES: Final = (
    f"/?{PLAN}&status=met&sort=gap",
    f"{_MEASURE}&basis=ytd&breakdown=age=0-5&from=2022-01-01",
    "/priority/ha-wsoa-2021/1?as_of=2023-05-01&view=list",
    "/future?area=E09000014&growth=2&capacity=10",
    f"/actions?{PLAN}&status=late",
    f"/meeting?{PLAN}&pack=a&against=b",
    f"/meeting?{PLAN}&pack=a&tab=slides&at=cover",
    f"/scrutiny?{PLAN}&status=open",
    "/data?show=history&page_number=2",
    "/profile?area=E09000014&group=all&compare=england",
    f"/find?{PLAN}&find=autism",
    "/meeting/pack/cover/notes",
    "/present?framework=ha-wsoa-2021&slide=cover",
    "/report/pack",
    "/summary/pack",
    "/download/summary/pack.pdf",
    "/report?framework=ha-wsoa-2021",
    "/download/report/pack.pdf",
    f"/download/overview.csv?{PLAN}",
    f"/download/series.csv?measure=ehcp-20-weeks&{PLAN}",
    f"/download/series.svg?measure=ehcp-20-weeks&{PLAN}",
    "/download/template/observations.csv",
    "/download/rows/aliases.csv",
    "/download/scrutiny-questions.csv?framework=ha-wsoa-2021",
    "/download/minutes.csv?framework=ha-wsoa-2021&pack=a",
    "/intake/extracts/1",
    f"/intake/{'A' * 43}/faults.csv",
    f"/intake/{'A' * 43}/outcome",
    f"/live/{quote(_MEASURE, safe='')}/_dash-layout",
    "/signals?x=1",
    "/unsuppressed/secret",
)
_VALUES: Final = (
    None, True, 0, -1, 10**30, 1e308, float("nan"), float("inf"), "", "x" * 5000, "\0", "\ud800", "é",
    "a\nERROR forged: line", "2023-02-31", "E09000030", "/actions", "//x", "'; --", "%s%n", [], {},
    ["a"], {"a": {}}, "choices", "__class__",
)  # fmt: skip
_TEXTS: Final = (
    "%00",
    "%ff",
    "\xff",
    "%0d%0aERROR forged: line",
    "=",
    "&",
    "%",
    "x" * 300,
    "-1",
    "'",
)
# A file, as a browser sends it in a form by itself.
_FILE: Final = b"area_code,measure_id,value\r\nE09000014,ehcp-20-weeks,61\r\n"
SIGN_IN_FORMS: Final[dict[str, dict[str, str]]] = {
    "/sign-in": {"login": "ann", "password": "wrong", "next": "/about"},
    f"/sign-in/link/{'A' * 43}": {"password": "four words not together"},
    "/account/password": {"current": "wrong", "password": "four words not together"},
    "/account/sessions/end": {"session": "a" * 64},
    "/sign-out": {"csrf_token": ""},
    "/sign-out/everywhere": {"csrf_token": ""},
}
_SIGN_IN_ADDRESSES: Final = (
    "/sign-in?next=/about",
    f"/sign-in/link/{'A' * 43}",
    "/sign-in/provider?next=/about",
    "/sign-in/provider/back?code=a&state=b",
    "/account",
    "/accounts",
    "/audit",
)
_TRACEBACK: Final = re.compile(r"Traceback|File \"|\.py\b")
_SLOWEST_SECONDS: Final = 5.0


class _Lines(logging.Handler):
    """Collect what is logged while requests are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def fuzz_requests(server: Flask, count: int, seed: int, send: Send | None = None) -> Findings:
    """Send so many changed requests; a number among them and the seed make each again."""
    findings, lines = Findings(), _Lines()
    root = logging.getLogger()
    root.addHandler(lines)
    try:
        for number in range(count):
            random = Random(f"{seed} {number}")  # noqa: S311 - nothing secret comes of it
            lines.records.clear()
            started = time.process_time()
            sent, answer = (send or _send)(server, random)
            findings.slowest = max(findings.slowest, time.process_time() - started)
            kind = f"{answer.status_code // 100}xx"
            findings.states[kind] = findings.states.get(kind, 0) + 1
            wrong = _wrong(answer, lines.records)
            if wrong:
                findings.broken.append(f"seed {seed}, request {number}, {sent[:300]!r}: {wrong}")
    finally:
        root.removeHandler(lines)
    if findings.slowest > _SLOWEST_SECONDS:
        findings.broken.append(f"seed {seed}: a request took {findings.slowest:.1f} s")
    return findings


def _send(server: Flask, random: Random) -> tuple[str, TestResponse]:
    client = entered(server.test_client())
    choice = random.randrange(6)
    if choice == 5:
        name, sheet = (str(random.choice(_VALUES)).replace("\ud800", "") for _ in range(2))
        raw = _changed_bytes(_FILE, random)
        form = {"sheet": sheet, "files": (BytesIO(raw), name.replace("\n", " ")[:99])}
        sent = client.post(Urls.INTAKE_FILES, data=form, headers=OWN_FORM)
        return f"{Urls.INTAKE_FILES} {name} {sheet} {raw[:200]!r}", sent
    if choice == 0:
        address = _changed_text(random.choice(ADDRESSES), random)
        return address, client.get(address, headers=OWN)
    if choice == 1:
        rule = random.choice(list(BODIES))
        form = {name: str(value) for name, value in BODIES[rule].items()}
        form[random.choice(list(form))] = str(random.choice(_VALUES)).replace("\ud800", "")
        headers = OWN if random.random() < 0.5 else OWN_FORM
        return f"{rule} {form}", client.post(rule, data=form, headers=headers)
    rule, body = random.choice(list(BODIES.items()))
    if choice > 2:
        rule, body = "/_dash-update-component", call(*random.choice(list(CALLED.items())))
    for _ in range(random.randrange(3)):
        body = _changed(body, random)
    raw = json.dumps(body).encode()
    if random.random() < 0.3:
        raw = _changed_bytes(raw, random)
    sent = client.post(rule, data=raw, headers=OWN, content_type="application/json")
    return f"{rule} {raw[:200]!r}", sent


def send_to_sign_in(engine: Engine) -> Send:
    """Return what sends a changed request of signing in or of an account, half of them signed in."""

    def send(server: Flask, random: Random) -> tuple[str, TestResponse]:
        client = server.test_client()
        if random.random() < 0.5:
            signed_in(client, engine, ("viewer", "E09000014"))
        else:
            client.set_cookie("session", _changed_text("A" * 43, random).replace("\xff", ""))
        if random.random() < 0.2:
            address = _changed_text(random.choice(_SIGN_IN_ADDRESSES), random)
            return address, client.get(address)
        rule, form = random.choice(list(SIGN_IN_FORMS.items()))
        typed = {name: str(random.choice(_VALUES)).replace("\ud800", "") for name in form}
        fields = {name: random.choice((text, typed[name])) for name, text in form.items()}
        raw = urlencode(fields).encode()
        if random.random() < 0.3:
            raw = _changed_bytes(raw, random)
        headers = {
            **OWN_FORM,
            "X-Forwarded-For": random.choice(("10.0.0.7", "x" * 300, "\xe9", "")),
        }
        sent = client.post(rule, data=raw, headers=headers, content_type=FORM_TYPE)
        return f"{rule} {raw[:200]!r}", sent

    return send


def _changed(value: Any, random: Random) -> Any:
    """Return a copy of JSON with one of its values changed, taken out or nested."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        name = random.choice(list(value))
        rest = {other: value[other] for other in value if other != name}
        change = random.random()
        if change < 0.15:
            return rest
        if change < 0.25:
            return rest | {f"{name}x": value[name]}
        return rest | {name: _changed(value[name], random)}
    if isinstance(value, list) and value and random.random() < 0.7:
        place = random.randrange(len(value))
        return [*value[:place], _changed(value[place], random), *value[place + 1 :]]
    return random.choice((*_VALUES, [value], {"a": value}, [value] * 3))


def _changed_bytes(raw: bytes, random: Random) -> bytes:
    place = random.randrange(len(raw) + 1)
    return random.choice(
        (
            raw[:place],
            raw[:place] + bytes([random.randrange(256)]) + raw[place + 1 :],
            b"[" * 20_000 + b"]" * 20_000,
            b'{"a":' * 9_000 + raw,
            raw + b" " * MOST_BYTES,
            b"null",
            b"",
            b"[1]",
            b'"\\ud800"',
            raw.replace(b'"', b"'"),
        )
    )


def _changed_text(text: str, random: Random) -> str:
    place = random.randrange(1, len(text) + 1)
    return text[:place] + random.choice(_TEXTS) + text[place + random.randrange(3) :]


def _wrong(answer: TestResponse, records: list[logging.LogRecord]) -> str:
    """Return which promise an answer breaks; "" for none."""
    is_fine = answer.status_code < 500
    if not is_fine:
        logged = " ".join(record.getMessage() for record in records)
        return f"answered {answer.status_code}; {logged[-900:]}"
    if answer.status_code >= 400 and (not answer.data or _TRACEBACK.search(answer.text)):
        return f"{answer.status_code} without words, or with a traceback"
    for record in records:
        message = record.getMessage()
        if "\n" in message or len(message) > 400:
            return f"logged raw: {message[:300]!r}"
    return ""
