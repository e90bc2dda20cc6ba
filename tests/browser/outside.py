"""Screens of what everybody reads, for tests/browser/screens.py."""

from collections.abc import Callable

from hearten.accounts.models import Account
from hearten.forum import actions as forum
from hearten.forum.models import Thread
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.integrations import actions as integrations

BY = SystemActor("screens")


def outside(screen: Callable[..., None], reader: Account, manager: Account) -> None:
    """A public space as its people, its manager and readers without an account find it."""
    thread = Thread.objects.get(title="What I wish somebody had told me")
    space = thread.space
    said = {"text": "My way there was long.", "notes": ["drugs"], "client_id": new_id()}
    forum.write_post(
        thread=thread, **said, about=1, face="Paper Lamp", knows_public=True, by=reader
    )
    screen("outside", None, "forum:public_spaces")
    screen("outside-space", None, "forum:public_space", space_id=space.pk)
    screen("outside-thread", None, "forum:public_thread", thread_id=thread.pk)
    made = integrations.make_token(
        programme=space.programme,
        token_id=new_id(),
        name="Our website",
        scopes=["spaces:read", "events:read"],
        days=90,
        by=BY,
    )
    integrations.note_use(token=made.token, by=BY)
    screen("programme-tokens", manager, "integrations:tokens")
    hook = integrations.register_webhook(
        programme=space.programme,
        webhook_id=new_id(),
        address="https://planted.example/hearten/told",
        kinds=["thread.created", "event.announced"],
        by=BY,
    ).webhook
    integrations.send_test(webhook=hook, by=BY)
    screen("programme-webhooks", manager, "integrations:webhooks")
    screen("programme-register-webhook", manager, "integrations:register_webhook")
    screen("programme-webhook", manager, "integrations:webhook", webhook_id=hook.pk)
    screen("programme-make-token", manager, "integrations:make_token")
    screen("community-leave", reader, "forum:leave", space_id=space.pk)
    screen("outside-readers", manager, "forum:readers", space_id=space.pk)
    screen("outside-asked", manager, "forum:thread", thread_id=thread.pk)
