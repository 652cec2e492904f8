"""The tiles that the figures bring to a user's front page."""

from django.urls import reverse

from accounts.models import User
from accounts.roles import Right
from accounts.tiles import Tile
from kpis import book
from kpis.narrative.reading import statements_of
from kpis.scopes import scopes_of
from workdays import Month, ReportingYear

QUESTIONS = (("Measures that missed their target", "missed", True), ("Measures that met their target", "met", False))


def tiles(user: User) -> list[Tile]:
    """How the newest month stands against its targets, for those who see the authority's figures."""
    builds = book.newest_builds() if user.may(Right.SEE_AUTHORITY_FIGURES) else {}
    if not builds:
        return []
    year, build = next(iter(builds.items()))
    url = reverse("overview", kwargs={"year": year.slug})
    counts = book.standings(build, scopes_of(user)[0], book.newest_month(build))
    standings = [
        Tile(label, counts[standing], f"{url}?standing={standing}", is_urgent and counts[standing] > 0)
        for label, standing, is_urgent in QUESTIONS
    ]
    return [*standings, *_to_sign(user, year, book.newest_month(build))]


def _to_sign(user: User, year: ReportingYear, month: Month) -> list[Tile]:
    """The statements of the month that nobody has signed, for those who may."""
    if not user.may(Right.SIGN_OFF):
        return []
    count = sum(statement.signed_by is None for statement in statements_of(month))
    return [Tile("Statements to sign", count, reverse("month", kwargs={"year": year.slug, "month": str(month)}))]
