"""What is stored in a form of its own, so that a store of today is read the same tomorrow."""

import zlib

import numpy as np
import pandas as pd
import pytest

from data.common.codes import BASES
from data.schema.registry import ALL_KINDS
from data.store.packed_figures import (
    BASIS_CODES,
    BINS,
    FIGURES,
    as_column,
    basis_codes,
    packed,
    unpacked,
)

ONE_OF_EACH_BASIS = pd.DataFrame(
    {
        "measure_id": "a-measure",
        "basis": ["month", "ytd", "quarter", "half-term", "year", "snapshot", "rolling12"],
        "period_start": [np.datetime64("2025-04-01", "s")] * 7,
        "period_end": [np.datetime64("2025-04-30", "s")] * 7,
        "numerator": [3.0, np.nan, 0.0, 1.0, 2.0, 4.0, 5.0],
        "denominator": 4.0,
        "value": 75.0,
        "is_provisional": [True] + [False] * 6,
    }
)
FIGURES_CELL = bytes.fromhex(
    "780163b8ecc7c0f001882180c301420b40e803410e8c8ca82a7ed4a3ab60604255019167604098c1c08caae2833d86"
    "192ca82a1820f6239bc18aaa026a3ab20a365415229866000074a51ff0"
)
FIGURES_RECORDS = bytes.fromhex(
    "00d34e0000f04e0000000000000000084000000000000010400000000000c0524001"
    "01d34e0000f04e0000000000000000f87f00000000000010400000000000c0524000"
    "02d34e0000f04e0000000000000000000000000000000010400000000000c0524000"
    "03d34e0000f04e0000000000000000f03f00000000000010400000000000c0524000"
    "04d34e0000f04e0000000000000000004000000000000010400000000000c0524000"
    "05d34e0000f04e0000000000000000104000000000000010400000000000c0524000"
    "06d34e0000f04e0000000000000000144000000000000010400000000000c0524000"
)
WEEKS = pd.DataFrame(
    {
        "measure_id": "a-measure",
        "basis": ["month", "snapshot"],
        "period_start": [np.datetime64("2025-04-01", "s")] * 2,
        "period_end": [np.datetime64("2025-04-30", "s")] * 2,
        "week": [20, 3],
        "count": [7, 300],
    }
)
BINS_CELL = bytes.fromhex("780163b8ecc7c0f0018845181818d881981526c00ce4e830323000006cd0050f")
BINS_RECORDS = bytes.fromhex(
    "00d34e0000f04e00001400000007000000" + "05d34e0000f04e0000030000002c010000"
)
BOTH = pytest.mark.parametrize(
    ("frame", "record", "cell", "records"),
    [
        (ONE_OF_EACH_BASIS, FIGURES, FIGURES_CELL, FIGURES_RECORDS),
        (WEEKS, BINS, BINS_CELL, BINS_RECORDS),
    ],
    ids=["figures", "bins"],
)
# A row stored before is found again by its key: the values of these columns in this order.
KEYS = {
    "sources": "source_document",
    "areas": "area_code",
    "frameworks": "framework_id",
    "priorities": "framework_id number",
    "measures": "measure_id",
    "priority_measures": "framework_id priority_number measure_id",
    "targets": "framework_id measure_id role breakdown statistic basis period_start period_end"
    " due_on operator source_document",
    "observations": "area_code measure_id breakdown statistic basis period_start period_end role"
    " source_document",
    "actions": "framework_id action_reference",
    "action_status": "framework_id action_reference status_date",
    "action_measures": "framework_id action_reference measure_id",
    "action_totals": "framework_id status_date label",
    "events": "area_code date title measure_id",
    "commentary": "area_code framework_id priority_number measure_id kind date text",
    "headlines": "framework_id measure_id breakdown basis period_end year_kind",
    "exceptions": "framework_id measure_id breakdown basis period_end year_kind",
    "scrutiny_questions": "framework_id question_id",
    "recommendations": "framework_id recommendation_id",
    "case_settings": "setting area_code value applies_from",
    "measure_pairs": "measure_id partner_id partner_breakdown",
    "neighbours": "area_code neighbour_code source_document",
    "inspections": "area_code published_on",
    "capacity": "area_code setting measure_id provision starts_on",
    "returns_due": "service area_code kind measure_id provider period_end",
    "sen2_codes": "item code",
    "measure_names": "other_name",
    "scorecard_mappings": "framework_id sheet item label reference part",
    "aliases": "release_table item alias",
}


def test_every_basis_has_the_code_that_it_always_had():
    assert BASIS_CODES == {
        "month": 0,
        "ytd": 1,
        "quarter": 2,
        "half-term": 3,
        "year": 4,
        "snapshot": 5,
        "rolling12": 6,
    }


def test_every_basis_that_an_extract_may_have_has_a_code():
    assert set(BASIS_CODES) == set(BASES)


def test_a_basis_that_does_not_exist_has_no_code():
    assert basis_codes(["snapshot", "fortnight", "month"]) == [5, 0]


@BOTH
def test_cells_are_written_as_before(
    frame: pd.DataFrame, record: np.dtype, cell: bytes, records: bytes
):
    (points,) = packed(frame, ["measure_id"], record)["points"]
    assert zlib.decompress(points) == zlib.decompress(cell) == records


@BOTH
def test_a_cell_from_before_reads_the_same(
    frame: pd.DataFrame, record: np.dtype, cell: bytes, records: bytes
):
    found, counts = unpacked([cell, cell], record)
    assert counts.tolist() == [len(frame)] * 2
    for name in record.names or ():
        expected = frame[name]
        if name in ("period_start", "period_end"):
            expected = expected.dt.date
        pd.testing.assert_series_equal(
            as_column(found[: len(frame)], name), expected, check_dtype=False, check_names=False
        )


def test_the_keys_of_records_are_joined_in_the_order_that_is_stored():
    assert {kind.name: " ".join(kind.key) for kind in ALL_KINDS if not kind.cases} == KEYS
