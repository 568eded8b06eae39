"""The part of one or several plans that a pack of an owner or of a priority is about."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.model.codes import JUDGED, STATUS_ORDER
from dashboard.model.meeting import OpenException
from dashboard.model.panel import ActionPlan, Change, Overview, Panel, Priority
from dashboard.pack.model import Pack
from dashboard.pack.scope import Scope, join_names, same_name
from dashboard.panels.actions import count_statuses
from dashboard.panels.needed import build_needed
from dashboard.panels.overview import unique_panels
from dashboard.panels.verdict import build_verdict, has_figure, shown_series
from dashboard.text.format import joined, short_goal


@dataclass(frozen=True)
class Part:
    """Which measures and actions of a plan a pack is about, by their ids and references."""

    measures: frozenset[str]
    actions: frozenset[str]


# By plan, in the order of the plans.
Parts = Mapping[str, Part]


def owner_parts(plans: Sequence[Pack], owner: str, own: Collection[str]) -> Parts:
    """Return the part of each plan that an owner answers for; plans without any are left out.

    These are the owner's own measures, and those about which an exception, remark, question or
    recommendation of a plan names the owner; and the actions that are meant to move one.
    """
    owned = {*own, *(measure_id for pack in plans for measure_id in _named(pack, owner))}
    parts = {}
    for pack in plans:
        measures = frozenset(owned & pack.panels.keys())
        actions = frozenset(
            action.reference for action in pack.actions.actions if measures & {*action.measures}
        )
        if measures or actions:
            parts[_plan_of(pack)] = Part(measures, actions)
    return parts


def _named(pack: Pack, owner: str) -> set[str]:
    entries = (*pack.exceptions, *pack.commentary, *pack.questions, *pack.recommendations)
    return {entry.measure_id for entry in entries if same_name(entry.owner, owner)}


def priority_part(pack: Pack, number: int) -> Parts:
    """Return the part of a plan that one of its priorities is; nothing where it has none of that number."""
    priority = next((each for each in pack.overview.priorities if each.number == number), None)
    if priority is None:
        return {}
    measures = frozenset(panel.measure.measure_id for panel in priority.panels)
    actions = (each for each in pack.actions.actions if each.priority_number == number)
    part = Part(measures, frozenset(action.reference for action in actions))
    return {_plan_of(pack): part} if part.measures or part.actions else {}


def scoped_pack(plans: Iterable[Pack], parts: Parts, scope: Scope) -> Pack:
    """Return the pack of a scope: the parts of plans, which are its groups where there are several.

    A measure of several plans is there once, as that plan judges it by which it is furthest behind;
    what the others say of it is in `elsewhere`.
    """
    packs = [
        _limited(pack, parts[_plan_of(pack)], scope) for pack in plans if _plan_of(pack) in parts
    ]
    pack = packs[0] if len(packs) == 1 else _merged(packs)
    title = _title(packs, scope)
    framework = replace(pack.overview.framework, title=title)
    return replace(pack, scope=scope, overview=replace(pack.overview, framework=framework))


def _title(packs: Sequence[Pack], scope: Scope) -> str:
    """Return the titles of the plans; that of a priority before its plan's."""
    plans = joined(pack.overview.framework.title for pack in packs)
    titles = (p.title for p in packs[0].overview.priorities if p.number == scope.priority)
    return ". ".join((*titles, plans))


def _plan_of(pack: Pack) -> str:
    return pack.overview.framework.framework_id


def _limited(pack: Pack, part: Part, scope: Scope) -> Pack:
    """Return what a pack of a plan has of a part of it."""

    def is_about(entry: Any) -> bool:
        if entry.measure_id in part.measures or (
            scope.owner and same_name(entry.owner, scope.owner)
        ):
            return True
        number = getattr(entry, "priority_number", 0)
        return not entry.measure_id and bool(number) and number == scope.priority

    def is_of_part(entry: Any) -> bool:
        return entry.measure_id in part.measures

    actions = tuple(a for a in pack.actions.actions if a.reference in part.actions)
    numbers = {scope.priority} if scope.priority else {*map(_number_of, actions)}
    priorities = tuple(
        _of_measures(priority, is_of_part)
        for priority in pack.overview.priorities
        if priority.number in numbers
        or (not scope.priority and any(is_of_part(panel.measure) for panel in priority.panels))
    )
    return replace(
        pack,
        overview=_overview(pack.overview, priorities),
        actions=_actions_of(pack.actions, actions),
        commentary=tuple(filter(is_about, pack.commentary)),
        exceptions=tuple(filter(is_of_part, pack.exceptions)),
        questions=tuple(filter(is_about, pack.questions)),
        recommendations=tuple(filter(is_about, pack.recommendations)),
        oddities=tuple(filter(is_of_part, pack.oddities)),
        owners={name: owner for name, owner in pack.owners.items() if name in part.measures},
    )


def _number_of(action: Any) -> int:
    return action.priority_number


def _of_measures(priority: Priority, is_of_part: Callable[[Any], bool]) -> Priority:
    panels = tuple(panel for panel in priority.panels if is_of_part(panel.measure))
    return replace(priority, panels=panels)


def _overview(overview: Overview, priorities: tuple[Priority, ...]) -> Overview:
    """Return an overview of some priorities alone, with what it says of all its measures."""
    panels = unique_panels(priorities)
    names = {panel.measure.measure_id for panel in panels}
    return replace(
        overview,
        headline=build_verdict(panels).words,
        priorities=priorities,
        changes=tuple(change for change in overview.changes if change.measure_id in names),
        judged=sum(panel.status.code in JUDGED for panel in panels),
        met=sum(panel.status.code == "met" for panel in panels),
        needed=build_needed(panels),
    )


def _actions_of(plan: ActionPlan, actions: tuple[Any, ...]) -> ActionPlan:
    """Return an action plan of some actions: printed totals are those of all, and left out."""
    numbers = dict.fromkeys(map(_number_of, actions))
    return replace(
        plan,
        actions=actions,
        counts=count_statuses(actions),
        counts_by_priority={
            number: count_statuses(a for a in actions if a.priority_number == number)
            for number in numbers
        },
        printed_now={},
        printed_before={},
        before_on=None,
        before_note="",
        check_words="",
        is_consistent=True,
    )


def _merged(packs: Sequence[Pack]) -> Pack:
    """Return one pack of the parts of several plans, each plan a group of its own."""
    shown, first = _shown_in(packs), packs[0]
    filled = [
        _plan_of(each) for each in packs if each.actions.actions or _plan_of(each) in shown.values()
    ]
    numbers = {plan: number for number, plan in enumerate(filled, start=1)}
    groups = [_group(numbers.get(_plan_of(pack), 0), pack, shown) for pack in packs]
    actions = tuple(action for group in groups for action in group.actions.actions)
    overview = replace(first.overview, changes=(), before=None, newer_on=None)
    priorities = tuple(p for group in groups for p in group.overview.priorities if p.number)
    return replace(
        first,
        overview=_overview(overview, priorities),
        actions=_actions_of(first.actions, actions),
        commentary=_all(group.commentary for group in groups),
        sources={name: title for pack in packs for name, title in pack.sources.items()},
        exceptions=_all(group.exceptions for group in groups),
        questions=_all(group.questions for group in groups),
        recommendations=_all(group.recommendations for group in groups),
        oddities=_all(group.oddities for group in groups),
        elsewhere=tuple(_elsewhere(packs, shown)),
        owners={
            name: join_names(each.owners[name] for each in packs if name in each.owners)
            for each in packs
            for name in each.owners
        },
    )


def _all(groups: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(entry for group in groups for entry in group)


def _shown_in(packs: Sequence[Pack]) -> Mapping[str, str]:
    """Return the plan that shows each measure: the one by which it is furthest behind, else the first."""
    shown: dict[str, tuple[int, str]] = {}
    for pack in packs:
        for measure_id, panel in pack.panels.items():
            rank = STATUS_ORDER.index(panel.status.code)
            if measure_id not in shown or rank < shown[measure_id][0]:
                shown[measure_id] = (rank, _plan_of(pack))
    return {measure_id: plan for measure_id, (_, plan) in shown.items()}


def _group(number: int, pack: Pack, shown: Mapping[str, str]) -> Pack:
    """Return what a plan brings, as the group of a number; 0 where it shows no measure or action."""
    plan, title = _plan_of(pack), pack.overview.framework.title
    panels = tuple(p for name, p in pack.panels.items() if shown[name] == plan)
    group = Priority(number, title, "", panels, word="Plan")

    def numbered(entry: Any) -> Any:
        return replace(entry, priority_number=number) if entry.priority_number else entry

    actions = tuple(numbered(action) for action in pack.actions.actions)
    return replace(
        pack,
        overview=replace(pack.overview, priorities=(group,)),
        actions=replace(pack.actions, actions=actions),
        commentary=tuple(map(numbered, pack.commentary)),
        exceptions=tuple(_exceptions(pack.exceptions, plan, title, shown)),
        recommendations=tuple(map(numbered, pack.recommendations)),
        oddities=tuple(each for each in pack.oddities if shown[each.measure_id] == plan),
    )


def _exceptions(
    exceptions: Iterable[OpenException], plan: str, title: str, shown: Mapping[str, str]
) -> Iterator[OpenException]:
    """Yield the exceptions of a plan; of a measure that another plan shows with the plan's name."""
    for each in exceptions:
        if shown[each.measure_id] == plan:
            yield each
        else:
            yield replace(each, label="; ".join(filter(None, (each.label, title))))


def _elsewhere(packs: Sequence[Pack], shown: Mapping[str, str]) -> Iterator[Change]:
    """Yield what other plans say of the measures that one plan shows."""
    for pack in packs:
        for measure_id, panel in pack.panels.items():
            if shown[measure_id] != _plan_of(pack):
                title = pack.overview.framework.title
                yield Change(measure_id, panel.measure.short_title, f"{title}: {_judged(panel)}")


def _judged(panel: Panel) -> str:
    """Return the figure, the target and the status of a measure in a plan."""
    if not has_figure(panel):
        return panel.status.word.lower()
    series = shown_series(panel)
    target = series.status.target
    goal = f" against {short_goal(target, panel.measure.unit)}" if target else ""
    return f"{series.value_words}{goal}, {panel.status.word.lower()}"
