"""Fields worked out from several columns: what came of a contact, and whether a conference led to a plan."""

import json
from functools import lru_cache

from tracking.imports.codes import code_list
from tracking.imports.layout.words import FALSE_WORDS, TRUE_WORDS
from tracking.models import ContactOutcome


def contact_outcome(code: str, outcomes: str) -> str:
    """The outcome in the report's words: the code where there is one, else from the JSON's flags, else none.

    A code that is unknown counts as none: the row has one, so the JSON is not asked.
    NEW_REFERRAL -> refer to social care; ADVICE or NFA -> advice; another flag -> other (contract, "Input").
    """
    if code:
        return code if code in ContactOutcome.values else ""
    flags = flags_set(outcomes)
    if "NEW_REFERRAL" in flags:
        return ContactOutcome.REFER_TO_SOCIAL_CARE
    if flags & {"ADVICE", "NFA"}:
        return ContactOutcome.ADVICE_INFORMATION
    return ContactOutcome.OTHER if flags else ""


def led_to_plan(flag: str, outcomes: str) -> bool | None:
    """Whether a conference's outcome was a plan: the flag, or CP set in the JSON where that is blank."""
    word = flag.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    return True if "CP" in flags_set(outcomes) else None


@lru_cache(maxsize=10_000)
def flags_set(outcomes: str) -> frozenset[str]:
    """The names of the flags of a JSON object that are set (Y, yes, 1, true in any case), without `_FLAG`.

    A flag is a key that ends so, or one that the national list names; the object holds remarks too.
    """
    try:
        found = json.loads(outcomes or "{}")
    except (ValueError, RecursionError):
        return frozenset()
    pairs = found.items() if isinstance(found, dict) else ()
    names = (name.upper() for name, value in pairs if _is_set(value))
    return frozenset(name.removesuffix("_FLAG") for name in names if name.endswith("_FLAG") or name in _listed())


@lru_cache
def _listed() -> frozenset[str]:
    """The outcomes that the national lists name, as some extracts write them: without `_FLAG`."""
    return frozenset(code_list("contact_outcome_json").keys() | code_list("icpc_outcome_json").keys())


def _is_set(value: object) -> bool:
    return str(value).strip().lower() in TRUE_WORDS
