"""Still parts: the same HTML, fewer components, and nothing that text could smuggle in."""

from html.parser import HTMLParser

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from layouts.ui.static_html import html_text


def test_attributes_are_written_as_html_has_them():
    cell = html.Td("82%", className="number", colSpan=2, hidden=True, **{"aria-label": 'a "b"'})
    label = html.Label("Area", htmlFor="area", title=None)
    written = html_text(cell)
    told = {'class="number"', 'colspan="2"', "hidden", 'aria-label="a &quot;b&quot;"'}
    assert all(f" {each}" in written for each in told)
    assert written.endswith(">82%</td>")
    assert html_text(label) == '<label for="area">Area</label>'
    assert html_text(html.Img(alt="")) == '<img alt="">'


def test_text_from_an_extract_cannot_become_html():
    page = html_text(html.P("<script>alert(1)</script> & <b>"))
    assert page == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;</p>"
    link = html_text(html.A("x", href='"><script>alert(1)</script>'))
    assert "<script>" not in link


def test_a_component_that_draws_itself_is_never_written_as_html():
    for tree in (dcc.Store(id="s"), html.Div(dcc.Store(id="s"))):
        with pytest.raises(TypeError, match="Store draws itself"):
            html_text(tree)


class _Read(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(text=texts, title=texts)
def test_any_text_and_any_attribute_come_back_as_they_were(text, title):
    read = _Read()
    read.feed(html_text(html.P(html.B(text, title=title))))
    read.close()
    assert read.text == text
    assert read.tags == [("p", {}), ("b", {"title": title})]
