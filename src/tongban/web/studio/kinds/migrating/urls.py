"""Below /studio/kinds/<kind>/migrations/."""

from __future__ import annotations

from django.urls import path

from . import choosing, following

urlpatterns = [
    path("", choosing.migrations, name="studio_kind_migrations"),
    path("<int:number>/", following.migration, name="studio_kind_migration"),
    path("<int:number>/stop/", following.stop, name="studio_kind_migration_stop"),
    path("<int:number>/undo/", following.undo, name="studio_kind_migration_undo"),
]
