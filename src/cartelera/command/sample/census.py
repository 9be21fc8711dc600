"""People of Mexico by state, to hold the places of the sample's slate against."""

from cartelera.apps.slate.actions import keep_reference
from cartelera.vocabulary.aspect import Aspect

# People by ISO 3166-2 code of the state. Source: INEGI, Censo de Población y Vivienda 2020.
PEOPLE = {
    "AGU": 1_425_607, "BCN": 3_769_020, "BCS": 798_447, "CAM": 928_363, "CHH": 3_741_869,
    "CHP": 5_543_828, "CMX": 9_209_944, "COA": 3_146_771, "COL": 731_391, "DUR": 1_832_650,
    "GRO": 3_540_685, "GUA": 6_166_934, "HID": 3_082_841, "JAL": 8_348_151, "MEX": 16_992_418,
    "MIC": 4_748_846, "MOR": 1_971_520, "NAY": 1_235_456, "NLE": 5_784_442, "OAX": 4_132_148,
    "PUE": 6_583_278, "QUE": 2_368_467, "ROO": 1_857_985, "SIN": 3_026_943, "SLP": 2_822_255,
    "SON": 2_944_840, "TAB": 2_402_598, "TAM": 3_527_735, "TLA": 1_342_977, "VER": 8_062_579,
    "YUC": 2_320_898, "ZAC": 1_622_138,
}  # fmt: skip


def keep_census() -> None:
    """Keep the census as a reference for where stories happen and where they are filmed."""
    total = sum(PEOPLE.values())
    shares = {f"MX-{state}": people / total for state, people in PEOPLE.items()}
    keep_reference(
        "censo-2020",
        "Censo 2020",
        "INEGI, Censo de Población y Vivienda 2020",
        {Aspect.STORY: shares, Aspect.FILMED: shares},
        None,
    )
