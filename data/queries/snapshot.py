"""What an answer is made from: one selection, at one data version, and the plan that it means."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Engine

from dashboard.model.panel import AUTHORITY, BENCHMARK, Area, Framework, Measure, unplanned
from dashboard.model.rights import ALL_AREAS, Reach
from dashboard.model.selection import Selection
from dashboard.panels.catalogue import Catalogue, default_framework, default_report_date
from data.common.authorities import area_code_of, fold_area_name
from data.queries.as_of import Judging, load_as_of
from data.store.read_transaction import ReadTransaction, cached_by_version, read_transaction


class UnknownSelectionError(LookupError):
    """What an address or command names is not in the store."""


@dataclass(frozen=True)
class SelectionChoices:
    """What a reader can choose from, and the defaults where nothing is chosen."""

    areas: tuple[Area, ...]
    frameworks: tuple[Framework, ...]
    measures: Mapping[str, Measure]
    default_area: str | None
    default_framework: Mapping[str, str]
    sources: Mapping[str, str]
    catalogue: Catalogue


@dataclass(frozen=True)
class Snapshot:
    """A selection and the one state of the store that everything shown of it is read from.

    `reach` says of which areas small numbers show, to the data team alone. Loaders take a snapshot: what they
    return for it is of one data version, whatever is loaded or undone meanwhile.
    """

    transaction: ReadTransaction
    selection: Selection
    today: date
    reach: Reach = ALL_AREAS

    @property
    def shows_small(self) -> bool:
        """Whether the small numbers of the selection's area show."""
        return self.reach.shows_small(self.selection.area)

    def of(self, selection: Selection) -> "Snapshot":
        """Return the same state of the store for another selection."""
        return replace(self, selection=selection)

    @cached_property
    def choices(self) -> SelectionChoices:
        """What can be chosen at this data version."""
        return load_catalogue(self.transaction)

    @cached_property
    def judging(self) -> Judging:
        """The plan that the selection means and the day at which it is judged.

        UnknownSelectionError where the selection names no plan.
        """
        framework, as_of = resolve(self.choices, self.selection), self.selection.as_of
        rights = (self.reach.shows_small(framework.area_code), self.reach.areas)
        if as_of:
            return Judging(framework, as_of, as_of, *rights)
        if not framework.is_plan:
            return Judging(framework, self.today, None, *rights)
        as_of_data = load_as_of(self.transaction, None)
        day = default_report_date(
            as_of_data.catalogue, as_of_data.figures, framework.framework_id, self.today
        )
        return Judging(framework, day, None, *rights)


@contextmanager
def open_snapshot(
    engine: Engine,
    today: date,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    *,
    shows_small: bool = False,
) -> Iterator[Snapshot]:
    """Open the newest state of the store for one answer."""
    with read_transaction(engine) as transaction:
        yield Snapshot(transaction, selection, today, reach_of(shows_small))


def reach_of(shows_small: bool) -> Reach:
    """Return the reach of whoever reads every area, with or without small numbers."""
    return Reach(areas_with_small=None if shows_small else frozenset())


@cached_by_version(4)
def load_catalogue(transaction: ReadTransaction) -> SelectionChoices:
    """Load the areas that have plans, their plans, and the defaults."""
    snapshot = load_as_of(transaction, None)
    catalogue = snapshot.catalogue
    planned = {framework.area_code for framework in catalogue.frameworks.values()}
    chosen = {code: default_framework(catalogue, snapshot.figures, code) for code in planned}
    return SelectionChoices(
        areas=tuple(
            sorted(
                (area for code, area in catalogue.areas.items() if code in planned),
                key=lambda area: area.is_synthetic,
            )
        ),
        frameworks=tuple(catalogue.frameworks.values()),
        measures=catalogue.measures,
        default_area=catalogue.default_area(),
        default_framework={code: plan for code, plan in chosen.items() if plan},
        sources=catalogue.sources,
        catalogue=catalogue,
    )


def resolve(choices: SelectionChoices, chosen: Selection) -> Framework:
    """Return the plan that a selection means; UnknownSelectionError where it names none.

    Without a plan it is the area's default; for a measure, the newest plan that holds it.
    """
    if chosen.framework:
        return _named_framework(choices, chosen)
    area_code = _area_code(choices, chosen.area) or choices.default_area
    plans = choices.catalogue.frameworks_of(area_code) if area_code else ()
    if area_code and not plans and _is_shown_unplanned(choices, chosen, area_code):
        return unplanned(area_code)
    if area_code is None or not plans:
        raise UnknownSelectionError(f"no plan is loaded for area {area_code}")
    ordered = plans_in_order(choices, area_code)
    if chosen.measure:
        return _framework_with_measure(choices, ordered, chosen.measure)
    return ordered[0]


def plans_in_order(choices: SelectionChoices, area_code: str) -> tuple[Framework, ...]:
    """Return the plans of an area, the one that opens by itself first; () where it has none."""
    default = choices.default_framework.get(area_code)
    plans = choices.catalogue.frameworks_of(area_code)
    return tuple(sorted(plans, key=lambda plan: plan.framework_id != default))


def _area_code(choices: SelectionChoices, area: str) -> str:
    """Return the code of an area by its code or, as typed into a field, its name."""
    code = area_code_of(area)
    if code in choices.catalogue.areas:
        return code
    typed = fold_area_name(area)
    named = (
        each.area_code
        for each in choices.catalogue.areas.values()
        if each.kind != BENCHMARK and fold_area_name(each.name) == typed
    )
    return next(named, code)


def _is_shown_unplanned(choices: SelectionChoices, chosen: Selection, area_code: str) -> bool:
    """Return whether a page shows an area that has no plan: its profile, future need, a measure of it."""
    area = choices.catalogue.areas.get(area_code)
    if area is None:
        return False
    if area.kind == BENCHMARK:
        return chosen.page == "measure"
    return chosen.page in ("profile", "future", "measure") and area.kind == AUTHORITY


def _named_framework(choices: SelectionChoices, chosen: Selection) -> Framework:
    framework = choices.catalogue.frameworks.get(chosen.framework)
    if framework is None:
        raise UnknownSelectionError(f"no plan {chosen.framework}")
    if chosen.area and area_code_of(chosen.area) != framework.area_code:
        raise UnknownSelectionError(f"plan {chosen.framework} is not of area {chosen.area}")
    return framework


def _framework_with_measure(
    choices: SelectionChoices, ordered: tuple[Framework, ...], measure_id: str
) -> Framework:
    served = choices.catalogue.served
    for plan in ordered:
        if any(measure == measure_id for _, measure, _ in served.get(plan.framework_id, ())):
            return plan
    return ordered[0]
