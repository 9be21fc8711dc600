"""What announced titles may reach, as the office sees it: learnt, tried, or not known."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from cartelera.apps.audience.actions import import_elsewhere
from cartelera.apps.audience.forecasting import forecast_is_stale, forecast_slate
from cartelera.apps.audience.models import Cell, Forecast
from cartelera.apps.audience.outlooks import sets_to_make, slate_outlook, why_made
from cartelera.apps.audience.queries import made_up_file
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.models import Budget as BudgetRow
from cartelera.vocabulary.record import Budget
from cartelera.vocabulary.stage import Stage
from tests.conftest import NOW, film

pytestmark = pytest.mark.django_db(databases="__all__")
PAGE = "/{}/office/audience/forecast/"
YEAR = "/{}/office/audience/year/"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def analyst(client, administrator):
    client.force_login(administrator)
    return client


def report(titles=80):
    """Return an engagement report as it is published: a workbook."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Film"
    sheet.append(["What We Watched: January - June 2023"])
    sheet.append(
        ["Title", "Available Globally?", "Release Date", "Hours Viewed", "Runtime", "Views"]
    )
    for n in range(titles):
        day = f"2023-02-0{n % 9 + 1}"
        sheet.append([f"Cosa {n}", "Yes", day, (n + 1) * 20000, "2:00", (n + 1) * 10000])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def told():
    forecast_slate(NOW, lambda _done, _what: None)
    return Forecast.objects.get()


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "No hay de dónde partir"), ("en", "Not enough to go on")],
    ids=["es", "en"],
)
def test_without_anything_to_learn_from_the_page_says_so(analyst, language, said):
    record_title(film(), None)
    assert said in text_of(analyst, PAGE.format(language))
    told()
    assert said in text_of(analyst, PAGE.format(language))


def test_a_forecast_learns_from_an_imported_report_and_says_what_it_stands_on(analyst):
    record_title(film(), None)
    assert import_elsewhere(report(), "What_We_Watched_2023Jan-Jun.xlsx", None).taught == 80
    (views,) = [one["views"] for one in told().said["titles"].values()]
    low, middle, high = views["range"]
    assert low < middle < high
    assert middle == pytest.approx(405_000, rel=0.02)  # the usual of 10,000 to 800,000
    page = text_of(analyst, PAGE.format("en"))
    assert "published lists" in page
    assert "The table of what is usual of 80 titles: no earlier period tries" in page
    assert "Cosa" in page
    assert "not enough to go on" in page  # of territories no list tells


def test_a_list_without_rows_to_learn_from_is_not_kept(tmp_path):
    week = "week\ttitle\tweekly_rank\n2026-02-01\t\t3\n2026-02-01\tLuz\t3\n"
    assert import_elsewhere(week.encode(), "list.tsv", None).taught == 1
    own = b"title,from,to,kind,admissions\nLuz,2026-01-01,2026-01-31,cinema,500\n"
    assert import_elsewhere(own, "cine.csv", None).taught == 0
    assert len([f for f in (tmp_path / "audience/lists").iterdir() if f.is_file()]) == 1


def test_the_same_list_twice_teaches_once(tmp_path):
    held = report()
    for name in ("a.xlsx", "b.xlsx"):
        import_elsewhere(held, name, None)
    assert len([f for f in (tmp_path / "audience/lists").iterdir() if f.is_file()]) == 1


def watched(title, week, views, by="all", label=""):
    zero = dict.fromkeys(
        ("viewers", "plays", "played_ms", "pairs", "reached", "admitted", "returned", "stalls",
         "stall_ms", "seeks"), 20,
    )  # fmt: skip
    Cell.objects.create(
        week=week, subject=f"title:{title}", by=by, label=label,
        **zero | {"microviews": views * 1_000_000},
    )  # fmt: skip


def test_with_enough_of_its_own_a_house_learns_from_its_own_viewings(analyst):
    first = date(2025, 1, 6)
    for n in range(70):
        title = record_title(film(f"hecho-{n}", f"Hecho {n}", countries=("MX",)), None)
        begins = first + timedelta(weeks=n % 12 + 1)
        watched(title.pk, begins, 100 + n)
        for label in ("MX", "AR") if n % 2 else ("MX",):
            watched(title.pk, begins, 50, "territory", label)
    house_weeks = record_title(film("viejo", "Viejo"), None)
    for n in range(20):
        watched(house_weeks.pk, first + timedelta(weeks=n), 5, "territory", "MX")
    made = told()
    assert made.own
    one = next(iter(made.said["titles"].values()))
    assert 100 <= one["views"]["range"][1] <= 170
    assert 1 <= one["territories"]["range"][1] <= 2
    assert "watched in this house" in text_of(analyst, PAGE.format("en"))


def test_a_forecast_is_due_once_when_something_changed():
    record_title(film(), None)
    assert not forecast_is_stale(NOW)  # nothing to learn from
    import_elsewhere(report(), "What_We_Watched_2023Jan-Jun.xlsx", None)
    assert forecast_is_stale(NOW)
    told()
    later = NOW + timedelta(hours=1)
    assert not forecast_is_stale(later)
    record_title(film("otra", "Otra"), None)
    assert forecast_is_stale(later)
    assert not forecast_is_stale(NOW - timedelta(hours=1))  # the last is younger than that


def outlook(home, abroad):
    like = {"range": [1.0, abroad, abroad * 2], "like": []}
    return {"views": like, "territories": like, "home": home, "size": 0.0, "tilt": 0.0}


def weighable():
    costs = {"casa": (60, 0.9, 2.0), "fuera": (60, 0.2, 40.0), "poco": (10, 0.1, 1.0)}
    said = {}
    for key, (cost, home, abroad) in costs.items():
        budget = Budget(Decimal(cost), "MXN")
        title = record_title(film(key, key.title(), budget=budget), None)
        said[str(title.pk)] = outlook(home, abroad)
    learnt = {"titles": 80, "model": False, "replays": []}
    Forecast.objects.create(
        at=NOW, basis="", own=False,
        said={"titles": said, "views": learnt, "territories": learnt},
    )  # fmt: skip


def test_one_walks_from_the_set_with_most_at_home_to_the_one_with_most_abroad(analyst):
    weighable()
    first = text_of(analyst, YEAR.format("en") + "?budget=70")
    assert "Casa, Poco" in first.split("make-set")[1].split("</p>")[0]
    second = text_of(analyst, YEAR.format("en") + "?budget=70&set=2")
    assert "Fuera, Poco" in second.split("make-set")[1].split("</p>")[0]
    assert "1.0 titles" not in first
    assert "1.00 titles expected" in first
    assert "3 territories added up" in first


def test_there_is_nothing_to_walk_where_one_set_betters_all(analyst):
    weighable()
    assert "make-walk" in text_of(analyst, YEAR.format("en") + "?budget=70")
    assert "make-walk" not in text_of(analyst, YEAR.format("en") + "?budget=10")


def test_the_period_that_tried_a_forecast_says_its_year_once(analyst):
    weighable()
    made = Forecast.objects.get()
    made.said["views"]["replays"] = [
        {
            "period": date(2024, 7, 1).toordinal(),
            "titles": 300,
            "error": 0.4,
            "table_error": 0.5,
            "held": 0.79,
        }
    ]
    made.save()
    row = text_of(analyst, PAGE.format("en")).split("Period from")[1].split("</td>")[0]
    assert row.count("2024") == 1


@pytest.mark.parametrize(
    ("language", "none", "several"),
    [
        ("es", "Ningún título tiene a la vez presupuesto", "varias monedas"),
        ("en", "No title has both a budget", "several currencies"),
    ],
    ids=["es", "en"],
)
def test_why_nothing_can_be_weighed_is_said_in_the_language_of_the_page(
    analyst, language, none, several
):
    weighable()
    one = BudgetRow.objects.first()
    one.currency = "EUR"
    one.save()
    assert several in text_of(analyst, YEAR.format(language))
    BudgetRow.objects.all().delete()
    assert none in text_of(analyst, YEAR.format(language))


@pytest.mark.parametrize("own", [False, True], ids=["from lists", "from own viewings"])
def test_a_forecast_says_so_where_it_learnt_from_viewings_that_were_made_up(analyst, own):
    weighable()
    Forecast.objects.update(own=own)
    watched(1, date(2026, 2, 2), 20)
    made_up_file().parent.mkdir(parents=True, exist_ok=True)
    made_up_file().write_text("2026-02-02")
    page = text_of(analyst, PAGE.format("en"))
    assert ("Nobody watched" in page) == own
    assert ("Netflix’s weekly Top 10" in page) != own


def test_who_may_not_see_budgets_sees_no_sets(client, desk_of):
    from cartelera.vocabulary.staff import StaffRole

    weighable()
    analyst = desk_of(StaffRole.ANALYST)
    for address in (PAGE, YEAR):
        page = text_of(analyst, address.format("en"))
        assert "Casa" in page
        assert "MXN" not in page
        assert "make-set" not in page


def test_a_stranger_sees_no_forecast(client, stranger):
    client.force_login(stranger)
    assert client.get(PAGE.format("en")).status_code == 403


def test_somebody_may_ask_for_a_new_forecast(analyst):
    from cartelera.apps.work.models import Job

    analyst.post(PAGE.format("en") + "again/")
    assert Job.objects.filter(kind="audience.forecast_slate").exists()


def test_a_list_costs_as_many_queries_at_any_length(analyst, django_assert_max_num_queries):
    weighable()
    with django_assert_max_num_queries(60):
        text_of(analyst, PAGE.format("en"))
    with django_assert_max_num_queries(70):
        text_of(analyst, YEAR.format("en"))


def test_each_title_says_why_it_is_in_a_set_and_why_not():
    weighable()
    slate = slate_outlook(None, "en")
    first = sets_to_make(slate, 70)[0]
    casa, poco, fuera = why_made(slate, 70, first)
    assert [one.title.title.key for one in (casa, poco, fuera)] == ["casa", "poco", "fuera"]
    assert (casa.inside, poco.inside, fuera.inside) == (True, True, False)
    assert (casa.short, fuera.short) == (0, 60)
    assert [one.title.key for one in fuera.nearest.leave] == ["casa"]
    assert fuera.nearest.home == pytest.approx(-0.7)
    assert fuera.nearest.abroad == 38


def test_the_year_is_drawn_together_with_what_the_budget_makes_of_it(analyst):
    weighable()
    page = text_of(analyst, YEAR.format("en") + "?year=2026&budget=70")
    drawn = page.split('class="plot plot-slate"')[1].split("</svg>")[0]
    columns = [part.split("</title>")[0] for part in drawn.split("<title>")[1:]]
    assert columns == ["Casa", "Poco", "Fuera"]
    fuera = drawn.split("<title>Fuera</title>")[1].split("</g>")[0]
    assert "slate-out" in fuera and "slate-made" not in fuera
    facts = page.split('class="reach-facts"')[1].split("</dl>")[0]
    assert "<dd>43</dd>" in facts  # 2, 40 and 1 territories
    assert "130 MXN" in facts
    reasons = " ".join(page.split("Why not these<")[1].split())
    assert "for Casa: −0.70 at home, +38 territories, 0 in range" in reasons
    assert "60 MXN" in reasons


def test_the_year_speaks_spanish_and_the_drawing_has_a_table_behind_it(analyst):
    weighable()
    page = text_of(analyst, YEAR.format("es") + "?budget=70")
    assert "por Casa: −0.70 en casa, +38 territorios, 0 en amplitud" in page
    table = page.split("slate-table")[1].split("</table>")[0]
    assert table.count("<tr>") == 4
    assert table.count("<td>sí</td>") == 2


def test_a_year_without_titles_ahead_says_what_has_come_out(analyst):
    weighable()
    out = record_title(film("ya", "Ya", stage=Stage.RELEASED, year=2025), None)
    watched(out.pk, date(2026, 2, 2), 1234)
    page = text_of(analyst, YEAR.format("en") + "?year=2025")
    assert "No title of this year is ahead of its release" in page
    assert "1 title has come out, with 1,234 views" in page
    assert "Nobody watched" not in page
    made_up_file().parent.mkdir(parents=True, exist_ok=True)
    made_up_file().write_text("2099-01-05")
    assert "Nobody watched" in text_of(analyst, YEAR.format("en"))  # of those 1,234 views
    assert "1,234" not in text_of(analyst, YEAR.format("en") + "?year=2026")
