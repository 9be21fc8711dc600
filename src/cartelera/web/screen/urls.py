"""The addresses of the viewer's site."""

from django.urls import path

from cartelera.web.screen import home, mine, profiles, search, slate, titles, watch

app_name = "screen"
urlpatterns = [
    path("", home.home, name="home"),
    path("slate/", slate.slate, name="slate"),
    path("search/", search.search, name="search"),
    path("titles/<slug:key>/", titles.title, name="title"),
    path("titles/<slug:key>/opens.ics", titles.opens, name="opens"),
    path("watch/<slug:key>/", watch.watch, name="watch"),
    path("mine/", mine.mine, name="mine"),
    path("mine/say/", mine.say, name="say"),
    path("mine/choosing/", mine.choosing, name="choosing"),
    path("mine/told/", mine.told, name="told"),
    path("mine/export/", mine.export, name="export"),
    path("mine/erase/", mine.erase, name="erase"),
    path("mine/keep/<slug:key>/", mine.keep, name="keep"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/new/", profiles.profile, name="new-profile"),
    path("profiles/<int:pk>/", profiles.profile, name="profile"),
]
