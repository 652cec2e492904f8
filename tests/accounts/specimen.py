"""A page with every component of ours on it, and its address: for the tests of the look."""

import django_filters
import django_tables2 as tables
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from accounts.access import public
from accounts.forms import DateParts, DayPicker, HintedCheckboxes, ManyCheckboxes
from accounts.models import User
from accounts.tables import NumericColumn

COLOURS = [("red", "Red"), ("green", "Green")]


class Hinted(HintedCheckboxes):
    hints = {"red": "Like a post box."}


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As on the register.")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    born_on = forms.DateField(label="Date of birth", help_text="For example, 27 3 2012", widget=DateParts)
    visited_on = forms.DateField(label="Date of visit", widget=DayPicker)
    reason = forms.CharField(label="Reason", widget=forms.Textarea({"rows": 3}))
    count = forms.IntegerField(label="How many", min_value=0)
    colour = forms.ChoiceField(label="Colour", choices=[("", "Choose"), *COLOURS])
    shade = forms.ChoiceField(label="Shade", choices=COLOURS, widget=forms.RadioSelect)
    colours = forms.MultipleChoiceField(label="Colours", choices=COLOURS, widget=Hinted)
    many = forms.MultipleChoiceField(label="Many colours", choices=COLOURS, widget=ManyCheckboxes)
    agreed = forms.BooleanField(label="I agree", help_text="To all of it.")
    file = forms.FileField(label="Extract")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class Figures(tables.Table):
    caption = "Figures of the year"
    measure = tables.Column()
    value = NumericColumn()


class Narrow(django_filters.FilterSet):
    measure = django_filters.CharFilter(label="Measure")
    since = django_filters.DateFilter(label="From", widget=DayPicker)

    class Meta:
        model = User
        fields: list[str] = []


@public
def specimen(request: HttpRequest) -> HttpResponse:
    """The page; posted with nothing in it, every field is wrong."""
    form = EveryField(request.POST if request.method == "POST" else None)
    table = Figures([{"measure": f"CSC {n:03}", "value": f"{n}.0"} for n in range(200)], order_by="-value")
    table.paginate(page=int(request.GET.get("page", 3)), per_page=5)
    narrow = Narrow(request.GET, User.objects.none())
    return render(request, "specimen.html", {"form": form, "table": table, "filter": narrow, "heading": "Specimen"})


urlpatterns = [path("specimen/", specimen, name="specimen"), path("", include("csc_tracker.urls"))]
handler403 = "csc_tracker.views.refused"
