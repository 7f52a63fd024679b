"""What LEFT_OUT excuses: fields that a place has not, each with the reason. `test_every_field.py` asks for the others."""

from __future__ import annotations

from django.db import models

from actors.models import Actor, ContactPerson
from networks.models import Commitment, Meeting, Membership, Network, Update

FORM, WIZARD, ADMIN, INLINE = "the editing form", "the wizard", "the admin", "the rows in the admin"
PAGE, SEARCH, FILTERS = "its page", "the search", "the filters"
TABLE, LIST, MOVED = "the table view", "the list as CSV", "import and export"
HISTORY, MERGED, ASKED = "the history", "merging", "what people may ask about themselves"
WHERE = {
    FORM: "{room}/sections.py", WIZARD: "{room}/sections.py", ADMIN: "{room}/sections.py", INLINE: "{room}/admin.py",
    PAGE: "templates/{room}/detail.html", SEARCH: "{room}/search.py", FILTERS: "{room}/search.py",
    TABLE: "search/pages/columns.py", LIST: "search/pages/tables.py", MOVED: "{room}/resources.py",
    HISTORY: "{room}/models, recorded_links", MERGED: "{room}/recognition/merging.py", ASKED: "{room}/personal.py",
}  # fmt: skip

PUBLICATION = "review_status confirmed_at kennung editors submitted_by"
OWN_WAYS = {PUBLICATION: "decided by others, or elsewhere"}
ACCOUNTS = {"editors submitted_by": "accounts are nobody's business"}
NOT_FOR_ALL = {
    **ACCOUNTS,
    "review_status": "everything here is published",
    "kennung": "says nothing to visitors",
}
RECONCILED = {
    "kennung review_status submitted_by": "the identity of the entry that stays",
    "editors themes target_groups life_phases": "links of both come together",
}
NETWORK_IN_LISTS = {
    **ACCOUNTS, "review_status": "everything here is published",
    "goals added_value occasion between_meetings planning_tie planning_field": "too much for a line",
    "agreement_text agreement_date agreement_link begins_on ends_on is_permanent end_reason": "too much for a line",
    "other_names parent successor committee committee_name involved_units related_networks": "too much for a line",
    "bindingness character life_phases": "filtered by, hardly compared",
    "contact": "the address of who agreed is there, as contact", "withheld internal_note": "nothing for visitors",
}  # fmt: skip
ACTOR_IN_LISTS = {
    **ACCOUNTS, "review_status": "everything here is published",
    "other_names legal_form is_internal parent_body parent_body_name life_phases": "too much for a line",
    "latitude longitude": "on the map", "takes_suggestions takes_requests": "what the portal does, not what somebody is",
}  # fmt: skip
LEFT_OUT: dict[type[models.Model], dict[str, dict[str, str]]] = {
    Network: {
        FORM: {
            **OWN_WAYS, "ends_on end_reason successor": "asked for when the network ends",
            "contact withheld internal_note": "matters of the office", "involved_units related_networks": "only in the admin so far",
        },
        WIZARD: {
            **OWN_WAYS, "contact withheld internal_note": "matters of the office", "coordinator": "coordinator_name asks for it",
            "status ends_on end_reason successor is_permanent": "what is entered begins",
            "other_names parent goals occasion added_value between_meetings": "later: the wizard is short",
            "agreement_text agreement_date agreement_link": "later: the wizard is short",
            "planning_tie planning_field committee committee_name involved_units related_networks": "later: the wizard is short",
        },
        PAGE: {**NOT_FOR_ALL, "other_names": "found, not shown", "withheld": "a matter of the office"},
        SEARCH: {
            "review_status confirmed_at": "not what an entry says", **ACCOUNTS, "status openness bindingness character": "filters", "rhythm_text": "a filter, as Treffen",
            "agreement_text agreement_date agreement_link begins_on ends_on is_permanent end_reason website": "nobody looks for it",
            "between_meetings planning_tie": "much prose about little",
            "involved_units successor related_networks": "found by their own names", "withheld internal_note": "never public",
        },
        FILTERS: {
            **ACCOUNTS, "review_status": "everything is published", "contact withheld": "people are no filter",
            "parent successor committee involved_units related_networks": "read on the page",
        },
        TABLE: {**NETWORK_IN_LISTS, "short_name kennung": "beside the name or in the file", "how_to_join": "in the file"},
        LIST: NETWORK_IN_LISTS,
        MOVED: {
            "editors submitted_by withheld": "accounts do not move", "committee_name": "in the column of committee",
            "contact internal_note": "people and notes stay here", "related_networks": "not in the exchange format",
        },
        HISTORY: {},
        MERGED: {**RECONCILED, "districts involved_units related_networks withheld": "links of both come together"},
    },
    Actor: {
        FORM: {**OWN_WAYS, "is_internal": "said by the office", "latitude longitude": "asked for in the admin"},
        WIZARD: {
            **OWN_WAYS, "is_internal": "said by the office", "latitude longitude": "asked for in the admin",
            "other_names": "later: the wizard is short", "parent_body": "found by what parent_body_name says",
            "takes_suggestions takes_requests": "given until it is taken back: a step that nobody opened would take it back",
        },
        PAGE: {**NOT_FOR_ALL, "other_names": "found, not shown", "latitude longitude": "on the map of the list", "takes_suggestions takes_requests": "seen by what the portal does"},
        SEARCH: {"review_status confirmed_at": "not what an entry says", **ACCOUNTS, "phone email website legal_form is_internal takes_suggestions takes_requests": "nobody looks for it", "latitude longitude": "on the map"},
        FILTERS: {**ACCOUNTS, "review_status": "everything is published", "parent_body": "read on the page"},
        TABLE: {**ACTOR_IN_LISTS, "short_name kennung street postal_code city": "beside the name or in the file"},
        LIST: ACTOR_IN_LISTS,
        MOVED: {"editors submitted_by": "accounts do not move", "parent_body_name": "in the column of parent_body"},
        HISTORY: {},
        MERGED: RECONCILED,
    },
    ContactPerson: {
        PAGE: {"consent_on consent_source consent_until": "who agreed is shown; how, is a matter of the office"},
    },
    Membership: {PAGE: {"until": "who has left is not shown"}},
    Meeting: {
        PAGE: {
            "is_all_day": "leaves out the time", "is_cancelled": "a cancelled one is not shown",
            "agenda guests minutes moved_from reason visibility": "on the page of the meeting",
        },
        INLINE: {"agenda guests minutes moved_from": "on a page of its own"},
    },
    Commitment: {PAGE: {"is_public": "said where it is not"}},
    Update: {PAGE: {"is_public": "said where it is not"}},
}  # fmt: skip


def left_out(model: type[models.Model], place: str) -> set[str]:
    return set(" ".join(LEFT_OUT.get(model, {}).get(place, {})).split())
