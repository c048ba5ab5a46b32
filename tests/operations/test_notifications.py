"""Notification records: what was told, to which topic, and what became of it.

Records are listed newest first and live for 90 days. A topic of which a test said nothing takes
every notification.
"""

import json

import pytest
from huaweicloudsdkcsms.v1 import CsmsClient, ListNotificationRecordsRequest
from sending import DAY_MS, NOW_MS, answered, frozen_fake
from test_events import CREATED, DELETED, EXPIRED, TOPIC, put_event
from test_rotation import put_rotating, rotated

from fakecsms import FakeCsms

NO_PAGE = {"next_marker": None, "previous_marker": None}


@pytest.fixture
def db(fake: FakeCsms) -> FakeCsms:
    """A fake whose secret `db` has v1, which was told to nobody, and subscribes to `ops`."""
    put_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    return fake


def records(fake: FakeCsms) -> list[dict[str, object]]:
    return list(answered(fake, "ListNotificationRecords")["records"])


def versions_told(fake: FakeCsms) -> list[str]:
    contents = (json.loads(str(each["notification_content"])) for each in records(fake))
    return [each["data"]["versionId"] for each in contents]


def test_a_record_says_what_was_told_to_whom(db: FakeCsms) -> None:
    db.clock.advance(days=1, ms=5)
    db.put_secret("db", "two")
    (record,) = records(db)
    content = str(record.pop("notification_content"))
    expected = {
        "event_name": "ops",
        "trigger_event_type": CREATED,
        "create_time": NOW_MS + DAY_MS + 5,
        "secret_name": "db",
        "secret_type": "COMMON",
        "notification_target_name": TOPIC["target_name"],
        "notification_target_id": TOPIC["target_id"],
        "notification_status": "SUCCESS",
    }
    assert expected == record
    data = {
        "secretId": db.secret("db").id,
        "secretName": "db",
        "createTime": "2100-01-01T00:00:00.000Z",
        "updateTime": "2100-01-02T00:00:00.005Z",
        "versionId": "v2",
    }
    told = {"eventName": "ops", "eventType": CREATED, "eventTime": "2100-01-02T00:00:00.005Z"}
    assert {**told, "data": data} == json.loads(content)


def test_an_expiry_says_when_the_version_expired(db: FakeCsms) -> None:
    body = {"expire_time": NOW_MS + DAY_MS + 999}
    answered(db, "UpdateVersion", "db", "v1", body=body)
    db.clock.advance(days=2)
    (record,) = records(db)
    told = json.loads(str(record["notification_content"]))
    assert (EXPIRED, "2100-01-02T00:00:00.000Z") == (told["eventType"], told["eventTime"])
    assert "2100-01-02T00:00:00.000Z" == told["data"]["versionExpireTime"]


def test_no_other_record_says_so(db: FakeCsms) -> None:
    db.put_secret("db", "two", expire_time=NOW_MS + DAY_MS)
    answered(db, "DeleteSecret", "db")
    assert [False, False] == [
        "versionExpireTime" in str(each["notification_content"]) for each in records(db)
    ]


def test_the_type_of_the_secret_is_told(fake: FakeCsms) -> None:
    put_event(fake)
    put_rotating(fake, secret_type="GaussDB-FG", event_subscriptions=["ops"])
    rotated(fake)
    assert ["GaussDB-FG"] * 2 == [each["secret_type"] for each in records(fake)]


def test_records_are_listed_newest_first(db: FakeCsms) -> None:
    for number in range(2, 6):
        db.put_secret("db", f"value {number}")
    assert ["v5", "v4", "v3", "v2"] == versions_told(db)
    db.clock.advance(days=1)
    db.put_secret("db", "last")
    assert "v6" == versions_told(db)[0]


def test_records_are_in_order_even_if_a_version_had_expired_already() -> None:
    """Where a past expire_time is accepted, it is told late; the list still goes by its times."""
    fake = frozen_fake(past_expire_time_ok=True)
    put_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    fake.put_secret("db", "two", expire_time=NOW_MS - 30 * DAY_MS)
    fake.put_secret("db", "three")
    times = [int(str(each["create_time"])) for each in records(fake)]
    assert sorted(times, reverse=True) == times
    fake.clock.advance(days=90, ms=-1)
    ages = [fake.clock.now_ms - int(str(each["create_time"])) for each in records(fake)]
    assert max(ages) < 90 * DAY_MS


def test_the_list_has_one_page(db: FakeCsms) -> None:
    assert {"records": [], "page_info": {**NO_PAGE, "current_count": 0}} == (
        answered(db, "ListNotificationRecords")
    )
    for number in range(60):
        db.put_secret("db", str(number))
    answer = answered(db, "ListNotificationRecords", query="limit=1&marker=x")
    assert 60 == len(answer["records"])
    assert {**NO_PAGE, "current_count": 60} == answer["page_info"]
    assert ("limit", "marker") == tuple(sorted(db.calls[-1].unread))


def test_the_list_has_at_most_a_thousand_records(db: FakeCsms) -> None:
    for number in range(1_001):
        db.put_secret("db", str(number))
    answer = answered(db, "ListNotificationRecords")
    assert (1_000, 1_000) == (len(answer["records"]), answer["page_info"]["current_count"])
    assert "v1002" in answer["records"][0]["notification_content"]


@pytest.mark.parametrize(("ms", "left"), [(-1, ["v3", "v2"]), (0, ["v3"])])
def test_a_record_is_gone_after_90_days(db: FakeCsms, ms: int, left: list[str]) -> None:
    db.put_secret("db", "two")
    db.clock.advance(days=1)
    db.put_secret("db", "three")
    db.clock.advance(days=89, ms=ms)
    assert left == versions_told(db)
    db.clock.advance(days=1)
    assert [] == records(db)[len(left) - 1 :]


def test_records_live_as_long_as_the_limit_says() -> None:
    fake = frozen_fake(record_days_kept=1)
    put_event(fake)
    fake.put_secret("db", "one", event_subscriptions=["ops"])
    fake.put_secret("db", "two")
    fake.clock.advance(days=1, ms=-1)
    assert 1 == len(records(fake))
    fake.clock.advance(ms=1)
    assert [] == records(fake)


def test_a_record_that_goes_is_no_news(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    assert not db.clock.advance(days=400)
    assert 1 == len(db.notifications)


def test_records_outlive_secret_and_event(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    answered(db, "DeleteSecret", "db")
    answered(db, "DeleteSecretEvent", "ops")
    assert [DELETED, CREATED] == [each["trigger_event_type"] for each in records(db)]


def test_each_project_has_its_own_records(db: FakeCsms) -> None:
    db.put_secret("db", "two")
    assert [] == answered(db, "ListNotificationRecords", project_id="other")["records"]


@pytest.mark.parametrize("delivery", ["SUCCESS", "FAIL", "INVALID"])
def test_a_record_says_what_became_of_it(db: FakeCsms, delivery: str) -> None:
    db.topics.deliver(TOPIC["target_id"], delivery)
    db.put_secret("db", "two")
    assert [delivery] == [each["notification_status"] for each in records(db)]
    assert [delivery] == [each.delivery.value for each in db.notifications]


def test_what_became_of_it_is_judged_when_it_is_told(db: FakeCsms) -> None:
    for delivery in ("FAIL", "SUCCESS"):
        db.topics.deliver(TOPIC["target_id"], delivery)
        db.put_secret("db", delivery)
    assert ["SUCCESS", "FAIL"] == [each["notification_status"] for each in records(db)]


def test_another_topic_is_not_meant(db: FakeCsms) -> None:
    db.topics.deliver(TOPIC["target_name"], "FAIL")
    db.put_secret("db", "two")
    assert "SUCCESS" == records(db)[0]["notification_status"]


def test_a_topic_takes_only_words_that_there_are(db: FakeCsms) -> None:
    with pytest.raises(ValueError, match="LATE"):
        db.topics.deliver(TOPIC["target_id"], "LATE")


def test_the_topic_that_an_event_has_now_is_told(db: FakeCsms) -> None:
    notification = {**TOPIC, "target_id": "urn:smn:other", "target_name": "other"}
    answered(db, "UpdateSecretEvent", "ops", body={"notification": notification})
    db.put_secret("db", "two")
    (record,) = records(db)
    assert ("urn:smn:other", "other") == (
        record["notification_target_id"],
        record["notification_target_name"],
    )


def test_no_record_holds_a_value(db: FakeCsms) -> None:
    db.put_secret("db", "pl41n-t3xt")
    answered(db, "DeleteSecret", "db")
    assert "pl41n" not in json.dumps(records(db))
    assert "pl41n" not in repr(db.notifications)


def test_the_sdk_lists_records(csms: FakeCsms, csms_client: CsmsClient) -> None:
    put_event(csms)
    csms.put_secret("db", "one", event_subscriptions=["ops"])
    csms.put_secret("db", "two")
    (record,) = csms_client.list_notification_records(ListNotificationRecordsRequest()).records
    assert ("ops", CREATED, "db", "SUCCESS") == (
        record.event_name,
        record.trigger_event_type,
        record.secret_name,
        record.notification_status,
    )
    assert "v2" == json.loads(record.notification_content)["data"]["versionId"]
