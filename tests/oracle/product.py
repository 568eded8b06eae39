"""The product's figures beside the oracle's."""

from collections import Counter
from math import isclose

import pandas as pd

from dashboard.measures import AgeBand, CaseSettings, ComputedFigures, CutOff, compute_measures
from tests.oracle.asked import Band, Settings
from tests.oracle.breakdowns import Case
from tests.oracle.cells import Cell, Cells, Key
from tests.oracle.columns import KINDS_OF, as_frame
from tests.oracle.figures import Number
from tests.oracle.weeks import Week, Weeks

Shown = tuple[float | None, float | None, float | None, bool]


def product_work(
    group: str, cases: dict[str, list[Case]], cut_off: CutOff, settings: Settings, text: str = "str"
) -> ComputedFigures:
    """Work the cases out as the product does, straight from frames."""
    frames = {kind: as_frame(kind, cases[kind], text) for kind in KINDS_OF[group]}
    return compute_measures(group, frames, cut_off, case_settings(settings))


def weeks_of(bins: pd.DataFrame) -> Weeks:
    """Return how many there are of each week, none of them twice."""
    assert set(bins["breakdown"]) <= {""}
    days = [pd.to_datetime(bins[name]).dt.date for name in ("period_start", "period_end")]
    columns = [bins["measure_id"], bins["basis"], *days, bins["week"]]
    keys = [Week(*each) for each in zip(*columns, strict=True)]
    assert len(set(keys)) == len(keys), "a week is there twice"
    return Counter(dict(zip(keys, bins["count"].tolist(), strict=True)))


def case_settings(settings: Settings) -> CaseSettings:
    """Say the same settings in the product's terms."""
    return CaseSettings(
        ehc_bands=_bands(settings.ehc_bands),
        referral_bands=_bands(settings.referral_bands),
        clocks=settings.clocks,
    )


def _bands(bands: tuple[Band, ...]) -> tuple[AgeBand, ...]:
    return tuple(AgeBand(b.low, b.high, b.applies_from, b.applies_to) for b in bands)


def figures_of(cells: pd.DataFrame) -> dict[Key, Shown]:
    """Return a frame of figures by what each is of, none of them twice."""
    key = ["measure_id", "breakdown", "statistic", "basis", "period_start", "period_end"]
    texts = [cells[name].astype(str).tolist() for name in key[:4]]
    days = [pd.to_datetime(cells[name]).dt.date.tolist() for name in key[4:]]
    keys = [Key(*each) for each in zip(*texts, *days, strict=True)]
    assert len(set(keys)) == len(keys), "a figure is there twice"
    numbers = [_numbers(cells[name]) for name in ("numerator", "denominator", "value")]
    is_provisional = [bool(each) for each in cells["is_provisional"]]
    return dict(zip(keys, zip(*numbers, is_provisional, strict=True), strict=True))


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(number) else float(number) for number in column]


def differences(expected: Cells, found: dict[Key, Shown]) -> list[str]:
    """Say every figure that is not there, not asked for, or not the same."""
    missing = [f"missing {_named(key)} = {expected[key]}" for key in expected.keys() - found.keys()]
    added = [f"added {_named(key)} = {found[key]}" for key in found.keys() - expected.keys()]
    unlike = [
        f"unlike {_named(key)}: expected {expected[key]}, found {found[key]}"
        for key in expected.keys() & found.keys()
        if not _is_same(expected[key], found[key])
    ]
    return sorted(missing) + sorted(added) + sorted(unlike)


def _named(key: Key) -> str:
    return " ".join(str(part) or "-" for part in key)


def _is_same(expected: Cell, found: Shown) -> bool:
    pairs = zip(expected[:3], found[:3], strict=True)
    same_numbers = all(_is_same_number(*pair) for pair in pairs)
    return same_numbers and expected.is_provisional == found[3]


def _is_same_number(expected: Number, found: float | None) -> bool:
    if expected is None or found is None:
        return expected is found
    return isclose(float(expected), found, rel_tol=1e-9)
