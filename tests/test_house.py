"""The floors of the house: nothing imports what stands above it, in the house or within an app."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What each part may import besides itself (docs/adr/0001-house.md).
FLOORS = {
    "workdays": set(),
    "accounts": {"workdays"},
    "tracking": {"accounts", "workdays"},
    "audits": {"tracking", "accounts", "workdays"},
    "kpis": {"audits", "tracking", "accounts", "workdays"},
    "csc_tracker": {"kpis", "audits", "tracking", "accounts", "workdays"},
}
# Inside an app, from the roof down; a module imports its own storey or a lower one.
STOREYS = ("urls", "views", "pages", "management", "tables", "filters", "forms", "tasks", "actions", "models")
THE_TASK_QUEUE = "csc_tracker.celery"
MODULES = [path for part in FLOORS for path in sorted((ROOT / part).rglob("*.py")) if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def storey(name: str) -> int | None:
    """The storey of a module such as `kpis.views.builds`; None for the rules, which may stand anywhere between."""
    parts = name.split(".")
    return STOREYS.index(parts[1]) if len(parts) > 1 and parts[1] in STOREYS else None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_below(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0]
    upward = {
        name
        for name in imported(path)
        if name.split(".")[0] in FLOORS.keys() - FLOORS[part] - {part} and not name.startswith(THE_TASK_QUEUE)
    }
    assert upward == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_inside_an_app_no_module_imports_a_higher_storey(path: Path) -> None:
    relative = path.relative_to(ROOT)
    here = storey(".".join(relative.with_suffix("").parts))
    if here is None:
        return
    higher = {
        name
        for name in imported(path)
        if name.split(".")[0] == relative.parts[0] and (there := storey(name)) is not None and there < here
    }
    assert higher == set()


def test_workdays_knows_neither_django_nor_the_clock() -> None:
    for path in (ROOT / "workdays").rglob("*.py"):
        assert not any(name.startswith("django") for name in imported(path)), path
        assert "today(" not in path.read_text(encoding="utf-8"), path
