"""The tests of this folder read published files, and say so where there are none."""

import pytest

from tests.bench.published.files import PUBLISHED

if not PUBLISHED.is_dir():
    raise pytest.UsageError(
        f"{PUBLISHED} is not there: set PUBLISHED_FILES to the folder above it."
    )
