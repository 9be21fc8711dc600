"""Sheets: productions printed with every value in a row of its own."""

import pytest

from cartelera.adapters.lexicons import lexicons
from cartelera.engines.announce.read import read

SHEET = """# Cartelera 2031

## Series

### La última sal

Una comedia dirigida por nadie, filmada en París.

Basada en: Novela: *Sal, y agua*, de Ana Ruiz, Luis Paz (Era, 1977);

Dirección: Luz Paz, Juan García

Reparto: Marta Gil (Luz)

Compañía productora: Metro, Inc.;

Filmada en: Tijuana (México)

Rodaje: 2 de mayo de 2030

Tipo: Serie

Etapa: Rodaje
"""


def values(production):
    source = production.sources[0]
    return {
        "title": production.title.value,
        "kind": production.kind.value,
        "stage": production.stage.value,
        "genres": production.genres,
        "source": (
            source.kind.value,
            source.title.value,
            [author.value for author in source.authors],
            source.publisher.value,
        ),
        "credits": [(credit.role, credit.name) for credit in production.credits],
        "locations": [said.value for said in production.locations],
        "filming": production.filming_date.value,
    }


def test_a_sheet_says_what_its_rows_say_and_nothing_else():
    (production,) = read(SHEET, "2029", lexicons()).productions
    assert values(production) == {
        "title": "La última sal",
        "kind": "series",
        "stage": "filming",
        "genres": (),
        "source": ("novel", "Sal, y agua", ["Ana Ruiz", "Luis Paz"], "Era"),
        "credits": [
            ("director", "Luz Paz"),
            ("director", "Juan García"),
            ("cast", "Marta Gil"),
            ("production company", "Metro, Inc."),
        ],
        "locations": ["Tijuana"],
        "filming": "2030-05-02",
    }


@pytest.mark.parametrize("row", ["Tipo: Serie\n", "Etapa: Rodaje\n"])
def test_without_a_kind_and_a_stage_in_rows_a_text_is_read_as_any_other(row):
    (production,) = read(SHEET.replace(row, ""), "2029", lexicons()).productions
    assert [genre.value for genre in production.genres] == ["comedy"]
