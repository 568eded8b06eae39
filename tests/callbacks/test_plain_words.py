"""What pages say of every plan: in plain words, and once that data is synthetic."""

import re
from html import unescape
from typing import Final

import pytest
from flask.testing import FlaskClient

PLANS: Final = {
    "th-strategy-2018": "E09000030",
    "th-strategy-2020": "E09000030",
    "th-wsoa-2021": "E09000030",
    "ha-wsoa-2021": "E09000014",
}
# Phrases of a report, for which a dashboard has shorter ones.
STILTED: Final = re.compile(
    "measures that can be judged meet|Judged as at|wait for a reply|Nobody is named|None set|"
    "more series|Last points|Never read without|Write this headline|How was this worked out|"
    "Who is still open|Hit or miss|No real change|No return is declared|look odd|told here|"
    r"waited for|To note, agree or refer|All or none of very few|\(synthetic\)"
)


def words_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.text.partition("<main")[2].partition("</main>")[0]
    bare = re.sub(r"<(script|style|template|noscript)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.mark.parametrize("plan", PLANS)
def test_no_page_of_a_plan_speaks_like_a_report(client: FlaskClient, plan: str) -> None:
    check(client, plan, PLANS[plan])


def test_nor_does_one_of_the_example_marked_synthetic_or_not(example_client: FlaskClient) -> None:
    check(example_client, "example-plan", "X99000001")


def check(client: FlaskClient, plan: str, area: str) -> None:
    """Raise where a page of a plan speaks like a report."""
    chosen = f"area={area}&framework={plan}"
    for address in (
        f"/?{chosen}&all=1",
        f"/?{chosen}&view=list",
        f"/priority/{plan}/1?{chosen}",
        f"/actions?{chosen}",
        f"/scrutiny?{chosen}",
        f"/measure/ehcp-20-weeks?{chosen}&tab=all",
    ):
        assert STILTED.findall(words_of(client, address)) == [], address
