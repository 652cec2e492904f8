"""Addresses of the tracking pages."""

from django.urls import path

from tracking.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new_import, name="new_import"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/findings.csv", imports.export_findings, name="export_findings"),
    path("imports/<int:pk>/undo/", imports.undo_import, name="undo_import"),
]
