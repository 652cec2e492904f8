"""The declared layout against the models, the code lists and itself."""

import pytest
from django.db import models

from tracking.imports.codes import all_codes
from tracking.imports.column import Kind, Table
from tracking.imports.layout import BY_NAME, TABLES
from tracking.models import ChildProtectionPlan, Involvement

# Worked out by the database, or asked of people only.
NOT_IMPORTED = {Involvement: {"is_allocated"}, ChildProtectionPlan: {"early_end_reason"}}
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def filled(table: Table) -> set[str]:
    """The fields of the model that an import fills."""
    moments = {column.time_field for column in table.columns if column.kind is Kind.MOMENT}
    fields = {column.field for column in table.columns if column.field} | {one.field for one in table.derived}
    return fields | moments | ({table.closes} if table.closes else set())


@each_table
def test_every_field_of_the_model_is_filled(table: Table) -> None:
    fields = {field.name for field in table.model_class._meta.concrete_fields}
    assert filled(table) == fields - {"id", "added_in_import"} - NOT_IMPORTED.get(table.model_class, set())


@each_table
def test_a_column_has_the_kind_of_its_field(table: Table) -> None:
    kinds = {
        Kind.DAY: models.DateField,
        Kind.MOMENT: models.DateField,
        Kind.FLAG: models.BooleanField,
        Kind.INTEGER: models.IntegerField,
        Kind.NUMBER: (models.DecimalField, models.FloatField),
        Kind.JSON: models.JSONField,
        Kind.REFERENCE: models.ForeignKey,
        Kind.TEXT: models.CharField,
    }
    for column in table.columns:
        if column.field:
            assert isinstance(table.model_class._meta.get_field(column.field), kinds[column.kind]), column.name


@each_table
def test_a_foreign_key_refers_to_a_table_loaded_before_or_to_its_own(table: Table) -> None:
    names = list(BY_NAME)
    for column in table.columns:
        if column.kind is Kind.REFERENCE:
            target = BY_NAME[column.refers_to]
            assert table.model_class._meta.get_field(column.field).related_model is target.model_class
            assert names.index(target.name) <= names.index(table.name), column.name


@each_table
def test_what_is_named_exists(table: Table) -> None:
    named = {table.own_date, table.child, *(name for span in table.spans for name in span)} - {""}
    named |= {name for one in table.derived for name in one.reads}
    for name in named:
        table.column(name)
    for column in table.columns:
        assert not column.codes or column.codes in all_codes(), column.name
        target, _, name = column.refers_to.partition(".")
        assert not target or BY_NAME[target].column(name or BY_NAME[target].key.name)
    with pytest.raises(KeyError, match="has no column nonsense"):
        table.column("nonsense")


@each_table
def test_an_end_that_the_database_wants_after_its_start_is_asked_about(table: Table) -> None:
    """Otherwise a row with an end before its start would break the whole import off."""
    of = {column.field: column.name for column in table.columns}
    wanted = {
        constraint.name
        for constraint in table.model_class._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and "_not_before_" in constraint.name
        # What holds for rows that people record only cannot break an import off.
        and "source_id__isnull" not in str(constraint.condition)
    }
    fields = {name: field for field, name in of.items()}
    model = table.model_class._meta.model_name
    asked = {f"{model}_{fields[end]}_not_before_{fields[start]}"[:63] for start, end in table.spans}
    assert wanted <= asked


def test_years_of_codes() -> None:
    placements = all_codes()["placement_type"]
    assert [(str(years.first), str(years.last)) for years in placements["K3"]] == [("2024-04-01", "None")]
    assert [(str(years.first), str(years.last)) for years in placements["H5"]] == [("None", "2024-03-31")]
    ceased = all_codes()["reason_episode_ceased"]["E43"]
    assert [str(years.last) for years in ceased] == ["2018-03-31"]
