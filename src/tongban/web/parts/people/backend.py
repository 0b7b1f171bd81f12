"""Loading the person of a session together with the organisation's version, in one query."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Subquery

from tongban.apps.org.models import OrgVersion, Person


class PersonBackend(AuthenticationBackend):
    """What a person may do follows from positions (`tongban.apps.org.policy`), never from Django's permissions."""

    def get_user(self, user_id: int) -> Person | None:
        version = Subquery(OrgVersion.objects.order_by("pk").values("number")[:1])
        person = Person.objects.filter(pk=user_id).annotate(org_version=version).first()
        return person if person and self.user_can_authenticate(person) else None

    def has_perm(self, user_obj: object, perm: str, obj: object = None) -> bool:
        return False
