"""Letters about accounts: written as jobs in the same transaction, with ids only."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tongban.apps.org.models import Person


def send_password_link(*, person: Person) -> None:
    """Mail a link by which the person sets a password: once, and within `PASSWORD_RESET_TIMEOUT` seconds."""
    app.configure_task("SendPasswordLink").defer(person_id=person.pk)


def ask_for_password_link(*, email: str) -> None:
    """For whoever forgot the password; an address that no open account has is passed over in silence."""
    for person in Person.objects.filter(email__iexact=email, is_active=True).order_by("pk"):
        send_password_link(person=person)


def send_account_notice(*, person: Person, what: str) -> None:
    """Tell a person by mail that the account changed; `what` is one of `jobs.NOTICES`."""
    app.configure_task("SendAccountNotice").defer(person_id=person.pk, what=what)
