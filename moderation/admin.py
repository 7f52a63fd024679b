"""How records are edited in the admin: noticing other people's changes, with a history that says what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import ManyToManyField, Model, Q, QuerySet, TextField
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import accounts.admin  # noqa: F401 registers what _make_editorial() looks for
from accounts.careful import Instead, asks
from accounts.choosing import LooksUp
from accounts.roles import ACCOUNT_FIELDS, Action
from moderation.changes import changes_of
from moderation.conflicts import ConflictAwareForm
from moderation.fields import AccountsByEmailField
from moderation.gone_rows import TellsGoneRows
from moderation.models import Case, Moderated, Note
from moderation.permissions import may
from moderation.rights import telling
from moderation.rows import ConflictAwareFormSet
from search.index import indexer
from vocabulary.admin import LINES
from vocabulary.asking import AsksAfterwards

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGES_PER_PAGE = 25  # each with the fields it changed: some three screens


class Remembering:
    """Mixin: the form brings along what it was opened with, unless this person may only read."""

    form = ConflictAwareForm

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Where no list is given, Django takes all fields of the form."""
        return [name for name in super().get_fields(request, obj) if name != "seen"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple[object, dict]]:
        fieldsets = [(name, dict(options)) for name, options in super().get_fieldsets(request, obj)]
        shown = [name for _heading, options in fieldsets for name in options["fields"]]
        if obj and self.has_change_permission(request, obj) and "seen" not in shown:
            fieldsets[-1][1]["fields"] = [*fieldsets[-1][1]["fields"], "seen"]
        return fieldsets


class Editorial(TellsGoneRows, Remembering, AsksAfterwards):
    """Mixin for a ModelAdmin whose records several people edit."""

    change_form_template = "admin/editorial/change_form.html"
    object_history_template = "admin/editorial/history.html"
    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest) -> bool:
        """A filter typed into the address must not tell by its hits what the page leaves out."""
        hidden = ACCOUNT_FIELDS | {"contact", "contacts", "events"}
        if not may(request.user, Action.CURATE, self.model) and not hidden.isdisjoint(lookup.split("__")):
            return False
        return super().lookup_allowed(lookup, value, request)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Every change, whatever made it, instead of only those that were made in this admin."""
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, entry) or not may(
            request.user, Action.CURATE, entry
        ):
            raise PermissionDenied  # the history names people, also those who never agreed or withdrew their consent
        page = Paginator(changes_of(entry), CHANGES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Verlauf: %s") % entry,
            "subtitle": None,
            "page_obj": page,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "object": entry,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)


class EditorialAdmin(Editorial, admin.ModelAdmin):
    formfield_overrides = {ArrayField: LINES, TextField: {"widget": AdminTextareaWidget({"rows": 4})}}


class EditorialInline(LooksUp, Remembering, admin.TabularInline):
    formset = ConflictAwareFormSet
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget({"rows": 2})}}
    extra = 0
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Without what the row belongs to: nobody types that, and a form that marks it takes every row for a changed one."""
        whole = {own.name for own in self.opts.fields if own.related_model is self.parent_model}
        return [name for name in super().get_fields(request, obj) if name not in whole]


class FreshnessFilter(admin.SimpleListFilter):
    """By how long ago somebody last said that everything is still right."""

    title = _("Angaben bestätigt")
    parameter_name = "bestaetigt"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, StrOrPromise]]:
        return [
            ("halbjahr", _("im letzten halben Jahr")),
            ("jahr", _("vor einem halben bis ganzen Jahr")),
            ("aelter", _("vor über einem Jahr")),
            ("nie", _("noch nie")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        half, year = today - timedelta(days=183), today - timedelta(days=365)
        conditions = {
            "halbjahr": Q(confirmed_at__gte=half),
            "jahr": Q(confirmed_at__gte=year, confirmed_at__lt=half),
            "aelter": Q(confirmed_at__lt=year),
            "nie": Q(confirmed_at__isnull=True),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


def relations_of(model: type[Moderated]) -> list[str]:
    """What is found by typing in the admin: every relation that is chosen there."""
    own = (*model._meta.fields, *model._meta.many_to_many)
    return [field.name for field in own if field.is_relation and field.name != "submitted_by"]


class ModeratedAdmin(EditorialAdmin):
    """For entries that are published, archived and confirmed."""

    actions = ["publish", "archive", "confirm"]
    publication = (
        _("Veröffentlichung"),
        {
            "fields": [
                "review_status",
                "confirmed_at",
                "kennung",
                "editors",
                "submitted_by",
                "published_at",
                "stamps",
            ]
        },
    )
    readonly_fields = ["submitted_by", "published_at", "stamps"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple[object, dict]]:
        """Koordination does not read which accounts stand behind an entry."""
        found = super().get_fieldsets(request, obj)
        if may(request.user, Action.CURATE, obj):
            return found
        return [(n, {**o, "fields": [f for f in o["fields"] if f not in ACCOUNT_FIELDS]}) for n, o in found]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Only the Systemverwaltung may look accounts up; curators name editors by their addresses."""
        if db_field.name in {"editors", "withheld"} and not request.user.is_system:
            return AccountsByEmailField(label=db_field.verbose_name, required=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Moderated, form: ModelForm, change: bool) -> None:
        obj.note_publication()
        super().save_model(request, obj, form, change)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any) -> HttpResponse:
        """Who edits an entry hears who joins and leaves; the form writes that in several steps."""
        entry = (
            self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        )
        if entry is None:
            return super().changeform_view(request, object_id, *args)
        with transaction.atomic(), telling(entry, by=request.user):
            return super().changeform_view(request, object_id, *args)

    @admin.action(description=_("Veröffentlichen"), permissions=["change"])
    @asks(
        _("Sie sind danach für alle zu sehen."),
        idle=lambda entries: entries.published(),
        why=_("schon veröffentlicht"),
    )
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        total = queryset.count()
        self._tell(request, queryset.publish(), total, _("veröffentlicht"))

    @admin.action(description=_("Archivieren (nicht mehr öffentlich)"), permissions=["change"])
    @asks(
        _(
            "Sie sind danach nicht mehr öffentlich, bleiben aber erhalten und lassen sich wieder veröffentlichen."
        ),
        idle=lambda entries: entries.filter(review_status=Moderated.ReviewStatus.ARCHIVED),
        why=_("schon archiviert"),
    )
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        total = queryset.count()
        self._tell(request, queryset.archive(), total, _("archiviert"))

    @admin.action(description=_("Angaben als heute bestätigt markieren"), permissions=["change"])
    @asks(
        _("Das Portal sagt danach allen, dass heute jemand geprüft hat, ob alles noch stimmt."),
        idle=lambda entries: entries.filter(confirmed_at__gte=timezone.localdate()),
        why=_("heute schon bestätigt"),
    )
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        total = queryset.count()
        self._tell(request, queryset.confirm(timezone.localdate()), total, _("als bestätigt markiert"))

    def _tell(self, request: HttpRequest, count: int, total: int, done: StrOrPromise) -> None:
        indexer.drain()  # now, so that the next visitor does not wait for it
        if not count:
            self.message_user(request, _("Das war schon so: nichts geändert."), messages.WARNING)
            return
        sentence = ngettext("%(count)s Eintrag %(done)s.", "%(count)s Einträge %(done)s.", count)
        sentence %= {"count": count, "done": done}
        if idle := total - count:
            sentence += " " + ngettext("%s war es schon.", "%s waren es schon.", idle) % idle
        self.message_user(request, sentence, messages.SUCCESS)

    def instead_of_deleting(self, request: HttpRequest, row: Moderated) -> Iterator[Instead]:
        if row.review_status != Moderated.ReviewStatus.ARCHIVED:
            yield Instead(
                "archivieren",
                _("Stattdessen archivieren"),
                _(
                    "Archiviert ist der Eintrag nicht mehr öffentlich, bleibt aber mit allem, was zu ihm gehört, und lässt "
                    "sich wieder veröffentlichen."
                ),
            )

    def do_instead(self, request: HttpRequest, row: Moderated, chosen: str) -> HttpResponse:
        type(row)._default_manager.filter(pk=row.pk).archive()
        indexer.drain()
        messages.success(request, _("„%s“ ist archiviert statt gelöscht.") % row)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)

    @admin.display(description=_("Veröffentlichung"), ordering="review_status")
    def badge(self, entry: Moderated) -> SafeString:
        return format_html(
            '<span class="badge badge-{}">{}</span>',
            entry.review_status,
            str(entry.get_review_status_display()).partition(",")[0],
        )

    @admin.display(description=_("bestätigt"), ordering="confirmed_at")
    def confirmed(self, entry: Moderated) -> str:
        return entry.confirmed_at.strftime("%d.%m.%Y") if entry.confirmed_at else "–"

    @admin.display(description=_("Angelegt und geändert"))
    def stamps(self, entry: Moderated) -> str:
        if entry.pk is None:
            return "–"
        sentence = _("angelegt am %(created)s, zuletzt geändert am %(changed)s, Fassung %(version)s")
        return str(sentence) % {
            "created": timezone.localtime(entry.created_at).strftime("%d.%m.%Y"),
            "changed": timezone.localtime(entry.changed_at).strftime("%d.%m.%Y, %H:%M Uhr"),
            "version": entry.version,
        }


class LookUpAdmin(EditorialAdmin):
    """What was decided elsewhere and is not rewritten here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return self._read_by(request, super().get_list_display(request))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return self._read_by(request, super().get_search_fields(request))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return self._read_by(request, super().get_fields(request, obj))

    def _read_by(self, request: HttpRequest, names: Iterable[str]) -> list[str]:
        """Koordination reads what was decided, not by whom and with which words; nor what stood there before."""
        hidden = set() if may(request.user, Action.CURATE) else ACCOUNT_FIELDS | {"before", "moved"}
        return [name for name in names if name not in hidden]


class NoteInline(admin.TabularInline):
    model = Note
    fields = readonly_fields = ["created_at", "kind", "author", "text"]
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        return super().get_queryset(request).select_related("author")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(LookUpAdmin):
    """What was decided, to look things up. Deciding itself happens in the queue, which tells the people concerned."""

    list_display = ["created_at", "kind", "entry", "state", "outcome", "submitter", "decided_by"]
    list_select_related = ["submitter", "decided_by", "content_type"]
    list_filter = ["state", "kind", "outcome", "created_at"]
    search_fields = ["reason", "submitter__email", "submitter_email"]
    date_hierarchy = "created_at"
    inlines = [NoteInline]
    fieldsets = [
        (None, {"fields": ["kind", "entry", "reason", "created_at"]}),
        (_("Von wem"), {"fields": ["submitter", "submitter_email"]}),
        (
            _("Entscheidung"),
            {"fields": ["state", "audience", "assigned_to", "outcome", "decided_by", "decided_at"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return super().get_queryset(request).prefetch_related("entry")


def _make_editorial() -> None:
    """The rooms below know nothing of conflicts and history; their words and accounts have several editors, too."""
    rooms = ("vocabulary", "accounts")
    plain = {model: own for model, own in admin.site._registry.items() if model._meta.app_label in rooms}
    for model, own in plain.items():
        admin.site.unregister(model)
        form = own.form if own.form is not ModelForm else None
        bases = (ConflictAwareForm, form) if form else (ConflictAwareForm,)
        attributes = {"form": type("EditorialForm", bases, {"__module__": __name__})}
        admin.site.register(model, type(type(own).__name__, (Editorial, type(own)), attributes))


_make_editorial()
