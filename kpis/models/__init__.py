"""What the figures keep: what was built, what they are held against, what is said of them, and what was published."""

from kpis.models.figures import (
    Benchmark,
    Build,
    BuildState,
    BuildStep,
    Comparator,
    EarlierFigure,
    Figure,
    QualityCheck,
    QualityMove,
    QualityRow,
    RecordBehind,
    Statement,
    StatementKind,
    Target,
)
from kpis.models.releases import PublishedFigure, PublishedRecord, Release, Step, Version, VersionState

__all__ = [
    "Benchmark",
    "Build",
    "BuildState",
    "BuildStep",
    "Comparator",
    "EarlierFigure",
    "Figure",
    "PublishedFigure",
    "PublishedRecord",
    "QualityCheck",
    "QualityMove",
    "QualityRow",
    "RecordBehind",
    "Release",
    "Statement",
    "StatementKind",
    "Step",
    "Target",
    "Version",
    "VersionState",
]
