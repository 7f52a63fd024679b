"""Forms that lose nothing: what is sent is stored first, by itself, and then worked on, all or nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse

from moderation.models import Unfinished

LONGEST = 200_000  # characters; no form of the portal is that long
NOT_TYPED = {"csrfmiddlewaretoken"}
DISCARD = "verwerfen"


class KeepsTyped:
    """Mixin of a FormView for people with a login, behind the mixin that asks for it.

    If the server dies in the middle, nothing of the work is done and the text is there when the person comes back. An
    answer that is no redirect says that something is wrong with the form: then the text stays, too."""

    request: Any
    restored: Unfinished | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if DISCARD in request.POST:
            self._kept().delete()
            return redirect(request.path)
        if request.method == "POST":
            self._keep()
        elif request.method in {"GET", "HEAD"}:
            self.restored = self._kept().first()
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)
            if request.method == "POST" and response.status_code == 302:
                self._kept().delete()
            elif self.restored and isinstance(response, SimpleTemplateResponse):
                response.render()  # a form with data locks its row while it is shown
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.restored:
            data = QueryDict(mutable=True)
            for name, values in self.restored.typed.items():
                data.setlist(name, values)
            kwargs["data"] = data
        return kwargs

    def get_form(self, *args: Any, **kwargs: Any) -> BaseForm:
        """What was typed is checked before it is shown: the check finds what somebody else saved meanwhile."""
        form = super().get_form(*args, **kwargs)
        if self.restored:
            form.is_valid()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, restored=self.restored)

    def _kept(self) -> Any:
        return Unfinished.objects.filter(user=self.request.user, path=self.request.path[:300])

    def _keep(self) -> None:
        """Committed at once: no transaction is open here."""
        typed = {
            name: [text.replace("\x00", "") for text in values]
            for name, values in self.request.POST.lists()
            if name not in NOT_TYPED
        }
        if sum(len(text) for values in typed.values() for text in values) <= LONGEST:
            own = {"user": self.request.user, "path": self.request.path[:300]}
            Unfinished.objects.update_or_create(**own, defaults={"typed": typed})
