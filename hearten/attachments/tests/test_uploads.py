"""How files come in: in memory, bounded, without the name their sender gave."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from hearten.attachments import uploads
from hearten.attachments.rules import UPLOAD_MOST


def sent(content: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("Anna at the lake.jpg", content, "text/html")
    return RequestFactory().post("/", {"text": "Hello", "picture": file, **more})


def test_a_file_is_held_in_memory_and_forgets_its_name() -> None:
    request = sent(b"x" * 3_000_000)  # Django would write this one to the disk
    file = request.FILES["picture"]
    assert (file.name, file.content_type) == ("upload", "application/octet-stream")
    assert file.read() == b"x" * 3_000_000
    assert not hasattr(file, "temporary_file_path")


def test_of_a_larger_one_no_more_is_kept_than_shows_that_it_is_and_the_words_beside_it() -> None:
    request = sent(b"x" * (UPLOAD_MOST + 500_000))
    file = request.FILES["picture"]
    assert (file.size, len(file.read())) == (UPLOAD_MOST + 1, UPLOAD_MOST + 1)
    assert request.POST["text"] == "Hello"


def test_what_is_far_too_much_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "BODY_MOST", 1000)
    request = sent(b"x" * 2000)
    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018 - reading is what is refused
    assert request._stream.read() != b""
