"""The table of the bench: what it says got worse, and what a run keeps of an earlier one."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.table import Machine, Part, Row, read_run, row, row_beside, worse, write_run

QUIET = Machine(10.0, 2, 0.1)
SLOW = Machine(20.0, 2, 3.0)


def kept(*rows: Row) -> dict[str, Part]:
    """Return a run that was kept, of one part."""
    return {"pages": Part(QUIET, list(rows))}


def beside(times: list[float], others: list[float]) -> Row:
    return row_beside("Overview", times, "Dash", others)


def alone(milliseconds: float, loop: float) -> Row:
    return Row("Answer", "ms", milliseconds, milliseconds, milliseconds, loop=loop)


@pytest.mark.parametrize(("own", "is_said"), [(22.4, True), (21.9, False), (10.0, False)])
def test_a_ratio_that_got_more_than_a_tenth_worse_is_said(own: float, is_said: bool):
    # Of the same peer; on a machine half as quick, where both take twice as long.
    before, now = beside([10.0], [100.0]), beside([own], [200.0])
    said = list(worse([now], kept(before)))
    assert bool(said) == is_said
    if is_said:
        assert said == ["Worse: Overview: 0.112 times Dash, was 0.100 times Dash"]


def test_a_ratio_is_the_median_of_those_of_each_run():
    # One slow moment of the machine fell on both sides of the third run.
    assert beside([10.0, 11.0, 90.0], [100.0, 100.0, 1000.0]).ratio == pytest.approx(0.1)


def test_a_time_alone_is_compared_in_loops():
    before = alone(10.0, loop=10.0)
    assert not list(worse([alone(21.0, loop=20.0)], kept(before)))
    (said,) = worse([alone(23.0, loop=20.0)], kept(before))
    assert said == "Worse: Answer: 1.15 times loop, was 1.00 times loop"


def test_bytes_are_compared_as_they_are_and_rates_are_not():
    before = [row("Bytes", "kB", [100.0]), row("Answers", "a second", [10.0])]
    now = [row("Bytes", "kB", [111.0]), row("Answers", "a second", [40.0])]
    assert list(worse(now, kept(*before))) == ["Worse: Bytes: 111 kB, was 100 kB"]


def test_what_was_not_kept_before_is_not_said():
    assert not list(worse([beside([50.0], [100.0])], {}))


def test_parts_that_are_measured_again_replace_what_was_kept_of_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "kept.json"
    pages, packs = beside([10.0], [100.0]), row("PDF", "s", [9.0], 2.0)
    gone = row("What is measured no more", "kB", [1.0])
    write_run({"pages": Part(SLOW, [pages]), "packs": Part(SLOW, [packs, gone])}, path)
    again = row("PDF", "s", [1.5], 2.0)

    def measured(_folder: Path, options: argparse.Namespace) -> Iterator[tuple[str, Iterator[Row]]]:
        assert options.parts == ["packs"]
        yield "packs", iter([again])

    monkeypatch.setattr(bench, "KEPT_RUN", path)
    monkeypatch.setattr(bench, "measured", measured)
    monkeypatch.setattr("sys.argv", ["tests.bench", "--parts", "packs", "--keep"])
    assert bench.main() == 0
    run = read_run(path)
    assert run["pages"] == Part(SLOW, [pages])
    assert run["packs"].rows == [again]
    assert run["packs"].machine.cores
    assert "Nothing got a tenth worse" in capsys.readouterr().out


def test_a_quick_run_is_not_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["tests.bench", "--quick", "--keep"])
    with pytest.raises(SystemExit):
        bench.main()


def test_a_bar_that_is_not_met_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    rows = [row("PDF", "s", [2.5], 2.0), beside([10.0], [100.0])]
    monkeypatch.setattr(bench, "KEPT_RUN", tmp_path / "none.json")
    monkeypatch.setattr(bench, "measured", lambda *_: iter([("packs", iter(rows))]))
    monkeypatch.setattr("sys.argv", ["tests.bench", "--json", str(tmp_path / "run.json")])
    assert bench.main() == 1
    assert "NOT MET" in capsys.readouterr().out
    assert read_run(tmp_path / "run.json")["packs"].rows == rows


def test_the_run_that_is_kept_can_be_read():
    run = read_run(bench.KEPT_RUN)
    assert run["pages"].rows
    assert {name.partition(",")[0] for name in run} <= set(bench.PARTS)
