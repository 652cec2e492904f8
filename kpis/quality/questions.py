"""Every question of data quality, in the order of a child's journey. Nothing is found by magic."""

from collections.abc import Mapping, Set

from kpis.measure import Measure
from kpis.quality import care, contradictions, front_door, people, protection
from kpis.quality.question import Question
from kpis.reading import tables_read
from tracking.imports.layout import TABLES

ALL: tuple[Question, ...] = (
    *people.QUESTIONS,
    *front_door.QUESTIONS,
    *protection.QUESTIONS,
    *care.QUESTIONS,
    *contradictions.questions(),
)
QUESTIONS: dict[str, Question] = {question.code: question for question in ALL}


def is_asked(question: Question, recorded: Mapping[str, Set[str]]) -> bool:
    """Whether any of the columns that fill the field is recorded (columns by table): what an extract has no column
    for is not missing from its rows."""
    table = next(table for table in TABLES if table.model_class is question.model)
    columns = {column.name for column in table.columns if column.field == question.field}
    columns |= {name for derived in table.derived if derived.field == question.field for name in derived.reads}
    return bool(columns & recorded.get(table.name, frozenset()))


def moved_by(question: Question, measures: Mapping[str, Measure]) -> list[Measure]:
    """The measures that the answers can move: those that the question names, else all that read the table of its
    rows."""
    if question.measures:
        return [measures[code] for code in question.measures]
    return [measure for measure in measures.values() if question.model._meta.db_table in tables_read(measure)]
