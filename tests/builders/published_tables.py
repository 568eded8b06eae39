"""Small files in the layouts of tables that others publish, with figures made up for the tests."""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Engine

from data.files.csv_reader import ExtractFile
from data.store import frames
from tests.builders.files import csv_file

_LAIT_VALUE = {
    "Short Desc": "SEN_Stat_AVG_Attain8_Score",
    "Data item": "",
    "Years": "2023",
    "LA and Regions": "Tower Hamlets",
    "Values": "18.199999999999999",
    "LA Number": "211.0",
    "Region": "Inner London",
}
_LAIT_MEASURE = {
    "Topic": "Children with SEN",
    "Measure": "Attainment 8 score - pupils with EHCP",
    "Chart_title": "Attainment 8 score",
    "Measure_short": "SEN_Stat_AVG_Attain8_Score",
    "Polarity": "High",
    "y_axis_name": "Score",
    "Description": "GCSE results.\n\n\n\nOf all pupils.",
    "Methodology": "Made up.",
    "dps": "",
    "Year_Type": "Academic Year",
}
_PROFILE = {
    "time_period": "202122",
    "time_identifier": "Academic year",
    "geographic_level": "Local authority",
    "country_code": "E92000001",
    "country_name": "England",
    "region_code": "E13000001",
    "region_name": "Inner London",
    "old_la_code": "211",
    "new_la_code": "E09000030",
    "la_name": "Tower Hamlets",
    "lad_code": "",
    "lad_name": "",
    "characteristic": "SEN provision",
    "characteristic_type": "SEN support",
    "gender": "Total",
    "children_number": "300",
    "average_elgs": "8.300000",
    "elg_number": "60",
    "elg_percentage": "20.000000",
    "comm_lang_lit_number": "90",
    "comm_lang_lit_percentage": "30.000000",
    "gld_number": "75",
    "gld_percentage": "25.000000",
}
# Children of each group, and those of them at a good level of development.
PROFILE_GROUPS = {
    "No identified SEN": (2500, 1800),
    "All SEN": (400, 80),
    "SEN support": (300, 75),
    "EHC plan": (100, 5),
    "Unclassified": (100, 30),
}
_BALANCE = {
    "time_period": "202122",
    "geographic_level": "Local authority",
    "region_name": "London",
    "la_name": "Tower Hamlets",
    "deficit": "3.5",
    "DSG cumulative balance as a % of the total income": "-3.5",
    "financial_year": "2021-22",
}
_WAITS = {
    "Organisation Type": "ICB",
    "Organisation Name": "North East London",
    "Date": "February 2023",
    "formattedDate": "2023-02-01",
    "Therapy": "Speech And Language",
    "Total waiting list": "1600",
    "Waiting >18-52 weeks": "300",
    "Waiting >52 weeks": "33",
    "Percentage waiting more than 18 weeks": "20.8125",
}


def lait_values(*changes: Mapping[str, str]) -> ExtractFile:
    """Make a long table of the LAIT whose rows differ from an ordinary one in some cells."""
    return csv_file(*({**_LAIT_VALUE, **change} for change in changes), name="lait_values.csv")


def lait_measures(*changes: Mapping[str, str]) -> ExtractFile:
    """Make a table of the LAIT's measures whose rows differ from an ordinary one."""
    return csv_file(*({**_LAIT_MEASURE, **change} for change in changes), name="lait_measures.csv")


def profile(*changes: Mapping[str, str]) -> ExtractFile:
    """Make an early years profile whose rows differ from an ordinary one."""
    return csv_file(*({**_PROFILE, **change} for change in changes), name="eyfsp.csv")


def whole_profile(**changes: str) -> list[dict[str, str]]:
    """Return the rows of an area, one for each group."""
    return [
        {
            "characteristic_type": group,
            "children_number": str(children),
            **reaching(str(reached), f"{reached * 100 / children:.1f}00000"),
            **changes,
        }
        for group, (children, reached) in PROFILE_GROUPS.items()
    ]


def reaching(count: str, percentage: str) -> dict[str, str]:
    """Return the cells of a row whose children reach each level alike."""
    levels = ("gld", "elg", "comm_lang_lit")
    counts = {f"{level}_number": count for level in levels}
    return counts | {f"{level}_percentage": percentage for level in levels}


def balances(*changes: Mapping[str, str]) -> ExtractFile:
    """Make a table of balances on the schools grant whose rows differ from an ordinary one."""
    return csv_file(*({**_BALANCE, **change} for change in changes), name="dsg.csv")


def waits(*changes: Mapping[str, str]) -> ExtractFile:
    """Make a table of community waits whose rows differ from an ordinary one."""
    return csv_file(*({**_WAITS, **change} for change in changes), name="community_waits.csv")


def figures_from(engine: Engine, source: str, measure_id: str) -> pd.DataFrame:
    """Return what a source has of a measure; None in an empty cell."""
    frame = frames.load_frame(engine, "observations", measure_id=measure_id)
    mine = frame.loc[frame["source_document"] == source].astype(object)
    return mine.where(mine.notna(), None)


def cells_of(frame: pd.DataFrame, *names: str) -> list[tuple]:
    """Return some cells of each row."""
    return list(zip(*(frame[name] for name in names), strict=True))
