import pytest

from cartelera.engines.discovery.which import Asked, Field, tells_a_gender, which
from cartelera.vocabulary.errors import InputError


def test_every_part_is_read_with_its_values():
    assert which("country:mx -language:es,en producer:2") == (
        Asked(Field.COUNTRY, ("MX",)),
        Asked(Field.LANGUAGE, ("es", "en"), not_=True),
        Asked(Field.PRODUCER, ("2",)),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "country:MX"),
        ("director", "director"),
        ("colour:red", "colour:red"),
        ("opened:soon", "soon"),
        ("kind:opera", "opera"),
        ("director:famous", "famous"),
        ('country:M"X', 'M"X'.upper()),
    ],
)
def test_what_cannot_be_read_is_named(text, named):
    with pytest.raises(InputError, match=named):
        which(text)


@pytest.mark.parametrize(
    ("text", "private"),
    [("director:woman", True), ("director:debut", False), ("country:MX", False)],
)
def test_a_stated_gender_is_known_for_private(text, private):
    assert tells_a_gender(which(text)) == private
