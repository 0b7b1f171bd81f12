"""The pages of one case."""

from __future__ import annotations

from django.urls import path

from . import approving, doing, files, looking, page, process, reasons, receipts, requesting, resending, working

urlpatterns = [
    path("cases/<str:number>/", page.case, name="desk_case"),
    path("cases/<str:number>/process/", process.process, name="desk_case_process"),
    path("cases/<str:number>/why/", reasons.ask_reason, name="desk_case_reason"),
    path("cases/<str:number>/tasks/<int:task>/take/", working.take, name="desk_task_take"),
    path("cases/<str:number>/tasks/<int:task>/assign/", working.assign, name="desk_task_assign"),
    path("cases/<str:number>/tasks/<int:task>/complete/", working.complete, name="desk_task_complete"),
    path("cases/<str:number>/tasks/<int:task>/deviation/", approving.decide, name="desk_task_deviation"),
    path("cases/<str:number>/requests/<int:asked>/<slug:what>/", requesting.act_on, name="desk_request"),
    path("cases/<str:number>/do/<slug:code>/", doing.do, name="desk_case_do"),
    path("cases/<str:number>/show/answers/", looking.show_answers, name="desk_case_show_answers"),
    path("cases/<str:number>/show/contacts/", looking.show_contacts, name="desk_case_show_contacts"),
    path("cases/<str:number>/messages/<uuid:message>/again/", resending.resend, name="desk_message_again"),
    path("cases/<str:number>/documents/", files.upload, name="desk_case_upload"),
    path("cases/<str:number>/documents/<uuid:document>/", files.download, name="desk_case_document"),
    path("cases/<str:number>/receipt/", receipts.receipt, name="desk_receipt"),
    path("cases/<str:number>/receipt.pdf", receipts.receipt_pdf, name="desk_receipt_pdf"),
]
