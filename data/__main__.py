"""Run the command line: `python -m data`."""

import sys

from data.cli.main import main

sys.exit(main())
