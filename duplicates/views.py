"""Stored entries that look alike, for those who coordinate, and merging two of them, for curators.

The rooms say what is theirs. No page needs JavaScript; every change is a small POST.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.roles import Action
from duplicates import merging, pairing
from duplicates.comparing import FieldChoice
from duplicates.forms import REASON_MOST, PairsFilterForm, ReasonForm
from duplicates.pairing import AlikePair
from moderation.models import Moderated
from moderation.models.comparison import Deciding, Merging
from moderation.permissions import may
from moderation.views import CuratorsOnly
from search.pages.tables import safe

ON_A_PAGE = 20  # pairs, each with two entries side by side
DECIDED_SHOWN = 50  # the newest, to be taken back; the history of the entries has all
COLUMNS = (
    "kennung_a", "name_a", "kennung_b", "name_b", "aehnlichkeit", "urteil", "dafuer", "dagegen",
)  # fmt: skip


class CoordinationOnly(UserPassesTestMixin):
    """Everybody else is sent to the login, or told that this is not theirs (403)."""

    request: HttpRequest

    def test_func(self) -> bool:
        return may(self.request.user, Action.COMPARE)


class Pairs(CoordinationOnly):
    """Mixin: `entries` come with what is shown of them; `place` leads from an entry to the slugs of its districts."""

    entries: QuerySet
    place: str

    def alike_pairs(self) -> list[AlikePair]:
        raise NotImplementedError

    def chosen_pairs(self) -> list[AlikePair]:
        """Pairs that the filters of the address leave, most alike first."""
        pairs, asked = self.alike_pairs(), self.request.GET
        if asked.get("art") in ("gibt_es_schon", "verwandt"):
            pairs = [item for item in pairs if item.match.verdict == asked["art"]]
        if slug := asked.get("stadtteil"):
            there = set(self.entries.filter(**{self.place: slug}).values_list("pk", flat=True))
            pairs = [item for item in pairs if {item.first, item.second} & there]
        return pairs

    def rows(self, pairs: Sequence[AlikePair]) -> list[dict[str, Any]]:
        """Each pair with both entries; what went meanwhile is left out."""
        by_id = self.entries.in_bulk([pk for item in pairs for pk in (item.first, item.second)])
        return [
            {"match": item.match, "both": (by_id[item.first], by_id[item.second])}
            for item in pairs
            if item.first in by_id and item.second in by_id
        ]


class DuplicatesView(Pairs, TemplateView):
    """Pairs that look alike, most alike first; and what was decided, with the way back. The page names itself with
    `heading` and `lead`, and with `related` what is alike and not the same."""

    heading: Promise
    lead: Promise
    related: Promise
    decisions: type[Deciding]
    merges: type[Merging]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        art, place = self.request.GET.get("art", ""), self.request.GET.get("stadtteil", "")
        pages = Paginator(self.chosen_pairs(), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        decided = self.decisions.objects.in_force().select_related("first", "second", "decided_by")
        merges = self.merges.objects.in_force().select_related("kept", "merged_by")
        just_merged = self.just("zusammengefuehrt", self.merges, "merged_by")
        return super().get_context_data(
            **kwargs,
            room=self.decisions._meta.app_label,
            page=page,
            rows=self.rows_to_decide(page.object_list),
            total=pages.count,
            filter_form=PairsFilterForm(related=self.related, art=art, stadtteil=place),
            art=art,
            place=place,
            decided=decided[:DECIDED_SHOWN],
            merges=merges[:DECIDED_SHOWN],
            can_merge=may(self.request.user, Action.CURATE),
            just=self.just("entschieden", self.decisions, "decided_by") or just_merged,
            just_merged=just_merged,
            just_at=self.just_at(len(page.object_list)),
        )

    def rows_to_decide(self, pairs: Sequence[AlikePair]) -> list[dict[str, Any]]:
        """Each with a form of its own, whose ids must not be those of another."""
        return [
            row | {"reason_form": ReasonForm(_("Warum?"), auto_id=f"%s-{number}")}
            for number, row in enumerate(self.rows(pairs), start=1)
        ]

    def just(self, name: str, model: type[Any], by: str) -> Any:
        """The decision or merge of this person that led back here, with its undo; None once it is taken back."""
        pk = self.request.GET.get(name, "")
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        return model.objects.in_force().filter(**{"pk": pk, by: self.request.user}).first()

    def just_at(self, shown: int) -> int:
        """In front of which pair that is said: where the decided one stood; after all of them if that was the last."""
        place = self.request.GET.get("platz", "")
        return min(int(place), shown + 1) if is_place(place) and int(place) else 1


class DuplicatesCsvView(Pairs, View):
    """The pairs as a table for the next meeting."""

    filename: str

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.filename}.csv"'
        table = csv.writer(response, delimiter=";")
        table.writerow(COLUMNS)
        for row in self.rows(self.chosen_pairs()):
            (first, second), match = row["both"], row["match"]
            score = f"{match.score:.2f}".replace(".", ",")
            names = (first.kennung, first.name, second.kennung, second.name)
            reasons = map(", ".join, (match.why.speaks_for, match.why.speaks_against))
            table.writerow(map(safe, (*names, score, match.verdict, *reasons)))
        return response


class FromPairs:
    """Mixin for a step that begins at the list of pairs (`page`) and leads back there, with the same filters."""

    page: str
    request: HttpRequest

    def back(self, **more: object) -> HttpResponse:
        """To the place where the person was: on the list, or the page of the portal that was named (`zurueck`). `more`:
        what just happened."""
        home = self.request.POST.get("zurueck", "")
        if url_has_allowed_host_and_scheme(home, allowed_hosts=None):
            if more:
                said = _("Gemerkt. Es steht bei dem Paar und lässt sich dort zurücknehmen.")
                messages.success(self.request, said)
            return redirect(home)
        known = place_in(self.request.POST)
        query = urlencode(known | more)
        anchor = "#gerade" if more else f"#paar-{known['platz']}" if "platz" in known else "#h-decided"
        return redirect(f"{reverse(self.page)}{'?' if query else ''}{query}{anchor}")


class PairStep(FromPairs, View):
    """Somebody changes something with one click."""

    http_method_names = ["post"]


class DecideView(CoordinationOnly, PairStep):
    """What somebody knows about two entries that look alike."""

    model: type[Moderated]

    def decide(self, first: Any, second: Any, **said: Any) -> Deciding:
        raise NotImplementedError

    def post(self, request: HttpRequest) -> HttpResponse:
        entries = self.model._default_manager.visible_to(request.user)
        first = get_object_or_404(entries, slug=request.POST.get("erstes"))
        second = get_object_or_404(entries.exclude(pk=first.pk), slug=request.POST.get("zweites"))
        decision = self.decide(first, second, by=request.user, reason=_reason(request))
        return self.back(entschieden=decision.pk)


class UndoDecisionView(CoordinationOnly, PairStep):
    model: type[Deciding]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pairing.undo(get_object_or_404(self.model, pk=pk), by=request.user)
        messages.success(request, _("Zurückgenommen: Das Paar steht wieder zur Entscheidung."))
        return self.back()


class MergeView(FromPairs, CuratorsOnly, TemplateView):
    """Both entries side by side, a choice for every field in which they differ; POST merges them.

    `counted`: what comes together, as label and rows of an entry; `one_each`: by which field of them a row of both is one.
    """

    model: type[Moderated]
    counted: Mapping[Promise, Callable[[Any], QuerySet]]
    one_each: Mapping[Promise, str] = {}

    def differences(self, kept: Any, merged: Any) -> list[FieldChoice]:
        raise NotImplementedError

    def merge(self, kept: Any, merged: Any, **said: Any) -> Merging:
        raise NotImplementedError

    def editable(self) -> QuerySet:
        return self.model._default_manager.editable_by(self.request.user)

    def both(self, values: Mapping[str, str]) -> tuple[Any, Any]:
        kept = get_object_or_404(self.editable(), slug=values.get("bleibt"))
        return kept, get_object_or_404(self.editable().exclude(pk=kept.pk), slug=values.get("geht"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.side_by_side(*self.both(request.GET))

    def side_by_side(self, kept: Any, merged: Any, said: Mapping[str, str] | None = None) -> HttpResponse:
        """`said`: what was chosen and written already."""
        counts = [
            (label, rows(kept).count(), rows(merged).count(), self.in_both(label, rows(kept), rows(merged)))
            for label, rows in self.counted.items()
        ]
        choices = self.differences(kept, merged)
        if said:
            choices = [replace(one, prefers_merged=said.get(one.name) == "geht") for one in choices]
        context = self.get_context_data(
            kept=kept, merged=merged, choices=choices, counts=counts, place=place_in(self.request.POST or self.request.GET),
            reason_form=ReasonForm(_("Warum ist es dasselbe?"), initial={"begruendung": _reason(self.request)}),
        )  # fmt: skip
        return self.render_to_response(context)

    def in_both(self, label: Promise, mine: QuerySet, theirs: QuerySet) -> int:
        """How many of them are the same, so that fewer come together than stand there."""
        field = self.one_each.get(label)
        return mine.filter(**{f"{field}__in": theirs.values(field)}).count() if field else 0

    def post(self, request: HttpRequest) -> HttpResponse:
        kept, merged = self.both(request.POST)
        choices = self.differences(kept, merged)
        take = [choice.name for choice in choices if request.POST.get(choice.name) == "geht"]
        try:
            record = self.merge(kept, merged, by=request.user, take=take, reason=_reason(request))
        except (ValidationError, IntegrityError):
            messages.error(
                request,
                _("So lassen sich die beiden nicht zusammenführen: Bitte wählen Sie bei einem Feld anders."),
            )
            return self.side_by_side(*self.both(request.POST), request.POST)
        if "platz" in place_in(request.POST):
            return self.back(zusammengefuehrt=record.pk)
        messages.success(
            request,
            _("„%(name)s“ ist darin aufgegangen. Die alte Adresse führt hierher.") % {"name": merged.name},
        )
        kept.refresh_from_db()
        return redirect(f"{kept.get_absolute_url()}#zusammengefuehrt")


class UndoMergeView(CuratorsOnly, PairStep):
    model: type[Merging]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record: Any = get_object_or_404(self.model, pk=pk)
        try:
            kept, merged = merging.undo(record, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            kept = record.kept
        else:
            sentence = _("„%(kept)s“ und „%(merged)s“ sind wieder getrennt, wie sie waren.")
            messages.success(request, sentence % {"kept": kept, "merged": merged})
        match request.POST.get("von"):
            case "eintrag":
                return redirect(kept)
            case "verwaltung":
                return redirect(f"admin:{record._meta.app_label}_merge_change", record.pk)
        return self.back()


def place_in(sent: Mapping[str, str]) -> dict[str, str]:
    """Where on the list of pairs somebody was: filters, page, and which pair on it."""
    known = {name: sent[name] for name in ("art", "stadtteil", "page") if sent.get(name)}
    return known | ({"platz": sent["platz"]} if is_place(sent.get("platz", "")) else {})


def is_place(text: str) -> bool:
    """The number of a pair on its page."""
    return text.isascii() and text.isdigit() and len(text) < 4


def _reason(request: HttpRequest) -> str:
    return request.POST.get("begruendung", "").replace("\x00", "").strip()[:REASON_MOST]
