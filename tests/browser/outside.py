"""Screens of what everybody reads, for tests/browser/screens.py."""

from collections.abc import Callable

from hearten.accounts.models import Account, Programme
from hearten.forum import actions as forum
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.integrations import actions as integrations

BY = SystemActor("screens")


def outside(
    screen: Callable[..., None], writer: Account, reader: Account, manager: Account
) -> None:
    """A public space as its people, its manager and readers without an account find it."""
    space = forum.save_space(
        programme=Programme.objects.get(),
        name="For the first weeks",
        purpose="What helped others when it was new to them",
        language="en",
        by=BY,
    )
    forum.open_to_all(space=space, for_engines=False, by=BY)
    thread = forum.start_thread(
        space=space,
        title="What I wish somebody had told me",
        text="That it is **not** a race.\n\n- sleep first\n- one call a day",
        looking_for="",
        client_id=new_id(),
        face="Early Tram",
        knows_public=True,
        by=writer,
    )
    for words, about, notes in (("My way there was long.", 1, ["drugs"]), ("Thank you.", 2, [])):
        said = {"text": words, "about": about, "notes": notes, "client_id": new_id()}
        forum.write_post(thread=thread, **said, face="Paper Boat", knows_public=True, by=reader)
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
    screen("community-leave", writer, "forum:leave", space_id=space.pk)
    screen("outside-readers", manager, "forum:readers", space_id=space.pk)
    screen("outside-asked", manager, "forum:thread", thread_id=thread.pk)
