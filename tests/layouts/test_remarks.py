"""Remarks and exceptions as they are drawn: what is said of each, and who may write."""

from dataclasses import replace
from datetime import date

from dashboard.model.meeting import OpenException
from dashboard.model.panel import Commentary
from dashboard.model.selection import Selection
from layouts.sections.meetings.commentary import RemarksContext, remarks_section
from layouts.sections.meetings.exceptions import exception_list, exception_section
from layouts.ui.static_html import html_text
from tests.builders.panels import AUTISM_WAIT, IN_MONTH, PLANS_ON_TIME, REPORT, forms_in

HERE = Selection(page="measure", area="E09000014", framework="ha-wsoa-2021")
THEN = replace(HERE, as_of=date(2023, 4, 19))
MADE_ON = date(2023, 4, 19)
WRITTEN = Commentary(
    "next_step", "Autism wait <is> long", MADE_ON, 1, "ehcp-20-weeks", "", author="A. Lee",
    owner="Head of SEND", due_on=date(2023, 5, 31),
)  # fmt: skip
PRINTED = Commentary("challenge", "Advice comes late", date(2022, 12, 8), 1, "", REPORT)
OPENED = OpenException(
    "ehcp-20-weeks", "EHC plans issued within 20 weeks", "In month", "", "month",
    date(2023, 3, 31), "missed", "71% in March 2023: 9 points below the 80% target.",
    reply_by=date(2023, 5, 3),
)  # fmt: skip
ASKED = replace(OPENED, owner="Head of SEND", is_overdue=True, is_new=True)
ANSWERED = replace(
    OPENED, reply="Staff left", author="A. Lee", replied_on=date(2023, 5, 2), owner="Head of SEND"
)


def drawn(*notes: Commentary, selection: Selection = HERE, today: date = MADE_ON) -> str:
    said = RemarksContext(
        notes, (PLANS_ON_TIME, AUTISM_WAIT), {REPORT: "Highlight report"}, MADE_ON, today,
        measure_id="ehcp-20-weeks",
    )  # fmt: skip
    return html_text(remarks_section(said, selection))


def test_a_remark_is_told_with_its_author_report_owner_and_day():
    told = drawn(WRITTEN)
    assert "<h3>Next steps</h3>" in told
    assert "Written by A. Lee for the report of 19 April 2023." in told
    assert "Owner: Head of SEND. Due 31 May 2023. <strong>Open.</strong>" in told


def test_a_remark_that_is_late_or_done_says_so():
    assert "<strong>Overdue.</strong>" in drawn(WRITTEN, today=date(2023, 6, 1))
    done = replace(WRITTEN, state="done")
    assert "<strong>Done.</strong>" in drawn(done, today=date(2023, 6, 1))


def test_a_printed_remark_names_its_source_and_nothing_is_to_be_done():
    told = drawn(PRINTED)
    assert "8 December 2022. Source: Highlight report." in told
    assert "<strong>" not in told


def test_remarks_of_earlier_reports_are_folded_away_unless_something_is_still_to_be_done():
    older = replace(WRITTEN, date=date(2022, 12, 8), text="Still to do")
    past = replace(older, text="Long past", state="done")
    told = drawn(past, older, WRITTEN)
    shown, folded = told.split('<details class="folded"><summary>Of earlier reports: 1</summary>')
    assert shown.index("</a> &lt;is&gt; long") < shown.index("Still to do")
    assert "Long past" in folded
    assert "Of earlier reports" not in drawn(past)


def test_another_measure_that_a_text_names_is_linked_and_the_text_escaped():
    told = drawn(WRITTEN)
    assert '<a href="/measure/autism-wait?area=E09000014&amp;framework=ha-wsoa-2021">' in told
    assert "</a> &lt;is&gt; long" in told


def test_forms_are_folded_and_no_part_of_the_page_where_scripts_run():
    told = drawn(WRITTEN)
    assert told.count('<details class="writing">') == told.count("<noscript><form") == 2


def test_a_form_starts_with_what_stands_and_names_what_it_replaces():
    form = forms_in(drawn(WRITTEN))[0]
    assert (form.action, len(form.fields["replaces"])) == ("/remarks", 16)
    assert {
        "kind": "next_step", "text": "Autism wait <is> long", "owner": "Head of SEND",
        "due_on": "2023-05-31", "state": "open", "by": "",
    }.items() <= dict(form.fields).items()  # fmt: skip


def test_a_day_gone_by_has_no_forms():
    assert "<details" not in drawn(WRITTEN, selection=THEN)
    assert "<details" not in html_text(exception_section([OPENED], IN_MONTH, THEN))


def test_an_exception_says_who_is_asked_and_by_when():
    told = html_text(exception_section([OPENED], IN_MONTH, HERE))
    assert "<h2>Exception: a reply is asked for</h2>" in told
    assert "No reply yet" in told
    assert "No owner named. Reply is due 3 May 2023." in told
    late = html_text(exception_section([ASKED], IN_MONTH, HERE))
    assert "Reply overdue" in late
    assert "New since the report before. Asked of Head of SEND. Reply was due" in late


def test_a_reply_is_told_with_who_gave_it():
    told = html_text(exception_section([ANSWERED], IN_MONTH, HERE))
    assert "<h2>Exception: a reply was given</h2>" in told
    assert '<p>Staff left</p><span class="small">A. Lee, 2 May 2023</span>' in told
    assert "Asked of Head of SEND." in told


def test_other_series_of_the_measure_are_listed_with_their_page():
    other = replace(OPENED, breakdown="sector=health", label="Health")
    told = html_text(exception_section([OPENED, other], IN_MONTH, HERE))
    assert "A reply is also asked for on 1 other series of this measure:" in told
    assert "breakdown=sector=health&amp;tab=commentary#exception" in told
    assert exception_section([], IN_MONTH, HERE) is None


def test_a_figure_of_no_stated_basis_has_no_form():
    bare = replace(OPENED, basis="")
    assert "<details" not in html_text(exception_section([bare], replace(IN_MONTH, basis=""), HERE))


def test_the_list_of_a_plan_puts_answered_ones_away():
    told = html_text(exception_list([ASKED, replace(ANSWERED, measure_id="other")], HERE))
    assert "1 reply overdue: 1 measure, 1 figure." in told
    assert '<details class="folded"><summary>Replied to: 1 measure, 1 figure</summary>' in told
    assert "No measure asks for a reply." in html_text(exception_list([], HERE))
    assert "No reply is awaited." in html_text(exception_list([ANSWERED], HERE))
