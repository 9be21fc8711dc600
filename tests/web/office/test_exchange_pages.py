import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Title
from cartelera.engines.slate.exchange import slate_from_json
from cartelera.vocabulary.staff import StaffRole
from tests.apps.slate.test_record import WHOLE
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
PAGE = "/es/office/exchange/"


def sent(text, name="titles.json"):
    data = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile(name, data)}


def title(key, **more):
    texts = [{"language": "es", "name": key.title()}]
    return {"key": key, "kind": "film", "texts": texts, **more}


def test_what_goes_out_comes_in_again_as_it_was(office):
    record_title(WHOLE, None)
    out = office.get(f"{PAGE}slate.json")
    assert "attachment" in out["Content-Disposition"]
    assert slate_from_json(out.content.decode()).titles == (WHOLE,)
    page = Page(office.post(PAGE, sent(out.content)))
    assert "0 nuevos, 0 con cambios, 1 como estaban." in page.text


def test_a_spreadsheet_goes_out_and_its_changes_come_in(office):
    record_title(WHOLE, None)
    sheet = office.get(f"{PAGE}titles.csv").content.decode()
    assert sheet.startswith("\ufeffkey,kind,stage,name:es")
    office.post(PAGE, sent(sheet.replace(",2026,", ",2031,", 1), "titles.csv"))
    assert Title.objects.get().year == 2031


def test_the_slate_goes_out_in_omc_json(office):
    record_title(WHOLE, None)
    out = office.get(f"{PAGE}slate.omc.json")
    assert "attachment" in out["Content-Disposition"]
    (work,) = json.loads(out.content)["CreativeWork"]
    assert work["identifier"][0]["identifierValue"] == f"title/{WHOLE.key}"


def test_one_wrong_value_is_named_and_nothing_comes_in(office):
    slate = {"titles": [title("luz"), title("mar", year="20x6")]}
    answer = office.post(PAGE, sent(json.dumps(slate)))
    page = Page(answer)
    assert answer.status_code == 422
    assert page.words(".fault tbody td") == [
        "títulos 2 (mar)",
        "year",
        "20x6",
        "no es un número",
    ]
    assert not Title.objects.exists()


def test_a_title_that_cannot_be_is_named_and_nothing_comes_in(office):
    slate = {"titles": [title("luz"), title("mar", countries=["XX"])]}
    page = Page(office.post(PAGE, sent(json.dumps(slate))))
    assert "titles 2: mar: 'XX' is no territory" in page.text
    assert not Title.objects.exists()


def test_a_file_that_is_no_text_is_refused(office):
    answer = office.post(PAGE, sent(b"\xff\xfe\x00"))
    assert (answer.status_code, "UTF-8" in Page(answer).text) == (422, True)


def test_who_may_not_see_budgets_takes_nothing_out(desk_of):
    record_title(WHOLE, None)
    desk = desk_of(StaffRole.PRESS)
    assert not Page(desk.get(PAGE)).select("a[download]")
    for name in ("slate.json", "titles.csv", "slate.omc.json"):
        assert desk.get(f"{PAGE}{name}").status_code == 403
