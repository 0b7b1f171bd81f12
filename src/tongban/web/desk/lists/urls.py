"""The list side of the desk."""

from __future__ import annotations

from django.urls import path

from . import bulk, drafts, editor, export, searching, views

urlpatterns = [
    path("", views.worklist, name="desk"),
    path("counts/", views.tab_counts, name="desk_counts"),
    path("totals/", views.totals, name="desk_totals"),
    path("export/<str:form>/", export.export, name="desk_export"),
    path("search/", searching.search_page, name="desk_search"),
    path("bulk/", bulk.preview, name="desk_bulk"),
    path("bulk/do/", bulk.carry_out, name="desk_bulk_do"),
    path("views/", editor.edit, name="desk_view_new"),
    path("views/<int:pk>/", editor.edit, name="desk_view"),
    path("views/<int:pk>/delete/", editor.delete, name="desk_view_delete"),
    path("drafts/", drafts.drafts, name="desk_drafts"),
    path("cases/<str:number>/presence/", drafts.presence, name="desk_presence"),
]
