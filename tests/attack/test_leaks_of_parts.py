"""Ways in which parts once gave each other away, and others hidden for their sake."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.disclosure import is_published, mark_cells
from dashboard.disclosure.marks import LEFT_OUT
from tests.attack.cells import SMALL_TO
from tests.attack.test_named_leaks import flows, hidden, month_end, narrowed, seen, stock


def test_bands_of_age_that_overlap_do_not_give_each_other_away():
    """All who wait are up to 11; those of 6 or over who waited long are 2."""
    bands = {"": (48, 54), "age=0-5": (20, 24), "age=0-11": (48, 54), "age=6-18": (28, 30)}
    rows = [
        row for band, each in bands.items() for row in stock("slt-waiting-18-weeks", [each], band)
    ]
    rows += [
        row for band, (_, all_of) in bands.items() for row in stock("slt-waiting", [all_of], band)
    ]
    rows += [*stock("slt-waiting", [0], "age=12-25"), *stock("slt-waiting", [0], "age=not_known")]
    marked = seen(rows)
    assert hidden(marked, "slt-waiting-18-weeks")
    assert narrowed(marked) == []


def test_a_part_that_is_left_out_is_not_what_the_whole_has_more_than_the_others():
    """Most 12 months have 3 reviews of one need, which are not published; all and the others were."""
    few = [(1, 1) if month % 4 == 0 else (0, 0) for month in range(30)]
    every = [(8 + done, 10 + due) for done, due in few]
    of_needs = {"": every, "need=ASD": [(8, 10)] * 30, "need=VI": few}
    rows = [
        row
        for part, each in of_needs.items()
        for row in flows("annual-review-completed", each, part)
        if row["basis"] != "year"
    ]
    frame = pd.DataFrame(rows).assign(area_code="E1")
    published = is_published(frame, {})
    marked = frame.assign(mark=mark_cells(frame, SMALL_TO, published))[published]
    assert set(marked.loc[marked["breakdown"] == "need=VI", "mark"]) == {LEFT_OUT}
    assert narrowed(marked) == []


def reviews_by_need(undecided: Sequence[int], before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the published cells of 30 months of reviews by need, undecided ones in May 2026 alone."""
    of_needs = {
        f"need={need}": [(due - few * (month == 28), due) for month in range(30)]
        for need, due, few in zip(("ASD", "MLD", "VI"), (9, 8, 7), undecided, strict=True)
    }
    every = np.sum(list(of_needs.values()), axis=0).tolist()
    rows = [
        row
        for part, each in {"": every, **of_needs}.items()
        for row in flows("annual-review-processed", each, part)
    ]
    frame = pd.DataFrame(rows).assign(area_code="E1")
    published = is_published(frame, {})
    marks = mark_cells(frame, SMALL_TO, published, before)
    return frame.assign(mark=marks).loc[published]


def test_few_in_a_month_of_a_part_hide_no_window_without_that_month():
    marked = reviews_by_need((4, 1, 0))
    assert hidden(marked, "annual-review-processed") == {("rolling12", month_end(29))}
    assert narrowed(marked) == []


def test_parts_that_were_shown_are_not_hidden_where_they_are_known():
    """The few of a later day hid what an earlier one showed: of those all were decided."""
    first = reviews_by_need((4, 1, 0))
    second = reviews_by_need((3, 1, 0), first)
    assert narrowed(first, second) == []
    hides = hidden(second[second["breakdown"] == "need=VI"], "annual-review-processed")
    assert ("rolling12", month_end(29)) in hides
    assert min(end for _, end in hides) > month_end(17)
