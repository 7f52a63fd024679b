"""Rows that somebody ticked for deletion in the form of an entry: what went is said, with the way to take it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import hanging
from accounts.hanging import Hanging
from accounts.roles import Action
from moderation import recent
from moderation.permissions import may
from moderation.recent import Key

if TYPE_CHECKING:
    from django.forms.models import BaseInlineFormSet

NAMED = 20  # rows that the message names; the others are counted


class TellsGoneRows:
    """Mixin for a ModelAdmin with rows below its entries."""

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        rows = [one.instance for one in formset.deleted_forms if one.instance.pk]
        words = [hanging.in_words(row) for row in rows]
        keys = [row.pk for row in rows]
        groups = self.hanging_on(request, rows) if rows else []  # type: ignore[attr-defined]
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        if rows:
            entry = form.instance
            link = _way_back(entry, type(rows[0]), keys) if may(request.user, Action.CURATE, entry) else ""
            messages.warning(request, format_html("{} {}", sentence(words, groups), link))


def sentence(words: list[str], groups: Iterable[Hanging]) -> str:
    """What is gone, and what no longer names it."""
    named = "; ".join(words[:NAMED])
    if len(words) > NAMED:
        more = len(words) - NAMED
        named += ngettext(" und %d weitere Zeile", " und %d weitere Zeilen", more) % more
    said = [
        ngettext("Mit dem Speichern gelöscht ist %s.", "Mit dem Speichern gelöscht sind %s.", len(words))
        % named
    ]
    for group in groups:
        names = ", ".join(group.names) or str(group.count)
        outcome = _("Auch gelöscht: %s.") if group.fate == hanging.LOST else _("Nicht mehr genannt in: %s.")
        said.append(outcome % f"{group.label}: {names}")
    return " ".join(said)


def _way_back(entry: Model, model: type[Model], keys: list[Any]) -> SafeString | str:
    """To the page on which this change is taken back; nothing where none is kept."""
    kind = next((kind for kind, known in recent.kinds().items() if isinstance(entry, known)), None)
    events = getattr(model, "pgh_event_model", None)
    if kind is None or events is None:
        return ""
    gone = events.objects.filter(pgh_obj_id__in=keys, pgh_label="delete").order_by("-pgh_id").first()
    if gone is None:
        return ""
    key = Key(kind, entry.pk, gone.pgh_created_at)
    address = reverse("moderation:revert", args=[key.kind, key.pk, key.moment])
    return format_html('<a href="{}">{}</a>', address, _("Ansehen und zurücknehmen"))
