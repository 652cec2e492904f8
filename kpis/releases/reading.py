"""Releases and versions as pages list them; a version's content is read only where it is shown."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.roles import Right
from kpis import book
from kpis.models import Build, Release, Version, VersionState
from kpis.periods import in_words, months_begun
from kpis.releases.composing import Composer
from kpis.releases.content import Content
from kpis.releases.safety import hidden_by, pattern_for
from kpis.releases.upto import figures_upto
from kpis.safety.model import CannotProtect
from workdays import ReportingYear


def versions_for(user: User) -> "QuerySet[Version]":
    """The versions that a user may read: what is under way is for those who see the authority's figures."""
    found = Version.objects.defer("content", "pattern").select_related("release", "drafted_by", "published_by")
    return found if user.may(Right.SEE_AUTHORITY_FIGURES) else found.filter(state=VersionState.PUBLISHED)


def releases_for(user: User) -> "QuerySet[Release]":
    """The releases with a version that the user may read, each with these as `seen`, the newest first."""
    seen = versions_for(user)
    found = Release.objects.filter(pk__in=seen.order_by().values("release"))
    return found.prefetch_related(Prefetch("versions", queryset=seen, to_attr="seen"))


def content_of(version: Version) -> Content:
    """What a version says; a draft as it would say it now. Raises LookupError where there are no figures of it, or it
    cannot be said without giving a child away."""
    if version.state != VersionState.DRAFT:
        return Content.from_json(version.content or {})
    build = book.newest_build(version.release.month.reporting_year)
    if build is None:
        raise LookupError(f"There are no figures of {version.release}.")
    figures = figures_upto(build, version.release.month)
    try:
        pattern = pattern_for(version.release, figures)
    except CannotProtect as error:
        raise LookupError(str(error)) from error
    return Composer.of(version.release, build, figures, hidden_by(pattern)).content()


def periods_to_report(builds: dict[ReportingYear, Build]) -> list[tuple[str, str]]:
    """The months and quarters that are over in the figures and have no report yet, the newest first, in words."""
    taken = set(Release.objects.values_list("period", flat=True))
    found: list[tuple[date, str]] = []
    for year, build in builds.items():
        months = [month for month in months_begun(year, build.as_at) if month.last <= build.as_at]
        found += [(month.last, str(month)) for month in months]
        found += [(month.last, str(month.quarter)) for month in months if month == month.quarter.months[-1]]
    return [(period, in_words(period)) for _, period in sorted(found, reverse=True) if period not in taken]
