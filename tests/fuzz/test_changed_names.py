"""No changed name is taken for the measure, column or topic that it is only like."""

import pytest

from tests.fuzz.names import wrong_matches

# `make sweep` changes thousands.
COUNT = 30


@pytest.mark.parametrize("seed", range(2))
def test_no_changed_name_is_read_as_another(seed: int):
    assert list(wrong_matches(COUNT, seed)) == []
