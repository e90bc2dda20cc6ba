"""The closed vocabulary of recorded acts, and what may be said beside them. A new act is a new line
here."""

import re
from enum import StrEnum

_CODE = re.compile(r"[A-Za-z0-9_.:-]{0,64}")


class Verb(StrEnum):
    """domain.verb, in the past tense of what happened."""

    # accounts
    PROGRAMME_CREATED = "accounts.programme_created"
    PROGRAMME_CHANGED = "accounts.programme_changed"
    JOINED = "accounts.joined"
    PASSPHRASE_CHANGED = "accounts.passphrase_changed"  # noqa: S105 - not a secret
    PASSKEY_ADDED = "accounts.passkey_added"
    PASSKEY_REMOVED = "accounts.passkey_removed"
    TOTP_ADDED = "accounts.totp_added"
    TOTP_REMOVED = "accounts.totp_removed"
    RECOVERY_CODES_MADE = "accounts.recovery_codes_made"
    RECOVERED = "accounts.recovered"
    SESSION_ENDED = "accounts.session_ended"
    SETTINGS_CHANGED = "accounts.settings_changed"
    AGREEMENT_PUBLISHED = "accounts.agreement_published"
    AGREEMENT_TRANSLATED = "accounts.agreement_translated"
    AGREEMENT_ACCEPTED = "accounts.agreement_accepted"
    ROLE_GIVEN = "accounts.role_given"
    ROLE_ENDED = "accounts.role_ended"
    ACCOUNT_SUSPENDED = "accounts.suspended"
    ACCOUNT_RESTORED = "accounts.restored"
    PERSON_READ = "accounts.person_read"
    DATA_EXPORTED = "accounts.data_exported"
    ERASURE_ASKED = "accounts.erasure_asked"
    ERASURE_CANCELLED = "accounts.erasure_cancelled"
    ACCOUNT_ERASED = "accounts.erased"
    ERASURE_FINISHED = "accounts.erasure_finished"
    BLOCKED = "accounts.blocked"
    UNBLOCKED = "accounts.unblocked"
    # notifications
    WAY_ADDED = "notifications.way_added"
    WAY_VERIFIED = "notifications.way_verified"
    WAY_REMOVED = "notifications.way_removed"
    # conduct
    MEASURE_IMPOSED = "conduct.measure_imposed"
    MEASURE_PROPOSED = "conduct.measure_proposed"
    MEASURE_CONFIRMED = "conduct.measure_confirmed"
    MEASURE_DECLINED = "conduct.measure_declined"
    MEASURE_LAPSED = "conduct.measure_lapsed"
    MEASURE_OVER = "conduct.measure_over"
    MEASURE_LIFTED = "conduct.measure_lifted"
    MEASURE_ACKNOWLEDGED = "conduct.measure_acknowledged"
    APPEAL_MADE = "conduct.appeal_made"
    APPEAL_DECIDED = "conduct.appeal_decided"
    LETTER_SENT = "conduct.letter_sent"
    LETTER_ANSWERED = "conduct.letter_answered"
    CONDUCT_SETTINGS_CHANGED = "conduct.settings_changed"
    WAY_GONE = "notifications.way_gone"
    CALL_ANSWERED = "notifications.call_answered"
    WAY_BRINGS_NEWS = "notifications.way_brings_news"
    NEWS_SETTINGS_CHANGED = "notifications.news_settings_changed"
    # safety
    CRISIS_LINES_LOADED = "safety.crisis_lines_loaded"
    CRISIS_LINE_CHANGED = "safety.crisis_line_changed"
    CRISIS_LINE_REMOVED = "safety.crisis_line_removed"
    REPORTED = "safety.reported"
    CASE_OPENED = "safety.case_opened"
    CASE_ASSIGNED = "safety.case_assigned"
    CASE_RESOLVED = "safety.case_resolved"
    CASE_NOTED = "safety.case_noted"
    CASE_REFERRED = "safety.case_referred"
    CASE_CALLED = "safety.case_called"
    CASE_EVIDENCE_READ = "safety.case_evidence_read"
    CASE_SCREENED = "safety.case_screened"
    SCREENER_SWITCHED = "safety.screener_switched"
    FINDING_NOTED = "safety.finding_noted"
    ALERT_RAISED = "safety.alert_raised"
    ALERT_STEP_TAKEN = "safety.alert_step_taken"
    ALERT_CLAIMED = "safety.alert_claimed"
    ALERT_OPENED = "safety.alert_opened"
    DRILL_ANSWERED = "safety.drill_answered"
    SHIFT_ADDED = "safety.shift_added"
    SHIFT_REMOVED = "safety.shift_removed"
    DUTY_CHANGED = "safety.duty_changed"
    DUTY_CHANGE_REMOVED = "safety.duty_change_removed"
    ESCALATION_CHANGED = "safety.escalation_changed"
    # identity
    DETAILS_WRITTEN = "identity.details_written"
    OPENING_ASKED = "identity.opening_asked"
    OPENING_ANSWERED = "identity.opening_answered"
    DETAILS_OPENED = "identity.details_opened"
    RELEASE_REGISTERED = "identity.release_registered"
    DISCLOSURE_REGISTERED = "identity.disclosure_registered"
    # profiles
    TAXONOMY_CHANGED = "profiles.taxonomy_changed"
    PROFILE_CHANGED = "profiles.profile_changed"
    # matching
    SUPPORTER_SETTINGS_CHANGED = "matching.supporter_settings_changed"
    REQUEST_MADE = "matching.request_made"
    REQUEST_LEFT_TO_QUEUE = "matching.request_left_to_queue"
    REQUEST_CANCELLED = "matching.request_cancelled"
    PROPOSAL_MADE = "matching.proposal_made"
    PROPOSAL_ANSWERED = "matching.proposal_answered"
    PROPOSAL_EXPIRED = "matching.proposal_expired"
    PROPOSAL_WITHDRAWN = "matching.proposal_withdrawn"
    PAIRED = "matching.paired"
    PAIRING_ENDED = "matching.pairing_ended"
    FEEDBACK_GIVEN = "matching.feedback_given"
    PAIRING_NEVER_AGAIN = "matching.pairing_never_again"
    HANDOVER_WRITTEN = "matching.handover_written"
    HANDOVER_ANSWERED = "matching.handover_answered"
    MATCHING_SETTINGS_CHANGED = "matching.matching_settings_changed"
    # boundaries
    CONCERN_RAISED = "boundaries.concern_raised"
    CONCERN_BROUGHT = "boundaries.concern_brought_to_supervisors"
    CONCERN_ANSWERED = "boundaries.concern_answered"
    CONCERN_NOTED = "boundaries.concern_noted"
    CONCERN_CLOSED = "boundaries.concern_closed"
    REST_ADVISED = "boundaries.rest_advised"
    REST_BEGAN = "boundaries.rest_began"
    CAP_YIELDED = "boundaries.cap_yielded"
    BOUNDARY_SETTINGS_CHANGED = "boundaries.boundary_settings_changed"
    # conversations
    CONVERSATION_OPENED = "conversations.opened"
    CONVERSATION_ENDED = "conversations.ended"
    KEY_DESTROYED = "conversations.key_destroyed"
    TALK_SETTINGS_CHANGED = "conversations.talk_settings_changed"
    VERSIONS_FORGOTTEN = "conversations.versions_forgotten"
    # forum
    SPACE_SAVED = "forum.space_saved"
    SPACE_CLOSED = "forum.space_closed"
    SPACE_BACK = "forum.space_back"
    SPACE_PUBLIC = "forum.space_public"
    SPACE_MEMBERS_ONLY = "forum.space_members_only"
    FACE_NAMED = "forum.face_named"
    SPACE_LEFT = "forum.space_left"
    POST_TAKEN_AWAY = "forum.post_taken_away"
    POST_RELEASED = "forum.post_released"
    POST_NOTED = "forum.post_noted"
    READING_CHANGED = "forum.reading_changed"
    PROMISE_CHANGED = "forum.promise_changed"
    WAIT_TOLD = "forum.wait_told"
    POST_HELD = "forum.post_held"
    FACE_BLOCKED = "forum.face_blocked"
    FACE_UNBLOCKED = "forum.face_unblocked"
    HOST_NAMED = "forum.host_named"
    HOST_ENDED = "forum.host_ended"
    THREAD_LOCKED = "forum.thread_locked"
    THREAD_UNLOCKED = "forum.thread_unlocked"
    THREAD_PINNED = "forum.thread_pinned"
    THREAD_UNPINNED = "forum.thread_unpinned"
    THREAD_SLOWED = "forum.thread_slowed"
    THREAD_MOVED = "forum.thread_moved"
    THREAD_SPLIT = "forum.thread_split"
    THREAD_UNSLOWED = "forum.thread_unslowed"
    # polls
    POLL_STARTED = "polls.started"
    POLL_CLOSED = "polls.closed"
    # imports
    HISTORY_BROUGHT = "imports.brought"
    # groups
    TOKEN_MADE = "integrations.token_made"  # noqa: S105 - not a secret
    WEBHOOK_REGISTERED = "integrations.webhook_registered"
    WEBHOOK_ROTATED = "integrations.webhook_secret_rotated"
    WEBHOOK_SWITCHED = "integrations.webhook_switched"
    WEBHOOK_REMOVED = "integrations.webhook_removed"
    TOKEN_REVOKED = "integrations.token_revoked"  # noqa: S105
    GROUP_STARTED = "groups.started"
    GROUP_CHANGED = "groups.changed"
    GROUP_CLOSED = "groups.closed"
    GROUP_ASKED = "groups.members_asked_to_host"
    GROUP_ASKED_FOR = "groups.asked_to_come_in"
    GROUP_JOINED = "groups.joined"
    GROUP_ASKING_ANSWERED = "groups.asking_answered"
    GROUP_LEFT = "groups.left"
    GROUP_ROLE_CHANGED = "groups.role_changed"
    GROUP_HOST_CHANGED = "groups.host_changed"
    GROUP_INTRODUCED = "groups.introduced"
    GROUP_AGREEMENTS_CHANGED = "groups.agreements_changed"
    GROUP_AGREEMENTS_ACCEPTED = "groups.agreements_accepted"
    GROUP_MEETING_SET = "groups.meeting_set"
    GROUP_MEETING_CANCELLED = "groups.meeting_cancelled"
    GROUP_HELP_ASKED = "groups.help_asked"
    GROUP_HELP_ANSWERED = "groups.help_answered"
    # cockpit
    RUN_BEGUN = "cockpit.run_begun"
    RUN_STEP = "cockpit.run_step"
    RUN_STEPPED_OUT = "cockpit.run_stepped_out"
    RUN_CLOSED = "cockpit.run_closed"
    NOTE_CONFIRMED = "cockpit.note_confirmed"
    # toolkit
    PLAN_WRITTEN = "toolkit.plan_written"
    PLAN_LOOKED_THROUGH = "toolkit.plan_looked_through"
    PLAN_SHARED = "toolkit.plan_shared"
    PLAN_READ_BY_SUPPORTER = "toolkit.plan_read_by_supporter"
    PLAN_SUGGESTED = "toolkit.plan_suggested"
    PLAN_SUGGESTION_ANSWERED = "toolkit.plan_suggestion_answered"
    PLAN_ERASED = "toolkit.plan_erased"


ACCESS_VERBS = frozenset(
    {
        Verb.PERSON_READ,
        Verb.CASE_EVIDENCE_READ,
        Verb.PLAN_READ_BY_SUPPORTER,
        Verb.DETAILS_OPENED,
    }
)
"""Somebody looked at something of another person's: that person is told, docs/concepts/identity.md
says when. architecture/test_record.py asks it of every verb that sounds like it."""


def is_code(value: object) -> bool:
    """Whether a detail is an id, a code, a count, or a list of these: what people write has blanks,
    or letters of their own alphabet, and does not belong in the record."""
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    if isinstance(value, list | tuple):
        return all(map(is_code, value))
    return value is None or isinstance(value, bool | int)
