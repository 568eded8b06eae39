"""The columns that extracts of cases share."""

from dataclasses import replace

from data.common import codes
from data.schema.definitions.catalogue import AREA_CODE
from data.schema.kinds import CellType, Column

CASE_AREA = replace(AREA_CODE, description="The ONS code of the area whose case it is.")
CUT_OFF = Column(
    "cut_off",
    CellType.DATE,
    "The day up to which the extract is whole, the same in every row; else given when it is loaded.",
    "31/03/2023",
    of_file=True,
)
COVERAGE = Column(
    "coverage",
    CellType.CHOICE,
    "Whether the extract holds all cases or only those that changed; else given when it is loaded.",
    "all",
    allowed=codes.COVERAGES,
    of_file=True,
)
OF_FILE = (CUT_OFF, COVERAGE)
YEAR_GROUP = Column("year_group", CellType.YEAR_GROUP, "The year group: N, R, 1, 2 …", "")
PRIMARY_NEED = Column(
    "primary_need",
    CellType.CHOICE,
    "The primary need, by its code in the SEN2 return.",
    "ASD",
    allowed=codes.NEEDS,
    spellings=(("NSA", "none_specified"),),
)
SETTING = Column(
    "setting", CellType.CATEGORY, "The type of setting the child attends.", "mainstream_school"
)
PHASE_TRANSFER = Column(
    "phase_transfer",
    CellType.CHOICE,
    "Which move to another phase of education lies ahead, if any.",
    "",
    allowed=codes.PHASE_TRANSFERS,
)


def day(name: str, description: str, example: str = "", *, required: bool = False) -> Column:
    """Declare the day on which something happened."""
    return Column(name, CellType.DATE, description, example, required=required)


def identifier(name: str, description: str, example: str) -> Column:
    """Declare the pseudonymous number of a case."""
    return Column(name, CellType.CODE, f"{description}, never a UPN or NHS number.", example, True)
