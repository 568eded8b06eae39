"""A frame that differs from what its kind declares is noticed in every test that loads one."""

from collections.abc import Callable

import pandas as pd
import pytest
from pandera.errors import SchemaError, SchemaErrors
from sqlalchemy import Engine

from dashboard.panels.records import records
from data.schema.registry import ALL_KINDS
from data.store import frames
from tests.data.store.schemas import schema_of

BREACHES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "a column is missing": lambda frame: frame.drop(columns="value"),
    "a column too many": lambda frame: frame.assign(loaded_by="Ann"),
    "columns change places": lambda frame: frame.iloc[:, ::-1],
    "a number is text": lambda frame: frame.astype({"value": "str"}),
    "a whole number is none": lambda frame: frame.astype({"decimals": float}),
    "a day is a moment": lambda frame: frame.astype({"period_end": "datetime64[s]"}),
    "a day is text": lambda frame: frame.assign(known_on="2023-04-30").astype({"known_on": object}),
    "a day is missing": lambda frame: frame.assign(period_end=None).astype({"period_end": object}),
    "text is missing": lambda frame: frame.assign(note=pd.Series([None] * len(frame), dtype="str")),
    "a word is not of the list": lambda frame: frame.assign(role="rumour"),
    "a record stands twice": lambda frame: pd.concat(
        [frame, frame.assign(row_id=-frame["row_id"])], ignore_index=True
    ),
}


@pytest.mark.parametrize("make_breach", BREACHES.values(), ids=BREACHES)
def test_a_breach_is_noticed(
    read_only: Engine, make_breach: Callable[[pd.DataFrame], pd.DataFrame]
):
    frame = frames.load_frame(read_only, "observations")
    with pytest.raises((SchemaError, SchemaErrors)):
        schema_of("observations").validate(make_breach(frame))


def test_every_frame_that_is_loaded_is_held_against_its_schema():
    area = {"area_code": "E09000014", "name": "Haringey", "part_of": "", "extract_id": 1}
    columns = {name: (value,) for name, value in area.items()}
    frames.as_frame("areas", columns | {"kind": ("local_area",)})
    with pytest.raises(SchemaError, match="isin"):
        frames.as_frame("areas", columns | {"kind": ("borough",)})


@pytest.mark.parametrize("kind", [kind.name for kind in ALL_KINDS if not kind.cases])
def test_records_are_those_of_the_frame(read_only: Engine, kind: str):
    columns = frames.load_columns(read_only, kind)
    of_frame = list(records(frames.as_frame(kind, columns)))
    assert list(frames.as_records(kind, columns)) == of_frame
    assert of_frame or not columns
