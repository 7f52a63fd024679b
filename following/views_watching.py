"""„Was ich beobachte“, and the way out of it from a mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView, TemplateView

from following import digests, steps
from following.forms import WatchForm
from following.models import Watch
from networks.models import Network
from vocabulary import reserving
from vocabulary.models import District, Theme


def page_of(watch: Watch) -> str:
    """Where the watched thing is to be seen."""
    match watch.kind:
        case "network":
            return watch.network.get_absolute_url()
        case "search":
            return watch.search.get_absolute_url()
        case kind:
            return reverse(f"portal:{kind}", args=[watch.target.slug])


def settings_of(watch: Watch) -> str:
    """Where its owner changes the rhythm."""
    if watch.search is not None:
        return watch.search.get_absolute_url()
    return reverse(f"following:watch_{watch.kind}", args=[watch.target.slug])


class WatchesView(LoginRequiredMixin, TemplateView):
    template_name = "following/watches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        watches = list(Watch.objects.of(user).with_targets())
        networks = Network.objects.visible_to(user).filter(
            pk__in=[w.network_id for w in watches if w.network_id]
        )
        visible = set(networks.values_list("pk", flat=True))
        rows = []
        for watch in watches:
            is_hidden = watch.network_id is not None and watch.network_id not in visible
            pages = ("", "") if is_hidden else (page_of(watch), settings_of(watch))
            rows.append({"watch": watch, "page": pages[0], "settings": pages[1], "is_hidden": is_hidden})
        return super().get_context_data(**kwargs, rows=rows)


class WatchView(FormView):
    """Begin to watch one thing, change the rhythm, or stop. `target` is the field of `Watch`."""

    form_class = WatchForm
    template_name = "following/watch.html"
    target = ""
    model: type[Model] = Network

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for what this visitor may not see, then the login."""
        if self.thing is None:
            raise Http404(_("Unter dieser Adresse gibt es nichts zu beobachten."))
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def thing(self) -> Any:
        if self.model is Network:
            return Network.objects.visible_to(self.request.user).at_address(self.kwargs["slug"]).first()
        return reserving.at_address(self.model, self.kwargs["slug"])

    @cached_property
    def watch(self) -> Watch | None:
        return Watch.objects.filter(owner=self.request.user, **{self.target: self.thing}).first()

    def get_initial(self) -> dict[str, str]:
        return {"rhythm": self.watch.rhythm} if self.watch else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, thing=self.thing, watch=self.watch, target=self.target, page=self.page()
        )

    def page(self) -> str:
        if isinstance(self.thing, Network):
            return self.thing.get_absolute_url()
        return reverse(f"portal:{self.target}", args=[self.thing.slug])

    def form_valid(self, form: WatchForm) -> HttpResponse:
        try:
            steps.watch(self.request.user, form.cleaned_data["rhythm"], **{self.target: self.thing})
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _("Sie beobachten „%s“. Wir schreiben Ihnen, sobald es Neues gibt.")
        messages.success(self.request, text % self.thing)
        return redirect(self.page())


class WatchNetworkView(WatchView):
    model, target = Network, "network"


class WatchThemeView(WatchView):
    model, target = Theme, "theme"


class WatchDistrictView(WatchView):
    model, target = District, "district"


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Pressed once more in another tab it has been done, too."""
    watch = Watch.objects.with_targets().filter(pk=pk).first()
    if watch and watch.owner_id != request.user.pk:
        raise Http404
    if watch:
        watch.delete()
        messages.success(request, _("Sie beobachten „%s“ nicht mehr.") % watch.target)
    else:
        messages.info(request, _("Das beobachten Sie schon nicht mehr."))
    return redirect("following:watches")


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    watch = get_object_or_404(Watch.objects.with_targets(), owner=request.user, pk=pk)
    steps.watch(request.user, watch.rhythm, **{watch.kind: watch.target})
    messages.success(request, _("Sie bekommen wieder Nachricht zu „%s“.") % watch.target)
    return redirect("following:watches")


@csrf_exempt  # the signed token allows it, no cookie does; mail programmes post here by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, so that a programme that follows every link ends nothing; POST ends it, without a redirect."""
    known = digests.read_token(token)
    if known is None:
        raise Http404(_("Dieser Link gilt nicht. Bitte nehmen Sie den aus der letzten E-Mail."))
    owner, rhythm = known
    is_done = request.method == "POST"
    if is_done:
        digests.pause(owner, rhythm)
    label = Watch.Interval(rhythm).label
    return render(
        request, "following/unsubscribe.html", {"is_done": is_done, "rhythm": rhythm, "label": label}
    )
