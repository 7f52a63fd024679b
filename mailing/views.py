"""The demo's mailbox: every mail that the portal wrote, readable in the browser. Not routed outside the demo."""

from __future__ import annotations

from django.views.generic import DetailView, ListView

from mailing.models import OutgoingMail


class MailboxView(ListView):
    model = OutgoingMail
    paginate_by = 50
    template_name = "mailing/mailbox.html"
    context_object_name = "mails"


class MailView(DetailView):
    model = OutgoingMail
    template_name = "mailing/mail.html"
    context_object_name = "mail"
