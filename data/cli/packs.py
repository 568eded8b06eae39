"""The commands that make packs and hold all of them against their hashes."""

import argparse
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from data.common.errors import CommandError

if TYPE_CHECKING:
    from dashboard.pack.model import StoredPack

FINE, REFUSED = 0, 1


def add_packs_commands(commands: Any) -> None:
    """Register `pack`, which makes one, and `packs`, which lists and verifies them all."""
    pack = commands.add_parser("pack", help="freeze what the meeting of a plan will see")
    pack.add_argument("--plan", required=True, metavar="ID", help="the plan, such as ha-wsoa-2021")
    pack.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the report date; else the plan's newest",
    )
    pack.add_argument("--by", required=True, metavar="NAME", help="who makes it")
    pack.add_argument("--json", action="store_true", help="print JSON for programs")
    pack.set_defaults(run=_make)
    packs = commands.add_parser("packs", help="list every pack, held against its hash and steps")
    packs.add_argument("--plan", default="", metavar="ID", help="the packs of one plan alone")
    packs.add_argument("--json", action="store_true", help="print JSON for programs")
    packs.set_defaults(run=_list)


def _make(engine: Engine, options: argparse.Namespace) -> int:
    # Packs import every measure; the other commands do not wait for that.
    from dashboard.model.selection import Selection  # noqa: PLC0415
    from data.meetings.packs import load_pack, make_pack  # noqa: PLC0415
    from data.queries.panels import UnknownSelectionError  # noqa: PLC0415

    by = " ".join(options.by.split())
    if not by:
        raise CommandError("Say who makes the pack: --by NAME.")
    try:
        pack_id = make_pack(engine, Selection(framework=options.plan, as_of=options.as_of), by)
    except UnknownSelectionError as unknown:
        raise CommandError(f"Not found: {unknown}.") from unknown
    return _print_packs([load_pack(engine, pack_id)], as_json=options.json)


def _list(engine: Engine, options: argparse.Namespace) -> int:
    """List packs; refused if one is not what was frozen, or cannot be read."""
    from data.meetings.packs import list_packs, load_pack  # noqa: PLC0415 - as above

    listed = list_packs(engine, options.plan)
    # Each is read whole, and what is in it let go of before the next.
    read = [replace(load_pack(engine, pack.pack_id), pack=None) for pack in listed]
    return _print_packs(read, as_json=options.json)


def _print_packs(packs: list["StoredPack"], *, as_json: bool) -> int:
    outcome = REFUSED if any(pack.integrity_error for pack in packs) else FINE
    if as_json:
        record = {"ok": outcome == FINE, "packs": [_record(pack) for pack in packs]}
        print(json.dumps(record, ensure_ascii=False, indent=2))
    elif packs:
        print("\n".join(map(_line, packs)))
    else:
        print("No pack has been made.")
    return outcome


def _line(stored: "StoredPack") -> str:
    from dashboard.pack.model import STATE_WORDS  # noqa: PLC0415 - as above

    steps = ", ".join(
        f"{STATE_WORDS.get(step.state, step.state).lower()} by {step.by} on {step.at:%Y-%m-%d %H:%M} UTC"
        for step in stored.steps
    )
    summary = f"{stored.pack_id}: {steps}; SHA-256 {stored.sha256}"
    return f"{summary}\n  DAMAGED: {stored.integrity_error}" if stored.integrity_error else summary


def _record(stored: "StoredPack") -> dict[str, Any]:
    steps = [
        {"state": step.state, "by": step.by, "at": step.at.isoformat(), "note": step.note}
        for step in stored.steps
    ]
    return {
        "pack_id": stored.pack_id,
        "framework_id": stored.framework_id,
        "as_of": stored.as_of.isoformat(),
        "version": stored.version,
        "state": stored.state,
        "previous_id": stored.previous_id,
        "sha256": stored.sha256,
        "steps": steps,
        "damage": stored.integrity_error,
    }
