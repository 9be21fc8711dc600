"""The large regions of the world that small territories are folded into."""

from cartelera.vocabulary.labelled import Labelled


class Region(Labelled):
    """Parts of the world, near to the macro-regions of the UN's M49."""

    LATIN_AMERICA = (
        "latin-america", "Latin America and the Caribbean", "América Latina y el Caribe",
    )  # fmt: skip
    NORTH_AMERICA = "north-america", "United States and Canada", "Estados Unidos y Canadá"
    WESTERN_EUROPE = "western-europe", "Western Europe", "Europa occidental"
    EASTERN_EUROPE = (
        "eastern-europe", "Eastern Europe and Central Asia", "Europa oriental y Asia central",
    )  # fmt: skip
    MIDDLE_EAST = (
        "middle-east", "Middle East and North Africa", "Oriente Medio y norte de África",
    )  # fmt: skip
    AFRICA = "africa", "Africa south of the Sahara", "África subsahariana"
    ASIA = "asia", "South and East Asia", "Asia meridional y oriental"
    OCEANIA = "oceania", "Oceania", "Oceanía"


_TERRITORIES = {
    Region.LATIN_AMERICA: (
        "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM "
        "KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    Region.NORTH_AMERICA: ("BM CA GL PM US"),
    Region.WESTERN_EUROPE: (
        "AD AT AX BE CH DE DK ES FI FO FR GB GG GI GR IE IM IS IT JE LI LU MC MT NL NO PT SE "
        "SJ SM VA CY"
    ),
    Region.EASTERN_EUROPE: (
        "AL AM AZ BA BG BY CZ EE GE HR HU KG KZ LT LV MD ME MK PL RO RS RU SI SK TJ TM UA UZ"
    ),
    Region.MIDDLE_EAST: ("AE BH DZ EG EH IL IQ IR JO KW LB LY MA OM PS QA SA SY TN TR YE"),
    Region.AFRICA: (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU "
        "MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TZ UG YT ZA ZM ZW"
    ),
    Region.ASIA: (
        "AF BD BN BT CN HK ID IN IO JP KH KP KR LA LK MM MN MO MV MY NP PH PK SG TH TL TW VN"
    ),
    Region.OCEANIA: (
        "AS AU CC CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"
    ),
}
REGION_OF = {code: region for region, codes in _TERRITORIES.items() for code in codes.split()}
