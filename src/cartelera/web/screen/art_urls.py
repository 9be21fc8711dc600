"""The addresses of pictures, the same in every language."""

from django.urls import path, re_path

from cartelera.web.screen import art

app_name = "art"
urlpatterns = [
    re_path(r"^(?P<digest>[0-9a-f]{64})$", art.stored, name="stored"),
    path("<str:shape>/<slug:key>.svg", art.drawn, {"form": "svg"}, name="drawn"),
    path("<str:shape>/<slug:key>.png", art.drawn, {"form": "png"}, name="drawn-png"),
]
