from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.careful import asks
from accounts.erasure import erase
from accounts.forms import AddUserForm, ChangeUserForm, is_last_of_system
from accounts.models import User
from accounts.rights import rights_of
from mailing.admin import OutgoingMailAdmin

# The room of the mails lies below this one and cannot say it itself.
asks(
    _("Sie gehen jetzt an alle, an die sie gerichtet sind."),
    idle=lambda mails: mails.filter(sent_at__isnull=False),
    why=_("schon versendet"),
)(OutgoingMailAdmin.resend)


class EmailAddressInline(admin.TabularInline):
    """Which addresses are confirmed. Only their owner can confirm one, so there is nothing to change here."""

    model = EmailAddress
    fields = readonly_fields = ["email", "verified", "primary"]
    extra = 0
    can_delete = False
    verbose_name_plural = _("Bestätigung der E-Mail-Adresse")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = ChangeUserForm
    add_form = AddUserForm
    list_display = ["email", "name", "role", "is_active", "is_verified", "has_second_factor", "last_login"]
    list_filter = ["role", "is_active", "date_joined"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined", "has_second_factor", "role_history"]
    date_hierarchy = "date_joined"
    actions = ["remove_second_factor"]
    inlines = [EmailAddressInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "role", "is_active"]}),
        (_("Anmeldung"), {"fields": ["password", "has_second_factor", "last_login", "date_joined"]}),
        (_("Rechte"), {"fields": ["role_history"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "role"]}),
        (_("Anmeldung"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        own = {"user": OuterRef("pk")}
        return (
            super()
            .get_queryset(request)
            .annotate(
                verified=Exists(EmailAddress.objects.filter(**own, verified=True)),
                second_factor=Exists(Authenticator.objects.filter(**own).exclude(type="recovery_codes")),
            )
        )

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type[admin.TabularInline]]:
        return self.inlines if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and (obj == request.user or is_last_of_system(obj)):
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, object]:
        """Accounts are deleted one by one: a list could hold the last one of the Systemverwaltung."""
        actions = super().get_actions(request, action_location)
        actions.pop("delete_selected", None)
        return actions

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Whoever deletes it, an account goes with all its traces."""
        erase(obj)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(
                user=obj
            ).delete()  # the new address has to be confirmed at the next login

    @admin.display(description=_("E-Mail bestätigt"), boolean=True)
    def is_verified(self, user: User) -> bool:
        return user.verified

    @admin.display(description=_("zweiter Faktor"), boolean=True)
    def has_second_factor(self, user: User) -> bool:
        return getattr(user, "second_factor", False)

    @admin.display(description=_("wer sie wann gegeben hat"))
    def role_history(self, user: User) -> SafeString:
        """From the database's own record: also what a command or SQL did."""
        return format_html_join(
            mark_safe("<br>"), "{}: {} ({})", ((step.when, step.what, step.who) for step in rights_of(user))
        )

    @admin.action(description=_("Zweiten Faktor entfernen (Gerät verloren)"), permissions=["change"])
    @asks(
        _(
            "Diese Personen melden sich danach nur noch mit ihrem Passwort an, bis sie einen neuen einrichten."
        ),
        idle=lambda users: users.exclude(authenticator__isnull=False),
        why=_("ohne zweiten Faktor"),
    )
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        users = Authenticator.objects.filter(user__in=queryset).values("user").distinct().count()
        Authenticator.objects.filter(user__in=queryset).delete()
        sentence = ngettext("Bei %s Konto entfernt.", "Bei %s Konten entfernt.", users) % users
        self.message_user(request, sentence, messages.SUCCESS)
