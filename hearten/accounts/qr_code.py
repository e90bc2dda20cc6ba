"""A QR code as an inline drawing: no file, no data address, no style."""

from allauth.mfa.adapter import get_adapter
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]
from qrcode.main import QRCode  # type: ignore[import-untyped]

from hearten.accounts.models import Account

QUIET = 4
"""Empty modules around the code (ISO/IEC 18004, 9.1)."""


def totp_svg(account: Account, secret: str) -> SafeString:
    """What a code app scans to make this person's one-time codes."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(get_adapter().build_totp_url(account, secret))
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path class="qr-ground" d="M0 0h{}v{}H0z"/><path class="qr-dots" d="{}"/></svg>',
        _("QR code for your app. The same secret stands below as letters."),
        len(rows),
        len(rows),
        len(rows),
        len(rows),
        path,
    )
