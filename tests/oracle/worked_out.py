"""Work out by hand, slowly, what the product works out fast."""

from collections.abc import Mapping
from datetime import date

from tests.oracle.advice import advice
from tests.oracle.asked import Asked, Settings
from tests.oracle.assessments import assessments
from tests.oracle.breakdowns import Case
from tests.oracle.cells import Cells
from tests.oracle.feedback import feedback
from tests.oracle.referrals import referrals
from tests.oracle.reviews import reviews

DEFAULTS = Settings()


def worked_out(
    group: str,
    cases: Mapping[str, list[Case]],
    newest: date,
    oldest: date,
    settings: Settings = DEFAULTS,
) -> Cells:
    """Return every figure of a group's cases, which are of one area."""
    asked = Asked(newest, oldest, settings)
    if group == "assessments":
        return assessments(cases["ehc_assessments"], asked)
    if group == "advice":
        return advice(cases["advice"], asked)
    if group == "reviews":
        return reviews(cases["plans"], cases["annual_reviews"], asked)
    if group == "referrals":
        return referrals(cases["referrals"], asked)
    if group == "feedback":
        return feedback(cases["feedback"], asked)
    raise ValueError(group)
