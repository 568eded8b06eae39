"""What the check of files found, as a page for a browser without scripts: what to fix, say, or load."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.model.selection import Selection
from dashboard.model.urls import PAGES, Urls
from dashboard.text.format import counted
from layouts.pages.data_team.start import TITLE, data_head, steps_of_load
from layouts.pages.data_team.upload import ACCEPTED, CONFIRMED, hidden_fields
from layouts.ui.forms import HAS_NAME, SIGNED, Field, form_field
from layouts.ui.static_html import Input
from layouts.ui.tables import plain_table
from layouts.ui.tags import intake_tag

Report = Mapping[str, Any]
# What an extract of cases is refused without.
_LACKED: Final = ("cut_off", "coverage")
_MOST_EFFECTS: Final = 12
_EXPLANATIONS: Final = {
    "refused": "Nothing was loaded. Fix what is named below and send the file again under the same name.",
    "asks": "The files do not say this themselves. Nothing is loaded yet.",
    "confirm": "Nothing is loaded yet. See below whether each figure stands where it should.",
    "ready": "Nothing is loaded yet. If you load, this is what changes:",
    "unchanged": ("Everything in these files stands already: loading them would change nothing."),
}


@dataclass(frozen=True)
class FileCheck:
    """The reports of files; `effects` is what their load would change.

    `fields` may be asked of a file; `answers` are what was said of them, as options of a load.
    """

    files: Sequence[Report]
    effects: Mapping[str, Any] | None = None
    can_load: bool = False
    tokens: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    fields: Sequence[Field] = ()

    @property
    def asks(self) -> set[str]:
        """Return what must be said before the files can be loaded."""
        return {name for report in self.files for name in report.get("asks", ())}

    @property
    def refused(self) -> int:
        """Return how many files are refused."""
        return sum(report["state"] == "refused" for report in self.files)

    @property
    def lacking(self) -> set[str]:
        """Return what files are refused without."""
        issues = [issue for report in self.files for issue in report["issues"]]
        return {one["column"] for one in issues if one["row"] == 0} & set(_LACKED)

    @property
    def goes_on(self) -> bool:
        """Return whether the files can be loaded, or could be once more is said of them."""
        return bool(self.tokens and (self.can_load or self.asks or self.lacking))

    @property
    def state(self) -> str:
        """Return what comes next."""
        if self.refused:
            return "refused"
        if self.asks:
            return "asks" if self.asks - {"confirmed"} else "confirm"
        return "ready" if self.can_load else "unchanged"


def check_title(check: FileCheck) -> str:
    """Return the title of the page: what became of the check."""
    return f"{TITLE}: {_heading(check)}"


def check_page(selection: Selection, check: FileCheck) -> list[Component]:
    """Render the page of a check."""
    step = 2 if check.state in ("ready", "unchanged") else 1
    body = [
        html.P(_EXPLANATIONS[check.state]),
        *(_effects(check.effects) if check.effects and check.state == "ready" else ()),
        _files(check),
        _form(check),
        *(_details(report, check) for report in check.files),
    ]
    panel = html.Div(
        [part for part in body if part is not None],
        className=f"intake-panel plain-check is-{check.state}",
    )
    return [data_head(selection, check_title(check)), steps_of_load(step), panel]


def _heading(check: FileCheck) -> str:
    files, refused = counted(len(check.files), "file"), check.refused
    words = {
        "asks": "something must be said first",
        "confirm": "look at how it was read",
        "ready": "ready to load",
        "unchanged": "nothing new to load",
    }
    if refused == 1 == len(check.files):
        return "this file cannot be loaded"
    return words.get(check.state, f"{refused} of {files} cannot be loaded")


def _files(check: FileCheck) -> html.Div:
    rows = [
        [
            report["file"],
            report["title"] or "–",
            ", ".join(filter(None, (_words(report, "areas"), _words(report, "period")))) or "–",
            "–" if report["rows"] is None else f"{report['rows']:,}",
            _result_tag(report),
        ]
        for report in check.files
    ]
    return plain_table("Files", ("File", "What it is", "Area, period", "Rows", "Result"), rows)


def _words(report: Report, name: str) -> str:
    return report.get(name, {}).get("words", "")


def _result_tag(report: Report) -> html.Span:
    if report["state"] == "refused" and report["issue_count"]:
        return intake_tag("refused", counted(report["issue_count"], "issue"))
    if report.get("asks"):
        return intake_tag("asks")
    return intake_tag("would_load" if report["state"] == "received" else report["state"])


def _effects(effects: Mapping[str, Any]) -> list[Component]:
    items = [html.Li(_effect(line)) for line in effects["lines"]]
    shown, rest = items[:_MOST_EFFECTS], items[_MOST_EFFECTS:]
    summary = html.Summary(counted(len(rest), "more change"))
    parts: list[Component | None] = [
        html.P(effects["words"], className="effects-words"),
        html.Ul(shown) if shown else None,
        html.Details([summary, html.Ul(rest)]) if rest else None,
    ]
    return [part for part in parts if part is not None]


def _effect(line: Mapping[str, Any]) -> list[Component | str]:
    return [html.A(line["measure"], href=line["address"]), line["detail"]]


def _form(check: FileCheck) -> Component:
    """Render what must be said, or the way to load; the way back where there is neither."""
    again = html.A("Start again", href=PAGES["data"], className="button")
    if not check.goes_on:
        return html.P(again)
    wanted = {*check.asks, *check.lacking}
    options = [each for each in check.fields if each.name in {*wanted, *check.answers}]
    fields: list[Component] = [*hidden_fields(), _hidden("tokens", " ".join(check.tokens))]
    typed = {name: str(text) for name, text in check.answers.items()}
    if check.can_load:
        fields += [_hidden(each.name, typed[each.name]) for each in options]
        fields += [
            _hidden(ACCEPTED, json.dumps(row)) for row in check.answers.get("accepted_rows", ())
        ]
        fields += [_hidden(CONFIRMED, "yes")] if check.answers.get("is_confirmed") else []
        fields += [] if HAS_NAME.get() else [form_field("check", SIGNED, {})]
        words = (
            f"Load {'this file' if len(check.files) == 1 else f'these {len(check.files)} files'}"
        )
    else:
        fields += [form_field("check", each, typed) for each in options]
        fields += _likenesses(check)
        if "confirmed" in check.asks:
            seen = Field(CONFIRMED, "This is right: it was read as shown below", "tick", "yes")
            fields.append(form_field("check", seen, {}))
        words = "Check with this"
    to = Urls.INTAKE_LOAD if check.can_load else Urls.INTAKE_CHECK
    button = html.Button(words, type="submit", className="button first")
    fields.append(html.Div([button, again], className="buttons"))
    return html.Form(fields, action=to, method="post", className="writing-form")


def _likenesses(check: FileCheck) -> list[Component]:
    """Render what a person says of each row that is like a measure."""
    rows = [(report["file"], row) for report in check.files for row in report.get("likenesses", ())]
    if not rows:
        return []
    boxes = [_likeness(place, file, row) for place, (file, row) in enumerate(rows)]
    legend = html.Legend("A row is read only where you say that it is this measure")
    return [html.Fieldset([legend, *boxes])]


def _likeness(place: int, file: str, row: Mapping[str, Any]) -> html.Div:
    name = f"accepted-{place}"
    value = json.dumps([file, row["row"]])
    found = " ".join(filter(None, (row["reference"], row["found"])))
    words = f"Row {row['row']:,}, “{found}”, is the measure “{row['title']}”"
    box = Input(type="checkbox", id=name, name=ACCEPTED, value=value, checked=row["is_accepted"])
    return html.Div([box, html.Label(words, htmlFor=name)], className="choice tick")


def _hidden(name: str, value: str) -> Input:
    return Input(type="hidden", name=name, value=value)


def _details(report: Report, check: FileCheck) -> html.Article | None:
    words = report.get("words", "")
    parts = [
        html.P(words) if words else None,
        *_issues(report),
        _warnings(report),
        _preview(report.get("preview", ())),
        _notes(report, is_open="confirmed" in check.asks),
    ]
    shown = [part for part in parts if part is not None]
    return html.Article([html.H2(report["file"]), *shown], className="file-card") if shown else None


def _issues(report: Report) -> list[Component]:
    groups = report["issue_groups"]
    if not groups:
        return []
    rows = [
        (_place(group), group["column"], group["found"], group["expected"], group["fix"])
        for group in groups
    ]
    left, count = report["issues_left"], report["issue_count"]
    columns = ("Where", "Column", "Found", "Expected", "Fix")
    parts: list[Component] = [plain_table(f"Issues: {count:,}", columns, rows)]
    parts += [html.P(f"{left:,} more in the file.")] if left else []
    if token := report.get("token"):
        href = Urls.path(Urls.INTAKE_ISSUES_CSV, token=token)
        in_file = report["issues_kept"]
        which = counted(count, "issue") if in_file == count else f"the first {in_file:,} issues"
        link = html.A(f"Download {which} as CSV", href=href, className="more")
        parts.append(html.P([link, ", to send back to whoever made the file."]))
    return parts


def _place(group: Mapping[str, Any]) -> str:
    rows = group["rows_words"]
    words = ", ".join(filter(None, (group["source"], f"{rows[:1].upper()}{rows[1:]}")))
    return words or "The file"


def _warnings(report: Report) -> html.Div | None:
    found = report.get("warnings")
    if not found:
        return None
    rows = [
        (
            f"Row {one['row']:,}" if one["row"] else "The file",
            one["column"],
            one["found"],
            one["fix"],
        )
        for one in found
    ]
    caption = f"{counted(report['warning_count'], 'warning')}: these do not keep the file out"
    return plain_table(caption, ("Where", "Column", "Found", "What to do"), rows)


def _preview(rows: Sequence[Sequence[str]]) -> html.Div | None:
    if not rows:
        return None
    head, *body = rows
    # Columns that hold nothing would push the figures out of sight.
    filled = [place for place in range(len(head)) if any(row[place] for row in body)]
    caption = f"How it was understood: the first {counted(len(body), 'row')}"
    cells = [[row[place] for place in filled] for row in body]
    return plain_table(caption, [head[place] for place in filled], cells)


def _notes(report: Report, *, is_open: bool) -> html.Details | None:
    topics = report.get("notes", ())
    if not topics:
        return None
    summary = html.Summary(f"What was noticed ({sum(topic['count'] for topic in topics):,})")
    parts = [part for topic in topics for part in _topic(topic)]
    return html.Details([summary, *parts], open=is_open)


def _topic(topic: Mapping[str, Any]) -> list[Component]:
    items = [
        html.Li([html.Strong(f"{note['place']}: ") if note["place"] else None, note["words"]])
        for note in topic["notes"]
    ]
    left = topic["count"] - len(topic["notes"])
    more = [html.P(f"{left:,} more of this kind.")] if left else []
    return [
        html.P(f"{topic['title']} ({topic['count']:,})", className="topic"),
        html.Ul(items),
        *more,
    ]
