"""Find the areas of a release that do not stand yet: England and regions, and every authority."""

from collections.abc import Iterable

import pandas as pd

from data.formats.base import ExtractPart, part_from_records
from data.formats.dfe.rows import AUTHORITY, REGIONAL, Total

ENGLAND = "E92000001"
_BENCHMARK, _OTHER_COUNCIL = "benchmark", "authority"


def new_areas(totals: Iterable[Total], current_areas: pd.DataFrame) -> ExtractPart | None:
    """Return an extract of the areas that do not stand; areas that stand are never changed."""
    current_codes = set(current_areas["area_code"])
    records: dict[str, dict[str, str]] = {}
    for total in totals:
        if total.area_code not in current_codes:
            records.setdefault(total.area_code, _record(total))
    if not records:
        return None
    numbers = range(1, len(records) + 1)
    return part_from_records("areas", list(records.values()), numbers, "areas named in it")


def _record(total: Total) -> dict[str, str]:
    part_of = {REGIONAL: ENGLAND, AUTHORITY: ";".join(filter(None, (total.region_code, ENGLAND)))}
    return {
        "area_code": total.area_code,
        "name": total.name,
        "kind": _OTHER_COUNCIL if total.level == AUTHORITY else _BENCHMARK,
        "part_of": part_of.get(total.level, ""),
    }


def roles_of(totals: Iterable[Total], current_areas: pd.DataFrame) -> dict[str, str]:
    """Return the role of each area's figures: a benchmark's are benchmarks, a council's actuals."""
    kinds = dict(zip(current_areas["area_code"], current_areas["kind"], strict=True))
    roles: dict[str, str] = {}
    for total in totals:
        kind = kinds.get(total.area_code) or _record(total)["kind"]
        roles[total.area_code] = "benchmark" if kind == _BENCHMARK else "actual"
    return roles
