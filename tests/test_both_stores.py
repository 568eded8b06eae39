"""What is looked at of the Example borough is looked at where its small numbers are hidden too."""

import re
from typing import Final

from tests.stores import ROOT

FOLDERS: Final = ("layouts", "callbacks", "browser", "live")
VISITS: Final = re.compile(r"X99000001|example-plan|\bEXAMPLE\b")
# The fixtures, marks and plans that a test has to run on the store that is not marked synthetic.
RUNS_THERE: Final = re.compile(
    r"ON_BOTH|on_stores|HIDING|unmark|local_example|\bexample: Engine|example_client|\(example, "
)
# Files that need no second store, and why.
ON_ONE_STORE: Final = {
    "browser/test_adaptations.py": "it looks at widths and colours, and reads no figure",
    "browser/test_data_team.py": "it shows small numbers to the data team",
    "browser/test_escape.py": "it moves the focus, and reads no figure",
    "browser/test_frame.py": "it looks at the mark of synthetic data itself",
    "browser/test_keyboard.py": "it moves the focus, and reads no figure",
    "browser/test_navigation.py": "it follows links, and reads no figure",
    "callbacks/test_data_team.py": "it shows small numbers to the data team",
    "callbacks/test_rights.py": "it asks who may read, and no figure",
    "layouts/test_case_panels.py": "it makes its figures itself",
}


def test_a_file_of_tests_that_visits_the_example_borough_does_so_on_both_stores() -> None:
    files = {
        f"{folder}/{path.name}": path.read_text()
        for folder in FOLDERS
        for path in (ROOT / "tests" / folder).glob("test_*.py")
    }
    on_one = {
        name
        for name, words in files.items()
        if VISITS.search(words) and not RUNS_THERE.search(words)
    }
    assert on_one == set(ON_ONE_STORE)
