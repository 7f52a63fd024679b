"""Where an actor's fields are entered. What each of them is called and what helps to fill it in says the model."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from moderation.sections import Entered

SECTIONS = {
    "name": _("Name und Art"),
    "parent_body": _("Träger"),
    "purpose": _("Worum geht es?"),
    "place": _("Ort"),
    "contact": _("Kontakt"),
}
FIELDS = (
    Entered("name", "name", "name"),
    Entered("short_name", "name", "name"),
    Entered("other_names", "name"),
    Entered("kind", "name", "name"),
    Entered("description", "purpose", "themen"),
    Entered("themes", "purpose", "themen"),
    Entered("target_groups", "purpose", "themen"),
    Entered("life_phases", "purpose", "themen"),
    Entered("street", "place", "name"),
    Entered("postal_code", "place", "name"),
    Entered("city", "place", "name", beside=True),
    Entered("district", "place", "name"),
    Entered("latitude", "place", in_form=False),
    Entered("longitude", "place", in_form=False, beside=True),
    Entered("phone", "contact", "kontakt"),
    Entered("email", "contact", "kontakt"),
    Entered("website", "contact", "kontakt"),
    Entered("takes_requests", "contact"),
    Entered("takes_suggestions", "contact"),
    Entered("legal_form", "name", "kontakt"),
    Entered("is_internal", "name", in_form=False),
    Entered("parent_body", "parent_body"),
    Entered("parent_body_name", "parent_body", "kontakt"),
)
