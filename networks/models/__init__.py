from networks.models.activity import DigitalForm, Meeting, Membership, Update
from networks.models.commitments import Commitment, MemberGroup
from networks.models.comparison import BlockingRecord, DuplicateDecision, Merge, StaleBlockingRecord
from networks.models.network import Network

__all__ = [
    "BlockingRecord",
    "Commitment",
    "DigitalForm",
    "DuplicateDecision",
    "Meeting",
    "MemberGroup",
    "Membership",
    "Merge",
    "Network",
    "StaleBlockingRecord",
    "Update",
]
