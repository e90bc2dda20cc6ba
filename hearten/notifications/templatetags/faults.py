"""{{ test.fault|fault_words }}: why a delivery was not taken, for a person."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
_UNREACHED = {
    "ConnectTimeout",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "OSError",
    "ReadTimeout",
    "SSLError",
    "SMTPConnectError",
    "SMTPServerDisconnected",
    "TimeoutError",
    "gaierror",
    "too_slow",
}


@register.filter
def fault_words(code: str) -> str:
    """In words where we have some; otherwise the code, which the provider's own pages explain."""
    if code in _UNREACHED:
        return _("the provider could not be reached")
    words = {
        "refused": _("the provider did not accept it"),
        "gone": _("the browser does not take it any more"),
        "no_provider": _("it is not set up here"),
    }
    return words.get(code, code)
