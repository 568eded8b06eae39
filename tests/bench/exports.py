"""Time the files of packs, of twenty slides for the table; `python -m tests.bench.exports` opens them in LibreOffice.

Medians of five, in seconds of one core, after a first file that imports the libraries. LibreOffice
is installed where it is missing and may be; where it is not, the slides are not opened.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from pypdf import PdfReader

from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.slides.deck import build_slides
from data.loading.setup import set_up
from data.store.databases.engine import make_engine
from layouts.powerpoint.presentation import powerpoint_file
from layouts.report.document import carried_styles, report_file
from layouts.report.pdf import report_pdf
from layouts.workbook.workbook import workbook_file
from tests.bench.table import Row, row
from tests.builders.packs import EXAMPLE, HARINGEY, STRATEGY, gather_pack

RUNS: Final = 5
SLIDES: Final = 20
OPEN_SECONDS: Final = 300


def times(make: Callable[[], bytes]) -> tuple[list[float], int]:
    """Return the times of a file after a first one, and its size in kB."""
    size = len(make()) // 1024
    taken = []
    for _ in range(RUNS):
        began = process_time()
        make()
        taken.append(process_time() - began)
    return taken, size


def files(stored: StoredPack) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name each file of a pack and what makes it."""
    report = build_report(stored)
    yield "PowerPoint", lambda: powerpoint_file(stored)
    yield "workbook", lambda: workbook_file(stored)
    yield "HTML", lambda: report_file(stored, report, carried_styles()).encode()
    yield "PDF", lambda: report_pdf(stored, report)


def measure_packs(folder: Path) -> Iterator[Row]:
    """Time PDF and PowerPoint of a pack of twenty slides, and of a whole one, in seconds of one core."""
    engine = make_engine(f"sqlite:///{folder / 'packs.sqlite3'}")
    set_up(engine, with_example=False)
    whole, fewer = gather_pack(engine, HARINGEY), of_slides(gather_pack(engine, STRATEGY), SLIDES)
    engine.dispose()
    report = build_report(fewer)
    taken = times(lambda: report_pdf(fewer, report))[0]
    yield row(f"PDF of {SLIDES} slides", "s", taken, 2.0)
    whole_report = build_report(whole)
    taken = times(lambda: report_pdf(whole, whole_report))[0]
    yield row("PDF of Haringey’s whole report", "s", taken, 4.0)
    slides = build_slides(whole)
    measures = [slide for slide in slides if slide.layout == "measure"]
    chosen = [each for each in slides if each.layout != "measure"][:8] + measures[: SLIDES - 8]
    taken = times(lambda: powerpoint_file(whole, chosen))[0]
    yield row(f"PowerPoint of {len(chosen)} slides", "s", taken, 1.0)


def of_slides(stored: StoredPack, most: int) -> StoredPack:
    """Leave the last measures of a pack out until it has no more slides than asked for."""
    while len(build_slides(stored)) > most:
        pack = stored.content
        filled = [place for place, one in enumerate(pack.overview.priorities) if one.panels]
        priorities = list(pack.overview.priorities)
        last = priorities[filled[-1]]
        priorities[filled[-1]] = replace(last, panels=last.panels[:-1])
        overview = replace(pack.overview, priorities=tuple(priorities))
        stored = replace(stored, pack=replace(pack, overview=overview))
    return stored


def has_libreoffice() -> bool:
    """Tell whether LibreOffice is there, having tried to install it."""
    if shutil.which("soffice"):
        return True
    if shutil.which("apt-get") and os.geteuid() == 0:
        asked = ["apt-get", "install", "--yes", "--no-install-recommends", "libreoffice-impress"]
        subprocess.run(["apt-get", "update"], capture_output=True, check=False)
        subprocess.run(asked, capture_output=True, check=False)
    return bool(shutil.which("soffice"))


def opens(stored: StoredPack, folder: Path) -> bool:
    """Open the slides in LibreOffice: as many pages as slides, none of them empty."""
    name = stored.framework_id
    (folder / f"{name}.pptx").write_bytes(powerpoint_file(stored))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / f"{name}.pptx")]
    subprocess.run(command, capture_output=True, check=True, timeout=OPEN_SECONDS)
    pages = PdfReader(folder / f"{name}.pdf").pages
    slides = build_slides(stored)
    empty = [
        number
        for number, (page, slide) in enumerate(zip(pages, slides, strict=False), start=1)
        if slide.title.split()[0] not in page.extract_text()
    ]
    print(
        f"LibreOffice shows {len(pages)} pages for {len(slides)} slides; without their title: {empty}"
    )
    return len(pages) == len(slides) and not empty


def main() -> int:
    """Print the times; 1 where LibreOffice left any out."""
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        engine = make_engine(f"sqlite:///{folder / 'bench.sqlite3'}")
        set_up(engine)
        packs = [gather_pack(engine, plan) for plan in (HARINGEY, STRATEGY, EXAMPLE)]
        for stored in packs:
            count = len(build_slides(stored))
            for name, make in files(stored):
                taken, size = times(make)
                print(
                    f"{stored.framework_id}, {count} slides, {name}: {median(taken):.2f} s, {size:,} kB"
                )
        is_shown = not has_libreoffice() or all(opens(stored, folder) for stored in packs[:2])
        engine.dispose()
    return int(not is_shown)


if __name__ == "__main__":
    sys.exit(main())
