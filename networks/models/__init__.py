from networks.models.activity import (
    DigitalForm,
    Meeting,
    Membership,
    Update,
)
from networks.models.commitments import Commitment, MemberGroup
from networks.models.comparison import BlockingRecord, DuplicateDecision, Merge, StaleBlockingRecord
from networks.models.expectations import ExpectedMeeting, StaleExpectation
from networks.models.network import Network
from networks.models.reminders import OutcomeReminder

__all__ = [
    "BlockingRecord",
    "Commitment",
    "DigitalForm",
    "DuplicateDecision",
    "ExpectedMeeting",
    "Meeting",
    "MemberGroup",
    "Membership",
    "Merge",
    "Network",
    "OutcomeReminder",
    "StaleBlockingRecord",
    "StaleExpectation",
    "Update",
]
