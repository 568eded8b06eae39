"""Files are sent, mended, loaded and undone on the Data page, by mouse and by keyboard."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from data.loading.history import extract_history, undo_delivery
from data.store.databases.engine import Engine, make_engine
from tests.browser.conftest import AXE, Visit
from tests.browser.journeys import expect_focus, tab_to, wait_until_shown
from tests.builders.workbooks import workbook
from tests.conftest import Serve
from tests.stores import MakeStore

HEADER = (
    "area_code,framework_id,measure_id,basis,period_start,period_end,value,role,source_document"
)
SOURCE = "ha-highlight-report-2023"
OVERVIEW = "/?area=E09000014&framework=ha-wsoa-2021"
TIMELINESS = ".key-tile[data-measure=ehcp-20-weeks]"
# The rest of the page is the same in every state: it is looked at in test_pages.py.
VIOLATIONS = """async () => {
  const found = await axe.run({include: [[".data-screen"]]}, {resultTypes: ["violations"]});
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""
# What a finger could miss.
TOO_SMALL = """() => [...document.querySelectorAll(".data-screen")]
  .flatMap((part) => [...part.querySelectorAll("a[href], button, input, select, summary")])
  .filter((one) => one.getClientRects().length && (one.closest("label") || one).getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 120))"""
# A browser that is served through a proxy, which other machines may use too.
DROP = """([name, content]) => {
  const moved = new DataTransfer();
  const part = Array.isArray(content) ? new Uint8Array(content) : content;
  moved.items.add(new File([part], name));
  const anywhere = document.querySelector("h1");
  for (const type of ["dragover", "drop"]) {
    anywhere.dispatchEvent(new DragEvent(type, {dataTransfer: moved, bubbles: true, cancelable: true}));
  }
}"""

OpenData = Callable[..., Visit]


def row(value: str, month: str = "2023-03", last: str = "31", source: str = SOURCE) -> str:
    """A figure of Haringey for EHC plans issued within 20 weeks, as a line of an extract."""
    return f"E09000014,ha-wsoa-2021,ehcp-20-weeks,month,{month}-01,{month}-{last},{value},actual,{source}"


def extract(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


@pytest.fixture(scope="module")
def own_store(make_sqlite: MakeStore) -> Path:
    """A store that these tests alone write to."""
    return Path(str(make_sqlite("shipped").database))


@pytest.fixture(scope="module")
def own_server(
    own_store: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("intake") / "kept"
    with serve(f"sqlite:///{own_store}", INTAKE_FOLDER=str(folder)) as server:
        yield server.url


@pytest.fixture
def engine(own_store: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{own_store}")
    yield engine
    engine.dispose()


@pytest.fixture
def open_data(own_server: str, engine: Engine) -> Iterator[OpenData]:
    """Open the Data page of our own server; afterwards its store is as it was."""
    before = {one.extract_id for one in extract_history(engine)}
    visits: list[Visit] = []

    def open_page(page: Page, *, has_entered: bool = True) -> Visit:
        visit = Visit(page, own_server, has_entered=has_entered)
        visit.listen()
        visits.append(visit)
        visit.open("/data")
        expect(page.locator("[data-intake=work][data-is-drawn]")).to_be_attached()
        return visit

    yield open_page
    for one in extract_history(engine):
        is_first = one.delivery_id in (None, one.extract_id)
        if is_first and one.extract_id not in before and one.state == "loaded":
            undo_delivery(engine, one.extract_id)
    for visit in visits:
        assert visit.complaints == []
        assert visit.foreign_requests() == []


def send(page: Page, name: str, content: str) -> None:
    """Choose a file, as the browser's own dialogue does."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("#intake-files").set_input_files([file])


def heading(page: Page):
    return page.locator("[data-intake=work] h2")


def expect_heading(page: Page, words: str) -> None:
    """Wait until the page says this of the files that were sent."""
    expect(heading(page)).to_have_text(words)


def load(page: Page) -> None:
    """Load what was checked, under a name."""
    page.get_by_label("Your name").fill("Ada Ash")
    page.get_by_role("button", name="Load this file").click()
    expect_heading(page, "Loaded")


def look(visit: Visit) -> None:
    """Hold the page as it is now to what every page owes, on a laptop and on a phone."""
    if not visit.page.evaluate("() => 'axe' in window"):
        visit.page.evaluate(AXE.read_text())
    assert visit.page.evaluate(VIOLATIONS) == []
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert visit.page.evaluate(TOO_SMALL) == []
    visit.page.set_viewport_size({"width": 1280, "height": 720})
    visit.check()


def test_a_file_is_dropped_mended_loaded_seen_and_undone_with_the_mouse(open_data, page):
    visit = open_data(page)
    faulty = [row("seventy", f"2022-{n:02}", "28") for n in (2, 2, 2)]
    page.evaluate(DROP, ["march.csv", extract(row("79", source="nowhere.txt"), *faulty)])
    expect_heading(page, "This file cannot be loaded")
    expect_focus(page, tag="H2")
    issues = page.get_by_role("table", name="Issues in march.csv")
    expect(issues.get_by_role("row").filter(has_text="seventy")).to_contain_text("Rows 3, 4 and 5")
    with page.expect_download() as download:
        page.get_by_role("link", name="as CSV").click()
    told = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert told.count("seventy") == 3
    look(visit)
    page.evaluate(DROP, ["march.csv", extract(row("61"))])
    expect_heading(page, "Ready to load")
    effects = page.locator(".effects")
    expect(effects).to_contain_text("1 measure changes, 1 status changes.")
    expect(effects).to_contain_text("82% → 61%")
    expect(effects.locator(".effect-tags")).to_have_text("On target → Below target")
    expect(page.locator(".steps [aria-current]")).to_have_text("Preview changes")
    look(visit)
    load(page)
    outcome = page.locator(".outcome")
    expect(outcome).to_contain_text("1 measure changed, 1 is newly off target.")
    newest = page.locator("#history tbody tr").first
    expect(newest).to_contain_text("Ada Ash")
    number = newest.locator("[data-undo]").get_attribute("data-undo")
    expect(outcome.get_by_role("link", name="See them on the overview")).to_have_attribute(
        "href", f"/?area=E09000014&framework=ha-wsoa-2021&changed=load-{number}"
    )
    look(visit)
    page.get_by_role("button", name="Undo this load").click()
    expect_heading(page, "The load is undone")
    expect(newest).to_contain_text("Undone")
    visit.open(OVERVIEW)
    expect(page.locator(TIMELINESS)).to_contain_text("82%")


def test_a_sheet_of_a_workbook_is_chosen_mapped_loaded_and_undone(open_data, page):
    visit = open_data(page)
    march = ["E09000014", "ha-wsoa-2021", "2023-03-01", "2023-03-31", 0.61, SOURCE]
    columns = [
        "area_code",
        "framework_id",
        "Month begins",
        "Month ends",
        "In time",
        "source_document",
    ]
    sheets = {"Cover": [["Year", "Team", "Plans"], [2023, "North", 4]], "March": [columns, march]}
    file = workbook(sheets, formats={"E2": "0%"})
    page.evaluate(DROP, ["book.xlsx", list(file.content)])
    expect_heading(page, "This file cannot be loaded")
    issues = page.get_by_role("table", name="Issues in book.xlsx")
    expect(issues).to_contain_text("no kind is known for this file: 3 columns")
    look(visit)
    page.get_by_label("Sheet that is read").select_option("March")
    expect(issues).to_contain_text("6 columns, 1 of areas (area_code)")
    form = page.get_by_role("form", name="Map the columns of book.xlsx")
    for field, column in (
        ("period_start", "month_begins"),
        ("period_end", "month_ends"),
        ("value", "in_time"),
    ):
        form.locator(f"[data-map={field}]").select_option(column)
    form.locator("[data-fill=measure_id]").fill("ehcp-20-weeks")
    form.locator("[data-fill=basis]").fill("month")
    look(visit)
    form.get_by_role("button", name="Check with these columns").click()
    expect_heading(page, "Ready to load")
    expect(page.locator(".effects")).to_contain_text("82% → 61%")
    page.get_by_text("What was noticed").click()
    card = page.get_by_role("article", name="book.xlsx")
    expect(card).to_contain_text("This sheet of the workbook is read. Not read: “Cover”.")
    look(visit)
    load(page)
    page.get_by_role("button", name="Undo this load").click()
    expect_heading(page, "The load is undone")


def test_a_file_is_loaded_and_undone_from_the_history_with_the_keyboard(open_data, page):
    visit = open_data(page)
    # From now on the browser hands its choosers over, not only once one is waited for.
    page.on("filechooser", lambda _chooser: None)
    tab_to(page, "#intake-files")
    expect(page.locator("#intake-files")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    content = extract(row("91")).encode()
    chooser.value.set_files([{"name": "new.csv", "mimeType": "text/csv", "buffer": content}])
    expect(heading(page)).to_be_focused()
    expect_heading(page, "Ready to load")
    tab_to(page, "#intake-by")
    page.keyboard.type("Bo")
    page.keyboard.press("Enter")
    expect_heading(page, "Loaded")
    expect(page.locator("#history tbody tr").first).to_contain_text("new.csv")
    tab_to(page, "#history [data-undo]")
    page.keyboard.press("Enter")
    asked = page.locator(".undo-row h3")
    expect(asked).to_be_focused()
    expect(page.locator("#undo-preview")).to_contain_text("91% → 82%")
    look(visit)
    tab_to(page, "[data-act=keep-load]")
    page.keyboard.press("Enter")
    expect(asked).to_have_count(0)
    expect_focus(page, words="Undo")
    page.keyboard.press("Enter")
    expect(asked).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect_focus(page, words="Undo")
    page.keyboard.press("Enter")
    tab_to(page, "#undo-by")
    page.keyboard.press("Enter")
    told = page.locator("[data-intake=undone] h3")
    expect(told).to_contain_text("is undone")
    expect(told).to_be_focused()
    expect_heading(page, "The load is undone")


def test_what_a_scorecard_does_not_say_is_asked_and_how_it_was_read_is_confirmed(open_data, page):
    visit = open_data(page)
    scorecard = [
        "Measure,Jan-23,Feb-23,Mar-23",
        "EHC plans issued within 20 weeks,70%,75%,61%",
        "Something nobody knows,1,2,3",
        "Annual reviews complted on time,40%,41%,42%",
        "EHC plans maintaned,2900,2950,2960",
    ]
    send(page, "scorecard.csv", "\n".join([*scorecard, ""]))
    expect_heading(page, "Something must be said first")
    look(visit)
    page.locator("#intake-framework_id").select_option("ha-wsoa-2021")
    page.get_by_role("button", name="Check with this").click()
    expect_heading(page, "Look at how it was read")
    understood = page.get_by_role("table", name="How it was understood: the first 3 rows")
    expect(understood.get_by_role("row").last).to_contain_text("2023-03-31")
    expect(page.locator(".file-card")).to_contain_text("Something nobody knows")
    reviews = page.get_by_label("Row 4, “Annual reviews complted on time”, is the measure")
    expect(reviews).not_to_be_checked()
    reviews.check()
    look(visit)
    page.get_by_role("button", name="This is right").click()
    expect_heading(page, "Ready to load")
    alike = page.get_by_role("table", name="Names that are like a measure’s but not the same: 2")
    expect(alike.get_by_role("row", name="Annual reviews")).to_contain_text("Yes, it is read")
    expect(alike.get_by_role("row", name="maintaned")).to_contain_text("No, it is left out")
    expect(page.locator(".effects")).to_contain_text("82% → 61%")


def test_what_a_load_changed_is_seen_on_the_overview(open_data, page):
    open_data(page)
    send(page, "march.csv", extract(row("61")))
    expect_heading(page, "Ready to load")
    load(page)
    page.get_by_role("link", name="See them on the overview").click()
    wait_until_shown(page, "changed=load-")
    expect(page.locator("[data-chip=changed]")).to_contain_text("Changed by load")
    shown = page.locator("main [data-measure]:visible")
    expect(shown).to_have_count(1)
    expect(page.locator(TIMELINESS)).to_contain_text("61%")


def test_two_people_at_once_do_not_disturb_each_other(open_data, page, browser: Browser):
    open_data(page)
    context = browser.new_context()
    other = context.new_page()
    open_data(other)
    send(page, "mine.csv", extract(row("77")))
    send(other, "theirs.csv", extract(row("60", "2023-02", "28")))
    expect_heading(page, "Ready to load")
    expect_heading(other, "Ready to load")
    for one, name in ((page, "Ada"), (other, "Bo")):
        one.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Load this file").click()
    other.get_by_role("button", name="Load this file").click()
    expect_heading(page, "Loaded")
    expect_heading(other, "Loaded")
    expect(page.locator(".intake-files")).not_to_contain_text("theirs.csv")
    expect(other.locator(".intake-files")).not_to_contain_text("mine.csv")
    context.close()


def test_work_is_told_and_can_be_cancelled_and_tried_again(open_data, page, own_store):
    visit = open_data(page)
    with sqlite3.connect(own_store, isolation_level=None) as busy:
        busy.execute("BEGIN IMMEDIATE")
        send(page, "wait.csv", extract(row("70")))
        expect_heading(page, "Checking 1 file")
        expect(page.locator("#intake-step")).to_have_text("Waiting for another load")
        look(visit)
        page.get_by_role("button", name="Cancel").click()
        expect_heading(page, "Stopped")
        expect(heading(page)).to_be_focused()
        look(visit)
        busy.execute("ROLLBACK")
    busy.close()
    page.get_by_role("button", name="Check again").click()
    expect_heading(page, "Ready to load")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator("#intake-files")).to_be_focused()


def test_who_leaves_while_work_goes_on_is_asked_first(open_data, page, own_store):
    open_data(page)
    dialogs: list[str] = []

    def stay(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with sqlite3.connect(own_store, isolation_level=None) as busy:
        busy.execute("BEGIN IMMEDIATE")
        send(page, "wait.csv", extract(row("70")))
        expect_heading(page, "Checking 1 file")
        page.get_by_role("link", name="About", exact=True).click()
        expect_heading(page, "Checking 1 file")
        busy.execute("ROLLBACK")
    busy.close()
    expect_heading(page, "Ready to load")
    assert dialogs == ["beforeunload"]


def test_a_file_at_the_door_with_names_of_children_is_refused_and_not_kept(open_data, page):
    visit = open_data(page)
    content = "child_name,date_of_birth\nAda Ash,10/12/2015\n"
    send(page, "names.csv", content)
    expect_heading(page, "This file cannot be loaded")
    visit.excuse("422")
    expect(page.locator(".faults")).to_contain_text("child_name")
    expect(page.locator(".faults")).not_to_contain_text("Ada Ash")
    page.get_by_role("button", name="Remove names.csv").click()
    expect(heading(page)).to_have_count(0)


def test_a_server_that_is_gone_is_told_and_tried_again(open_data, page):
    visit = open_data(page)
    page.route("**/intake/check", lambda route: route.abort())
    send(page, "march.csv", extract(row("79")))
    expect_heading(page, "That did not work")
    expect(page.get_by_role("alert")).to_contain_text("The server did not answer.")
    visit.excuse("/intake/check")
    look(visit)
    page.unroute("**/intake/check")
    page.get_by_role("button", name="Try again").click()
    expect_heading(page, "Ready to load")


def test_a_file_dropped_before_the_page_may_take_files_is_kept(open_data, page):
    """Whether this browser may load is asked of the server: a drop meanwhile is not lost."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/intake", hold)
    open_data(page)
    page.evaluate(DROP, ["march.csv", extract(row("61"))])
    expect(heading(page)).to_have_count(0)
    [asked] = held
    asked.continue_()
    expect_heading(page, "Ready to load")


@pytest.mark.parametrize("is_out", [True, False])
def test_who_is_signed_out_while_work_goes_on_is_told_and_asks_no_more(
    open_data, page, *, is_out: bool
):
    """Whose rights are not confirmed meanwhile is waited for, as long as the work is."""
    said = {"words": "Confirm it again."} | ({"sign_in": "/sign-in"} if is_out else {})
    asked = []

    def outcome(route: Route) -> None:
        if route.request.method == "GET":
            asked.append(route.request.url)
        route.fulfill(status=401, json={"error": said})

    page.route(
        "**/intake/check", lambda route: route.fulfill(body='{"goes_on": "/intake/A/outcome"}\n')
    )
    page.route("**/intake/A/outcome", outcome)
    visit = open_data(page)
    page.clock.install()
    send(page, "april.csv", extract(row("61")))
    alert = page.locator("#load [role=alert]")
    if is_out:
        page.clock.run_for(2_000)
        expect(alert).to_contain_text("You are signed out.")
        link = alert.get_by_role("link", name="Sign in in another tab")
        expect(link).to_have_attribute("href", "/sign-in")
    else:
        page.clock.run_for(2_000)
        expect(page.locator("#intake-step")).to_have_text("Confirm it again.")
        page.clock.fast_forward(200_000)
        expect(alert).to_contain_text("Confirm it again.")
    count = len(asked)
    page.clock.run_for(10_000)
    assert len(asked) == count
    visit.excuse("401")


def test_where_the_link_was_not_opened_the_page_only_reads(open_data, browser: Browser):
    context = browser.new_context()
    page = context.new_page()
    visit = open_data(page, has_entered=False)
    expect(page.locator("#load")).to_contain_text("open the link that the server printed")
    assert page.locator("#intake-files").count() == 0
    assert page.get_by_role("button", name="Undo").count() == 0
    look(visit)
    context.close()
