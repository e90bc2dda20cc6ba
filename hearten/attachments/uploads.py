"""How files come in: held in memory and bounded, never on a disk. For every address of the installation,
since a form is read before it is known whose it is."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from hearten.attachments.rules import UPLOAD_MOST

BODY_MOST = 8 * UPLOAD_MOST
"""What is read of a body at all. Below it, somebody who chose too large a file is told so."""


class InMemory(FileUploadHandler):
    """Keeps up to `UPLOAD_MOST` bytes of each file, and of a larger one the one more that shows it."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Django's hook."""
        if content_length > BODY_MOST:
            raise RequestDataTooBig("larger than anything that is taken")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Django's hook."""
        super().new_file(*args, **kwargs)
        self._pieces: list[bytes] = []
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Django's hook."""
        room = UPLOAD_MOST + 1 - self._size
        self._pieces.append(raw_data[:room])
        self._size += len(self._pieces[-1])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Django's hook. The name and type its sender gave stay here: nobody looks at them."""
        content = io.BytesIO(b"".join(self._pieces))
        self._pieces = []
        return InMemoryUploadedFile(
            content, self.field_name, "upload", "application/octet-stream", self._size, None
        )
