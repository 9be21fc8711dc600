"""The site's addresses; each front door adds its own."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cartelera.web.first import first_administrator
from cartelera.web.front_page import front_page, health
from cartelera.web.sitemap import robots, sitemap

urlpatterns = [
    path("", front_page, name="front"),
    path("health/", health, name="health"),
    path("api/v1/", include("cartelera.web.api.urls")),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("art/", include("cartelera.web.screen.art_urls")),
    *i18n_patterns(
        path("", include("cartelera.web.screen.urls")),
        path("press/", include("cartelera.web.press.urls")),
        path("office/records/", admin.site.urls),
        path("office/", include("cartelera.web.office.urls")),
        path("accounts/", include("allauth.account.urls")),
        path("first-administrator/", first_administrator, name="first-administrator"),
    ),
]
