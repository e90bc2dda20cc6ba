"""The errors actions raise. Each names what the person can do next; views turn them into one screen."""

from collections.abc import Mapping


class HeartenError(Exception):
    """Base of every expected error. `message` is written for the person and is translatable."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotAllowed(HeartenError):  # noqa: N818 - reads as a sentence where it is raised
    """The actor may see the object but may not do this to it (403)."""

    code = "not_allowed"


class NotPossible(HeartenError):  # noqa: N818
    """The state of things does not allow it any more: ended, answered, full, already done (409)."""

    code = "not_possible"


class Invalid(HeartenError):  # noqa: N818
    """What was given cannot be taken as it is (422). `fields` maps field names to messages."""

    code = "invalid"

    def __init__(
        self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.fields = dict(fields or {})
