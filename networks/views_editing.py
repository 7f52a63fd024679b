"""What editors do on the pages of their network."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from moderation.access import EditorsPage
from moderation.safe_forms import KeepsTyped
from networks.forms import UpdateForm
from networks.models import Network, Update


class UpdateView(EditorsPage, KeepsTyped, FormView):
    """A Zwischenstand of today; "nichts Neues" comes here with one click from the page of the network."""

    model = Network
    form_class = UpdateForm
    template_name = "networks/update.html"

    @transaction.atomic
    def form_valid(self, form: UpdateForm) -> HttpResponse:
        network = Network.objects.select_for_update().get(
            pk=self.entry.pk
        )  # a double click is one Zwischenstand
        values = {name: form.cleaned_data[name] for name in ("kind", "text", "is_public")}
        Update.objects.get_or_create(network=network, date=timezone.localdate(), **values)
        messages.success(self.request, _("Danke, der Zwischenstand ist eingetragen."))
        return redirect(network)
