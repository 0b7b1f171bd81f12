"""Pages of one's own account that allauth has not."""

from __future__ import annotations

from allauth.account.views import LoginView
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.apps.org.queries import posts_by_name

from .rights import POSITION, posts_of


class LogIn(LoginView):
    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 400
        return response


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Oneself: positions, password, second factor."""
    posts = posts_by_name(posts_of(request))
    return render(request, "account/index.html", {"posts": posts, "chosen": request.session.get(POSITION)})


@require_POST
@login_required
def choose_position(request: HttpRequest) -> HttpResponse:
    """Act in one position only, or (empty) in all at once. What is not held today is ignored."""
    chosen = request.POST.get("position", "")
    held = {str(post.position_id): post.position_id for post in posts_of(request).posts}
    if chosen in held:
        request.session[POSITION] = held[chosen]
    else:
        request.session.pop(POSITION, None)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/accounts/")


@never_cache
def here(request: HttpRequest) -> HttpResponse:
    """A sign of life from a page somebody types in; 401 when the log-in is over."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
