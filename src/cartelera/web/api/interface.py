"""The interface for programs: its operations, its refusals, its description."""

from inspect import getclosurevars
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, reverse
from ninja import NinjaAPI

from cartelera.vocabulary.errors import AccessError, InputError
from cartelera.web.api.catalogue import router as catalogue
from cartelera.web.api.exports import router as exports
from cartelera.web.doors import public

api = NinjaAPI(
    title="Cartelera",
    version="1",
    description="The slate, from announcement to screen: only what is open to the asker.",
    urls_namespace="api",
    docs_url=None,  # its page would load scripts from elsewhere
    openapi_url=None,  # served below, through a door
)
api.add_router("", catalogue)
api.add_router("", exports)


@api.exception_handler(InputError)
def wrong(request: HttpRequest, refusal: InputError) -> HttpResponse:
    """Answer what was given wrongly."""
    return api.create_response(request, {"detail": str(refusal)}, status=400)


@api.exception_handler(AccessError)
def forbidden(request: HttpRequest, refusal: AccessError) -> HttpResponse:
    """Answer who may not."""
    return api.create_response(request, {"detail": str(refusal)}, status=403)


@public
def description(request: HttpRequest) -> JsonResponse:
    """Describe the interface, in OpenAPI."""
    prefix = reverse("api:description").removesuffix("openapi.json")
    return JsonResponse(api.get_openapi_schema(path_prefix=prefix))


def interface_urls() -> list[URLPattern]:
    """Return the addresses of all operations, each behind its door and with CSRF checked."""
    known = [url for url in api.urls[0] if isinstance(url, URLPattern)]
    found = [url for url in known if url.name != "api-root"]
    for url in found:
        view: Any = url.callback
        operations = getclosurevars(view).nonlocals["self"].operations
        (view.door,) = {operation.view_func.door for operation in operations}
        view.csrf_exempt = False
    return found
