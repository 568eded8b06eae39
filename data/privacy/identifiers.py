"""Recognise in a text what points at a person: numbers, addresses, days of birth, names."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

NHS_NUMBER, UPN, EMAIL = "an NHS number", "a UPN", "an e-mail address"
POSTCODE, PHONE, BIRTH = "a full postcode", "a phone number", "a date of birth"

# What a text may be disguised by: other dashes and spaces, and characters that nobody sees.
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Ten digits, in one piece, in threes and a four, or with single spaces anywhere. Neither a part of a
# longer number nor one with decimals; a spreadsheet adds .0 or writes a power of ten.
_TEN_DIGITS = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,])"
    r"([0-9]{3}[ ./-]?[0-9]{3}[ ./-]?[0-9]{4}|[0-9](?: ?[0-9]){9})"
    r"(?![0-9A-Za-z]|,[0-9]{3}|\.[0-9]*[1-9])"
)
_POWER_OF_TEN = re.compile(r"(?<![0-9])([0-9])\.([0-9]{9})E\+?0?9(?![0-9])", re.IGNORECASE)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?<![A-Z0-9])([{_UPN_LETTERS}])((?:[ ./-]?[0-9]){{11}})[ ./-]?([0-9{_UPN_LETTERS}])(?![A-Z0-9])"
)
_POSTCODE_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC "
    "EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS "
    "LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP "
    "SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(
    rf"(?<![A-Z0-9])(?:{'|'.join(_POSTCODE_AREAS.split())})[0-9][A-Z0-9]?[ -]{{0,2}}"
    r"[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])",
    re.IGNORECASE,
)
# “N1 2nd” is a district and the second of something.
_ORDINAL = re.compile(r"[0-9](?:st|nd|rd|th)$")
# From 01…, 02…, 03…, 07…, 08…, 09…, or +44: ten or eleven digits in groups that are no dates.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.,/-])(?:"
    r"0[1-37-9][0-9]{8,9}"
    r"|\(?0[1-37-9][0-9]{1,3}\)?[ .-]{1,2}[0-9]{3,8}(?:[ .-][0-9]{3,6}){0,2}"
    r"|(?:\+|00)44[ .-]?(?:\(0\))?[ .-]?\(?[1-37-9][0-9]{1,9}\)?(?:[ .-]?[0-9]{2,8}){0,4}"
    r")(?![0-9A-Za-z]|[,.][0-9])"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = (
    r"(?:[0-9]{1,2}[/. -][0-9]{1,2}[/. -](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?(?:{_MONTHS})[a-z]*[ ,-]+[0-9]{{2,4}}"
    rf"|(?:{_MONTHS})[a-z]* [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}})"
)
_BORN = re.compile(
    rf"\b(?:born|d\.? ?o\.? ?b\b|birth ?dates?|date of birth|birth ?day|b\.)[^0-9]{{0,20}}?{_DAY}",
    re.IGNORECASE,
)
# Characters by what they are: digits as 0, letters as a, all beyond ASCII as ?.
_CLASSES = (
    bytes(
        ord("0") if 48 <= code <= 57 else ord("a") if chr(code).isalpha() and code < 128 else code
        for code in range(128)
    )
    + b"?" * 128
)
_DAY_FORM = rb"(?:0{1,4}[/. -]0{1,2}[/. -]0{2,4}|0{1,2}(?:aa)?[ -](?:aa )?aaa|a{3,9} 0)"
_PHONE_FORM = re.compile(
    rb"(?<![0a])(?:0{10,14}|\(?0{3,5}\)?[ .-]{1,2}0{3,8}(?:[ .-]0{3,6}){0,2})(?![0a])|(?:\+|00)00[ .(0-]"
)
_WORD = r"[^\W\d_][\w'’.-]*"
_NAME_SHAPE = re.compile(rf"{_WORD}(?:,? {_WORD}|,{_WORD}){{1,4}}")
_COMMA_SHAPE = re.compile(rf"{_WORD}(?: {_WORD}){{0,2}}, ?{_WORD}(?: {_WORD}){{0,2}}")
_IN_TEXT = re.compile(r"\b([A-Z][^\W\d_]+) ([A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*)")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? [A-Z][a-z]")


def _normalised_text(text: str) -> str:
    """Return a text with ordinary dashes, spaces and digits, and without links."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_DASHES)
    return _LINK.sub(" ", text) if "//" in text or "www." in text.lower() else text


def forms(texts: Sequence[str]) -> list[bytes]:
    """Return the form of each text: its characters replaced by their classes."""
    together = "\0".join(texts).encode(errors="replace")
    masked = together.translate(_CLASSES).split(b"\0")
    # A text with a null byte in it would set the rest off: then each may be anything.
    return masked if len(masked) == len(texts) else [b"?"] * len(texts)


def mark_in(text: str) -> str:
    """Return what in a text points at a person; "" where nothing does."""
    return mark_among(text, marks_of_form(forms([text])[0]))


def marks_of_form(form: bytes) -> tuple[str, ...]:
    """Return the marks that a text of this form may have; () for most cells of most files."""
    if b"?" in form:
        return tuple(_TESTS)
    return tuple(mark for mark, fits in _FORMS.items() if fits(form))


def mark_among(text: str, marks: Sequence[str]) -> str:
    """Return the first of some marks that a text has; "" where it has none."""
    if not marks:
        return ""
    written = _normalised_text(text)
    return next((mark for mark in marks if _TESTS[mark](written)), "")


def has_nhs_number(text: str) -> bool:
    """Return whether a text has ten digits of which the last is the check digit (modulus 11)."""
    numbers = [re.sub(r"[^0-9]", "", match) for match in _TEN_DIGITS.findall(text)]
    numbers += ["".join(parts) for parts in _POWER_OF_TEN.findall(text)]
    return any(_is_nhs_number(number) for number in numbers)


def _is_nhs_number(number: str) -> bool:
    # No number that was ever given out begins with 00: counters filled up with zeros do.
    if number.startswith("00"):
        return False
    weighted = zip(number, range(10, 1, -1), strict=False)
    total = sum(int(digit) * weight for digit, weight in weighted)
    return (11 - total % 11) % 11 == int(number[9])


def has_upn(text: str) -> bool:
    """Return whether a text has a unique pupil number, by its check letter (modulus 23)."""
    return any(_is_upn(*match) for match in _UPN.findall(text.upper()))


def _is_upn(letter: str, digits: str, last: str) -> bool:
    # The last place of a temporary number is a letter, which counts by its place in the list.
    values = [int(digit) for digit in re.sub(r"[^0-9]", "", digits)]
    values.append(int(last) if last.isdigit() else _UPN_LETTERS.index(last))
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _UPN_LETTERS[total % 23] == letter


def _has_postcode(text: str) -> bool:
    """Return whether a text has a full postcode; an outward code alone is none."""
    return any(
        not _ORDINAL.search(match.group()) or match.group().islower()
        for match in _POSTCODE.finditer(text)
    )


def _has_phone(text: str) -> bool:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"[^0-9]", "", match.group())
        if len(re.sub(r"^(?:0044|44(?=[1-9])|440|0)", "", digits)) in {9, 10}:
            return True
    return False


def _may_have_phone(form: bytes) -> bool:
    if form.count(b"0") < 10:
        return False
    numbers = [match.group() for match in _PHONE_FORM.finditer(form)]
    return any(each.startswith(b"+") or each.count(b"0") >= 10 for each in numbers)


# Each mark, in the order of reporting, with its test and the forms that are worth testing.
_TESTS: dict[str, Callable[[str], object]] = {
    EMAIL: _EMAIL.search,
    NHS_NUMBER: has_nhs_number,
    UPN: has_upn,
    POSTCODE: _has_postcode,
    PHONE: _has_phone,
    BIRTH: _BORN.search,
}
_FORMS: dict[str, Callable[[bytes], object]] = {
    EMAIL: re.compile(rb"@").search,
    NHS_NUMBER: re.compile(
        rb"(?<![0a])(?:000[ ./-]?000[ ./-]?0000|0(?: ?0){9})(?![0a])|0\.0{9}a"
    ).search,
    UPN: re.compile(rb"(?<![0a])a(?:[ ./-]?0){11}[ ./-]?[0a](?![0a])").search,
    POSTCODE: re.compile(rb"(?<![0a])aa?0[0a]?[ -]{0,2}0aa(?![0a])").search,
    PHONE: _may_have_phone,
    BIRTH: re.compile(rb"(?:aaa|a\.)[^0]{0,20}?" + _DAY_FORM).search,
}


@cache
def _forenames() -> frozenset[str]:
    """Return common forenames that are not words of ordinary sentences."""
    return word_list("forenames")


@cache
def _place_words() -> frozenset[str]:
    """Return words of places and organisations, many of which begin with a forename."""
    return word_list("place_words")


@cache
def _heading_words() -> frozenset[str]:
    """Return words of the headings of columns."""
    return word_list("heading_words")


def word_list(name: str) -> frozenset[str]:
    """Return the words of a list in this folder."""
    path = Path(__file__).with_name(f"{name}.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


def is_name(text: str) -> bool:
    """Return whether a cell is a name with a common forename: first, last or behind a comma."""
    written = _single_spaced(text)
    if not _NAME_SHAPE.fullmatch(written):
        return False
    words = _lower_words(written)
    behind = _lower_words(written.partition(",")[2])
    is_common = not _forenames().isdisjoint({words[0], words[-1], *behind[:1]})
    return is_common and _place_words().isdisjoint(words)


def is_name_in_heading(text: str) -> bool:
    """Return whether a heading is somebody's name and nothing else.

    The forename is its first word, or behind a comma: `discontinued_lea` is a column. A longer
    heading is a name only where two of its words are forenames.
    """
    written = _single_spaced(text.replace("_", " "))
    if not is_name(written):
        return False
    if is_surname_first(written):
        return True
    words = _lower_words(written)
    forenames = [word for word in words if word in _forenames()]
    is_long_enough = len(words) == 2 or len(forenames) > 1
    return words[0] in _forenames() and is_long_enough and _heading_words().isdisjoint(words)


def is_surname_first(text: str) -> bool:
    """Return whether a cell is written as “Surname, Forename”, be they common or not."""
    written = _single_spaced(text)
    return bool(_COMMA_SHAPE.fullmatch(written)) and _place_words().isdisjoint(
        _lower_words(written)
    )


def is_forename(text: str) -> bool:
    """Return whether a cell is a common forename and nothing else."""
    return text.strip().lower() in _forenames()


def may_be_name(text: str, *, is_unknown: bool) -> bool:
    """Return whether a cell is a name; in an unknown column a forename or a form is enough."""
    return is_name(text) or (is_unknown and (is_forename(text) or is_surname_first(text)))


def has_name_inside(text: str) -> bool:
    """Return whether a sentence seems to name somebody: a common forename and a family name."""
    if _TITLED.search(text):
        return True
    return any(
        first.lower() in _forenames() and last.lower() not in _place_words()
        for first, last in _IN_TEXT.findall(text)
    )


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _lower_words(text: str) -> list[str]:
    return [word.strip(".'’-").lower() for word in re.split(r"[,\s]+", text) if word]
