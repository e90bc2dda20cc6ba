"""Every address, how it is asked for, and the people for whom it exists. Everybody else gets a 404.

A new address without a row here fails the tests: say on purpose who may open it.
"""

from dataclasses import dataclass

from tests.matrix.world import NOBODY

_HERE = frozenset(
    {"member", "supporter", "asker", "stranger", "peer", "supervisor", "moderator", "second"}
    | {"about", "measured", "manager"}
)
_THERE = frozenset({"far_member", "far_supporter", "far_moderator", "far_manager"})
SIGNED_IN = _HERE | _THERE
EVERYBODY = SIGNED_IN | {NOBODY, "suspended"}
PAIR = frozenset({"member", "supporter"})
MEMBER = frozenset({"member"})
SUPPORTERS = frozenset({"supporter", "peer", "far_supporter"})
MODERATORS = frozenset({"moderator", "second", "about", "far_moderator"})
OUR_MODERATORS = frozenset({"moderator", "second", "about"})
THEIR_CASE = OUR_MODERATORS - {"about"}
"""Moderators, but not the one the case is about."""
HOLDER = frozenset({"moderator"})
"""Has the case."""
MEASURED = frozenset({"measured"})
WELFARE_HOLDER = frozenset({"second"})
"""Has the case about somebody's safety."""
HOST = frozenset({"asker"})
"""Looks after the space."""
_TEND = OUR_MODERATORS | HOST
MANAGERS = frozenset({"manager", "far_manager"})
MANAGER = frozenset({"manager"})


NO_PERSON: frozenset[str] = frozenset()
"""Not even asked to sign in: it only names what lies below it."""


MACHINES: frozenset[str] = frozenset({"a program with a token"})
"""No person, whoever they are: hearten/integrations/tests has which token."""


@dataclass(frozen=True, slots=True)
class Row:
    """For whom an address exists, and whether it is read, sent to, or both."""

    people: frozenset[str]
    how: str = "GET"
    in_vain: frozenset[str] = frozenset()
    """Who gets an answer to what they send, though nothing is done: they are told that it is not
    theirs to do, or they get the same answer as if it had been."""
    told: frozenset[str] = frozenset()
    """Who may know that it is there and is told that somebody else does this: a 403."""


def read(people: frozenset[str]) -> Row:
    """A page."""
    return Row(people)


def sent(people: frozenset[str], in_vain: frozenset[str] = frozenset()) -> Row:
    """Something is done; it cannot be read."""
    return Row(people, "POST", in_vain)


def both(people: frozenset[str]) -> Row:
    """A page with a form that is sent to the same address."""
    return Row(people, "GET POST")


PAGES = {
    "pages:home": read(EVERYBODY),
    "pages:programme": read(MANAGERS),
    "ui:leave": sent(EVERYBODY),
    "ui:leaving": read(EVERYBODY),
    "ui:languages": read(EVERYBODY),
    "ui:styleguide": read(EVERYBODY),
    "set_language": sent(EVERYBODY),
    "api:crisis_lines": read(EVERYBODY),
    "api:openapi-json": read(EVERYBODY),
    "api:api-root": read(NO_PERSON),
}

ARRIVING = {
    "accounts:join": read(EVERYBODY),
    "accounts:join_programme": both(EVERYBODY),
    "accounts:join_passkey": sent(EVERYBODY),
    "accounts:sign_in": both(EVERYBODY),
    "accounts:one_time_code": both(EVERYBODY),
    "accounts:sign_in_passkey": sent(EVERYBODY),
    "accounts:sign_in_options": sent(EVERYBODY),
    "accounts:sign_out": sent(EVERYBODY),
    "accounts:recover": both(EVERYBODY),
    "accounts:recover_passphrase": both(EVERYBODY),
}

OWN = {
    "accounts:settings": both(SIGNED_IN),
    "accounts:confirm": both(SIGNED_IN),
    "accounts:confirm_options": sent(SIGNED_IN),
    "accounts:passphrase": both(SIGNED_IN),
    "accounts:passkeys": both(SIGNED_IN),
    "accounts:passkey_options": sent(SIGNED_IN),
    # Everybody is asked to confirm who they are first; hearten/accounts/tests has whose it is.
    "accounts:remove_passkey": sent(SIGNED_IN),
    "accounts:totp": both(SIGNED_IN),
    "accounts:remove_totp": sent(SIGNED_IN),
    "accounts:codes": read(SIGNED_IN),
    "accounts:codes_file": read(SIGNED_IN),
    "accounts:codes_kept": sent(SIGNED_IN),
    "accounts:new_codes": sent(SIGNED_IN),
    "accounts:sessions": read(SIGNED_IN),
    "accounts:end_other_sessions": sent(SIGNED_IN),
    "accounts:end_session": sent(MEMBER, in_vain=SIGNED_IN - MEMBER),
    "accounts:data": read(SIGNED_IN),
    "accounts:take_data": both(SIGNED_IN),
    "accounts:looks": read(SIGNED_IN),
    "accounts:erase": both(SIGNED_IN),
    "accounts:stay": sent(SIGNED_IN),
    "accounts:blocks": read(SIGNED_IN),
    "accounts:unblock": sent(MEMBER),
    "accounts:agreements": both(SIGNED_IN),
    "accounts:agreement": read(_HERE),
    "profiles:about": read(SIGNED_IN),
    "profiles:about_section": both(SIGNED_IN),
}

MATCHING = {
    "matching:ask": both(SIGNED_IN),
    "matching:waiting": read(SIGNED_IN),
    "matching:cancel": sent(SIGNED_IN),
    "matching:choose": both(SIGNED_IN),
    "matching:proposal": Row(frozenset({"peer"}), "GET POST", in_vain=frozenset({"asker"})),
    "matching:talk": read(PAIR),
    "matching:ask_again": sent(MEMBER),
    "matching:feedback": both(PAIR),
    "matching:handover": both(MEMBER),
    "matching:hand_over": both(frozenset({"supporter"})),
    "matching:inbox": read(SUPPORTERS),
    "matching:pause": sent(SUPPORTERS),
    "matching:supporter_settings": both(SUPPORTERS),
    "matching:waits": read(MANAGERS),
    "matching:settings": both(MANAGERS),
}

CONVERSATIONS = {
    "conversations:settings": both(SIGNED_IN),
    "conversations:search": both(SIGNED_IN),
    "conversations:search_in": both(PAIR),
    "conversations:show": read(PAIR),
    "conversations:reading": read(PAIR),
    "conversations:send": sent(PAIR),
    "conversations:events": read(PAIR),
    "conversations:read": sent(PAIR),
    "conversations:edit": both(MEMBER),
    "conversations:delete": both(MEMBER),
    "conversations:react": both(PAIR),
    "conversations:attach": sent(PAIR),
    "conversations:pictures_shown": sent(PAIR),
    "conversations:look": read(PAIR),
    "conversations:file": read(PAIR),
    "conversations:link": read(PAIR),
    "conversations:care": read(PAIR),
    "conversations:put_away": sent(PAIR),
    "conversations:end": both(PAIR),
    "conversations:block": both(PAIR),
    "conversations:report": both(MEMBER),
    "conversations:reported": read(PAIR),
}

COMMUNITY = {
    "forum:spaces": read(SIGNED_IN),
    "forum:space": read(_HERE),
    "forum:start": both(_HERE),
    "forum:face": both(MEMBER | HOST),
    "forum:leave": both(MEMBER | HOST),
    "forum:thread": both(_HERE - {"stranger"}),
    "forum:post": read(_HERE - {"stranger"}),
    "forum:react": both(_HERE - {"stranger", "member"}),
    "forum:report": both(_HERE - {"stranger", "member"}),
    "forum:reported": read(_HERE - {"stranger"}),
    "forum:change": both(MEMBER),
    "forum:take_away": both(MEMBER),
    "forum:note": both(OUR_MODERATORS),
    "forum:reading": both(SIGNED_IN),
    "forum:tend": read(_TEND),
    "forum:lock": sent(_TEND),
    "forum:unlock": sent(_TEND),
    "forum:pin": sent(_TEND),
    "forum:unpin": sent(_TEND),
    "forum:slow": sent(_TEND),
    "forum:unslow": sent(_TEND),
    "forum:move": both(_TEND),
    "forum:hold": both(_TEND),
    "forum:yours": read(SIGNED_IN),
    "forum:drop_for_thread": sent(_HERE - {"stranger"}),
    "forum:drop_for_space": sent(_HERE),
    "forum:blocked": read(SIGNED_IN),
    "forum:block": both(_HERE - {"stranger", "member"}),
    "forum:unblock": sent(MANAGER),
    "forum:follow_written": sent(SIGNED_IN),
    "forum:bookmarks": read(SIGNED_IN),
    "forum:attend": sent(_HERE - {"stranger"}),
    "forum:readers": both(MANAGER),
    "forum:public_spaces": read(EVERYBODY),
    "forum:public_space": read(EVERYBODY),
    "forum:public_thread": read(EVERYBODY),
    "forum:public_post": read(EVERYBODY),
    "forum:new": read(_HERE - {"stranger"}),
    "forum:bookmark": sent(_HERE - {"stranger"}),
    "forum:lay_down": both(HOST),
    "forum:hosts": both(MANAGER),
    "forum:end_host": sent(MANAGER),
    "forum:split": both(_TEND),
    "forum:put_away": sent(_HERE - {"stranger"}),
    "forum:search": both(SIGNED_IN),
    "polls:poll": both(_HERE - {"stranger"}),
    "polls:ask": both(MEMBER),
    "polls:close": both(MEMBER),
    "forum:held": read(MODERATORS),
    "forum:release": sent(OUR_MODERATORS),
    "forum:remove": both(OUR_MODERATORS),
    "forum:manage": both(MANAGERS),
    "forum:add_space": both(MANAGERS),
    "forum:change_space": both(MANAGER),
    "forum:close_space": sent(MANAGER),
    "forum:reopen_space": sent(MANAGER),
}
"""The stranger is blocked by the member, who opened the thread."""

_MAY_COME = _HERE - {"stranger", "about"}
_INSIDE = frozenset({"member", "supporter", "peer"})
_HOSTS = frozenset({"member", "peer"})
CIRCLES = {
    "groups:groups": read(SIGNED_IN),
    "groups:formats": read(SIGNED_IN),
    "groups:start": both(SIGNED_IN),
    "groups:code": both(SIGNED_IN),
    "groups:handbook": read(SIGNED_IN),
    "groups:help": read(MANAGERS | {"supervisor"}),
    "groups:help_answer": both(frozenset({"supervisor", "manager"})),
    "groups:letter": sent(frozenset({"about"})),
    "groups:group": read(_MAY_COME),
    "groups:join": both(_MAY_COME),
    "groups:leave": both(_MAY_COME),
    "groups:put_away": sent(_MAY_COME),
    "groups:agreements": both(_INSIDE),
    "groups:introduce": both(_INSIDE),
    "groups:take_over": sent(_INSIDE),
    "groups:room": both(_INSIDE),
    "groups:room_new": read(_INSIDE),
    "groups:report": both(_HOSTS),
    "groups:report_person": both(_HOSTS),
    "groups:reported": read(_INSIDE),
    "groups:askings": read(_HOSTS),
    "groups:let_in": sent(_HOSTS),
    "groups:decline": both(_HOSTS),
    "groups:remove": both(_HOSTS),
    "groups:host": read(_HOSTS),
    "groups:change": both(_HOSTS),
    "groups:new_code": sent(_HOSTS),
    "groups:change_agreements": both(_HOSTS),
    "groups:tired": both(_HOSTS),
    "groups:meeting": read(_INSIDE),
    "groups:set_meeting": both(_HOSTS),
    "groups:cancel_meeting": sent(_HOSTS),
    "groups:role": sent(MEMBER),
    "groups:hand_over": both(MEMBER),
    "groups:close": both(MEMBER),
    "cockpit:meeting": both(_INSIDE),
    "cockpit:now": read(_INSIDE),
    "cockpit:come": sent(_INSIDE),
    "cockpit:move": sent(_INSIDE),
    "cockpit:out": both(_INSIDE),
    "cockpit:closing": both(_INSIDE),
    "cockpit:note": both(_INSIDE),
    "cockpit:open": sent(_HOSTS),
    "cockpit:lead": sent(_HOSTS),
    "cockpit:words": both(_HOSTS),
    "cockpit:close": both(_HOSTS),
}
"""The stranger is blocked by the member, who hosts; the supporter said something in the room; the one a
case is about was told no."""

INTEGRATIONS = {
    "integrations:space_feed": read(EVERYBODY),
    "integrations:thread_feed": read(EVERYBODY),
    "integrations:tokens": read(MANAGERS),
    "integrations:make_token": both(MANAGERS),
    "integrations:revoke_token": sent(MANAGER),
    "integrations:webhooks": read(MANAGERS),
    "integrations:register_webhook": both(MANAGERS),
    "integrations:webhook": read(MANAGER),
    "integrations:test_webhook": sent(MANAGER),
    "integrations:switch_webhook": sent(MANAGER),
    "integrations:rotate_secret": sent(MANAGER),
    "integrations:remove_webhook": sent(MANAGER),
    "integrations:send_again": sent(MANAGER),
    "api:spaces": read(MACHINES),
    "api:threads": read(MACHINES),
    "api:posts": read(MACHINES),
    "api:groups": read(MACHINES),
    "api:events": read(MACHINES),
}

TOOLKIT = {
    "toolkit:plan": read(SIGNED_IN),
    "toolkit:kept": read(SIGNED_IN),
    "toolkit:looked": sent(SIGNED_IN),
    "toolkit:delete": sent(SIGNED_IN),
    "toolkit:sharing": both(SIGNED_IN),
    "toolkit:shared": both(frozenset({"supporter"})),
    "toolkit:answer_suggestion": sent(MEMBER, in_vain=SIGNED_IN - MEMBER),
    "toolkit:phone": read(SIGNED_IN),
    "toolkit:copy": read(SIGNED_IN),
    "toolkit:offline": read(EVERYBODY),
    "toolkit:worker": read(EVERYBODY),
    "toolkit:step": both(SIGNED_IN),
}

SAFETY = {
    "crisis:help": read(EVERYBODY),
    "safety:clock": read(SIGNED_IN),
    "safety:cases": read(MODERATORS),
    "safety:resolved_cases": read(MODERATORS),
    "safety:case": read(THEIR_CASE),
    "safety:assign_case": sent(THEIR_CASE),
    "safety:case_evidence": sent(HOLDER, in_vain=frozenset({"second"})),
    "safety:case_file": read(HOLDER),
    "safety:case_note": sent(HOLDER, in_vain=frozenset({"second"})),
    "safety:hand_over_case": sent(HOLDER, in_vain=frozenset({"second"})),
    "safety:resolve_case": sent(HOLDER, in_vain=frozenset({"second"})),
    "safety:screener": both(WELFARE_HOLDER),
    "safety:use_screener": sent(MANAGERS),
    "safety:duty": both(MODERATORS),
    "safety:calling": read(SIGNED_IN),
    "safety:have_it": sent(OUR_MODERATORS),
    "rota:rota": both(MODERATORS | MANAGERS),
    "rota:add_duty_change": sent(MODERATORS | MANAGERS),
    "rota:escalation": sent(MANAGERS),
    "rota:remove_shift": sent(frozenset({"moderator", "manager"})),
    "rota:remove_duty_change": sent(frozenset({"moderator", "manager"})),
    "safety:drills": read(MODERATORS | MANAGERS),
    "safety:start_drill": sent(MANAGERS),
    "safety:drill": read(OUR_MODERATORS | MANAGER),
    "crisis:lines": read(MANAGERS),
    "crisis:line": both(MANAGERS),
    "crisis:remove_line": sent(MANAGERS),
    "crisis:add_line": both(MANAGERS),
    "crisis:confirm_lines": sent(MANAGERS),
}

IDENTITY = {
    "identity:details": both(SIGNED_IN),
    "identity:read_notice": sent(frozenset({"peer"}), in_vain=SIGNED_IN - frozenset({"peer"})),
    "identity:asked": read(MODERATORS | MANAGERS),
    "identity:answer": both(frozenset({"second", "about", "manager"})),
    "identity:case": both(HOLDER),
    "identity:open": sent(HOLDER),
    "identity:told": sent(HOLDER),
    "identity:register": read(MANAGERS),
    "identity:releases": both(MANAGERS),
}
CONDUCT = {
    "conduct:mine": read(SIGNED_IN),
    "conduct:letter": both(MEASURED),
    "conduct:decision": read(MEASURED),
    "conduct:acknowledge": sent(MEASURED),
    "conduct:appeal": both(MEASURED),
    "conduct:reviews": read(MODERATORS | MANAGERS),
    "conduct:proposal": read(OUR_MODERATORS | MANAGER),
    "conduct:confirm": sent(OUR_MODERATORS | MANAGER),
    "conduct:decline": sent(OUR_MODERATORS | MANAGER),
    "conduct:lift": sent(OUR_MODERATORS),
    "conduct:appealed": both(OUR_MODERATORS | MANAGER),
    "conduct:promise": both(MANAGERS),
    "safety:case_measure": Row(HOLDER, "GET POST", told=OUR_MODERATORS - HOLDER),
    "safety:case_letter": Row(HOLDER, "GET POST", told=OUR_MODERATORS - HOLDER),
    "safety:case_refer": Row(HOLDER, "GET POST", told=OUR_MODERATORS - HOLDER),
    "safety:case_call": Row(HOLDER, "GET POST", told=OUR_MODERATORS - HOLDER),
    "safety:reports": read(SIGNED_IN),
}

BOUNDARIES = {
    "boundaries:mine": read(SUPPORTERS | MODERATORS),
    "boundaries:rest": read(SUPPORTERS | MODERATORS),
    "boundaries:answer": sent(frozenset({"supporter"})),
    "boundaries:put_away": sent(MEMBER, in_vain=SIGNED_IN - MEMBER),
    "boundaries:supporters": read(frozenset({"supervisor"})),
    "boundaries:concern": both(frozenset({"supervisor"})),
    "boundaries:close": sent(frozenset({"supervisor"})),
    "boundaries:settings": both(MANAGERS),
}

REACH = {
    "notifications:ways": both(SIGNED_IN),
    "notifications:news": sent(SIGNED_IN),
    "notifications:add_phone": sent(MODERATORS | MANAGERS),
    "notifications:add_browser": sent(SIGNED_IN),
    "notifications:bring_news": sent(frozenset({"moderator"})),
    # The signature in the address is what counts, whoever comes.
    "notifications:stop": Row(EVERYBODY, "GET POST"),
    "notifications:worker": read(EVERYBODY),
    "notifications:providers": read(MANAGERS),
    # For a provider that signs what it sends; nobody else gets in, whoever they are.
    "notifications:answer_call": Row(NO_PERSON, "POST", told=EVERYBODY),
    "notifications:report_delivery": Row(NO_PERSON, "POST", told=EVERYBODY),
    "notifications:send_test": sent(frozenset({"moderator"})),
    "notifications:verify_way": sent(frozenset({"moderator"})),
    "notifications:send_code": sent(frozenset({"moderator"})),
    "notifications:remove_way": sent(frozenset({"moderator"})),
}

PROGRAMME = {
    "accounts:people": read(MANAGERS),
    "accounts:person": read(MANAGER),
    "accounts:give_role": sent(MANAGER),
    "accounts:end_role": sent(MANAGER),
    "accounts:suspend": sent(MANAGER),
    "accounts:restore": sent(MANAGER),
    "accounts:manage_agreements": both(MANAGERS),
    "accounts:write_agreement": both(MANAGERS),
    "accounts:translate_agreement": both(MANAGERS),
    "accounts:programme": both(MANAGERS),
    "profiles:taxonomy": read(MANAGERS),
    "profiles:add_topic": both(MANAGERS),
    "profiles:topic": both(MANAGER),
    "profiles:move_topic": sent(MANAGER),
    "profiles:retire_topic": sent(MANAGER),
    "profiles:restore_topic": sent(MANAGER),
}

GROUPS: dict[str, dict[str, Row]] = {
    "pages": PAGES,
    "arriving": ARRIVING,
    "own": OWN,
    "matching": MATCHING,
    "conversations": CONVERSATIONS,
    "community": COMMUNITY,
    "circles": CIRCLES,
    "integrations": INTEGRATIONS,
    "toolkit": TOOLKIT,
    "safety": SAFETY,
    "identity": IDENTITY,
    "conduct": CONDUCT,
    "boundaries": BOUNDARIES,
    "reach": REACH,
    "programme": PROGRAMME,
}
