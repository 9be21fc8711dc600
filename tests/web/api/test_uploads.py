import os
from base64 import b64encode
from datetime import timedelta
from hashlib import sha1

import pytest
from django.test import Client
from django.utils import timezone

from cartelera.adapters.uploads import file_of
from cartelera.apps.accounts.actions import add_user, grant_roles
from cartelera.apps.accounts.models import User
from cartelera.apps.media import actions
from cartelera.apps.media.actions import sweep_uploads
from cartelera.apps.media.models import Upload
from cartelera.apps.media.queries import UPLOAD_LIFE, arrived_file, uploads_folder
from cartelera.vocabulary.errors import InputError
from cartelera.vocabulary.staff import StaffRole

pytestmark = pytest.mark.django_db
PHRASE = "una frase bastante larga"
WHERE = "/api/v1/uploads/"
BYTES = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def engineer(email):
    user = add_user(email, PHRASE, (StaffRole.MEDIA_ENGINEER,))
    return User.objects.get(pk=user.pk)  # with its permissions


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def ana():
    return signed_in(engineer("ana@example.org"))


@pytest.fixture
def bo():
    return signed_in(engineer("bo@example.org"))


def begin(client, length=11, **headers):
    return client.post(WHERE, headers={**TUS, "Upload-Length": str(length), **headers})


def send(client, where, offset, content, kind=BYTES, **headers):
    told = {**TUS, "Upload-Offset": str(offset), **headers}
    return client.patch(where, content, content_type=kind, headers=told)


def checksum(content, algorithm="sha1"):
    return f"{algorithm} {b64encode(sha1(content).digest()).decode()}"


def test_a_file_arrives_in_parts_and_is_whole(ana):
    begun = begin(ana)
    where = begun["Location"]
    assert (begun.status_code, where.startswith(WHERE)) == (201, True)
    first = send(ana, where, 0, b"hello ")
    assert (first.status_code, first["Upload-Offset"]) == (204, "6")
    head = ana.head(where, headers=TUS)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "6", "11")
    assert head["Cache-Control"] == "no-store"
    with pytest.raises(InputError, match="6 of 11 bytes"):
        arrived_file(Upload.objects.get())
    assert send(ana, where, 6, b"world")["Upload-Offset"] == "11"
    assert arrived_file(Upload.objects.get()).read_bytes() == b"hello world"


def test_a_file_may_begin_with_its_room(ana):
    headers = {**TUS, "Upload-Length": "5"}
    begun = ana.post(WHERE, b"hel", content_type=BYTES, headers=headers)
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "3")
    assert send(ana, begun["Location"], 3, b"lo")["Upload-Offset"] == "5"


def test_the_server_says_what_it_can(ana):
    told = ana.options(WHERE)
    assert (told.status_code, told["Tus-Version"]) == (204, "1.0.0")
    for extension in ("creation", "checksum", "expiration", "termination"):
        assert extension in told["Tus-Extension"].split(",")
    assert told["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(told["Tus-Max-Size"]) > 0


def test_another_version_is_refused_with_ours(ana):
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        refused = ana.post(WHERE, headers={**headers, "Upload-Length": "1"})
        assert (refused.status_code, refused["Tus-Version"]) == (412, "1.0.0")


def test_a_method_may_come_in_the_place_of_another(ana):
    where = begin(ana)["Location"]
    headers = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    sent = ana.post(where, b"hello", content_type=BYTES, headers=headers)
    assert (sent.status_code, sent["Upload-Offset"]) == (204, "5")


@pytest.mark.parametrize("offset", ["0", "7", "11"])
def test_going_on_from_elsewhere_is_a_conflict_that_says_where(ana, offset):
    where = begin(ana)["Location"]
    send(ana, where, 0, b"hello")
    refused = send(ana, where, offset, b"xxxx")
    assert (refused.status_code, b"5 bytes" in refused.content) == (409, True)
    assert ana.head(where, headers=TUS)["Upload-Offset"] == "5"


def test_bytes_with_the_right_checksum_are_kept_and_others_dropped(ana):
    where = begin(ana)["Location"]
    good = send(ana, where, 0, b"hello", **{"Upload-Checksum": checksum(b"hello")})
    assert (good.status_code, good["Upload-Offset"]) == (204, "5")
    bad = send(ana, where, 5, b"warld", **{"Upload-Checksum": checksum(b"world")})
    assert bad.status_code == 460
    assert ana.head(where, headers=TUS)["Upload-Offset"] == "5"
    odd = send(ana, where, 5, b"world", **{"Upload-Checksum": "md5 AAAA"})
    assert (odd.status_code, b"sha256" in odd.content) == (400, True)


@pytest.mark.parametrize("length", ["", "-1", "abc", "1.5"])
def test_a_length_is_a_number(ana, length):
    refused = begin(ana, length)
    assert (refused.status_code, b"Upload-Length" in refused.content) == (400, True)


def test_more_bytes_than_were_said_are_refused(ana):
    where = begin(ana, 5)["Location"]
    assert send(ana, where, 0, b"hello world").status_code == 413


def test_bytes_of_another_type_are_refused(ana):
    where = begin(ana)["Location"]
    assert send(ana, where, 0, b"hello", kind="text/plain").status_code == 415


def test_what_does_not_fit_the_disk_is_refused_with_what_does(ana):
    refused = begin(ana, 10**17)
    assert refused.status_code == 413
    assert b"100000000.0 GB and there is room for" in refused.content
    assert not Upload.objects.exists()


def test_room_promised_to_one_is_not_promised_to_another(ana, settings):
    room = int(ana.options(WHERE)["Tus-Max-Size"])
    assert begin(ana, room * 3 // 4).status_code == 201  # others write to the disk meanwhile
    refused = begin(ana, room // 2)
    assert refused.status_code == 413


def test_nobody_opens_uploads_without_end(ana):
    for _ in range(actions.UPLOADS_EACH):
        assert begin(ana, 1).status_code == 201
    assert begin(ana, 1).status_code == 413


def test_an_upload_given_up_is_gone_and_says_so(ana):
    where = begin(ana)["Location"]
    key = where.rsplit("/", 1)[1]
    long_ago = (timezone.now() - UPLOAD_LIFE - timedelta(minutes=1)).timestamp()
    os.utime(file_of(uploads_folder(), key), (long_ago, long_ago))
    assert send(ana, where, 0, b"hello").status_code == 410
    assert ana.head(where, headers=TUS).status_code == 410
    assert sweep_uploads(timezone.now()) == 1
    assert list(uploads_folder().iterdir()) == []
    assert ana.head(where, headers=TUS).status_code == 404


def test_an_upload_that_goes_on_is_not_swept(ana):
    where = begin(ana)["Location"]
    assert "Upload-Expires" in send(ana, where, 0, b"hello")
    assert sweep_uploads(timezone.now() + UPLOAD_LIFE - timedelta(minutes=1)) == 0
    assert sweep_uploads(timezone.now() + UPLOAD_LIFE + timedelta(minutes=1)) == 1


def test_its_sender_removes_an_upload(ana):
    where = begin(ana)["Location"]
    assert ana.delete(where, headers=TUS).status_code == 204
    assert ana.head(where, headers=TUS).status_code == 404
    assert list(uploads_folder().iterdir()) == []


def test_nobody_reaches_another_s_upload(ana, bo):
    where = begin(ana)["Location"]
    send(ana, where, 0, b"hello")
    answers = [
        bo.head(where, headers=TUS),
        send(bo, where, 5, b" bo"),
        bo.delete(where, headers=TUS),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    unknown = bo.head(WHERE + "0" * 32, headers=TUS)
    assert (unknown.status_code, unknown.content) == (404, answers[0].content)
    assert ana.head(where, headers=TUS)["Upload-Offset"] == "5"


def test_only_who_may_receive_masters_may_upload(ana, stranger):
    where = begin(ana)["Location"]
    viewer, press = signed_in(stranger), add_user("p@example.org", PHRASE, (StaffRole.PRESS,))
    for client, status in (
        (Client(), 401), (viewer, 403), (signed_in(User.objects.get(pk=press.pk)), 403),
    ):  # fmt: skip
        assert begin(client).status_code == status
        assert client.head(where, headers=TUS).status_code == status
        assert send(client, where, 0, b"x").status_code == status
        assert client.delete(where, headers=TUS).status_code == status
    assert Upload.objects.count() == 1


def test_a_role_taken_back_stops_an_upload(ana):
    where = begin(ana)["Location"]
    grant_roles(User.objects.get(email="ana@example.org"), (StaffRole.PRESS,), None)
    assert send(ana, where, 0, b"hello").status_code == 403


def test_another_site_cannot_upload_in_a_signed_in_browser():
    client = Client(enforce_csrf_checks=True)
    client.force_login(engineer("ana@example.org"))
    assert begin(client).status_code == 403
    client.cookies["csrf"] = "t" * 32
    assert begin(client, **{"X-CSRFToken": "t" * 32}).status_code == 201


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "%2e%2e/x", "/abs.mov", "a\0b", "C:\\x", "CON", "x" * 500, "\u202eg"],
)
def test_a_hostile_name_is_kept_as_text_and_leads_nowhere(ana, place, name):
    encoded = b64encode(name.encode()).decode()
    begun = begin(ana, 3, **{"Upload-Metadata": f"filename {encoded}"})
    assert begun.status_code == 201
    send(ana, begun["Location"], 0, b"abc")
    files = [file for file in place.rglob("*") if file.is_file()]
    key = Upload.objects.get().key
    assert {file.name for file in files} == {f"{key}.part", f"{key}.hold"}
    assert len(Upload.objects.get().name) <= 300


def test_metadata_that_cannot_be_read_are_refused(ana):
    assert begin(ana, 3, **{"Upload-Metadata": "filename !!"}).status_code == 400


@pytest.mark.parametrize("key", ["%00", "x", "..", "%2e%2e", "0" * 33, "A" * 32])
def test_a_key_of_another_form_is_no_upload(ana, key):
    assert ana.head(f"{WHERE}{key}", headers=TUS).status_code == 404


@pytest.mark.parametrize("method", ["get", "put"])
def test_other_methods_are_refused_with_those_there_are(ana, method):
    refused = getattr(ana, method)(begin(ana)["Location"], headers=TUS)
    assert (refused.status_code, refused["Allow"]) == (405, "OPTIONS, HEAD, PATCH, DELETE")
