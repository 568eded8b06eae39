"""What is asked of files that do not say it themselves: one description for the page and for its scripts."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.model.panel import Area, Framework
from layouts.ui.forms import Field

_COVERAGES: Final = (("all", "All cases"), ("changes", "Only cases that changed"))
_YEAR_KINDS: Final = (
    ("calendar", "January: calendar year"),
    ("financial", "April: financial year"),
    ("academic", "September: academic year"),
)


def option_fields(areas: Mapping[str, Area], plans: list[Framework]) -> tuple[Field, ...]:
    """Return the field of each load option that a file may ask for; of areas and plans these."""
    return (
        _option("cut_off", "Cut-off", "The day up to which the file is whole.", "day"),
        _option(
            "coverage",
            "Coverage",
            "Whether it holds all cases or only those that changed.",
            options=_COVERAGES,
        ),
        _option(
            "area_code",
            "Area",
            "The area that the file is about.",
            options=[(code, area.name) for code, area in areas.items()],
        ),
        _option(
            "framework_id",
            "Plan",
            "The plan whose measures it holds.",
            options=[
                (plan.framework_id, f"{areas[plan.area_code].name}: {plan.title}") for plan in plans
            ],
        ),
        _option(
            "source_document",
            "Source",
            "The name of the document that it comes from, as loaded among the sources.",
            "line",
        ),
        _option(
            "year_kind",
            "Year to date",
            "When the year of its years to date began, and of years such as 2022/23.",
            options=_YEAR_KINDS,
        ),
        _option(
            "published_on", "Published on", "The day on which its figures were published.", "day"
        ),
    )


def field_record(field: Field) -> dict[str, Any]:
    """Return a field as the scripts of the page draw it."""
    described = {"name": field.name, "label": field.label, "hint": field.hint}
    return {**described, "kind": field.kind, "options": field.options}


def _option(name: str, label: str, hint: str, kind: str = "choice", options: Any = ()) -> Field:
    chosen = (("", "Choose"), *options) if options else ()
    return Field(name, label, kind, hint=hint, is_required=True, options=chosen)
