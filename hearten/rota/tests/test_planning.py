"""Planning: what is refused."""

from datetime import time

import pytest

from hearten.foundation.errors import Invalid
from hearten.rota import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phones", [{"text_from": 4}, {"call_from": -1}])
def test_no_other_round_can_be_set(programme, manager, phones):
    with pytest.raises(Invalid) as refused:
        actions.save_escalation(
            programme=programme, minutes=5, drill_weekday=0, drill_at=time(9), zone="UTC",
            by=manager, **phones,
        )  # fmt: skip
    assert list(refused.value.fields) == list(phones)
