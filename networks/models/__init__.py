from networks.models.activity import DigitalForm, Meeting, Membership, Update
from networks.models.comparison import DuplicateDecision, Footprint, Merge, StaleFootprint
from networks.models.network import Network

__all__ = [
    "DigitalForm",
    "DuplicateDecision",
    "Footprint",
    "Meeting",
    "Membership",
    "Merge",
    "Network",
    "StaleFootprint",
    "Update",
]
