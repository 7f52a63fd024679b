from moderation.models.cases import Case, Note
from moderation.models.drafts import Draft
from moderation.models.entries import (
    Identified,
    Moderated,
    Stamped,
    count_version,
    sort_key_of,
)

__all__ = ["Case", "Draft", "Identified", "Moderated", "Note", "Stamped", "count_version", "sort_key_of"]
