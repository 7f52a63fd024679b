from moderation.models.cases import Case, Note
from moderation.models.drafts import Draft
from moderation.models.entries import (
    Identified,
    Moderated,
    Stamped,
    count_version,
    sort_key_of,
)
from moderation.models.inquiries import Inquiry
from moderation.models.looks import Look
from moderation.models.unfinished import Unfinished

__all__ = [
    "Case",
    "Draft",
    "Identified",
    "Inquiry",
    "Look",
    "Moderated",
    "Note",
    "Stamped",
    "Unfinished",
    "count_version",
    "sort_key_of",
]
