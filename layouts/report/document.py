"""The report of a pack as one HTML page, for the screen, for paper and for e-mail."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.pack.blocks import Points, Report, Section
from dashboard.pack.model import CHECKED, DRAFT, STATE_WORDS, StoredPack
from dashboard.text.format import day_words
from layouts.report.blocks import BlockPlace, block_parts, is_wide
from layouts.ui.components import aria
from layouts.ui.content_policy import of_file
from layouts.ui.palette import tag_rules, with_colours
from layouts.ui.shell import synthetic_note
from layouts.ui.static_html import PRODUCT, STYLES, plain_page

_UNFINISHED: Final = {
    DRAFT: "Draft: no second person has checked this report yet.",
    CHECKED: "Checked by a second person, not yet final.",
}


@dataclass(frozen=True)
class ReportLinks:
    """The links from the report to other pages and to files, as (text, address)."""

    links: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]


def report_page(stored: StoredPack, report: Report, ways: ReportLinks) -> str:
    """Return the report as a page of the dashboard, with links to slides, files and other packs."""
    skip = html.A("Skip to main content", href="#main", className="skip-link")
    body = [skip, _bar(ways), *report_body(stored, report)]
    return plain_page(document_title(stored, report), STYLES + report_head(stored), body)


def report_file(stored: StoredPack, report: Report, styles: str) -> str:
    """Return the report as one file that loads nothing else; `styles` is its CSS."""
    head = f"<style>{styles}</style>" + report_head(stored)
    head = of_file(head) + head
    return plain_page(document_title(stored, report), head, report_body(stored, report))


def document_title(stored: StoredPack, report: Report) -> str:
    """Return the title of the document, its heading first."""
    state = "" if stored.state not in _UNFINISHED else f" ({STATE_WORDS[stored.state].lower()})"
    return f"{report.title}, as at {day_words(stored.as_of)}{state}"


def report_head(stored: StoredPack) -> str:
    """Return the HTML of the head of every form of the report: author and page margins."""
    area = escape(stored.content.overview.area.name)
    return f'\n<meta name="author" content="{area}">\n<style>{_page_marks(stored)}</style>'


def running_foot(stored: StoredPack) -> str:
    """Return the foot of every page of paper: area, day, version, state, hash."""
    area = stored.content.overview.area
    parts = (
        area.name,
        f"as at {day_words(stored.as_of)}",
        f"version {stored.version}, {STATE_WORDS[stored.state].lower()}",
        stored.short_hash,
    )
    return " · ".join(parts)


def _page_marks(stored: StoredPack) -> str:
    """Return the CSS of the margins of paper, where only CSS can put text."""
    area = stored.content.overview.area
    over = [STATE_WORDS[stored.state]] if stored.state == DRAFT else []
    over += ["Synthetic data"] if area.is_synthetic else []
    return (
        f"@page{{@bottom-left{{content:{_css_text(running_foot(stored))}}}"
        f"@top-right{{content:{_css_text(' · '.join(over))}}}}}"
    )


def _css_text(words: str) -> str:
    """Return text as a CSS string that nothing in it can end."""
    return '"' + re.sub(r"[^\w ,.·-]", lambda character: f"\\{ord(character[0]):x} ", words) + '"'


def report_body(
    stored: StoredPack, report: Report, shapes: dict[str, str] | None = None
) -> list[Component]:
    """Render the report itself: its head, contents and sections; `shapes` as in a `BlockPlace`."""
    state = _UNFINISHED.get(stored.state)
    head = [
        html.P(state, className=f"state state-{stored.state}") if state else None,
        synthetic_note(stored.content.overview.area),
        html.H1(report.title),
        html.P(report.subtitle, className="subtitle"),
        *block_parts(report.facts, BlockPlace(2, shapes)),
    ]
    chapters = list(_nested(report.sections))
    behind = next((at for at, each in enumerate(chapters) if each.section.is_appendix), None)
    sections: list[Any] = [_section(each, shapes) for each in chapters]
    if not report.is_short:
        # What a meeting reads comes first.
        sections.insert(len(chapters) if behind is None else behind, _contents(report))
        head.append(html.P(html.A("Contents", href="#contents"), className="to-contents"))
    main = html.Main(
        [html.Header(head, className="report-head"), *sections],
        id="main",
        tabIndex="-1",
        className="report is-short" if report.is_short else "report",
    )
    return [main]


def _bar(ways: ReportLinks) -> html.Header:
    """Render the links, which are not printed."""
    links = [html.Li(html.A(words, href=address)) for words, address in ways.links]
    files = [html.Li(html.A(words, href=address)) for words, address in ways.files]
    return html.Header(
        [
            html.A(PRODUCT, href="/", className="product"),
            html.Nav(html.Ul(links), **aria(label="This pack")),
            html.Nav([html.Span("Download"), html.Ul(files)], **aria(label="Downloads")),
        ],
        className="bar",
    )


@dataclass(frozen=True)
class ReportChapter:
    """A section of level 2 with the sections of level 3 under it."""

    section: Section
    under: tuple[Section, ...]


def _nested(sections: Sequence[Section]) -> Iterator[ReportChapter]:
    starts = [place for place, each in enumerate(sections) if each.level == 2]
    for start, end in pairwise([*starts, len(sections)]):
        yield ReportChapter(sections[start], tuple(sections[start + 1 : end]))


def _section(chapter: ReportChapter, shapes: dict[str, str] | None) -> html.Section:
    section = chapter.section
    under = [
        html.Section(
            [html.H3(subsection.heading), *_blocks(subsection, BlockPlace(4, shapes))],
            id=subsection.section_id,
            className=_section_class(subsection),
        )
        for subsection in chapter.under
    ]
    return html.Section(
        [html.H2(section.heading), *_blocks(section, BlockPlace(3, shapes)), *under],
        id=section.section_id,
        className=_section_class(section),
    )


def _section_class(section: Section) -> str:
    names = ["appendix"] if section.is_appendix and section.level == 2 else ["part"]
    names += ["new-page"] if section.starts_page else []
    return " ".join([*names, *(["on-its-side"] if any(map(is_wide, section.blocks)) else [])])


def _blocks(section: Section, place: BlockPlace) -> list[Any]:
    """Render the blocks of a section; the heading of a single list is that of its section."""
    blocks = section.blocks
    if len(blocks) == 1 and isinstance(blocks[0], Points):
        blocks = (replace(blocks[0], heading=""),)
    return [part for block in blocks for part in block_parts(block, place)]


def _contents(report: Report) -> html.Nav:
    listed = [_entry(chapter) for chapter in _nested(report.sections)]
    return html.Nav(
        [html.H2("Contents", id="contents"), html.Ol(listed)],
        className="contents",
        **aria(labelledby="contents"),
    )


def _entry(chapter: ReportChapter) -> html.Li:
    parts: list[Any] = [_link(chapter.section)]
    if chapter.under:
        parts.append(html.Ol([html.Li(_link(subsection)) for subsection in chapter.under]))
    return html.Li(parts)


def _link(section: Section) -> html.Div:
    """Render a link to a section; its page number, on paper, is beside the link."""
    address = f"#{section.section_id}"
    link = html.A(section.heading, href=address)
    return html.Div(link, className="entry", **{"data-page": address})


ASSETS: Final = Path(__file__).resolve().parents[2] / "assets"
FONT: Final = "fonts/source-sans-3-latin-5.3.1.woff2"


@cache
def carried_styles() -> str:
    """Return the CSS of the report with its font in it, for a file that loads nothing else."""
    data = b64encode((ASSETS / FONT).read_bytes()).decode()
    return report_styles().replace(f'url("{FONT}")', f'url("data:font/woff2;base64,{data}")')


@cache
def report_styles() -> str:
    """Return the CSS of the report, whose colours and font need no other stylesheet.

    The address of the font is relative to the assets.
    """
    fonts, report = ((ASSETS / name).read_text("utf-8") for name in ("fonts.css", "report.css"))
    return with_colours(f"{fonts}{tag_rules()}{report}")
