"""Addresses of the tracking pages."""

from django.urls import path

from tracking.views import children, episodes, imports, limits, recording, restrictions, trackers, withdrawals

IMPORTS = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new_import, name="new_import"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/findings.csv", imports.export_findings, name="export_findings"),
    path("imports/<int:pk>/undo/", imports.undo_import, name="undo_import"),
]

TRACKERS = [
    path("trackers/", trackers.trackers, name="trackers"),
    path("trackers/forecast/", trackers.forecast, name="forecast"),
    path("trackers/duties/<int:pk>/record/", recording.record_duty, name="record_duty"),
    path("trackers/duties/<int:pk>/reason/", recording.explain_duty, name="explain_duty"),
    path("trackers/filters/<int:pk>/remove/", trackers.drop_filter, name="drop_filter"),
    path("trackers/<slug:kind>/", trackers.tracker, name="tracker"),
    path("trackers/<slug:kind>/filters/", trackers.keep_filter, name="keep_filter"),
    path("trackers/<slug:kind>/export.<slug:form>", trackers.export_tracker, name="export_tracker"),
]

CHILDREN = [
    path("children/", children.children, name="children"),
    path("children/<int:pk>/", children.child, name="child"),
    path("children/<int:pk>/restriction/", restrictions.restriction, name="restriction"),
    path("children/<int:pk>/restriction/lift/", restrictions.lift, name="lift_restriction"),
    path("children/<int:pk>/restriction/<int:user_id>/drop/", restrictions.drop, name="drop_named_user"),
]

LIMITS = [
    path("limits/", limits.limits, name="limits"),
    path("limits/<slug:kind>/", limits.set_limit, name="set_limit"),
]

EPISODES = [
    path("children/new/", episodes.new_child, name="new_child"),
    path("children/<int:child_id>/record/<slug:kind>/", episodes.record_episode, name="record_episode"),
    path("episodes/<slug:kind>/<int:pk>/", episodes.episode, name="episode"),
    path("episodes/<slug:kind>/<int:pk>/correct/", episodes.correct_episode, name="correct_episode"),
    path("episodes/<slug:kind>/<int:pk>/end/", episodes.end_episode, name="end_episode"),
    path("episodes/<slug:kind>/<int:pk>/withdraw/", withdrawals.withdraw_episode, name="withdraw_episode"),
    path("withdrawals/", withdrawals.withdrawals, name="withdrawals"),
    path("withdrawals/<int:pk>/undo/", withdrawals.undo_withdrawal, name="undo_withdrawal"),
]

urlpatterns = IMPORTS + TRACKERS + CHILDREN + LIMITS + EPISODES
