"""Where a network's fields are entered. What each of them is called and what helps to fill it in says the model."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from moderation.sections import Entered

SECTIONS = {
    "name": _("Name und Format"),
    "purpose": _("Worum geht es?"),
    "themes": _("Themen und Orte"),
    "work": _("Art der Zusammenarbeit"),
    "coordination": _("Koordination"),
    "meetings": _("Treffen"),
    "duration": _("Laufzeit"),
    "links": _("Verbindungen"),
    "internal": _("Intern"),
}
FIELDS = (
    Entered("name", "name", "name"),
    Entered("short_name", "name", "name"),
    Entered("other_names", "name"),
    Entered("format", "name", "name"),
    Entered("status", "duration"),
    Entered("purpose", "purpose", "name"),
    Entered("goals", "purpose"),
    Entered("occasion", "purpose"),
    Entered("added_value", "purpose"),
    Entered("themes", "themes", "themen"),
    Entered("target_groups", "themes", "themen"),
    Entered("life_phases", "themes", "themen"),
    Entered("districts", "themes", "name"),
    Entered("parent", "name"),
    Entered("character", "work", "themen"),
    Entered("coordinator", "coordination"),
    Entered("contact", "coordination", in_form=False),
    Entered("rhythm_text", "meetings", "treffen"),
    Entered("parsed_rhythm", "meetings", in_form=False),  # what the portal understood
    Entered("meeting_mode", "meetings", "treffen"),
    Entered("between_meetings", "meetings"),
    Entered("openness", "work", "treffen"),
    Entered("how_to_join", "work", "treffen"),
    Entered("bindingness", "work", "treffen"),
    Entered("agreement_text", "work"),
    Entered("agreement_date", "work"),
    Entered("agreement_link", "work", beside=True),
    Entered("begins_on", "duration", "treffen"),
    Entered("ends_on", "duration", in_form=False, beside=True),
    Entered("is_permanent", "duration", beside=True),
    Entered("end_reason", "duration", in_form=False),
    Entered("successor", "duration", in_form=False),
    Entered("planning_tie", "links"),
    Entered("planning_field", "links"),
    Entered("committee", "links"),
    Entered("committee_name", "links"),
    Entered("involved_units", "links", in_form=False),
    Entered("related_networks", "links", in_form=False),
    Entered("website", "coordination", "treffen"),
    Entered("withheld", "coordination", in_form=False),
    Entered("internal_note", "internal", in_form=False),
)
