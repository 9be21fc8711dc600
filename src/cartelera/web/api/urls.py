"""The addresses of the interface for programs."""

from django.urls import path

from cartelera.web.api.interface import description, interface_urls
from cartelera.web.api.uploads import upload, uploads
from cartelera.web.api.viewings import viewings

app_name = "api"
urlpatterns = [
    path("openapi.json", description, name="description"),
    *interface_urls(),
    path("uploads/", uploads, name="uploads"),
    path("viewings", viewings, name="viewings"),
    path("uploads/<str:key>", upload, name="upload"),
]
