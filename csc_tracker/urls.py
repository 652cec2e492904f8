"""Every address of the product. A page's right stands at its view; those of packages in accounts/access.py."""

from django.urls import include, path

from csc_tracker import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("kpis.urls")),
    path("", include("tracking.urls")),
    path("audits/", include("audits.urls")),
]

handler403 = views.refused
handler404 = views.not_found
handler500 = views.broken
