"""Questions that every page and every message asks: their SQL is made once.

Django makes the SQL of a queryset anew each time it is asked, which takes several times as long as
PostgreSQL takes to answer. Where that is felt, the queryset is written as ever and compiled here, once
a process, with stand-ins in the places of what differs from one question to the next.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

from hearten.foundation.arrays import as_array

M = TypeVar("M", bound=Model)


def any_id() -> UUID:
    """Stands in for an id."""
    return uuid4()


def any_ids() -> list[UUID]:
    """Stands in for ids that are one parameter, as `arrays.is_any_of` makes them."""
    return [uuid4()]


def any_numbers() -> list[int]:
    """Stands in for numbers that are one parameter."""
    return [uuid4().int]


class Compiled(Generic[M]):
    """A question with names for what differs.

    Everything else is the same each time: a queryset that looks at the clock, or is built another way
    for other values, must not be compiled.
    """

    def __init__(self, make: Callable[..., QuerySet[M, Any]], **stand_ins: object) -> None:
        """`make` builds the queryset from the arguments `stand_ins` names; each is a value that
        nothing else in the question can have."""
        self._make = make
        self._stand_ins = stand_ins
        self._made: _Made[M] | None = None

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """The answer to a question made by `values_list`."""
        return self._ready().ask(values)

    def instances(self, **values: object) -> list[M]:
        """The answer to a question for a model's instances, without those they lead to."""
        made = self._ready()
        return [made.model.from_db(DEFAULT_DB_ALIAS, made.columns, row) for row in made.ask(values)]

    def _ready(self) -> "_Made[M]":
        if self._made is None:
            self._made = _Made(self._make(**self._stand_ins), self._stand_ins)
        return self._made


class _Made(Generic[M]):
    """The SQL, and which of its parameters are whose."""

    def __init__(self, question: QuerySet[M, Any], stand_ins: Mapping[str, object]) -> None:
        compiler = question.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, given = compiler.as_sql()
        selected = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        self._converters = compiler.get_converters(selected)
        self._compiler = compiler
        self.model = question.model
        self.columns = [getattr(getattr(one, "target", None), "attname", "") for one in selected]
        names = [next((n for n, v in stand_ins.items() if _same(v, one)), None) for one in given]
        if missing := stand_ins.keys() - set(names):
            raise ValueError(f"nothing in the question stands for {', '.join(sorted(missing))}")
        self._given = list(zip(names, given, strict=True))

    def ask(self, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        parameters = [one if name is None else _as_asked(values[name]) for name, one in self._given]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if self._converters:
            rows = [tuple(row) for row in self._compiler.apply_converters(rows, self._converters)]
        return rows


def _as_asked(value: Any) -> Any:
    return as_array(value) if isinstance(value, list) else value


def _same(stand_in: object, parameter: object) -> bool:
    return type(stand_in) is type(parameter) and stand_in == parameter
