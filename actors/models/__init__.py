from actors.models.actor import PHONE, POSTAL_CODE, Actor, ContactPerson, Offer
from actors.models.comparison import BlockingRecord, DuplicateDecision, Merge, StaleBlockingRecord

__all__ = [
    "PHONE",
    "POSTAL_CODE",
    "Actor",
    "BlockingRecord",
    "ContactPerson",
    "DuplicateDecision",
    "Merge",
    "Offer",
    "StaleBlockingRecord",
]
