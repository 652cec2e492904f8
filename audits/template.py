"""The tool that a council begins with, for each category: an administrator changes it as they like."""

from dataclasses import dataclass

from audits.models import Category


@dataclass(frozen=True)
class Section:
    """A part of the tool that is judged by itself."""

    title: str
    guidance: str
    questions: tuple[str, ...]


VOICE = Section(
    "Voice of the child",
    "Good: the child is seen alone where that is safe, what they say is in their own words, and what is done follows.",
    (
        "Was the child seen, and seen alone, as often as their plan asks for?",
        "Are their wishes and feelings recorded, and can they be found in the plan?",
        "Are identity, culture and needs such as disability understood?",
    ),
)
OVERSIGHT = Section(
    "Management oversight",
    "Good: supervision is regular and reflective, decisions carry a reason, and drift is noticed and ended.",
    (
        "Are decisions signed by a manager, with the reason for them?",
        "Was supervision recorded as often as the policy asks for?",
        "Were earlier decisions carried out?",
    ),
)
RECORDING = Section(
    "Recording and chronology",
    "Good: the record tells the child’s story; a reader who does not know the child understands why things were done.",
    ("Is the chronology up to date, and is it used?", "Is the record of a kind that the child could read later?"),
)
ASSESSMENT = Section(
    "Assessment and analysis",
    "Good: history, risk and strengths are weighed, not listed, and what follows is the child’s and not the form’s.",
    (
        "Does it draw on the family’s history and on what other agencies know?",
        "Are fathers and other important adults in it?",
        "Does the conclusion follow from the analysis?",
    ),
)
PLAN = Section(
    "Plan and review",
    "Good: the plan says what must change, by when and who helps; reviews are in time and it moves on.",
    (
        "Are the plan’s aims clear to the family, and can they be measured?",
        "Were reviews held in time, with the right people?",
        "What has become better for the child?",
    ),
)
PROTECTION = Section(
    "Protection from harm",
    "Good: thresholds are right, strategy discussions and enquiries are prompt and shared, and the child is safer.",
    (
        "Did the strategy discussion have the agencies that it needs?",
        "Is the core group held in time, and does it do the work of the plan?",
        "Is there a contingency plan that says what will happen if nothing changes?",
    ),
)
PERMANENCE = Section(
    "Permanence and stability",
    "Good: there is one plan for where the child grows up, known to them; moves are few and prepared.",
    (
        "Is the plan for permanence clear by the second review?",
        "Is contact with the family right for the child?",
        "Are health, school and placement looked after together?",
    ),
)
DISABILITY = Section(
    "Disabled children’s needs",
    "Good: the child is seen as a child first; short breaks and support follow from an assessment of their needs.",
    ("Is communication with the child adapted to them?", "Is there a plan for the move to adult services in time?"),
)
SECTIONS: dict[str, tuple[Section, ...]] = {
    Category.ASSESSMENT: (ASSESSMENT, VOICE, OVERSIGHT, RECORDING),
    Category.CHILD_PROTECTION: (PROTECTION, ASSESSMENT, PLAN, VOICE, OVERSIGHT, RECORDING),
    Category.LOOKED_AFTER: (PERMANENCE, PLAN, VOICE, OVERSIGHT, RECORDING),
    Category.CHILD_IN_NEED: (ASSESSMENT, PLAN, VOICE, OVERSIGHT, RECORDING),
    Category.DISABILITY: (DISABILITY, ASSESSMENT, PLAN, VOICE, OVERSIGHT),
}
