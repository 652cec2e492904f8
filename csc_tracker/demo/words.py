"""The words of the demonstration authority: plainly made-up names, and national codes with how often they are used.

Every code is valid in 2017/18; the national lists are those of the Standard Safeguarding Dataset.
"""

from collections.abc import Mapping
from random import Random

# Trees, birds, flowers and stones, for anyone.
FORENAMES = (
    "Alder Ash Aspen Aster Avens Birch Bracken Briar Bryony Campion Cedar Cherry Clover Coral Crane Daisy Dove Dunlin "
    "Elder Elm Fern Finch Flint Garnet Hawthorn Hazel Heath Heather Heron Holly Iris Ivy Jade Jasper Jay Juniper "
    "Kestrel Lark Laurel Lichen Linden Linnet Lotus Maple Marigold Marlin Martin Merlin Moss Myrtle Oak Olive Opal "
    "Oriole Osprey Pearl Petal Pine Pipit Plover Poppy Primrose Quill Raven Reed Robin Rowan Ruby Rush Sage Sedge "
    "Senna Sorrel Starling Swift Tansy Tarn Teal Thistle Thyme Topaz Vetch Violet Willow Wren Yarrow Yew"
).split()
SURNAME_BEGINNINGS = (
    "Amber Badger Barley Beech Bramble Clay Copper Corn Dapple Dew Ember Fallow Frost Gale Gorse Green Hare Honey Lake "
    "Larch Long Marsh Meadow Mill Mist Nettle Otter Pebble Quarry Rain River Sand Shale Silver Snow Spring Stone Test "
    "Timber Winter"
).split()
SURNAME_ENDINGS = "bank beck bridge brook combe croft dale field ford holme hurst mere moor ridge valley water".split()

ETHNICITIES = {
    "WBRI": 850, "WIRI": 4, "WIRT": 6, "WROM": 10, "WOTH": 30, "MWBC": 10, "MWBA": 6, "MWAS": 12, "MOTH": 10,
    "AIND": 4, "APKN": 6, "ABAN": 14, "AOTH": 8, "BCRB": 2, "BAFR": 8, "BOTH": 2, "CHNE": 2, "OOTH": 6, "NOBT": 10,
}  # fmt: skip
# The gender codes of 2017/18 (male, female, not known).
GENDERS = {"1": 510, "2": 488, "0": 2}

# Who makes contact: code, description and how often. 5D, early help, came only in 2022/23.
SOURCES = {
    "1A": ("INDIVIDUAL - family member, relative or carer", 7),
    "1B": ("INDIVIDUAL - acquaintance (including neighbours and child minders)", 3),
    "1C": ("INDIVIDUAL - self", 1),
    "2A": ("SCHOOLS", 16),
    "2B": ("EDUCATION SERVICES", 3),
    "3A": ("HEALTH SERVICES - general practitioner (GP)", 3),
    "3B": ("HEALTH SERVICES - health visitor", 4),
    "3C": ("HEALTH SERVICES - school nurse", 2),
    "3D": ("HEALTH SERVICES - other primary health services", 2),
    "3E": ("HEALTH SERVICES - A&E (accident and emergency department)", 5),
    "4": ("HOUSING - local authority housing or housing association", 3),
    "5A": ("LA SERVICES - social care, for example adults social care services", 5),
    "5C": ("LA SERVICES - external, from another local authority", 3),
    "6": ("POLICE", 34),
    "7": ("OTHER LEGAL AGENCY - including courts, probation, immigration, CAFCASS or prison", 4),
    "8": ("OTHER - including children's centres, independent agency providers or voluntary organisations", 3),
    "9": ("ANONYMOUS", 2),
}
SOURCE_WEIGHTS = {code: weight for code, (_, weight) in SOURCES.items()}
# Schools report absence; the police tell of families that early help knows.
SOURCES_BY_OUTCOME = {
    "advice_information": SOURCE_WEIGHTS,
    "refer_to_early_help": SOURCE_WEIGHTS,
    "link_to_existing_early_help": {"6": 70, "2A": 20, "3B": 10},
    "refer_to_school_attendance_support": {"2A": 75, "2B": 25},
    "": SOURCE_WEIGHTS,
}

PRIMARY_NEEDS = {"N1": 58, "N2": 7, "N3": 4, "N4": 9, "N5": 16, "N6": 3, "N7": 1, "N8": 2}
CHILDS_DISABILITY = "N2"

# Why a case was closed.
CLOSED_AFTER_ASSESSMENT = "RC8"
SERVICES_CEASED = "RC7"

EARLY_HELP_REASONS = {
    "Parenting support": 30,
    "Behaviour at home": 20,
    "School attendance": 14,
    "Emotional wellbeing": 14,
    "Domestic abuse": 12,
    "Housing and money": 10,
}
EARLY_HELP_END_REASONS = {
    "Outcomes achieved": 60,
    "Family withdrew consent": 22,
    "Moved away": 6,
    "Closed by agency": 12,
}
PARTNER_AGENCIES = {
    "Heronmere Primary School": 5,
    "Silverbeck Academy": 5,
    "Otterford Nursery": 3,
    "Health visiting service": 4,
    "Brackenfield Family Charity": 3,
    "Housing support service": 2,
}


def pick(rng: Random, weighted: Mapping[str, int]) -> str:
    """One of the keys, each as often as its weight says."""
    return rng.choices(list(weighted), list(weighted.values()))[0]


def surname(rng: Random) -> str:
    """A made-up surname."""
    return rng.choice(SURNAME_BEGINNINGS) + rng.choice(SURNAME_ENDINGS)
