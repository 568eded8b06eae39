"""The tests of this folder read published files, and say so where there are none."""

import pytest

from tests.bench.published.files import PUBLISHED


@pytest.fixture(scope="session", autouse=True)
def _published() -> None:
    if not PUBLISHED.is_dir():
        pytest.fail(f"{PUBLISHED} is not there: set PUBLISHED_FILES to the folder above it.")
