"""Long work told line by line, and ended where nobody waits for it."""

import json
from threading import Event
from typing import Any

import pytest
from flask import Flask

from callbacks.server.json_api import RefusedError
from callbacks.uploads.progress_stream import MAX_CONCURRENT, Streams
from data.common.errors import CommandError
from data.common.progress import CancelledError, Progress

# What is waited for comes, however busy the machine.
PATIENCE_SECONDS = 120


def last_line(work: Any) -> dict[str, Any]:
    with Flask(__name__).app_context():
        response = Streams().answer(work)
        return json.loads(list(response.response)[-1])


def test_a_line_comes_while_work_goes_on_and_the_result_at_its_end():
    goes_on = Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Reading", 1, 2)
        assert goes_on.wait(PATIENCE_SECONDS)
        return {"is_done": True}

    lines = map(json.loads, Streams().answer(work).response)
    reading = {"progress": {"step": "Reading", "done": 1, "of": 2}}
    # The same line comes again for as long as nothing else does.
    assert [next(lines) for _ in range(2)] == [reading] * 2
    goes_on.set()
    *still_reading, last = lines
    assert last == {"result": {"is_done": True}}
    assert all(line == reading for line in still_reading)


def test_a_reader_who_leaves_ends_the_work():
    is_closed, has_ended = Event(), Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Writing rows", 1, 2)
        assert is_closed.wait(PATIENCE_SECONDS)
        try:
            progress("Writing rows", 2, 2)
        except CancelledError:
            has_ended.set()
            raise
        return {}

    response = Streams().answer(work)
    next(iter(response.response))
    response.close()
    is_closed.set()
    assert has_ended.wait(PATIENCE_SECONDS)


def test_no_more_work_than_leaves_room_for_readers_goes_on_at_once():
    streams = Streams()
    answers = [streams.answer(lambda _progress: {}) for _ in range(MAX_CONCURRENT)]
    with pytest.raises(RefusedError, match="Try again in a minute"):
        streams.answer(lambda _progress: {})
    # One whose reader left before the first line, and one that was read to its end.
    answers[0].close()
    list(answers[1].response)
    answers[1].close()
    for _ in range(2):
        streams.answer(lambda _progress: {})
    with pytest.raises(RefusedError):
        streams.answer(lambda _progress: {})


def test_what_cannot_be_done_is_said_and_what_was_stopped_too():
    def cannot(_progress: Progress) -> dict[str, Any]:
        raise CommandError("There is no extract 99.")

    def stopped(_progress: Progress) -> dict[str, Any]:
        raise CancelledError

    assert last_line(cannot) == {"error": {"words": "There is no extract 99."}}
    assert last_line(stopped) == {"cancelled": {"words": "Stopped. Nothing was loaded."}}


def test_an_unexpected_error_has_a_reference_and_neither_trace_nor_cell_in_it(
    caplog: pytest.LogCaptureFixture,
):
    cell = " ".join(("Ann", "Example"))

    def broken(_progress: Progress) -> dict[str, Any]:
        raise ValueError(cell)

    error = last_line(broken)["error"]
    assert error["reference"] in error["words"]
    assert "Traceback" not in error["words"]
    assert error["reference"] in caplog.text
    assert "ValueError" in caplog.text
    assert cell not in caplog.text
