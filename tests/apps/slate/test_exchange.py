from dataclasses import replace

import pytest

from cartelera.apps.slate import models as m
from cartelera.apps.slate.actions import add_term, import_slate, name_house, record_title
from cartelera.apps.slate.queries import whole_slate
from cartelera.apps.work.models import AuditEntry
from cartelera.engines.slate.exchange import Slate, slate_as_json, slate_from_json
from cartelera.vocabulary import record as r
from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.vocabulary.kind import Kind, TermFamily
from tests.apps.slate.test_record import WHOLE
from tests.conftest import film

pytestmark = pytest.mark.django_db


def part(key, kind, parent, number):
    return r.TitleRecord(key, kind, (r.Text("es", key),), parent=parent, number=number)


def rich_slate():
    name_house("Instituto", "MX", "prensa@example.org", None)
    add_term(TermFamily.GENRE, "noir", "Noir", "Cine negro", None)
    record_title(r.TitleRecord("z", Kind.SERIES, (r.Text("es", "Z"),)), None)
    record_title(r.TitleRecord("b", Kind.SERIES, (r.Text("es", "B"),)), None)
    for series in "zb":
        record_title(part(f"{series}-1", Kind.SEASON, series, 1), None)
        record_title(part(f"{series}-1-1", Kind.EPISODE, f"{series}-1", 1), None)
    record_title(replace(WHOLE, genres=("drama", "noir")), None)
    twin = replace(WHOLE, key="la-casa-2", identifiers=(), source_works=WHOLE.source_works[:1])
    record_title(twin, None, same_name_is_another=True)


def empty_database():
    for model in (m.Credit, m.TitlePlace, m.TitleText):
        model.objects.all().delete()
    m.Title.objects.update(parent=None, root=None, number=None)
    for model in (m.Title, m.Person, m.Company, m.Place, m.SourceWork, m.Term, m.House):
        model.objects.all().delete()
    AuditEntry.objects.all().delete()


def test_a_slate_exported_and_imported_into_an_empty_database_is_the_same_slate():
    rich_slate()
    text = slate_as_json(whole_slate())
    empty_database()
    assert whole_slate() == Slate()
    imported = import_slate(slate_from_json(text), None)
    assert len(imported.new) == 8
    assert slate_as_json(whole_slate()) == text


def test_importing_twice_changes_nothing_the_second_time():
    rich_slate()
    slate = whole_slate()
    before = AuditEntry.objects.count()
    imported = import_slate(slate, None)
    assert (imported.new, imported.changed, len(imported.same)) == ((), (), 8)
    assert AuditEntry.objects.count() == before


def test_one_wrong_title_and_nothing_is_changed():
    record_title(film("luz", name="Luz"), None)
    titles = (
        film("luz", name="Luz", year=2031),
        film("nueva", name="Nueva"),
        film("mala", name="Mala", countries=("XX",)),
    )
    with pytest.raises(InputError, match="titles 3: mala: 'XX' is no territory"):
        import_slate(Slate(titles=titles), None)
    assert list(m.Title.objects.values_list("key", "year")) == [("luz", 2026)]


def test_a_title_whose_parent_is_not_there_is_named():
    slate = Slate(titles=(part("e", Kind.EPISODE, "nowhere", 1),))
    with pytest.raises(InputError, match=r"titles 1 \(e\): no title has the key 'nowhere'"):
        import_slate(slate, None)


def test_parts_may_come_before_what_holds_them():
    series = r.TitleRecord("s", Kind.SERIES, (r.Text("es", "S"),))
    import_slate(Slate(titles=(part("s-1", Kind.SEASON, "s", 1), series)), None)
    assert m.Title.objects.get(key="s-1").root.key == "s"


def test_an_import_does_not_double_a_title_under_another_key():
    record_title(film("luz", name="Luz"), None)
    with pytest.raises(InputError, match="already, as luz"):
        import_slate(Slate(titles=(film("luz-otra", name="Luz"),)), None)


def test_who_may_not_change_titles_imports_none(stranger):
    with pytest.raises(AccessError):
        import_slate(Slate(titles=(film(),)), stranger)
