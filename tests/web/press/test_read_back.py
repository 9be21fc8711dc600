"""The slate as we publish it, read back by our own reader from its pages."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cartelera.adapters.documents import text_from
from cartelera.adapters.lexicons import lexicons
from cartelera.apps.announce.actions import receive_announcement
from cartelera.apps.announce.models import Announcement, Draft
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.engines.announce.draft import draft_of
from cartelera.engines.announce.read import read
from cartelera.vocabulary import record as r
from cartelera.vocabulary.kind import (
    COMPANY_ROLES,
    PART_KINDS,
    SERIAL_KINDS,
    Kind,
    PlaceUse,
    ReleaseKind,
    Role,
    SourceKind,
)
from cartelera.vocabulary.stage import Stage
from cartelera.vocabulary.terms import GENRES
from tests.conftest import BEFORE

pytestmark = pytest.mark.django_db

NAMES = (
    "Ana Ruiz", "Luis de la Paz", "J. M. Coetzee", "María José O’Farril", "Zé do Caixão",
    "Björk", "Juan García, hijo", "Ñuño", "D. W. Ng", "Director Torres",
)  # fmt: skip
COMPANIES = (
    "Woo Films", "Metro, Inc.", "Luz & Hijos, S.A. de C.V.", "Ana Torrent",
    "The Washington Post", "3Pas", "Cine Vaquero / Norte", "Serie B",
)  # fmt: skip
TITLES = (  # some of them words that rows begin with
    "La última sal", "Series of Dreams", "Stage: Left", "¿Quién mató a la serie?", "1942",
    "Rodaje", "Directed by: Nobody", "El documental de Ana", "La comedia humana", "A",
    "Las muertas, 2ª parte", "Kind", "Drama", "“Cita”", "Los (otros) días",
)  # fmt: skip
PLACES = ("Tijuana", "Ciudad de México", "Oaxaca, México", "Tuxtla (Chico)", "Norte Films")
LOGLINES = (
    "", "A comedy, directed by nobody, filmed in Paris: a documentary series for six episodes.",
    "Ambientada en 1950, esta serie dirigida por Luz Paz se estrena en 2030.",
)  # fmt: skip


def several(values, most=3):
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)


def sources():
    return st.lists(
        st.builds(
            r.SourceWork,
            st.sampled_from(SourceKind),
            st.sampled_from(("", "Las muertas", "Obra, por partes", "By Night")),
            several(("Ana Ruiz", "Jorge Ibargüengoitia", "Tamara Trottner"), 2),
            st.sampled_from(("", "Joaquín Mortiz", "The Washington Post")),
            st.sampled_from((None, 1977)),
        ),
        unique_by=lambda source: source.kind,
        max_size=2,
    ).map(tuple)


@st.composite
def credits(draw):
    found = []
    for role in draw(several(tuple(Role), 6)):
        company = role in COMPANY_ROLES
        for name in draw(several(COMPANIES if company else NAMES, 3)):
            part = draw(st.sampled_from(("", "Luz", "El Güero"))) if role is Role.CAST else ""
            found.append(r.Credit(role, name, company, part))
    return tuple(found)


@st.composite
def records(draw, name="", key=""):
    kind = draw(st.sampled_from([kind for kind in Kind if kind not in PART_KINDS]))
    stage = draw(st.sampled_from([stage for stage in Stage if stage is not Stage.CANCELLED]))
    places = draw(several([(use, place) for use in PlaceUse for place in PLACES], 4))
    filmed = draw(st.sampled_from((None, date(2030, 5, 2))))
    return r.TitleRecord(
        key=key,
        kind=kind,
        texts=(
            r.Text("es", name, draw(st.sampled_from(LOGLINES))),
            r.Text("en", f"{name} (en)", draw(st.sampled_from(LOGLINES))),
        ),
        stage=stage,
        original_name=draw(st.sampled_from(("", "O original", "Working Title, The"))),
        alternative_names=draw(several(("Otra cosa", "One, Two"), 2)),
        year=2031,
        episodes_planned=draw(st.sampled_from((None, 1, 8, 120)))
        if kind in SERIAL_KINDS
        else None,
        runtime_minutes=draw(st.sampled_from((None, 95))),
        countries=draw(several(("MX", "US", "GB", "HK", "CZ", "CD"))),
        languages=draw(several(("es", "en", "nah", "yua", "zap", "pt"))),
        genres=tuple(sorted(draw(several([key for key, _, _ in GENRES])))),
        themes=draw(st.sampled_from(((), ("border", "women")))),
        source_works=draw(sources()),
        credits=draw(credits()),
        places=tuple(
            r.Place(use, place, territory=draw(st.sampled_from(("", "MX", "FR"))))
            for use, place in places
        ),
        stages=(r.StageChange(Stage.FILMING, filmed),) if filmed else (),
        releases=draw(
            st.sampled_from(
                ((), (r.Release(ReleaseKind.FESTIVAL, "MX", date(2031, 5, 4), "Morelia"),))
            )
        ),
        public_from=BEFORE,
    )


@st.composite
def slates(draw):
    names = draw(st.lists(st.sampled_from(TITLES), unique=True, min_size=1, max_size=4))
    return [draw(records(name, f"t-{n}")) for n, name in enumerate(names)]


def published(record: r.TitleRecord, language: str) -> dict[str, object]:
    """Return what the pages say of a record, field by field."""
    text = next(text for text in record.texts if text.language == language)
    others = (t.name for t in record.texts if t.language != language)
    filmed = [str(change.on) for change in record.stages if change.stage is Stage.FILMING]
    return {
        "title": text.name,
        "original title": record.original_name,
        "other titles": {*others, *record.alternative_names},
        "kind": record.kind,
        "stage": record.stage,
        "episodes": record.episodes_planned,
        "countries": set(record.countries),
        "languages": set(record.languages),
        "genres": set(record.genres),
        "sources": {replace(source, year=None) for source in record.source_works},
        "credits": {(credit.role, credit.name) for credit in record.credits},
        "places": {(place.use, place.name) for place in record.places},
        "filming date": filmed[0] if filmed else None,
        "release date": str(record.releases[0].on) if record.releases else None,
    }


def told(page: bytes) -> list[dict[str, object]]:
    """Return what our own reader reads in a page, field by field."""
    text = text_from(page, "page.html")
    reading = read(text, "2031", lexicons())
    found = []
    for production in reading.productions:
        draft = draft_of(production, reading.language, text, "page")
        record = draft.record
        for proof in draft.proofs:
            assert text[proof.start : proof.end] == proof.quote
        filmed, released = production.filming_date, production.release_date
        found.append(
            {
                "title": record.texts[0].name,
                "original title": record.original_name,
                "other titles": set(record.alternative_names),
                "kind": record.kind,
                "stage": record.stage,
                "episodes": record.episodes_planned,
                "countries": set(record.countries),
                "languages": set(record.languages),
                "genres": set(record.genres),
                "sources": set(record.source_works),
                "credits": {(credit.role, credit.name) for credit in record.credits},
                "places": {(place.use, place.name) for place in record.places},
                "filming date": filmed.value if filmed else None,
                "release date": released.value if released else None,
            }
        )
    return found


def announce() -> None:
    """Publish all titles of the slate in an announcement in both languages."""
    first = None
    for language, headline in (("es", "Una cartelera"), ("en", "A slate")):
        text = f"# {headline}\n\n“La sal” es una serie de drama dirigida por Luz Paz.\n"
        first = receive_announcement(text, "2031", None, language=language, translates=first)
        first.drafts.all().delete()
        for n, title in enumerate(Title.objects.order_by("key"), start=1):
            first.drafts.create(
                number=n, read={}, record={}, state=Draft.State.ACCEPTED, title_key=title.key
            )
    Announcement.objects.update(public_from=BEFORE)


def by_title(found: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(found, key=lambda each: str(each["title"]))


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(slates())
def test_every_published_field_of_a_slate_is_read_back_from_its_pages(client, slate):
    Announcement.objects.all().delete()
    Title.objects.all().delete()
    for record in slate:
        record_title(record, None, same_name_is_another=True)
    announce()
    for language, notice in (("es", "una-cartelera"), ("en", "a-slate")):
        said = by_title([published(record, language) for record in slate])
        for path in (f"/{language}/press/2031/", f"/{language}/press/announcements/{notice}/"):
            page = client.get(path)
            assert page.status_code == 200
            assert by_title(told(page.content)) == said
        for record in slate:
            page = client.get(f"/{language}/press/titles/{record.key}/")
            assert told(page.content) == [published(record, language)]


@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records("Sal", "t"), records("Los (otros) días", "t"))
def test_a_corrected_title_is_read_back_as_it_stands(client, before, after):
    Announcement.objects.all().delete()
    Title.objects.all().delete()
    record_title(before, None)
    announce()
    record_title(after, None)
    for language, notice in (("es", "una-cartelera"), ("en", "a-slate")):
        for path in ("titles/t", f"announcements/{notice}"):
            page = client.get(f"/{language}/press/{path}/")
            assert b"<del" in page.content
            assert told(page.content) == [published(after, language)]
