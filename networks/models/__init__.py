from networks.models.activity import DigitalForm, Meeting, Membership, Update
from networks.models.comparison import BlockingRecord, DuplicateDecision, Merge, StaleBlockingRecord
from networks.models.network import Network

__all__ = [
    "BlockingRecord",
    "DigitalForm",
    "DuplicateDecision",
    "Meeting",
    "Membership",
    "Merge",
    "Network",
    "StaleBlockingRecord",
    "Update",
]
