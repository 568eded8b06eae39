"""Files to take away, and the status of addresses, through the real store."""

import csv
import io
import re
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from data.loading.setup import SHIPPED

SERIES = (
    "/download/series.csv?area=E09000014&framework=ha-wsoa-2021&measure=ehcp-20-weeks&basis=month"
)


def rows(answer):
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_of_a_series_holds_its_points_as_published(client):
    answer = client.get(SERIES)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="haringey-ehcp-20-weeks-month-as-at-2023-04-19.csv"'
    )
    (point,) = rows(answer)
    assert point["value"] == "82"
    assert point["period_end"] == "2023-03-31"
    assert point["as_published"] == "Mth : 82% up"
    assert point["source_document"] == "ha-highlight-report-2023"


def test_a_band_keeps_both_its_ends_and_no_value(client):
    answer = client.get(
        "/download/series.csv?area=E09000014&framework=ha-wsoa-2021&measure=autism-wait"
        "&breakdown=age=0-5"
    )
    band = rows(answer)[-1]
    assert (band["value"], band["value_low"], band["value_high"]) == ("", "18", "36")
    assert band["statistic"] == "modal_band"


def test_decimals_stay_as_published(client):
    answer = client.get(
        "/download/series.csv?area=E09000030&framework=th-strategy-2020&measure=ehcp-20-weeks"
        "&basis=year&breakdown=exceptions=excluding&as_of=2026-01-01"
    )
    values = {row["period_end"]: row["value"] for row in rows(answer)}
    assert values["2021-12-31"] == "32.0"


def test_what_a_csv_cannot_say_goes_in_a_file_beside_it(client):
    answer = client.get(SERIES.replace("series.csv", "about-series.csv"))
    told = {row["what"]: row["words"] for row in rows(answer)}
    assert told["Definition"].startswith("New EHC plans")
    assert told["Source"].startswith("SEND Executive highlight report")
    assert told["As at"] == "19 April 2023"
    assert told["Headline"].startswith("EHC plans issued within 20 weeks: 82% in March 2023")
    assert (told["Target"], told["Status"], told["Basis"]) == (
        "80% in month",
        "On target",
        "In month",
    )


def test_the_picture_of_a_series_is_a_slide_that_needs_nothing_else(client):
    answer = client.get(SERIES.replace("series.csv", "series.svg"))
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Disposition"].endswith('month-as-at-2023-04-19.svg"')
    root = ET.fromstring(answer.get_data())  # noqa: S314 - drawn here
    assert (root.get("width"), root.get("height")) == ("1280", "720")
    said = " ".join(root.itertext())
    for words in ("Plans within 20 weeks, in month: 82%, on target", "Target 80%", "Source: SEND"):
        assert words in said
    addresses = re.findall(r"(?:href=|url\()[\"']?([^\"')]{5})", answer.get_data(as_text=True))
    assert set(addresses) == {"data:"}


def test_a_picture_shows_limits_and_time_as_the_view_does(example_client):
    chosen = "area=X99000001&framework=example-plan&measure=ehcp-average-weeks&basis=month"
    limits = 'stroke-dasharray="5 4"'
    drawn = {
        more: example_client.get(f"/download/series.svg?{chosen}{more}").get_data(as_text=True)
        for more in ("", "&limits=0", "&to=2026-06-30")
    }
    assert limits in drawn[""]
    assert limits not in drawn["&limits=0"]
    assert ["Projection" in each for each in drawn.values()] == [True, True, False]
    assert "synthetic" in drawn[""]


def test_the_files_of_a_chart_have_the_time_and_the_lines_that_it_shows(client):
    card = client.get(
        "/measure/ehcp-20-weeks?area=E09000014&framework=ha-wsoa-2021&basis=year"
        "&breakdown=exceptions%3Dexcluding&compare=E92000001&from=2018-12-31&to=2020-12-31"
    ).text
    named = re.findall(r'"(/download/series\.(?:csv|svg)[^"]+)"', card)
    numbers, picture = (unescape(named[place]) for place in (0, -1))
    found = rows(client.get(numbers))
    assert {row["area"] for row in found} == {"Haringey", "England"}
    assert {row["period_end"] for row in found} == {"2018-12-31", "2019-12-31", "2020-12-31"}
    drawn = client.get(picture).text
    assert "England" in drawn
    assert "2014" not in drawn


def test_the_csv_of_a_chart_has_the_parts_that_were_put_on_it(example_client):
    chosen = "area=X99000001&framework=example-plan&measure=ehcp-20-weeks&basis=rolling12&by=sex"
    page = example_client.get(f"/measure/ehcp-20-weeks?{chosen}&tab=breakdowns").text
    part = unescape(re.findall(r'name="members" value="([^"]+)"', page)[0])
    found = rows(example_client.get(f"/download/series.csv?{chosen}&members={quote(part)}"))
    assert part in {row["breakdown"] for row in found}
    assert {row["area_code"] for row in found} == {"X99000001"}


def test_the_csv_of_a_plan_has_a_row_for_each_series_shown(client):
    found = rows(client.get("/download/overview.csv?area=E09000014&framework=ha-wsoa-2021"))
    advice = [row for row in found if row["measure_id"] == "ehcp-advice-quality"]
    assert [(row["series"], row["latest"], row["status"], row["trend"]) for row in advice] == [
        ("Education", "79%", "Below target", "Worsened"),
        ("Health", "67%", "Below target", "Worsened"),
        ("Social care", "67%", "Below target", "Improved"),
    ]


def test_the_csv_of_signals_says_where_each_series_stands_or_why_it_does_not(example_client):
    found = rows(example_client.get("/download/signals.csv?area=X99000001&framework=example-plan"))
    placed = [row for row in found if row["variation"]]
    apart = [row for row in found if row["why_not_charted"]]
    assert len(placed) + len(apart) == len(found)
    assert placed
    assert all(row["assurance"] for row in placed)


def test_rows_that_say_how_files_are_read_can_be_taken_away_and_edited(client):
    found = rows(client.get("/download/rows/measure_names.csv"))
    assert {"measure_id": "ehcp-20-weeks", "other_name": "20 week timeliness", "note": ""} in found
    shipped = (SHIPPED / "measure_names.csv").read_text(encoding="utf-8")
    assert list(csv.DictReader(io.StringIO(shipped))) == found


def test_a_template_can_be_taken_away(client):
    found = rows(client.get("/download/template/observations.csv"))
    assert "measure_id" in found[0]


@pytest.mark.parametrize(
    "address",
    [
        "/download/series.csv",
        "/download/series.csv?measure=no-such-measure",
        "/download/series.csv?measure=ehcp-20-weeks&area=E09000099",
        "/download/series.csv?measure=ehcp-20-weeks&basis=fortnight",
        "/download/series.csv?measure=ehcp-20-weeks&as_of=soon",
        "/download/series.svg?measure=no-such-measure",
        "/download/about-series.csv?measure=no-such-measure",
        "/download/overview.csv?framework=no-such-plan",
        "/download/signals.csv?framework=no-such-plan",
        "/download/template/secrets.csv",
        "/download/rows/observations.csv",
        "/download/rows/secrets.csv",
        "/nowhere",
        "/measure/no-such-measure",
        "/priority/ha-wsoa-2021/9",
        "/?area=E09000014&framework=th-wsoa-2021",
    ],
)
def test_an_address_that_names_nothing_known_answers_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/", "/?view=list&group=signal", "/actions", "/data", "/about", "/priority/ha-wsoa-2021/1"],
)
def test_an_address_of_a_page_answers_200(client, address):
    assert client.get(address).status_code == 200
