from actors.models.actor import PHONE, POSTAL_CODE, Actor, ContactPerson, Offer
from actors.models.comparison import DuplicateDecision, Footprint, Merge, StaleFootprint

__all__ = [
    "PHONE",
    "POSTAL_CODE",
    "Actor",
    "ContactPerson",
    "DuplicateDecision",
    "Footprint",
    "Merge",
    "Offer",
    "StaleFootprint",
]
