"""Every address of the product: rules as the server matches them, and addresses written by them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

# The path of each page; what is in angle brackets is chosen.
PAGES: Final[Mapping[str, str]] = {
    "overview": "/",
    "profile": "/profile",
    "priority": "/priority/<framework>/<number:priority_number>",
    "measure": "/measure/<measure>",
    "future": "/future",
    "actions": "/actions",
    "meeting": "/meeting",
    "scrutiny": "/scrutiny",
    "data": "/data",
    "about": "/about",
    "find": "/find",
}
# Names in the query of a page, in the order in which an address has them.
QUERY: Final = (
    "area",
    "framework",
    "basis",
    "year_kind",
    "breakdown",
    "statistic",
    "origin",
    "by",
    "period",
    "as_of",
    "status",
    "trend",
    "priority",
    "sort",
    "section",
    "limits",
    "pack",
    "against",
    "tab",
    "find",
    "page_number",
    "compare",
    "members",
    "from",
    "to",
    "axis",
    "events",
    "size",
    "at",
    "view",
    "group",
    "target",
    "signal",
    "show",
    "all",
    "open",
    "shown",
    "changed",
    "growth",
    "issued",
    "capacity",
    "capacity_of",
    "capacity_from",
)
# A report date that is the newest day on which anything of the plan's measures became known.
LATEST: Final = date.max
LATEST_WORD: Final = "latest"
# Of the rows of a table, in every database.
HIGHEST_NUMBER: Final = (1 << 31) - 1
_PART: Final = re.compile(r"<(?:(\w+)(?:\(.*?\))?:)?(\w+)>")
_FORMS: Final = {"number": r"\d{1,3}"}
_PATTERNS: Final = {
    page: re.compile(_PART.sub(lambda part: f"(?P<{part[2]}>{_FORMS.get(part[1], '[^/]+')})", rule))
    for page, rule in PAGES.items()
}


class Urls:
    """The rules of files, slides, reports, forms and uploads, and what fills them in."""

    ASSETS: Final = "/assets/"
    ENTRY: Final = "/enter/<secret>"
    SIGN_IN: Final = "/sign-in"
    FROM_LINK: Final = "/sign-in/link/<token>"
    PROVIDER: Final = "/sign-in/provider"
    FROM_PROVIDER: Final = "/sign-in/provider/back"
    ACCOUNT: Final = "/account"
    OWN_PASSWORD: Final = "/account/password"  # noqa: S105 - a path
    END_SESSION: Final = "/account/sessions/end"
    ACCOUNTS: Final = "/accounts"
    AUDIT: Final = "/audit"
    AUDIT_CSV: Final = "/audit.csv"
    SIGN_OUT: Final = "/sign-out"
    SIGN_OUT_EVERYWHERE: Final = "/sign-out/everywhere"

    OVERVIEW_CSV: Final = "/download/overview.csv"
    SIGNALS_CSV: Final = "/download/signals.csv"
    PROFILE_CSV: Final = "/download/profile.csv"
    PROFILE_TEMPLATE_CSV: Final = "/download/profile-template.csv"
    QUESTIONS_CSV: Final = "/download/scrutiny-questions.csv"
    RECOMMENDATIONS_CSV: Final = "/download/scrutiny-recommendations.csv"
    MINUTES_CSV: Final = "/download/minutes.csv"
    ROWS_CSV: Final = "/download/rows/<kind>.csv"
    TEMPLATE_CSV: Final = "/download/template/<kind>.csv"
    SERIES_CSV: Final = "/download/series.csv"
    SERIES_ABOUT_CSV: Final = "/download/about-series.csv"
    SERIES_SVG: Final = "/download/series.svg"

    PRESENT: Final = "/present"
    DECK: Final = "/meeting/<pack>"
    DECK_BACKUP: Final = "/meeting/<pack>/backup"
    SLIDE: Final = "/meeting/<pack>/<slide>"
    NOTES: Final = "/meeting/<pack>/<slide>/notes"
    NEWEST_REPORT: Final = "/report"
    REPORT: Final = "/report/<pack>"
    REPORT_PDF: Final = "/download/report/<pack>.pdf"
    REPORT_PPTX: Final = "/download/report/<pack>.pptx"
    REPORT_XLSX: Final = "/download/report/<pack>.xlsx"
    SUMMARY: Final = "/summary/<pack>"
    SUMMARY_PDF: Final = "/download/summary/<pack>.pdf"
    REPORT_HTML: Final = "/download/report/<pack>.html"

    HEADLINE: Final = "/headline"
    REMARKS: Final = "/remarks"
    EXCEPTIONS: Final = "/exceptions"
    PACKS: Final = "/packs"
    PACK_STEP: Final = "/packs/step"
    PACK_SLIDES: Final = "/packs/slides"
    QUESTIONS: Final = "/scrutiny/questions"
    QUESTION: Final = "/scrutiny/questions/<path:number>"
    RECOMMENDATIONS: Final = "/scrutiny/recommendations"
    RECOMMENDATION: Final = "/scrutiny/recommendations/<path:number>"

    INTAKE: Final = "/intake"
    INTAKE_EXTRACT: Final = f"/intake/extracts/<int(max={HIGHEST_NUMBER}):number>"
    HEALTH: Final = "/healthz"
    INTAKE_FILES: Final = "/intake/files"
    INTAKE_FILE: Final = "/intake/files/<token>"
    INTAKE_CHECK: Final = "/intake/check"
    INTAKE_LOAD: Final = "/intake/load"
    INTAKE_UNDO: Final = "/intake/undo"
    INTAKE_ISSUES_CSV: Final = "/intake/<token>/faults.csv"
    INTAKE_OUTCOME: Final = "/intake/<token>/outcome"

    @staticmethod
    def path(rule: str, **parts: object) -> str:
        """Return the path of a rule with its parts filled in, each quoted."""
        return _PART.sub(lambda part: quote(str(parts[part[2]]), safe=""), rule)

    @staticmethod
    def with_query(path: str, query: Iterable[tuple[str, object]]) -> str:
        """Return a path with a query of what is not empty; days are written as ISO 8601."""
        pairs = [(name, text) for name, value in query if (text := _text(value))]
        return f"{path}?{urlencode(pairs, safe='=:,')}" if pairs else path

    @classmethod
    def page(cls, page: str, choices: Mapping[str, object]) -> str:
        """Return the address of a page for what a reader chose, in one canonical order."""
        path = cls.path(PAGES.get(page, f"/{page}"), **choices)
        return cls.with_query(path, [(name, choices[name]) for name in query_names(page)])

    @classmethod
    def about(cls, section: str) -> str:
        """Return the address of a section of the About pages."""
        tabs = {"rules": "", "measures": "?tab=measures"}
        return f"{PAGES['about']}{tabs.get(section, '?tab=statements')}#{section}"

    @classmethod
    def file(cls, rule: str, choices: Mapping[str, object]) -> str:
        """Return the address of a file of an area and plan, as known on a report date."""
        return cls.with_query(
            rule, [(name, choices[name]) for name in ("area", "framework", "as_of")]
        )

    @classmethod
    def present(cls, framework: str, slide_id: str) -> str:
        """Return the address that leads to a slide of the newest pack of a plan."""
        return cls.with_query(cls.PRESENT, [("framework", framework), ("slide", slide_id)])

    @classmethod
    def slide(cls, pack_id: str, slide_id: str = "cover") -> str:
        """Return the address of a slide of a pack."""
        return cls.path(cls.SLIDE, pack=pack_id, slide=slide_id)

    @classmethod
    def report(cls, pack_id: str) -> str:
        """Return the address of the report of a pack as a page."""
        return cls.path(cls.REPORT, pack=pack_id)

    @classmethod
    def pack_files(cls, pack_id: str) -> list[tuple[str, str]]:
        """Return the name of each file of a pack, with its address."""
        rules = {
            "PDF": cls.REPORT_PDF,
            "PowerPoint": cls.REPORT_PPTX,
            "Workbook": cls.REPORT_XLSX,
            "HTML for e-mail": cls.REPORT_HTML,
        }
        return [(name, cls.path(rule, pack=pack_id)) for name, rule in rules.items()]


def query_names(page: str) -> tuple[str, ...]:
    """Return the names in the query of a page: those that its path does not say."""
    return tuple(
        name for name in QUERY if not (page == "priority" and name in ("area", "framework"))
    )


def read_path(path: str) -> tuple[str, dict[str, str]] | None:
    """Return the page of a path with its parts; None where no page has it."""
    clean = "/" + "/".join(part for part in path.split("/") if part)
    for page, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(clean):
            return page, match.groupdict()
    return None


def _text(value: object) -> str:
    if value == LATEST:
        return LATEST_WORD
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""
