from networks.models.activity import DigitalForm, Meeting, Membership, Update
from networks.models.network import Network

__all__ = ["DigitalForm", "Meeting", "Membership", "Network", "Update"]
