"""The day is a parameter, SOURCE_DATE_EPOCH's, or today's; nothing else reads the clock."""

from datetime import UTC, date, datetime

import pytest

from licscan.errors import UsageError
from licscan.pipeline.provenance import source_date, today


def test_the_day_asked_for_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today(date(2026, 1, 2)) == date(2026, 1, 2)
    assert today(None) == date(1970, 1, 1)


def test_without_any_it_is_today_and_no_time_is_recorded() -> None:
    assert abs((today(None) - datetime.now(UTC).date()).days) <= 1
    assert source_date() is None


@pytest.mark.parametrize("wrong", ["soon", "1e99", "9" * 40])
def test_a_wrong_epoch_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH") as caught:
        today(None)
    assert caught.value.hint
