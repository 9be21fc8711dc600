import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.folding import folded
from cartelera.vocabulary.language import language_called, language_name, language_tag
from cartelera.vocabulary.rating import MINIMUM_AGES, minimum_age
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES, THEMES
from cartelera.vocabulary.territory import TERRITORIES, region, territory


def test_search_takes_no_notice_of_accents_and_case():
    assert folded("PEDRO Páramo, (1955)") == folded("pedro paramo 1955") == "pedro paramo 1955"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("given", "tag"),
    [("spa", "es"), ("ES", "es"), ("es_mx", "es-MX"), ("nah", "nah"), ("yua", "yua")],
)
def test_a_language_has_one_tag_at_every_door(given, tag):
    assert language_tag(given) == tag


@pytest.mark.parametrize("given", ["", "und", "xx", "español", "es-", "../es"])
def test_what_is_no_language_is_refused(given):
    with pytest.raises(InputError, match="no language"):
        language_tag(given)


def test_a_language_is_named_in_the_readers_own():
    assert (language_name("es", "en"), language_name("en", "es")) == ("Spanish", "inglés")
    assert (language_name("yua", "es"), language_name("nah", "en")) == (
        "maya yucateco",
        "Nahuatl",
    )
    assert language_name("mxp", "es") == "mixe de Tlahuitoltepec"
    assert language_name("mxt", "es") == "Jamiltepec Mixtec"  # as ISO 639-3 has it


def test_a_language_is_found_by_what_people_call_it():
    assert (language_called("Español"), language_called("english")) == ("es", "en")
    assert (language_called("nahuatl"), language_called("klingonés")) == ("nah", None)


def test_territories_are_all_of_iso_3166_1():
    import pycountry

    assert {country.alpha_2 for country in pycountry.countries} == TERRITORIES
    assert territory(" mx ") == "MX"
    with pytest.raises(InputError, match="no territory"):
        territory("XX")


def test_a_region_belongs_to_a_territory():
    assert region("mx-oax") == "MX-OAX"
    for wrong in ("XX-OAX", "Oaxaca", "MX-"):
        with pytest.raises(InputError, match="no region"):
            region(wrong)


def test_ages_rise_along_every_rating_system():
    for (place, system), values in MINIMUM_AGES.items():
        ages = [minimum_age(place, system, value) for value in values]
        assert all(0 <= age <= 18 for age in ages)


def test_every_word_has_both_labels_and_stages_run_in_order():
    assert all(word.en and word.es for word in Stage)
    assert Stage("filming").label("es-MX") == "Rodaje"
    assert list(Stage).index(Stage.ANNOUNCED) < list(Stage).index(Stage.RELEASED)


def test_vocabulary_keys_are_unique_and_labelled():
    for terms in (GENRES, THEMES):
        assert len({key for key, _, _ in terms}) == len(terms)
        assert all(key and en and es for key, en, es in terms)
