"""Letters about accounts, and the nightly round through them. Hours are UTC."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import int_to_base36
from django.utils.translation import gettext, gettext_lazy
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .actions import close_idle_accounts, forget_attempts
from .models import Person

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
NOTICES = {
    "password_changed": gettext_lazy("The password was changed."),
    "password_reset": gettext_lazy("A new password was set by a mailed link."),
    "totp_activated": gettext_lazy("The second factor was set up."),
    "totp_deactivated": gettext_lazy("The second factor was removed."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made."),
}


@app.task(name="SendPasswordLink", retry=RETRY)
def send_password_link(person_id: int) -> None:
    """The link is made only now, so that no job ever holds it."""
    person = Person.objects.filter(pk=person_id, is_active=True).exclude(email="").first()
    if person is None:
        return
    with translation.override(person.language):
        values = {
            "name": person.name,
            "user": person.username,
            "link": password_link(person),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        body = gettext(
            "%(name)s,\n\nwith this link you set the password of your account %(user)s:\n%(link)s\n\n"
            "It works once and for %(hours)s hours. Later, ask for a new one on the log-in page.\n"
            "If you did not ask for it, leave it: nothing has changed.\n"
        )
        send_mail(gettext("Set your password"), body % values, None, [person.email])


@app.task(name="SendAccountNotice", retry=RETRY)
def send_account_notice(person_id: int, what: str) -> None:
    person = Person.objects.filter(pk=person_id).exclude(email="").first()
    if person is None or what not in NOTICES:
        return
    with translation.override(person.language):
        body = gettext(
            "%(name)s,\n\nyour account %(user)s has changed: %(what)s\n\n"
            "If it was not you, tell your administrator at once.\n"
        )
        values = {"name": person.name, "user": person.username, "what": str(NOTICES[what])}
        send_mail(gettext("Your account has changed"), body % values, None, [person.email])


@app.periodic(cron="10 19 * * *")
@app.task(name="TidyAccounts", queueing_lock="TidyAccounts")
def tidy_accounts(timestamp: int) -> None:
    """Close accounts nobody uses; forget old attempts and log-ins."""
    now = timezone.now()
    close_idle_accounts(by="system:night", at=now)
    forget_attempts(at=now)
    Session.objects.filter(expire_date__lt=now).delete()


def password_link(person: Person) -> str:
    names = {"uidb36": int_to_base36(person.pk), "key": default_token_generator.make_token(person)}
    return settings.BASE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=names)
