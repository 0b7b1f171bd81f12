"""Why a message did not arrive, as people read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.apps.connectors.failures import REASONS as OUTSIDE

NO_CONSENT = "no-consent"
NO_CONTACT = "no-contact"
NO_TEXT = "no-text"
NOBODY = "nobody"
GAVE_UP = "gave-up"
INTERRUPTED = "interrupted"
UNREADABLE = "unreadable"

REASONS = {
    **OUTSIDE,
    NO_CONSENT: _("There is no consent (any more) to use contact data: tell the citizen in another way."),
    NO_CONTACT: _("There is no e-mail address and no mobile number to send to."),
    NO_TEXT: _("The kind of case has no such text (any more)."),
    NOBODY: _("Nobody in the unit has an account with an e-mail address."),
    GAVE_UP: _("The receiving system could not be reached for more than a day."),
    INTERRUPTED: _("The program was stopped in the middle; the message was sent again under the same number."),
    UNREADABLE: _("The stored text cannot be read: the operator must look at the keys."),
}


def reason_text(reason: str) -> str:
    return str(REASONS.get(reason, reason))
