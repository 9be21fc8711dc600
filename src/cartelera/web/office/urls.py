"""The office's addresses, under /es/office/ and /en/office/."""

from django.urls import path

from cartelera.web.office import (
    announcements,
    audience,
    board,
    editing,
    exchange,
    health,
    house,
    masters,
    people,
    pictures,
    ranges,
    titles,
)

app_name = "office"

urlpatterns = [
    path("", board.board, name="board"),
    path("undo/<int:change>/", board.undo, name="undo"),
    path("titles/", titles.table, name="titles"),
    path("titles/new/", editing.new, name="new-title"),
    path("titles/<slug:key>/", titles.title, name="title"),
    path("titles/<slug:key>/edit/", editing.edit, name="edit-title"),
    path("titles/<slug:key>/stage/", board.stage, name="stage"),
    path("titles/<slug:key>/avails/<int:number>/", titles.avail, name="avail"),
    path("titles/<slug:key>/artwork/", pictures.add, name="add-artwork"),
    path("titles/<slug:key>/artwork/<str:sha256>/", pictures.remove, name="remove-artwork"),
    path("artwork/<str:sha256>/", pictures.picture, name="picture"),
    path("announcements/", announcements.listed, name="announcements"),
    path("announcements/new/", announcements.new, name="new-announcement"),
    path("announcements/<slug:key>/", announcements.review, name="announcement"),
    path("announcements/<slug:key>/drafts/<int:number>/", announcements.draft, name="draft"),
    path(
        "announcements/<slug:key>/publish/", announcements.publish, name="publish-announcement"
    ),
    path("range/", ranges.page, name="range"),
    path("range/references/", ranges.reference, name="reference"),
    path("range/against/", ranges.against, name="range-against"),
    path("exchange/", exchange.page, name="exchange"),
    path("exchange/slate.json", exchange.as_json, name="export-json"),
    path("exchange/titles.csv", exchange.as_csv, name="export-csv"),
    path("masters/", masters.listed, name="masters"),
    path("masters/rows/", masters.rows, name="masters-rows"),
    path("masters/receive/", masters.receive, name="receive-master"),
    path("masters/<int:pk>/encode/", masters.encode, name="encode-master"),
    path("audience/", audience.overview, name="audience"),
    path("audience/measures/", audience.measures, name="audience-measures"),
    path("audience/elsewhere/", audience.elsewhere, name="audience-elsewhere"),
    path("audience/count/", audience.count, name="audience-count"),
    path("audience/<slug:kind>/<int:number>/", audience.subject, name="audience-subject"),
    path(
        "audience/<slug:kind>/<int:number>/reach.<slug:form>",
        audience.export,
        name="audience-export",
    ),
    path("people/", people.listed, name="people"),
    path("people/new/", people.new, name="new-person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/door/", people.door, name="person-door"),
    path("people/<int:pk>/link/", people.link, name="person-link"),
    path("house/", house.page, name="house"),
    path("house/terms/", house.term, name="term"),
    path("health/", health.page, name="health"),
    path("health/jobs/<int:pk>/", health.job, name="job"),
]
