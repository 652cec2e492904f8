"""What an episode is to whoever records it: the words in which a kind of episode declares itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models

from tracking.models.base import Record

# What is wrong with a record, by field; "" for what concerns no field alone. Asked with the record and the latest day.
Problems = dict[str, str]
Rule = Callable[[Any, date], Problems]


@dataclass(frozen=True)
class Ask:
    """One thing that a form asks: a field of the model, in the field's words.

    `codes` names a list of the national codes, `choices` a list of our own; a set of `flags` is kept as JSON.
    A day that `may_be_ahead` is planned; every other one has come.
    """

    name: str
    label: str
    hint: str = ""
    codes: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    may_be_ahead: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Next:
    """What may follow in the journey, in one step, with what is known filled in.

    `fills` are fields of the next one by the field of this one that they are like; "" is this record itself. Where
    `when` (a field and its value) holds, recording this leads straight there. With `ends` the next one ends this one
    on its first day: a move, a new worker. `given` are values that the step itself decides.
    """

    kind: str
    label: str
    fills: Mapping[str, str]
    when: tuple[str, Any] | None = None
    ends: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of episode: what it is called, which model it is, what is asked of it, what ends it, what may follow.

    `day` is its own date, `end` the one that ends it and `to_end` what is asked then. `alone` says of a child that
    there is one at a time (and what to say where there is another); `within` names the kind that must be open on its
    day; with its end all of `ends_too` that are open end. `prepare` fills in what is not asked, given whose record it
    is, and `of_child` finds that again. `shared_by` is the field that rows of several children in one such have alike;
    `goes_with` are the records, besides those that cannot be without it, that are withdrawn with it.
    One that `only_follows` is recorded from the page of what it belongs to.
    """

    code: str
    name: str
    model: Any
    asks: tuple[Ask, ...]
    day: str
    end: str = ""
    to_end: tuple[str, ...] = ()
    next: tuple[Next, ...] = ()
    alone: str = ""
    within: str = ""
    ends_too: tuple[str, ...] = ()
    shared_by: str = ""
    only_follows: bool = False
    rules: tuple[Rule, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    of_child: Callable[[Any], int | None] = lambda record: record.child_id
    prepare: Callable[[Any, int | None], None] = lambda record, child_id: None
    goes_with: Callable[[Any], Iterable[Any]] = lambda record: ()

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Its name as the beginning of a sentence."""
        return self.name[0].upper() + self.name[1:]

    @cached_property
    def by_name(self) -> dict[str, Ask]:
        """What is asked, by field."""
        return {ask.name: ask for ask in self.asks}

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that are asked."""
        return tuple(ask.name for ask in self.asks)

    @property
    def asked_at_first(self) -> tuple[str, ...]:
        """The fields that are asked when it begins: all but those of its end."""
        return tuple(name for name in self.names if name not in self.to_end)

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """Pairs of days of which the second is not before the first."""
        return (*self.order, *(((self.day, self.end),) if self.end else ()))

    def column(self, name: str) -> models.Field[Any, Any]:
        """The model's field. Raises FieldDoesNotExist."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field), name  # noqa: S101 - kinds ask fields, not relations back
        return found

    def is_open(self, record: Record) -> bool:
        """Whether it can be ended, and is not."""
        return bool(self.end) and getattr(record, self.end) is None
