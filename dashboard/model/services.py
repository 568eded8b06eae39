"""The services whose referrals are measured: each is declared here and nowhere else."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Service:
    """A service as extracts call it, the prefix of its measures and its name in a sentence.

    `starts_on` is the date that stops its clock, `completed_id` the measure of what it completed.
    """

    code: str
    prefix: str
    words: str
    completed_id: str
    starts_on: str = "first_appointment_date"


AUTISM: Final = Service(
    "autism", "autism", "autism assessment", "autism-decisions", "assessment_started_date"
)
THERAPIES: Final = (
    Service("speech_language", "slt", "speech and language therapy", "slt-completed"),
    Service("occupational_therapy", "ot", "occupational therapy", "ot-completed"),
    Service("camhs", "camhs", "CAMHS", "camhs-completed"),
)
# By the prefix of their measures.
SERVICES: Final = {service.prefix: service for service in (AUTISM, *THERAPIES)}
