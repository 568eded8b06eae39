"""Time the files of a pack, and open its PowerPoint in LibreOffice: `python -m tests.bench.exports`.

Medians of five, in seconds of one core, after a first file that imports the libraries. LibreOffice
is installed where it is missing and may be; where it is not, the slides are not opened.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from pypdf import PdfReader

from dashboard.pack.model import StoredPack
from dashboard.pack.report import build_report
from dashboard.pack.slides.deck import build_slides
from data.loading.setup import set_up
from data.store.engine import make_engine
from layouts.powerpoint.presentation import powerpoint_file
from layouts.report.document import carried_styles, report_file
from layouts.report.pdf import report_pdf
from layouts.workbook.workbook import workbook_file
from tests.builders.packs import EXAMPLE, HARINGEY, STRATEGY, gather_pack

RUNS: Final = 5
SLIDES: Final = 20
MOST_SECONDS: Final = 1.0
OPEN_SECONDS: Final = 300


def took(make: Callable[[], bytes]) -> tuple[float, int]:
    """Give the median time of a file after a first one, and its size in kB."""
    size = len(make()) // 1024
    times = []
    for _ in range(RUNS):
        began = process_time()
        make()
        times.append(process_time() - began)
    return median(times), size


def files(stored: StoredPack) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name each file of a pack and what makes it."""
    report = build_report(stored)
    yield "PowerPoint", lambda: powerpoint_file(stored)
    yield "workbook", lambda: workbook_file(stored)
    yield "HTML", lambda: report_file(stored, report, carried_styles()).encode()
    yield "PDF", lambda: report_pdf(stored, report)


def twenty_slides(stored: StoredPack) -> float:
    """Time the slides of a meeting: the first ones and, of measures, as many as make 20."""
    slides = build_slides(stored)
    measures = [slide for slide in slides if slide.layout == "measure"]
    others = [slide for slide in slides if slide.layout != "measure"]
    chosen = [*others[:8], *measures[: SLIDES - 8]]
    seconds, size = took(lambda: powerpoint_file(stored, chosen))
    print(
        f"PowerPoint of {len(chosen)} slides, {len(chosen) - 8} with charts: {seconds:.2f} s, {size} kB"
    )
    return seconds


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
    """Print the times; 1 where 20 slides took too long or LibreOffice left any out."""
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        engine = make_engine(f"sqlite:///{folder / 'bench.sqlite3'}")
        set_up(engine)
        packs = [gather_pack(engine, plan) for plan in (HARINGEY, STRATEGY, EXAMPLE)]
        seconds = max(twenty_slides(packs[0]), twenty_slides(packs[2]))
        for stored in packs:
            count = len(build_slides(stored))
            for name, make in files(stored):
                each, size = took(make)
                print(f"{stored.framework_id}, {count} slides, {name}: {each:.2f} s, {size:,} kB")
        is_shown = not has_libreoffice() or all(opens(stored, folder) for stored in packs[:2])
        engine.dispose()
    return int(seconds > MOST_SECONDS or not is_shown)


if __name__ == "__main__":
    sys.exit(main())
