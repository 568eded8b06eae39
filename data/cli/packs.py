"""The commands that make packs and check all of them against their hashes."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine

from dashboard.model.selection import Selection
from dashboard.pack.inserts import read_scenario
from dashboard.pack.model import STATE_WORDS, StoredPack
from dashboard.pack.scope import read_scope
from data.cli.output import FINE, REFUSED, print_answer
from data.common.errors import CommandError
from data.meetings.packs import Wanted, list_packs, load_pack, make_pack
from data.queries.snapshot import UnknownSelectionError


def run_pack(engine: Engine, options: argparse.Namespace) -> int:
    """Make a pack, and print it."""
    by = " ".join(options.by.split())
    if not by:
        raise CommandError("Say who makes the pack: --by NAME.")
    try:
        scope = read_scope(options.scope)
        if scope is None:
            raise CommandError(f"{options.scope} is no scope: owner:NAME or priority:NUMBER.")
        wanted = Wanted(options.profile, options.future, _scenario(options.scenario), scope)
        chosen = Selection(framework=options.plan, as_of=options.as_of)
        pack_id = make_pack(engine, chosen, by, wanted=wanted)
    except UnknownSelectionError as unknown:
        raise CommandError(f"Not found: {unknown}.") from unknown
    return _print_packs([load_pack(engine, pack_id)], options)


def _scenario(address: str) -> Selection | None:
    """Return what an address of the page of future need chooses; None without one."""
    chosen = read_scenario(address)
    if address and chosen is None:
        raise CommandError(f"{address} is no address of the page Future need.")
    return chosen


def run_packs(engine: Engine, options: argparse.Namespace) -> int:
    """Print every pack; refused if the content of one was changed, or cannot be read."""
    listed = list_packs(engine, options.plan)
    # Each is read whole, and its content let go of before the next.
    read = [replace(load_pack(engine, pack.pack_id), pack=None) for pack in listed]
    return _print_packs(read, options)


def _print_packs(packs: Sequence[StoredPack], options: argparse.Namespace) -> int:
    outcome = REFUSED if any(pack.integrity_error for pack in packs) else FINE
    record = {"ok": outcome == FINE, "packs": [_record(pack) for pack in packs]}
    lines = map(_line, packs) if packs else ["No pack has been made."]
    print_answer(record, lines, options)
    return outcome


def _line(stored: StoredPack) -> str:
    steps = ", ".join(
        f"{STATE_WORDS.get(step.state, step.state).lower()} by {step.by} on {step.at:%Y-%m-%d %H:%M} UTC"
        for step in stored.steps
    )
    summary = f"{stored.pack_id}: {steps}; SHA-256 {stored.sha256}"
    return f"{summary}\n  DAMAGED: {stored.integrity_error}" if stored.integrity_error else summary


def _record(stored: StoredPack) -> dict[str, object]:
    return {
        "pack_id": stored.pack_id,
        "framework_id": stored.framework_id,
        "as_of": stored.as_of,
        "scope": stored.scope.code,
        "version": stored.version,
        "state": stored.state,
        "previous_id": stored.previous_id,
        "sha256": stored.sha256,
        "steps": stored.steps,
        "damage": stored.integrity_error,
    }
