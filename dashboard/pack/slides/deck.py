"""The slides of a pack: the main ones, numbered from 1, then the backup, A1 and on."""

from dataclasses import replace

from dashboard.pack.blocks import Slide
from dashboard.pack.model import StoredPack
from dashboard.pack.slides.backup import backup_slides
from dashboard.pack.slides.chosen import chosen_slides


def build_slides(stored: StoredPack) -> tuple[Slide, ...]:
    """Return the slides of a pack; the same pack always has the same ones in the same order."""
    main = (
        replace(slide, label=str(number))
        for number, slide in enumerate(chosen_slides(stored), start=1)
    )
    backup = (
        replace(slide, label=f"A{number}", is_backup=True)
        for number, slide in enumerate(backup_slides(stored.content), start=1)
    )
    return (*main, *backup)
