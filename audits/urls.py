"""Addresses of the audits."""

from django.urls import path

from audits.views import actions, auditing, findings, front, moderating, programmes, tools

PROGRAMMES = [
    path("programmes/", programmes.all_programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/plan/", programmes.edit_programme, name="edit_programme"),
    path("programmes/<int:pk>/draw/", programmes.draw_programme, name="draw_programme"),
    path("programmes/<int:pk>/draw/check/", programmes.check_draw, name="check_draw"),
    path("programmes/<int:pk>/allocate/", programmes.allocate_programme, name="allocate_programme"),
    path("cases/<int:pk>/replace/", programmes.replace_case, name="replace_case"),
]

AUDITS = [
    path("mine/", auditing.my_audits, name="my_audits"),
    path("<int:pk>/", auditing.audit, name="audit"),
    path("<int:pk>/save/", auditing.save_audit, name="save_audit"),
    path("<int:pk>/take-back/", auditing.take_back_audit, name="take_back_audit"),
    path("<int:pk>/case/", auditing.audit_case, name="audit_case"),
    path("<int:pk>/accept/", moderating.accept_audit, name="accept_audit"),
    path("<int:pk>/name/", moderating.name_audit, name="name_audit"),
    path("<int:pk>/moderate/", moderating.moderate_audit, name="moderate_audit"),
    path("<int:pk>/settle/", moderating.settle_audit, name="settle_audit"),
    path("<int:pk>/auditor/", moderating.reallocate_audit, name="reallocate_audit"),
    path("<int:pk>/again/", moderating.audit_again, name="audit_again"),
    path("<int:pk>/actions/new/", actions.add_audit_action, name="add_audit_action"),
    path("moderation/", moderating.moderation, name="moderation"),
    path("acceptance/", moderating.acceptance, name="acceptance"),
]

LEARNING = [
    path("actions/", actions.audit_actions, name="audit_actions"),
    path("actions/<int:pk>/", actions.audit_action, name="audit_action"),
    path("agreement/", findings.agreement, name="agreement"),
    path("themes/", findings.themes, name="themes"),
]

TOOLS = [
    path("tools/", tools.audit_tools, name="audit_tools"),
    path("tools/<int:pk>/", tools.audit_tool, name="audit_tool"),
    path("tools/<int:pk>/publish/", tools.publish_tool, name="publish_tool"),
    path("tools/<int:pk>/sections/new/", tools.add_tool_section, name="add_tool_section"),
    path("tools/sections/<int:pk>/", tools.edit_tool_section, name="edit_tool_section"),
    path("tools/sections/<int:pk>/remove/", tools.remove_tool_section, name="remove_tool_section"),
    path("tools/<slug:category>/begin/", tools.begin_tool, name="begin_tool"),
]

urlpatterns = [
    path("", front.audits, name="audits"),
    *PROGRAMMES,
    *AUDITS,
    *LEARNING,
    *TOOLS,
]
