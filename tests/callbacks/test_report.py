"""The addresses of a report: what each answers, and what it says where there is nothing to show."""

import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

import callbacks.packs.respond
from callbacks.packs.file_cache import PackFiles, pack_file_name
from callbacks.packs.report import register_report
from dashboard.model.panel import SYNTHETIC
from dashboard.pack.model import CHECKED, Step, StoredPack
from dashboard.pack.report import build_report
from data.queries.snapshot import UnknownSelectionError
from layouts.report.document import ReportLinks, report_page
from tests.builders.packs import DAYS, HARINGEY, STRATEGY, gather_pack

PACK: Final = f"{STRATEGY}-v1"
PAGE: Final = f"/report/{PACK}"
PDF: Final = f"/download/report/{PACK}.pdf"
FILE: Final = f"/download/report/{PACK}.html"
NAMESPACE: Final = "http://www.w3.org/2000/svg"


class Found(HTMLParser):
    """What a page holds: tags, ids, addresses and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.levels: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action", "data", "poster", "srcset"):
                self.addresses.append(value or "")


@pytest.fixture
def packs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of the shipped plans, as the store would give them."""

    def load(_engine: Engine, pack_id: str) -> StoredPack:
        plan = pack_id.removesuffix("-v1")
        if plan not in DAYS:
            raise UnknownSelectionError(pack_id)
        return gather_pack(engine, plan)

    monkeypatch.setattr(callbacks.packs.respond, "load_readable_pack", load)


@pytest.fixture
def stored(engine: Engine) -> StoredPack:
    return gather_pack(engine, STRATEGY)


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("plan", [STRATEGY, HARINGEY])
def test_the_page_is_whole_and_plain(client: FlaskClient, plan: str) -> None:
    answer = client.get(f"/report/{plan}-v1")
    found = Found(answer.text)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    (styles,) = re.findall("<style>(.*?)</style>", answer.text)
    digest = b64encode(sha256(styles.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert found.tags["script"] == 0
    assert found.tags["h1"] == found.tags["main"] == 1
    heading = re.search("<h1>(.*?)</h1>", answer.text)
    assert heading is not None
    assert f"<title>{heading[1]}" in answer.text
    assert len(found.ids) == len(set(found.ids))
    assert all(after <= before + 1 for before, after in pairwise(found.levels))
    inside = {address[1:] for address in found.addresses if address.startswith("#")}
    assert inside <= set(found.ids)
    assert "nan" not in answer.text.split()
    assert "None" not in re.findall(r">([^<]*)<", answer.text)


@pytest.mark.usefixtures("packs")
def test_the_page_leads_to_slides_files_and_the_other_packs(client: FlaskClient) -> None:
    addresses = Found(client.get(PAGE).text).addresses
    for form in ("pdf", "pptx", "xlsx", "html"):
        assert f"/download/report/{PACK}.{form}" in addresses
    assert f"/meeting/{PACK}/cover" in addresses
    assert "/meeting?area=E09000030&framework=th-strategy-2020" in addresses


@pytest.mark.usefixtures("packs")
def test_the_file_for_e_mail_needs_nothing_from_anywhere(client: FlaskClient) -> None:
    answer = client.get(FILE)
    found = Found(answer.text)
    assert found.tags["script"] == found.tags["link"] == 0
    assert all(address.startswith(("#", "data:")) for address in found.addresses)
    outside = set(re.findall(r"""(?:https?:)?//[\w.]+[^\s"'<>)%]*""", answer.text))
    assert {one for one in outside if one.startswith("http")} <= {NAMESPACE}
    assert re.findall(r"url\(.(?!data:)", answer.text) == []
    assert "@import" not in answer.text
    assert "font/woff2;base64," in answer.text
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="tower-hamlets-th-strategy-2020-v1.html"'
    )


@pytest.mark.usefixtures("packs")
def test_page_and_file_say_the_same(client: FlaskClient) -> None:
    page, file = (client.get(address).text for address in (PAGE, FILE))
    assert page[page.index("<main") :] == file[file.index("<main") :]


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("plan", DAYS)
def test_no_sentence_of_a_measure_is_there_twice(client: FlaskClient, plan: str) -> None:
    """Where there is no chart, its alternative text is not in its place: the finding stands above."""
    page = client.get(f"/report/{plan}-v1").text
    for section in page.split("<section")[1:]:
        sentences = re.findall('<p(?! class="note")[^>]*>([^<]+)</p>', section)
        assert len(sentences) == len(set(sentences)), section[:200]


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("address", ["/report/no-such", "/download/report/no-such.pdf"])
def test_a_pack_of_no_such_name_is_said_to_be_none(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is no pack of that name." in answer.text
    assert Found(answer.text).tags["h1"] == 1


@pytest.mark.parametrize("address", [PAGE, PDF, FILE])
def test_of_a_pack_that_was_tampered_with_nothing_is_shown(
    client: FlaskClient, stored: StoredPack, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    damaged = replace(stored, integrity_error="The content of this pack was changed.", pack=None)
    monkeypatch.setattr(callbacks.packs.respond, "load_readable_pack", lambda *_: damaged)
    answer = client.get(address)
    assert answer.status_code == 409
    assert "The content of this pack was changed." in answer.text
    assert "Tower Hamlets" not in answer.text


def test_a_store_without_tables_is_said_to_be_one(empty_engine: Engine) -> None:
    server = Flask(__name__)
    register_report(server, empty_engine, PackFiles(), lambda: None)
    answer = server.test_client().get(PAGE)
    assert answer.status_code == 503
    assert "not set up" in answer.text


def made_up(stored: StoredPack) -> StoredPack:
    """The same pack of an area that is no real place."""
    pack = stored.content
    area = replace(pack.overview.area, kind=SYNTHETIC, name="Example borough")
    return replace(stored, pack=replace(pack, overview=replace(pack.overview, area=area)))


def test_made_up_figures_and_drafts_say_what_they_are(stored: StoredPack) -> None:
    one = made_up(stored)
    page = report_page(one, build_report(one), ReportLinks((), ()))
    assert "Synthetic data. " in page
    assert '@top-right{content:"Draft · Synthetic data"}' in page
    assert "no second person has checked" in page
    assert pack_file_name(one, "pdf") == "synthetic-example-borough-th-strategy-2020-v1.pdf"
    checked = replace(stored, steps=(*stored.steps, replace(stored.steps[0], state=CHECKED)))
    later = report_page(checked, build_report(checked), ReportLinks((), ()))
    assert "Checked by a second person, not yet final." in later
    assert "Synthetic data" not in later


def test_nothing_in_a_name_ends_the_rules_of_paper(stored: StoredPack) -> None:
    pack = stored.content
    area = replace(pack.overview.area, name='A"}</style><script>1</script>\\')
    odd = replace(stored, pack=replace(pack, overview=replace(pack.overview, area=area)))
    found = Found(report_page(odd, build_report(odd), ReportLinks((), ())))
    assert found.tags["script"] == 0
    assert found.tags["main"] == 1


@pytest.mark.usefixtures("packs")
def test_the_file_says_that_it_loads_and_runs_nothing(client: FlaskClient) -> None:
    text = client.get(FILE).text
    policy = re.search('<meta http-equiv="Content-Security-Policy" content="(.*?)">', text)
    assert policy is not None
    assert policy.start() < text.index("<style>")
    assert policy[1].startswith("default-src 'none'; style-src-elem 'sha256-")
    assert policy[1].count("sha256-") == text.count("<style>") == 2


def test_a_file_is_made_anew_once_the_pack_has_taken_a_step(stored: StoredPack) -> None:
    files = PackFiles()
    moved = replace(stored, steps=(*stored.steps, Step(CHECKED, "Bo", stored.steps[0].at)))
    assert files.get_or_make(stored, "pdf", lambda: b"draft") == b"draft"
    assert files.get_or_make(moved, "pdf", lambda: b"checked") == b"checked"
    assert files.get_or_make(stored, "pdf", lambda: b"never") == b"draft"
    assert files.get_or_make(stored, "pptx", lambda: b"slides") == b"slides"


def test_files_asked_for_longest_ago_are_let_go(stored: StoredPack) -> None:
    files = PackFiles(most_bytes=10)
    one, two, three = (replace(stored, pack_id=name) for name in "abc")
    files.get_or_make(one, "pdf", lambda: b"12345")
    files.get_or_make(two, "pdf", lambda: b"12345")
    assert files.get_or_make(one, "pdf", lambda: b"again") == b"12345"
    files.get_or_make(three, "pdf", lambda: b"12345")
    assert files.get_or_make(one, "pdf", lambda: b"again") == b"12345"
    assert files.get_or_make(two, "pdf", lambda: b"again") == b"again"


def test_a_making_that_fails_leaves_nothing_behind(stored: StoredPack) -> None:
    files = PackFiles()

    def fail() -> bytes:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        files.get_or_make(stored, "pdf", fail)
    assert files.get_or_make(stored, "pdf", lambda: b"made") == b"made"
