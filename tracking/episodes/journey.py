"""From one episode to the next: which step leads there, and what of it is known already."""

from typing import Any

from tracking.episodes.kind import Kind, Next


def step(before: Kind, kind: Kind) -> Next | None:
    """The step from one kind of episode to another; None where none leads there."""
    return next((one for one in before.next if one.kind == kind.code), None)


def filled(one: Next, before: Any) -> dict[str, Any]:
    """The values of the next episode that are known from the one before; what that has not is left out."""
    found = {name: _follow(before, path) for name, path in one.fills.items()} | dict(one.given)
    return {name: value for name, value in found.items() if value not in (None, "")}


def leads_to(kind: Kind, record: Any) -> Next | None:
    """The step that recording this leads straight to, such as from a contact to its referral."""
    return next((one for one in kind.next if one.when and getattr(record, one.when[0]) == one.when[1]), None)


def _follow(record: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        record = getattr(record, name, None)
    return record
