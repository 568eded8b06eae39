"""The register of authorities: names as publishers write them, old codes, numbers, and days."""

from collections import defaultdict
from datetime import date

import pytest

from data.common.authorities import (
    area_code_of,
    area_notes,
    authorities,
    authority_or_reason,
    find_authorities,
    fold_area_name,
)
from tests.builders.dfe import COUNCILS

BEFORE, AFTER = date(2018, 6, 1), date(2024, 6, 1)
# Names as releases, tables of tribunals and inspections, lists of neighbours and councils write them.
SPELLINGS = {
    "Barnsley": "E08000016",
    "Bath & North East Somerset": "E06000022",
    "Bedford Borough": "E06000055",
    "Bournemouth Christchurch and Poole": "E06000058",
    "Brighton & Hove": "E06000043",
    "Bristol": "E06000023",
    "Bristol City of": "E06000023",
    "Bristol, City of": "E06000023",
    "Bristol UA": "E06000023",
    "Buckinghamshire County Council": "E06000060",
    "CITY OF LONDON": "E09000001",
    "City of Doncaster Council": "E08000017",
    "Durham": "E06000047",
    "durham": "E06000047",
    "Hammersmith & Fulham": "E09000013",
    "Herefordshire": "E06000019",
    "Herefordshire, County of": "E06000019",
    "Hull City Council": "E06000010",
    "Kensington & Chelsea": "E09000020",
    "Kingston Upon Hull, City of": "E06000010",
    "kingston upon hull": "E06000010",
    "Kingston-upon-Thames": "E09000021",
    "London Borough of Tower Hamlets": "E09000030",
    "Medway Towns UA": "E06000035",
    "Redcar & Cleveland": "E06000003",
    "Richmond-upon-Thames": "E09000027",
    "Southend on Sea": "E06000033",
    "St Helens": "E08000013",
    "St. Helens": "E08000013",
    "Stoke on Trent": "E06000021",
    "Stockton on Tees UA": "E06000004",
    "Telford & Wrekin": "E06000020",
    "telford & wrekin": "E06000020",
    "Westmorland & Furness": "E06000064",
    "Windsor & Maidenhead UA": "E06000040",
    "York UA": "E06000014",
    "England Total": "E92000001",
    "London": "E12000007",
    "London (Inner)": "E13000001",
    "YORKSHIRE AND THE HUMBER": "E12000003",
}
RECODED = {
    "E08000038": ("E08000016", "370", "Barnsley"),
    "E08000039": ("E08000019", "373", "Sheffield"),
    "E06000065": ("E10000023", "815", "North Yorkshire"),
    "E06000066": ("E10000027", "933", "Somerset"),
    "E10000002": ("E06000060", "825", "Buckinghamshire"),
    "E08000020": ("E08000037", "390", "Gateshead"),
    "E06000048": ("E06000057", "929", "Northumberland"),
    "E10000010": ("E06000047", "840", "County Durham"),
}
ENDED = {
    "E10000001": ("Bedfordshire", ("E06000055", "E06000056")),
    "E10000004": ("Cheshire", ("E06000049", "E06000050")),
    "E06000028": ("Bournemouth", ("E06000058",)),
    "E06000029": ("Poole", ("E06000058",)),
    "E10000021": ("Northamptonshire", ("E06000061", "E06000062")),
    "E10000006": ("Cumbria", ("E06000063", "E06000064")),
}


@pytest.mark.parametrize(("name", "area_code"), SPELLINGS.items())
def test_a_name_resolves_as_publishers_write_it(name: str, area_code: str):
    assert [each.area_code for each in find_authorities(name=name)] == [area_code]


@pytest.mark.parametrize(("code", "expected"), RECODED.items())
def test_a_recoded_council_is_one_area(code: str, expected: tuple[str, str, str]):
    area_code, number, name = expected
    assert area_code_of(code) == area_code_of(code.lower()) == area_code_of(area_code) == area_code
    for clues in ({"code": code, "name": name}, {"code": code, "number": number}):
        assert [each.area_code for each in find_authorities(**clues)] == [area_code]


def test_every_council_of_a_release_has_its_number():
    for code, (name, number, region) in COUNCILS.items():
        (council,) = find_authorities(number=number)
        assert (council.area_code, council.region_code) == (code, region)
        assert find_authorities(code=code, name=name, number=f"{number}.0") == (council,)


@pytest.mark.parametrize(("code", "expected"), ENDED.items())
def test_a_council_that_was_merged_or_split_ends_and_its_successors_begin(
    code: str, expected: tuple[str, tuple[str, ...]]
):
    name, successors = expected
    (ended,) = find_authorities(name=name)
    assert (ended.area_code, ended.successors) == (code, successors)
    assert ended.ended_on is not None
    for each in successors:
        (successor,) = find_authorities(code=each)
        assert successor.began_on is not None
        assert (successor.began_on - ended.ended_on).days == 1
        assert not ended.existed_on(successor.began_on)


def test_what_became_of_an_area_is_told_beside_its_figures():
    notes = area_notes()
    assert notes["E10000006"] == (
        "Cumbria ended on 31 March 2023: Cumberland and Westmorland and Furness took its place."
    )
    assert notes["E06000058"] == (
        "Bournemouth, Christchurch and Poole began on 1 April 2019, in the place of Bournemouth, "
        "Poole and Dorset."
    )
    assert notes["E08000016"] == (
        "Barnsley has had the ONS codes E08000016 and E08000038: it is one area."
    )
    assert "E09000030" not in notes


def test_england_and_regions_are_known_by_name_whatever_number_they_have():
    for name, number, code in (
        ("England", "970.0", "E92000001"),
        ("London (Inner)", "987", "E13000001"),
        ("Outer London", "988", "E13000002"),
    ):
        assert [each.area_code for each in find_authorities(name=name, number=number)] == [code]
    assert find_authorities(number="987") == ()


def test_the_day_chooses_between_two_of_one_name():
    assert [each.la_code for each in find_authorities(name="Dorset", on=BEFORE)] == ["835"]
    assert [each.la_code for each in find_authorities(name="Dorset", on=AFTER)] == ["838"]
    assert authority_or_reason(name="Dorset") == (
        "Dorset (until 31 March 2019) and Dorset (since 1 April 2019) have had that name, "
        "and no code says which it is"
    )


def test_the_code_of_a_predecessor_gives_way_to_number_and_name():
    for number, name, code in (
        ("942", "cumberland", "E10000006"),
        ("943", "westmorland and furness", "E10000006"),
        ("838", "dorset", "E10000009"),
    ):
        (successor,) = find_authorities(code=code, number=number, name=name)
        assert successor.la_code == number


@pytest.mark.parametrize(
    ("clues", "reason"),
    [
        (
            {"name": "Bristol", "number": "891"},
            "Its LA code 891 is Nottinghamshire’s, its name Bristol is Bristol, City of’s: which of the two it is cannot be told",
        ),
        ({"name": "Newport"}, "No area of the name Newport is known"),
        (
            {"code": "E06000099", "number": "999"},
            "No area of the ONS code E06000099 or the LA code 999 is known",
        ),
        ({}, "No area of the row is known"),
    ],
)
def test_what_is_unknown_or_disagrees_is_no_area(clues: dict[str, str], reason: str):
    assert find_authorities(**clues) == ()
    assert authority_or_reason(**clues) == reason


def test_no_code_number_or_name_is_of_two_areas_at_once():
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for each in authorities():
        names = {fold_area_name(name) for name in (each.name, *each.other_names)}
        for key in {each.area_code, each.la_code, *each.other_codes, *names} - {""}:
            owners[key].add(each.area_code)
    shared = {key for key, codes in owners.items() if len(codes) > 1}
    # Dorset ended, and another Dorset began on the day after.
    assert shared == {"dorset"}


def test_the_register_holds_every_authority_of_england():
    day = date(2026, 1, 1)
    existing = [each for each in authorities() if each.is_authority and each.existed_on(day)]
    assert len(existing) == 153
    assert all(each.region_code for each in existing)
    codes = {each.area_code for each in authorities()}
    assert {code for each in authorities() for code in each.successors} <= codes
