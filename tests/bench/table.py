"""The table of the bench: medians with their spread, ratios, bars, and the run that was kept."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

# The medians and ratios of an earlier run, beside which a new one is set.
KEPT_RUN: Final = Path(__file__).parent / "kept_run.json"
_MOST_WORSE: Final = 1.1
_HEAD: Final = ("what", "median", "spread", "loop", "beside", "ratio", "bar", "")
_TIMES: Final = ("ms", "s")
# What no machine changes.
_STEADY: Final = ("kB", "MB", "requests")


@dataclass(frozen=True)
class Row:
    """One figure of the product, what stands beside it, and the most that the bar allows of one of both.

    `ratio` is the median of the ratios of each run; None where nothing stands beside. `loop` is what a loop
    took at the time, in milliseconds, beside a time without a ratio.
    """

    name: str
    unit: str
    median: float
    least: float
    most: float
    beside: str = ""
    other: float | None = None
    ratio: float | None = None
    bar: float | None = None
    loop: float | None = None

    @property
    def judged(self) -> float:
        """Return what the bar is about: the ratio where there is one."""
        return self.median if self.ratio is None else self.ratio

    @property
    def is_met(self) -> bool:
        """Return whether the bar is met; a row without one is."""
        return self.bar is None or self.judged <= self.bar


@dataclass(frozen=True)
class Machine:
    """How quick a machine was: what a loop took, in milliseconds; its cores, and how many of them were wanted."""

    loop: float
    cores: int
    load: float


@dataclass(frozen=True)
class Part:
    """Rows that are measured together, and the machine when that began."""

    machine: Machine
    rows: list[Row]


def row(name: str, unit: str, own: Sequence[float], bar: float | None = None) -> Row:
    """Return the row of a figure that stands alone."""
    loop = loop_time() if unit in _TIMES else None
    return Row(name, unit, median(own), min(own), max(own), bar=bar, loop=loop)


def row_beside(
    name: str,
    own: Sequence[float],
    beside: str,
    others: Sequence[float],
    bar: float | None = None,
    unit: str = "ms",
) -> Row:
    """Return the row of a figure beside another of the same runs."""
    ratio = median(mine / other for mine, other in zip(own, others, strict=True))
    return Row(name, unit, median(own), min(own), max(own), beside, median(others), ratio, bar)


def loop_time() -> float:
    """Return what a loop takes now, in milliseconds: by it times of two machines are compared."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        sum(number * number for number in range(400_000))
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def describe_machine() -> Machine:
    """Return what says how quick the machine is now."""
    return Machine(round(loop_time(), 1), os.cpu_count() or 1, round(os.getloadavg()[0], 1))


def print_table(rows: Sequence[Row], machine: Machine) -> None:
    """Print the rows and the machine that they were measured on."""
    print(f"loop {machine.loop} ms, cores {machine.cores}, load {machine.load}")
    lines = [_HEAD, *(_cells(each) for each in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEAD))]
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _cells(each: Row) -> tuple[str, ...]:
    other = "" if each.other is None else f"{each.beside} {_number(each.other)}"
    ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
    bar = "" if each.bar is None else f"{each.bar:g}"
    spread = f"{_number(each.least)}–{_number(each.most)}"
    met = "" if each.bar is None else "met" if each.is_met else "NOT MET"
    loop = "" if each.loop is None else _number(each.loop)
    figure = f"{_number(each.median)} {each.unit}"
    return (each.name, figure, spread, loop, other, ratio, bar, met)


def _number(value: float) -> str:
    places = 3 if value < 1 else 2 if value < 10 else 0
    return f"{value:,.{places}f}" if value else "0"


def worse(rows: Sequence[Row], kept: dict[str, Part]) -> Iterator[str]:
    """Tell what got a tenth worse than in a run that was kept: ratios, times of loops, what no machine changes."""
    before = {each.name: each for part in kept.values() for each in part.rows}
    for each in rows:
        old = before.get(each.name)
        if old and _compared(each) > _compared(old) * _MOST_WORSE:
            yield f"Worse: {each.name}: {_in_words(each)}, was {_in_words(old)}"


def _compared(each: Row) -> float:
    """Return what two runs are compared by: a ratio, a time in loops, or what no machine changes."""
    if each.ratio is not None:
        return each.ratio
    if each.loop:
        return each.median / each.loop
    return each.median if each.unit in _STEADY else 0.0


def _in_words(each: Row) -> str:
    unit = each.beside if each.ratio is not None else "loop" if each.loop else ""
    return f"{_number(_compared(each))} {f'times {unit}' if unit else each.unit}"


def write_run(run: dict[str, Part], path: Path) -> None:
    """Write the parts of a run as JSON."""
    written = {name: asdict(part) for name, part in run.items()}
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")


def read_run(path: Path) -> dict[str, Part]:
    """Return the parts of a run that was written; none where there is no file."""
    written = json.loads(path.read_text()) if path.exists() else {}
    return {
        name: Part(Machine(**part["machine"]), [Row(**each) for each in part["rows"]])
        for name, part in written.items()
    }
