"""How the measures are spoken of: the words that follow a figure, in the voice of the report."""

from kpis.measure import Measure

# After a percentage, a rate or a number. A measure that is not here is spoken of by its title.
PHRASES = {
    "CSC 004": "new contacts were received",
    "CSC 004i": "contacts were received, counting each child each time",
    "CSC 006": "of contacts were completed within one working day",
    "CSC 009": "of contacts took more than three working days",
    "CSC 013": "referrals were received",
    "CSC 012": "referrals were received",
    "CSC 014": "referrals were received for every 10,000 children",
    "FLOW-REFERRAL-TO-ASSESSMENT": "of referrals led to an assessment",
    "CSC 022": "of referrals were completed within 24 hours",
    "CSC 026": "of referrals took more than 72 hours",
    "CSC 034": "referrals came within 12 months of a previous one",
    "CSC 032": "of referrals came within 12 months of a previous one",
    "CSC 032-MONTH": "of referrals came within 12 months of a previous one",
    "CSC 002": "early help assessments were started",
    "CSC 001": "early help assessments were started",
    "EARLY-HELP-EXTERNAL": "of early help assessments were made by other agencies",
    "MISSING-ALL": "missing episodes began",
    "MISSING-CLA": "missing episodes of our looked-after children began",
    "MISSING-OLA": "missing episodes of other authorities’ children began",
    "RHI-72H": "of return home interviews were completed within 72 hours",
    "RHI-DONE": "of missing episodes were followed by a return home interview",
    "RHI-ACTION-PLAN": "of action plans after missing episodes were completed",
    "CSC 037": "assessments were completed",
    "CSC 036": "assessments were completed",
    "CSC 035": "assessments were completed for every 10,000 children",
    "FLOW-NFA": "of assessments ended in no further action",
    "CSC 038": "of assessments were completed within 45 working days",
    "CSC 040": "of assessments were completed within 45 working days",
    "CSC 060": "of assessments were completed within 25 working days",
    "CSC 080": "of assessments were completed within 15 working days",
    "CSC 100": "of assessments were completed within 10 working days",
    "CSC 163": "strategy discussions were started",
    "CSC 162": "strategy discussions were started",
    "CSC 166": "section 47 enquiries were started",
    "CSC 165": "section 47 enquiries were started",
    "CSC 170": "initial child protection conferences were held",
    "CSC 172": "children were subject to an initial child protection conference",
    "CSC 171": "children were subject to an initial child protection conference",
    "CSC 178": "of initial child protection conferences were held within 15 working days of the strategy discussion",
    "CSC 176": "of initial child protection conferences were held within 15 working days of the strategy discussion",
    "CSC 177": "of children conferenced became subject to a child protection plan",
    "CSC 177-MONTH": "of children conferenced became subject to a child protection plan",
    "CSC 182": "children were subject to a child protection plan",
    "CSC 183": "of child protection cases had an allocated qualified social worker",
    "CSC 191": "of children on a child protection plan were reviewed within the required timescales",
    "CSC 186": "of children who ceased to be subject to a child protection plan had been on it for two years or more",
    "CSC 188": "of children who became subject to a child protection plan did so again within two years",
    "CSC 189": "of children on a child protection plan had been on one before",
    "CSC 252": "of children on a child protection plan had all their statutory visits within timescale",
    "CSC 252a": "of child protection statutory visits were made within timescale",
    "CSC 252b": "of child protection statutory visits were made within timescale",
    "CSC 201": "children were looked after",
    "CLA-STARTED": "children came into care",
    "CLA-CEASED": "children ceased to be looked after",
    "CSC 227": "of looked-after children had an allocated qualified social worker",
    "CSC 218": "of looked-after children had all their reviews within timescale",
    "CSC 219": "of looked-after initial reviews were held within timescale",
    "CSC 220": "of subsequent looked-after reviews were held within timescale",
    "PERMANENCE-4M": "of children with a 4-month review had a plan for permanence",
    "PERMANENCE-PO": "of children with a placement order who are not yet adopted had a plan in place",
    "CSC 260": "of looked-after children had all their statutory visits within timescale",
    "CSC 260a": "of statutory visits to looked-after children were made within timescale",
    "CSC 260b": "of statutory visits to looked-after children were made within timescale",
    "CSC 228": "of looked-after children had had three or more placements in the last 12 months",
    "CSC 229": "of looked-after children had been in their placement for two years or more",
    "CSC 230": "of looked-after children were placed 20 miles or more from home",
    "CSC 247": "of children who came into care had an initial health assessment within 20 working days",
    "IHA-FORMS-7WD": "of initial health assessment forms were returned to Health within 7 working days",
    "CSC 250": "of looked-after children had a health check since April",
    "CSC 251": "of looked-after children had a dental check since April",
    "CSC 250R": "of looked-after children had an up-to-date health check",
    "CSC 251R": "of looked-after children had an up-to-date dental check",
    "SDQ": "of looked-after children aged 4 to 16 had a strengths and difficulties questionnaire since April",
    "CSC 286": "of care leavers were in suitable accommodation",
    "CSC 294": "of care leavers were not in education, employment or training",
}
COMPARATORS = {"statistical": "statistical neighbours", "regional": "the region", "national": "England"}
ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    "twelfth",
)


def said(measure: Measure, number: str) -> str:
    """A measure's figure in words: `97.1% of contacts were completed within one working day`."""
    phrase = PHRASES.get(measure.code)
    title = measure.title.removeprefix("% ")
    return f"{number} {phrase}" if phrase else f"{title[:1].upper()}{title[1:]}: {number}"


def ordinal(n: int) -> str:
    """A place in a row: `third`, `14th`."""
    return ORDINALS[n] if n < len(ORDINALS) else f"{n}{_ending(n)}"


def _ending(n: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if n % 100 not in (11, 12, 13) else "th"


def listed(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
