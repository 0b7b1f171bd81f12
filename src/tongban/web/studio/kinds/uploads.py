"""Files instead of fields: a form as a workbook, a whole pack as a zip; and the pack to take away."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.apps.catalogue.actions import FaultyPack, change_draft, draft_pack
from tongban.apps.catalogue.archives import read_archive
from tongban.apps.catalogue.models import Pack
from tongban.apps.catalogue.queries import definition, edition, published_process
from tongban.apps.org.models import Unit
from tongban.apps.org.policy import Deed, Grounds
from tongban.core.forms import read_form
from tongban.core.packs import read_pack, with_called
from tongban.core.text import Fault, Text
from tongban.web.studio.access import actor_of, door, pack_within
from tongban.web.studio.showing import fault_lines, show

from .addresses import kind_url
from .kind import head

_FORM = re.compile(r"(form|forms/[a-z][a-z0-9_-]*)\.(?:md|xlsx)")


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def new_kind(request: HttpRequest, reach: Grounds) -> HttpResponse:
    """A kind the agency brings itself, as the zip of a pack's folder."""
    faults: list[Fault] = []
    if request.method == "POST":
        files, faults = _archive(request)
        if not faults:
            faults = _outside(files, reach)
        if not faults:
            pack = draft_pack(files=files, by=actor_of(request), at=timezone.now())
            messages.success(request, _("The pack was checked and is kept as a draft. Try its examples, then publish."))
            return HttpResponseRedirect(kind_url(pack.code, "draft"))
    context = {"faults": fault_lines(faults)}
    return show(request, "new_kind", context, tab="kinds", status=422 if faults else 200)


@door(Deed.MANAGE_PACKS)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """`form` replaces one form by a workbook, `pack` the whole pack, `back` takes an own form away again."""
    pack = pack_within(reach, f"{domain}/{name}")
    faults: list[Fault] = []
    if request.method == "POST":
        if "back" in request.POST:
            return _take_back(request, pack, request.POST["back"])
        faults = _pack(request, pack, reach) if "pack" in request.FILES else _form(request, pack)
        if not faults:
            return HttpResponseRedirect(kind_url(pack.code, "draft"))
    now = edition(pack)
    shown = now.definition or (definition(pack.current_id) if pack.current_id else None)
    context = {
        **head(pack, now, shown),
        "forms": [
            {"name": match[1], "path": path, "is_own": path in now.overlay}
            for path in sorted(now.files)
            if (match := _FORM.fullmatch(path))
        ],
        "faults": fault_lines(faults),
        "own": sorted(now.overlay),
    }
    return show(request, "upload", context, tab="kinds", status=422 if faults else 200)


@door(Deed.MANAGE_PACKS)
@require_GET
def download(request: HttpRequest, reach: Grounds, domain: str, name: str) -> HttpResponse:
    """The pack as it stands now, draft and all, as a zip that can be uploaded again."""
    pack = pack_within(reach, f"{domain}/{name}")
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(edition(pack).files.items()):
            archive.writestr(zipfile.ZipInfo(f"{name}/{path}"), content, zipfile.ZIP_DEFLATED)
    return HttpResponse(
        out.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


def _pack(request: HttpRequest, pack: Pack, reach: Grounds) -> list[Fault]:
    files, faults = _archive(request)
    if faults:
        return faults
    read, _faults = read_pack(files)
    if read is not None and read.code != pack.code:
        text = Text(f"這是「{read.code}」的業務包。", f"This is the pack of “{read.code}”.")
        return [Fault("pack.yaml", "code", text, Text(f"代碼須為 {pack.code}。", f"Its code must be {pack.code}."))]
    if faults := _outside(files, reach):
        return faults
    try:
        draft_pack(files=files, pack=pack, by=actor_of(request), at=timezone.now())
    except FaultyPack as faulty:
        return faulty.faults
    messages.success(request, _("The pack was checked and is kept as a draft. Try its examples, then publish."))
    return []


def _form(request: HttpRequest, pack: Pack) -> list[Fault]:
    """A workbook that reads as a form is kept; how it fits the rest of the pack, the draft's page says."""
    name = request.POST.get("name", "")
    path = f"{name}.xlsx"
    sent, faults = sent_file(request, "form")
    if faults:
        return faults
    if _FORM.fullmatch(path) is None or not any(p.rpartition(".")[0] == name for p in edition(pack).files):
        return [Fault(path, "", Text("沒有這份表單。", "There is no such form."))]
    read, faults = read_form(sent, path)
    if read is None or faults:
        return faults
    change_draft(pack=pack, files={path: sent}, seen={}, by=actor_of(request), at=timezone.now())
    messages.success(request, _("The form is kept in the draft."))
    return []


def _take_back(request: HttpRequest, pack: Pack, path: str) -> HttpResponse:
    if path in edition(pack).overlay:
        change_draft(pack=pack, files={path: None}, seen={}, by=actor_of(request), at=timezone.now())
        messages.success(request, _("The delivered form is in the draft again."))
    return HttpResponseRedirect(kind_url(pack.code, "upload"))


def _archive(request: HttpRequest) -> tuple[dict[str, bytes], list[Fault]]:
    data, faults = sent_file(request, "pack")
    if faults:
        return {}, faults
    files, faults = read_archive(data, request.FILES["pack"].name or "pack.zip")
    if faults:
        return {}, faults
    files = with_called(files, published_process)
    return files, read_pack(files)[1]


def sent_file(request: HttpRequest, field: str) -> tuple[bytes, list[Fault]]:
    """What was sent under `field`, or why there is nothing."""
    sent = request.FILES.get(field)
    if not isinstance(sent, UploadedFile) or not sent.size:
        return b"", [Fault("", "", Text("請選擇檔案。", "Choose a file."))]
    if sent.size > settings.UPLOAD_LIMIT:
        return b"", [Fault(sent.name or "", "", Text("檔案過大。", "The file is too large."))]
    return sent.read(), []


def _outside(files: dict[str, bytes], reach: Grounds) -> list[Fault]:
    """Whose pack it is must be an agency the visitor looks after, and stay the one it was."""
    read, faults = read_pack(files)
    if read is None:
        return faults
    owner = Unit.objects.filter(code=read.owner).first()
    known = Pack.objects.select_related("owner").filter(code=read.code).first()
    if owner is None:
        text = Text(f"機關代碼 {read.owner} 不存在。", f"There is no unit {read.owner}.")
        return [Fault("pack.yaml", "owner", text, Text("請先建立機關。", "Set up the unit first."))]
    if not reach.cover_unit(owner.pk) or (known and not reach.cover_unit(known.owner_id)):
        text = Text("這個業務包屬於其他機關。", "This pack belongs to another agency.")
        return [Fault("pack.yaml", "owner", text, Text("請洽該機關或市府管理者。", "Ask that agency or the city."))]
    if known and known.owner_id != owner.pk:
        text = Text(f"這個案件類別屬於 {known.owner.code}。", f"This kind belongs to {known.owner.code}.")
        return [Fault("pack.yaml", "owner", text, Text("主管機關不可變更。", "The agency in charge stays."))]
    return []
