"""Work out by hand, slowly, what the product works out fast."""

from collections import Counter
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
from tests.oracle.weeks import Weeks, weeks_of_assessments, weeks_of_referrals

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


def weeks_behind(
    group: str,
    cases: Mapping[str, list[Case]],
    newest: date,
    oldest: date,
    settings: Settings = DEFAULTS,
) -> Weeks:
    """Count by weeks what lies behind a group's averages and open cases, where it has any."""
    asked = Asked(newest, oldest, settings)
    if group == "assessments":
        return weeks_of_assessments(cases["ehc_assessments"], asked)
    if group == "referrals":
        return weeks_of_referrals(cases["referrals"], asked)
    return Counter()
