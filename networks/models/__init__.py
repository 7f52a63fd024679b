from networks.models.activity import (
    DigitalForm,
    ExpectedMeeting,
    Meeting,
    Membership,
    StaleExpectation,
    Update,
)
from networks.models.commitments import Commitment, MemberGroup
from networks.models.comparison import BlockingRecord, DuplicateDecision, Merge, StaleBlockingRecord
from networks.models.network import Network

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
    "StaleBlockingRecord",
    "StaleExpectation",
    "Update",
]
