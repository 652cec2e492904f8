"""Addresses of the figures."""

from django.urls import path

from kpis.views import builds, documents, figures, measures, narrative, quality, questions, records, releases

urlpatterns = [
    path("data-quality/", quality.data_quality, name="data_quality"),
    path("data-quality/<slug:slug>/", quality.quality_rows, name="quality_rows"),
    path("data-quality/<slug:slug>/export.<slug:form>", quality.export_quality_rows, name="export_quality_rows"),
    path("figures/", figures.figures, name="figures"),
    path("figures/builds/", builds.builds, name="builds"),
    path("figures/builds/start/", builds.start, name="start_build"),
    path("figures/builds/<int:pk>/", builds.build, name="build"),
    path("figures/measures/", measures.measures, name="measures"),
    path("figures/measures/<slug:slug>/", measures.measure, name="measure"),
    path("figures/measures/<slug:slug>/<str:kind>/", measures.set_comparison, name="set_comparison"),
    path("figures/<str:year>/", figures.overview, name="overview"),
    path("figures/<str:year>/export.csv", figures.export_csv, name="export_figures"),
    path("figures/<str:year>/conversion/", questions.conversion, name="conversion"),
    path("figures/<str:year>/breakdown/<slug:slug>/", questions.breakdown, name="breakdown"),
    path("figures/<str:year>/records/<slug:slug>/<slug:period>/", records.records_behind, name="records_behind"),
    path(
        "figures/<str:year>/records/<slug:slug>/<slug:period>/export.<slug:form>",
        records.export_records,
        name="export_records",
    ),
    path("figures/<str:year>/month/", narrative.newest_month, name="newest_month"),
    path("figures/<str:year>/month/<slug:month>/", narrative.month, name="month"),
    path("figures/<str:year>/month/<slug:month>/draft/", narrative.draft_month, name="draft_month"),
    path("figures/<str:year>/month/<slug:month>/write/", narrative.write_statement, name="write_statement"),
    path("figures/statements/<int:pk>/edit/", narrative.edit_statement, name="edit_statement"),
    path("figures/statements/<int:pk>/sign/", narrative.sign_statement, name="sign_statement"),
    path("figures/statements/<int:pk>/withdraw/", narrative.withdraw_statement, name="withdraw_statement"),
    path("figures/<str:year>/<slug:slug>/", figures.section, name="section"),
    path("reports/", releases.releases, name="releases"),
    path("reports/start/", releases.start_release, name="start_release"),
    path("reports/<int:pk>/", releases.release, name="release"),
    path("reports/<int:pk>/correct/", releases.correct_release, name="correct_release"),
    path("reports/versions/<int:pk>/", releases.version, name="version"),
    path("reports/versions/<int:pk>/step/<slug:slug>/", releases.take_step, name="take_step"),
    path("reports/versions/<int:pk>/documents/", documents.progress, name="documents"),
    path("reports/versions/<int:pk>/documents/build/", documents.build, name="build_documents"),
    path("reports/versions/<int:pk>/documents/report.<slug:form>", documents.download, name="document"),
    path("reports/versions/<int:pk>/<slug:slug>/", releases.version_section, name="version_section"),
]
