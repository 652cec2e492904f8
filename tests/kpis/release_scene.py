"""A report of July 2017 in which nothing stands in the way, and what brings it as far as a test wants."""

from pathlib import Path

import pytest

from accounts.roles import Role
from kpis.actions.narrative import sign_statement, write_statement
from kpis.actions.releases import approve, publish, start_release, submit
from kpis.measures import measure_named
from kpis.models import Build, Statement, StatementKind, Version, VersionState
from kpis.releases import freezing
from tests.kpis.narrative_scene import JULY, made, person
from tracking.changes import Mark

SAID = "{96.7% = CSC 022 2017-07} of referrals were decided in time."


def keep_records_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the records behind the timeliness of referrals are kept: those behind all measures take seconds."""
    few = {code: measure_named(code) for code in ("CSC 022", "CSC 026")}
    monkeypatch.setattr(freezing, "declared", lambda as_at: few)


def drafted(folder: Path) -> Version:
    """A draft with one signed statement, and figures that are those of the records."""
    build = made(folder)
    build.followed_to = str(Mark.take())
    build.save()
    sign(say(build))
    return start_release(period="2017-07", by=person(Role.ANALYST))


def say(build: Build, text: str = SAID, kind: StatementKind = StatementKind.PERFORMING_WELL) -> Statement:
    """A statement of July on the timeliness of referrals."""
    by = person(Role.ANALYST)
    section = "referrals-timeliness"
    return write_statement(build=build, month=JULY, section=section, kind=kind, text=text, by=by)


def sign(statement: Statement) -> Statement:
    """The director stands for it."""
    return sign_statement(pk=statement.pk, version=statement.version, by=person(Role.DIRECTOR))


def brought_to(version: Version, state: VersionState) -> Version:
    """The version, as far along as `state`."""
    if state != VersionState.DRAFT:
        version = submit(pk=version.pk, by=person(Role.ANALYST))
    if state in (VersionState.APPROVED, VersionState.PUBLISHED):
        version = approve(pk=version.pk, by=person(Role.DIRECTOR))
    return publish(pk=version.pk, by=person(Role.DIRECTOR)) if state == VersionState.PUBLISHED else version
