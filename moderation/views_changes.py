"""„Geändert seit …“: what editors changed, and taking it back with one click."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import User
from moderation import recent, reverting
from moderation.filters import ChangesFilterForm
from moderation.models import Look
from moderation.recent import Key, Wanted
from moderation.views import CuratorsOnly

ON_A_PAGE = 20  # changes, each with both texts
USUALLY = timedelta(days=7)


class ChangesView(CuratorsOnly, TemplateView):
    """Since the mark „bis hierher gesehen“, else of the last seven days; `?seit=` takes a day."""

    template_name = "moderation/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.wanted()
        page = Paginator(recent.list_keys(wanted), ON_A_PAGE).get_page(self.request.GET.get("page"))
        changes = recent.read([Key(*row) for row in page])
        return super().get_context_data(
            **kwargs,
            wanted=wanted,
            is_marked=not self.request.GET.get("seit")
            and Look.objects.filter(user=self.request.user).exists(),
            page_obj=page,
            paginator=page.paginator,
            is_paginated=page.has_other_pages(),
            changes=changes,
            filter_form=self.filter_form(wanted),
            shown_at=Key("", 0, timezone.now()).moment,
        )

    def wanted(self) -> Wanted:
        values = self.request.GET
        who = values.get("wer", "andere")
        is_known = who in {"alle", "ohne", "andere"} or (who.isascii() and who.isdigit() and len(who) < 10)
        kind = values.get("art", "")
        return Wanted(
            since=self.since(),
            me=self.request.user.pk,
            who=who if is_known else "andere",
            kind=kind if kind in recent.kinds() else "",
            name=values.get("eintrag", "").replace("\x00", "").strip()[:200],
        )

    def since(self) -> datetime:
        try:
            day = parse_date(self.request.GET.get("seit", ""))
        except ValueError:
            day = None
        if day and day.year > 1970:
            return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (made aware at once)
        mark = Look.objects.filter(user=self.request.user).first()
        return mark.seen_until if mark else timezone.now() - USUALLY

    def filter_form(self, wanted: Wanted) -> ChangesFilterForm:
        """What it takes, with the people who changed something in that time."""
        known = recent.people(Wanted(wanted.since, wanted.me, "alle"))
        return ChangesFilterForm(
            people=User.objects.filter(is_active=True, pk__in=known).order_by("name", "email"),
            seit=self.request.GET.get("seit", ""),
            wer=wanted.who,
            art=wanted.kind,
            eintrag=wanted.name,
        )


class SeenView(CuratorsOnly, View):
    """POST: the list is read up to the moment at which it was shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            until = min(recent.moment_of(int(request.POST.get("bis", ""))), timezone.now())
        except (ValueError, OverflowError):
            return redirect("moderation:changes")
        Look.objects.update_or_create(user=request.user, defaults={"seen_until": until})
        messages.success(request, _("Gemerkt: Die Liste zeigt ab jetzt nur, was später geändert wurde."))
        return redirect("moderation:changes")


class RevertView(CuratorsOnly, View):
    """Shows what taking one change back would do; POST does it, if it is still the same."""

    def key(self) -> Key:
        values = self.kwargs
        try:
            at = recent.moment_of(values["moment"])
        except OverflowError as error:
            raise _no_change() from error
        if values["kind"] not in recent.kinds() or values["pk"] > 2**62:
            raise _no_change()
        return Key(values["kind"], values["pk"], at)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key = self.key()
        if request.POST.get("stattdessen") == "archivieren":
            return self.archive(key)
        try:
            done = reverting.revert(key, request.POST.get("stand", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.show()
        if done is None:
            messages.warning(
                request, _("Inzwischen hat sich etwas geändert. Bitte sehen Sie noch einmal hin.")
            )
            return self.show()
        messages.success(request, _("Zurückgenommen. Auch das steht jetzt in der Liste der Änderungen."))
        return redirect("moderation:changes")

    def archive(self, key: Key) -> HttpResponse:
        """In place of taking back that an entry was made. Is a change that can itself be taken back."""
        plan = reverting.plan(key)
        if plan is None or not plan.can_be_archived:
            messages.warning(self.request, _("Das ist schon geschehen oder hier nicht möglich."))
            return self.show()
        type(plan.entry)._default_manager.filter(pk=plan.entry.pk).archive()
        sentence = _(
            "„%(name)s“ ist archiviert und nicht mehr öffentlich. In der Liste der Änderungen lässt sich das zurücknehmen."
        )
        messages.success(self.request, sentence % {"name": plan.entry})
        return redirect("moderation:changes")

    def show(self) -> HttpResponse:
        key = self.key()
        plan, shown = reverting.plan(key), recent.read([key])
        if plan is None or not shown:
            raise _no_change()
        context = {"plan": plan, "change": shown[0].change, "entry": plan.entry, "key": key}
        if plan.merge is not None and not plan.merge.undone_at and plan.refusal:
            context["part_again"] = reverse(f"{plan.entry._meta.app_label}:undo_merge", args=[plan.merge.pk])
        return render(self.request, "moderation/revert.html", context)


def _no_change() -> Http404:
    return Http404(_("Diese Änderung gibt es nicht, oder der Eintrag ist gelöscht."))
