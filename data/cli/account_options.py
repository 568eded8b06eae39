"""The options of the command on accounts."""

import argparse

from dashboard.model.rights import ROLES


def add_audit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command on the audit log, and its acts."""
    audit = commands.add_parser(
        "audit", help="list who did what, or check that nothing was changed"
    )
    acts = audit.add_subparsers(required=True, metavar="ACT")
    for act, text in (
        ("list", "list the newest entries"),
        ("verify", "check that every entry is as it was logged"),
    ):
        parser = acts.add_parser(act, help=text)
        if act == "verify":
            parser.add_argument(
                "--seal", default="", help="a seal that was printed before, which must be there"
            )
        parser.add_argument("--json", action="store_true", help="print JSON for programs")
        parser.set_defaults(run=f"data.cli.audit:run_{act}")


def add_users(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command that adds accounts, and its acts."""
    user = commands.add_parser("user", help="add who may sign in, and say what they may do")
    acts = user.add_subparsers(required=True, metavar="ACT")
    for act, text in (
        ("add", "add an account, and print the link that sets its password"),
        ("roles", "replace the roles of an account"),
        ("reset", "print a link that sets a password anew, and unlock the account"),
        ("disable", "let nobody sign in with an account any more"),
        ("enable", "let somebody sign in again with an account that was disabled"),
        ("list", "list the accounts"),
    ):
        parser = acts.add_parser(act, help=text)
        if act != "list":
            parser.add_argument("login", metavar="LOGIN", help="the name that is typed to sign in")
        if act == "add":
            parser.add_argument("--name", default="", help="as histories show it; else LOGIN")
        if act in ("add", "roles"):
            parser.add_argument(
                "--role",
                action="append",
                default=[],
                metavar="ROLE[:AREA]",
                help=f"{', '.join(ROLES)}; in one area, or in every one",
            )
        if act in ("add", "reset"):
            parser.add_argument(
                "--at", default="", metavar="URL", help="the dashboard’s address, for the link"
            )
        parser.add_argument(
            "--by", default="", metavar="NAME", help="who acts; else your user name"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.set_defaults(run=f"data.cli.users:run_{act}")
