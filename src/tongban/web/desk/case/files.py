"""Documents of a case: taken in, given out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tongban.apps.cases.actions import record_attachment
from tongban.apps.documents.actions import open_document, store_upload
from tongban.apps.documents.models import Document
from tongban.apps.documents.names import disposition
from tongban.apps.documents.queries import DocumentUnavailable, document_for
from tongban.apps.org.policy import Deed

from .opening import Opened, opened
from .page import case_page

MOST = 20
"""Files that may be sent at once."""


@require_POST
@login_required
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Each file is judged by itself: good ones are kept, the others are named with what is wrong."""
    found = opened(request, number)
    if not found.may(Deed.ATTACH):
        raise PermissionDenied
    files = request.FILES.getlist("files")
    if not files or len(files) > MOST:
        text = _("Choose one to %(most)s files.") % {"most": MOST}
        return case_page(request, found, upload_faults=[text], status=422)
    faults, kept = [], 0
    for file in files:
        try:
            _attach(found, file, evidence="evidence" in request.POST)
            kept += 1
        except ValidationError as refused:
            faults.append(f"{file.name}: {' '.join(refused.messages)}")
    if kept:
        messages.success(
            request, ngettext("%(n)s document was attached.", "%(n)s documents were attached.", kept) % {"n": kept}
        )
    if faults:
        return case_page(request, opened(request, number), upload_faults=faults, status=422)
    return HttpResponseRedirect(reverse("desk_case", args=[number]) + "#documents")


@transaction.atomic
def _attach(found: Opened, file: File[bytes], *, evidence: bool) -> None:
    """The very same file sent again is the document that was there already: nothing to be journalled."""
    document = store_upload(
        file,
        subject=found.file.subject,
        by=found.rights.actor,
        at=found.at,
        evidence=evidence,
    )
    if document.uploaded_at == found.at:
        digest = bytes(document.sha256).hex()
        record_attachment(number=found.number, document=str(document.pk), digest=digest, by=found.rights, at=found.at)


@require_GET
@login_required
@never_cache
def download(request: HttpRequest, number: str, document: UUID) -> HttpResponse:
    """The file as kept; the look is recorded. Whatever is in it, it cannot act in our name."""
    found = opened(request, number)
    if not found.sees_names:
        raise PermissionDenied
    row = document_for(document, subject=found.file.subject)
    if row is None:
        raise Http404(str(document))
    reason = _("Handling case %(number)s") % {"number": found.number}
    try:
        content = open_document(document=row, by=found.rights.actor, at=found.at, reason=reason, door="desk")
    except DocumentUnavailable as gone:
        return case_page(request, found, fault=str(gone), status=410)
    return HttpResponse(content, content_type=row.content_type, headers=_headers(row))


def _headers(row: Document) -> dict[str, str]:
    # Browsers do not show PDFs in a sandbox: they are saved.
    inline = row.content_type.startswith("image/")
    return {
        "Content-Disposition": row.disposition() if inline else disposition(row.title),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
