"""The number format by which a worksheet or chart shows a value as the pages word it."""

from dashboard.text.format import rounded, unit_affixes


def number_format(value: float, decimals: int, unit: str) -> str:
    """Return the format that shows a value in its unit: #,##0"%", "£"#,##0.00" million".

    `decimals` are those published, -1 for as many as the value has.
    """
    shown = rounded(value, decimals)
    places = max(-int(shown.as_tuple().exponent), 0)
    affixes = unit_affixes(unit, is_one=shown == 1 and not places)
    before, after = (f'"{affix}"' if affix else "" for affix in affixes)
    return f"{before}#,##0{'.' + '0' * places if places else ''}{after}"
