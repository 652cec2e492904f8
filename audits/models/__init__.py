"""Programmes of audits, their samples, tools, judgements and actions."""

from audits.models.action import AuditAction, AuditReminder, Theme
from audits.models.audit import (
    UNDER_WAY,
    WITH_THE_AUDITOR,
    Audit,
    DraftJudgement,
    Given,
    Grade,
    Grading,
    ModeratedBecause,
    State,
)
from audits.models.base import Category, Judgement
from audits.models.programme import Exclusion, HowChosen, LeftOut, Programme, SampledCase, Stratum
from audits.models.tool import ToolQuestion, ToolSection, ToolVersion

__all__ = [
    "UNDER_WAY",
    "WITH_THE_AUDITOR",
    "Audit",
    "AuditAction",
    "AuditReminder",
    "Category",
    "DraftJudgement",
    "Exclusion",
    "Given",
    "Grade",
    "Grading",
    "HowChosen",
    "Judgement",
    "LeftOut",
    "ModeratedBecause",
    "Programme",
    "SampledCase",
    "State",
    "Stratum",
    "Theme",
    "ToolQuestion",
    "ToolSection",
    "ToolVersion",
]
