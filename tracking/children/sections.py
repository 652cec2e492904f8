"""What parts that stand above tracking show on a child's page: each registers what it has to say (in its AppConfig)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from tracking.models import Child


@dataclass(frozen=True)
class Section:
    """A part of the page: heading, template, and what the template needs."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Said = Callable[[User, Child], Section | None]
_REGISTERED: list[Said] = []


def register(said: Said) -> None:
    """Ask `said`, with the reader and the child, whenever a child's page is shown; None where it has nothing."""
    if said not in _REGISTERED:
        _REGISTERED.append(said)


def sections(user: User, child: Child) -> list[Section]:
    """What all of them have to say, in the order in which they registered."""
    return [section for said in _REGISTERED if (section := said(user, child)) is not None]
