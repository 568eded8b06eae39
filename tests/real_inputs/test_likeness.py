"""A row of a scorecard is never read as the opposite of what it says."""

import pytest
from sqlalchemy import Engine

from data.common.load_options import LoadOptions
from data.loading.load import load_files
from data.store.frames import load_frame
from tests.real_inputs.inputs import input_file

PLAN = "ha-wsoa-2021"
OPPOSITES = {
    2: "Authorised absence of pupils with an EHC plan",
    3: "Plans legally compliant",
    4: "Annual reviews completed on time",
    5: "Families informed after an autism referral",
    6: "Parents confident where to find information",
    7: "Young adults with an EHC plan in employment",
    8: "EHC plans issued within 20 weeks",
    9: "EHC plans issued within 20 weeks",
}


@pytest.mark.both_databases
def test_opposites_are_no_measure_and_abbreviations_are(shipped: Engine):
    (measures,) = load_files(shipped, [input_file("opposites_measures.csv")])
    assert measures.state == "loaded"
    file = input_file("opposites_scorecard.csv")
    options = LoadOptions(framework_id=PLAN, is_confirmed=True)
    (report,) = load_files(shipped, [file], options=options)
    assert (report.state, report.likenesses) == ("loaded", ())
    words = {note.place: note.words for note in report.notes if note.topic == "unrecognised"}
    for row, nearest in OPPOSITES.items():
        assert f"no measure has this name; the nearest, “{nearest}”" in words[f"row {row}"]
        assert words[f"row {row}"].endswith("is not the same.")
    frame = load_frame(shipped, "observations", area_code="E09000014")
    own = frame[frame["source_document"] == file.name]
    versions = own[own["measure_id"] == "ehcp-20-weeks"]
    assert set(versions["breakdown"]) == {"", "exceptions=excluding", "exceptions=including"}
    assert set(own["measure_id"]) <= {"ehcp-20-weeks", "autism-over-104-weeks"}
