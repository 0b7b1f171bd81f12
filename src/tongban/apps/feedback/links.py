"""The address of a case's questionnaire, for the message that tells of its closure.

It ends in 80 bits of a keyed digest of the number: who has the link may rate, and sees nothing of the case.
"""

from __future__ import annotations

import hmac
from base64 import b32encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

_SALT = "tongban.questionnaire"


def questionnaire_code(case_number: str) -> str:
    digest = salted_hmac(_SALT, case_number, algorithm="sha256").digest()
    return b32encode(digest[:10]).decode().lower()


def is_code_of(case_number: str, code: str) -> bool:
    return hmac.compare_digest(questionnaire_code(case_number).encode(), code.lower().encode())


def questionnaire_path(case_number: str) -> str:
    return reverse("citizen:questionnaire", kwargs={"number": case_number, "code": questionnaire_code(case_number)})


def questionnaire_url(case_number: str) -> str:
    """The whole address, as messages need it."""
    return settings.BASE_URL.rstrip("/") + questionnaire_path(case_number)
