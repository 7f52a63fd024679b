"""„Meine Daten“: everything that is kept about oneself, to read, to take away, to delete."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, UpdateView, View

from accounts import privacy
from accounts.erasure import LastOfSystemError, erase, remaining_in_entries, sentence_of_last_one
from accounts.forms import DeleteAccountForm, NameForm, is_last_of_system
from accounts.models import User
from accounts.privacy import Cell

SHOWN = 20  # rows of a table on the page; the export has all
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class OwnData(LoginRequiredMixin):
    """Mixin: pages about oneself, which no cache keeps."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


class DataView(OwnData, TemplateView):
    template_name = "accounts/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        data = privacy.collected(self.request.user)
        tables = [
            {
                "trace": trace,
                "columns": list(trace.columns.values()),
                "rows": [[worded(row.get(column)) for column in trace.columns] for row in rows[:SHOWN]],
                "total": len(rows),
                "more": max(0, len(rows) - SHOWN),
                "correct": reverse(trace.correct) if trace.correct else "",
            }
            for trace in privacy.all_traces()
            if (rows := data[trace.name])
        ]
        empty = [trace for trace in privacy.all_traces() if not data[trace.name]]
        return super().get_context_data(**kwargs, tables=tables, empty=empty)


class NameView(OwnData, UpdateView):
    """Cases, notes and the history point at the account: they show the new name from now on."""

    form_class = NameForm
    template_name = "accounts/name.html"
    context_object_name = "person"  # `user` is who the header names
    success_url = reverse_lazy("accounts:name")

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        """A copy: the header shows the stored name while the typed one is wrong."""
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form: NameForm) -> HttpResponse:
        form.instance.save(update_fields=["name"])
        messages.success(self.request, _("Ihr Name ist gespeichert."))
        return redirect(self.success_url)


class DataJsonView(OwnData, View):
    """Everything in one file that a program reads (Art. 20 GDPR)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        data = {"erzeugt": timezone.now(), **privacy.collected(request.user)}
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        return _download(text.encode(), "meine-daten.json", "application/json")


class DataCsvView(OwnData, View):
    """The same as tables, one CSV file each, in a zip."""

    def get(self, request: HttpRequest) -> HttpResponse:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
            data = privacy.collected(request.user)
            for trace in privacy.all_traces():
                text = io.StringIO()
                table = csv.writer(text, delimiter=";")
                table.writerow(trace.columns)
                table.writerows(
                    [_cell(row.get(column)) for column in trace.columns] for row in data[trace.name]
                )
                files.writestr(f"{trace.name}.csv", "\ufeff" + text.getvalue())
        return _download(archive.getvalue(), "meine-daten.zip", "application/zip")


class DeleteAccountView(OwnData, FormView):
    """What goes and what stays, then the deletion. Only for who has just proved again to be the person."""

    form_class = DeleteAccountForm
    template_name = "accounts/delete.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if get_adapter().get_reauthentication_methods(request.user):
            proved = reauthentication_required(
                super().dispatch
            )  # by password, code or passkey, on a page of allauth
            return proved(request, *args, **kwargs)
        if _minutes_since_login(request) * 60 > app_settings.REAUTHENTICATION_TIMEOUT:
            logout(request)
            messages.info(request, _("Bitte melden Sie sich noch einmal an, bevor Sie Ihr Konto löschen."))
            return redirect_to_login(reverse("accounts:delete"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        data = privacy.collected(user)
        fates = [(trace, len(data[trace.name])) for trace in privacy.all_traces() if data[trace.name]]
        return super().get_context_data(
            **kwargs, fates=fates, named=list(remaining_in_entries(user)), is_last=is_last_of_system(user)
        )

    def form_valid(self, form: DeleteAccountForm) -> HttpResponse:
        try:
            erase(self.request.user)
        except LastOfSystemError:
            messages.error(self.request, sentence_of_last_one())
            return redirect("accounts:data")
        logout(self.request)
        messages.success(self.request, _("Ihr Konto ist gelöscht. Eine E-Mail bestätigt es Ihnen."))
        return redirect("/")


def _minutes_since_login(request: HttpRequest) -> float:
    """For accounts that log in by a code from a mail and have nothing else to prove themselves with."""
    logins = [record["at"] for record in get_authentication_records(request, request.user) if "at" in record]
    return (time.time() - max(logins)) / 60 if logins else float("inf")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _cell(value: Cell) -> str:
    """A cell of CSV; a spreadsheet must not take a text for a formula."""
    if isinstance(value, (list, dict)):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    elif hasattr(value, "isoformat"):
        value = value.isoformat()
    elif isinstance(value, bool):
        value = worded(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def worded(value: Cell) -> str:
    """The value as a person reads it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if hasattr(value, "hour"):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if hasattr(value, "isoformat"):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, (list, dict)):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(value)
