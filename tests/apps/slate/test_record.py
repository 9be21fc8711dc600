from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cartelera.apps.slate import models as m
from cartelera.apps.slate.actions import enter_stage, record_title
from cartelera.apps.slate.queries import all_records, cards_of, record_of, records_of
from cartelera.apps.work.queries import history_of
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import (
    ArtworkKind,
    Gender,
    IdentifierScheme,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.stage import Stage
from tests.conftest import film

pytestmark = pytest.mark.django_db

WHOLE = r.TitleRecord(
    key="la-casa",
    kind=Kind.FILM,
    texts=(r.Text("es", "La casa", "Una casa.", "Dos\n\npárrafos"), r.Text("en", "The House")),
    stage=Stage.FILMING,
    original_name="La casa",
    alternative_names=("Home",),
    year=2026,
    runtime_minutes=98,
    episodes_planned=None,
    countries=("MX", "FR"),
    languages=("es", "yua"),
    genres=("comedy", "drama"),
    themes=("border",),
    public_from=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    source_works=(
        r.SourceWork(SourceKind.NOVEL, "La casa", ("Ana Ruiz", "Luz Paz"), "Sexto Sol", 1955),
        r.SourceWork(SourceKind.TRUE_EVENTS),
    ),
    credits=(
        r.Credit(
            Role.DIRECTOR, "Luz Paz", territories=("MX", "ES"), work_number=2,
            gender=Gender.WOMAN,
        ),
        r.Credit(Role.CAST, "Ana Ruiz", character="Marta"),
        r.Credit(Role.PRODUCTION_COMPANY, "Cine del Sur", company=True, territories=("MX",)),
    ),
    places=(
        r.Place(PlaceUse.FILMED, "Oaxaca", "MX-OAX", "MX", 17.06, -96.72),
        r.Place(PlaceUse.STORY, "Comala"),
    ),
    stages=(
        r.StageChange(Stage.ANNOUNCED, date(2025, 2, 9)),
        r.StageChange(Stage.FILMING, date(2026, 1, 5)),
    ),
    avails=(
        r.Avail("MX", datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC), True),
    ),
    releases=(r.Release(ReleaseKind.FESTIVAL, "MX", date(2026, 10, 20), "Morelia", 1200),),
    budget=r.Budget(Decimal("25000000.00"), "MXN"),
    ratings=(r.Rating("MX", "RTC", "B15"),),
    identifiers=(
        r.Identifier(IdentifierScheme.EIDR, "10.5240/7791-8534-2C23-9030-8610-5"),
        r.Identifier(IdentifierScheme.WIKIDATA, "Q42"),
    ),
    artworks=(
        r.Artwork(
            ArtworkKind.STILL, "ab" * 32, "image/jpeg", 1920, 1080, "Inés Gil", "CC BY 4.0",
            (("es", "Una casa sola"), ("en", "A lone house")),
        ),
    ),
    proofs=(r.Proof("kind", "film", "anuncio", "la película", 10, 21),),
)  # fmt: skip


def test_a_record_kept_is_the_record_read_back():
    title = record_title(WHOLE, None)
    assert record_of(title, private=True) == WHOLE


def test_budget_and_proofs_stay_with_staff():
    title = record_title(WHOLE, None)
    public = record_of(title, private=False)
    assert (public.budget, public.proofs) == (None, ())


def test_keeping_the_same_record_again_changes_nothing():
    title = record_title(WHOLE, None)
    assert record_title(WHOLE, None).version == title.version
    assert len(history_of("title:la-casa")) == 1


def test_every_change_leaves_what_was_and_what_is():
    record_title(WHOLE, None)
    record_title(replace(WHOLE, year=2027), None)
    last = history_of("title:la-casa")[0]
    assert (last.verb, last.before, last.after) == (
        "record_title",
        {"year": 2026},
        {"year": 2027},
    )


def test_two_editors_do_not_overwrite_each_other(administrator):
    seen = record_title(WHOLE, None).version
    record_title(replace(WHOLE, year=2027), administrator, seen_version=seen)
    with pytest.raises(InputError, match="someone else"):
        record_title(replace(WHOLE, year=2028), administrator, seen_version=seen)
    assert m.Title.objects.get().year == 2027


def test_who_may_not_change_titles_changes_none(stranger):
    with pytest.raises(AccessError, match="may not change titles"):
        record_title(WHOLE, stranger)
    assert not m.Title.objects.exists()


def test_two_titles_of_one_name_are_taken_for_one_until_someone_says_otherwise():
    record_title(WHOLE, None)
    twin = replace(WHOLE, key="la-casa-2", identifiers=(), texts=(r.Text("es", "LA CASÁ"),))
    with pytest.raises(InputError, match="already, as la-casa"):
        record_title(twin, None)
    assert record_title(twin, None, same_name_is_another=True).key == "la-casa-2"


def test_an_identifier_belongs_to_one_title():
    record_title(WHOLE, None)
    with pytest.raises(InputError, match="la-casa's already"):
        record_title(film("otra", "Otra", identifiers=WHOLE.identifiers), None)
    assert not m.Title.objects.filter(key="otra").exists()


def test_a_part_goes_under_what_can_hold_it():
    record_title(r.TitleRecord("s", Kind.SERIES, (r.Text("es", "S"),)), None)
    with pytest.raises(InputError, match="cannot hold"):
        record_title(
            r.TitleRecord("e", Kind.EPISODE, (r.Text("es", "E"),), parent="s", number=1), None
        )


def test_entering_a_stage_is_dated_and_done_once(administrator):
    title = record_title(film(), None)
    for _ in range(2):
        enter_stage(title, Stage.FILMING, date(2026, 5, 1), administrator)
    record = record_of(m.Title.objects.get(), private=True)
    assert record.stage == Stage.FILMING
    assert record.stages == (r.StageChange(Stage.FILMING, date(2026, 5, 1)),)


def test_an_unknown_genre_is_named():
    with pytest.raises(InputError, match="mariachi"):
        record_title(film(genres=("mariachi",)), None)


@pytest.mark.parametrize("count", [2, 12])
def test_records_and_cards_cost_the_same_at_any_length(count, django_assert_max_num_queries):
    for n in range(count):
        record_title(
            replace(
                WHOLE,
                key=f"t-{n}",
                texts=(r.Text("es", f"N{n}"),),
                original_name="",
                identifiers=(),
            ),
            None,
        )
    with django_assert_max_num_queries(17):
        assert len(records_of(m.Title.objects.all(), private=True)) == count
    with django_assert_max_num_queries(7):
        assert cards_of(m.Title.objects.all(), "es")[0].director == "Luz Paz"


def test_parents_come_before_their_parts():
    record_title(r.TitleRecord("z", Kind.SERIES, (r.Text("es", "Z"),)), None)
    record_title(
        r.TitleRecord("a", Kind.SEASON, (r.Text("es", "1"),), parent="z", number=1), None
    )
    record_title(
        r.TitleRecord("b", Kind.EPISODE, (r.Text("es", "b"),), parent="a", number=1), None
    )
    assert [record.key for record in all_records()] == ["z", "a", "b"]


def test_a_gender_is_told_to_staff_alone_and_silence_leaves_it():
    directed = r.Credit(Role.DIRECTOR, "Ana Ruiz", work_number=1, gender=Gender.WOMAN)
    title = record_title(film(credits=(directed,)), None)
    record_title(film("otra", "Otra", credits=(r.Credit(Role.WRITER, "Ana Ruiz"),)), None)
    assert record_of(title, private=True).credits == (directed,)
    assert record_of(title, private=False).credits == (replace(directed, gender=None),)


def test_a_company_has_no_debut():
    company = r.Credit(Role.PRODUCTION_COMPANY, "Sur", company=True, work_number=1)
    with pytest.raises(InputError, match="Sur"):
        record_title(film(credits=(company,)), None)
