"""The law of this file: the fixtures need no conftest, start clean, and let nothing pass unseen.

Each test runs pytest on a small suite, as a user would have it.
"""

import pytest

_READS = """
    from huaweicloudsdkcsms.v1 import ShowSecretVersionRequest

    def read(client, name):
        return client.show_secret_version(ShowSecretVersionRequest(name, "latest")).version
"""


def _run(pytester: pytest.Pytester, source: str, *arguments: str) -> pytest.RunResult:
    """Run a suite in a process of its own: the SDK and the patches are process-wide."""
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_csms_answers_the_client_of_csms_client(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        _READS
        + """
    def test_reads(csms, csms_client):
        csms.put_secret("db", "hunter2")
        assert "hunter2" == read(csms_client, "db").secret_string
        assert ["ShowSecretVersion"] == [call.operation for call in csms.calls]
    """,
    )
    result.assert_outcomes(passed=1)


def test_every_test_begins_with_a_clean_fake(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    import pytest

    @pytest.mark.parametrize("time", [1, 2])
    def test_in_process(csms, time):
        assert [] == csms.secrets()
        csms.put_secret("db", "x")

    @pytest.mark.parametrize("time", [1, 2])
    def test_on_the_socket(csms_server, time):
        assert [] == csms_server.fake.secrets()
        csms_server.fake.put_secret("db", "x")
    """,
    )
    result.assert_outcomes(passed=4)


def test_csms_server_is_one_socket_for_the_whole_run(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    import pytest
    urls = set()

    @pytest.mark.parametrize("time", [1, 2, 3])
    def test_where(csms_server, time):
        urls.add(csms_server.url)
        assert 1 == len(urls)
    """,
    )
    result.assert_outcomes(passed=3)


def test_csms_and_csms_server_in_one_test_are_two_fakes(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    def test_both(csms, csms_server):
        csms.put_secret("db", "here")
        assert [] == csms_server.fake.secrets()
    """,
    )
    result.assert_outcomes(passed=1)


def test_marker_options_reach_both_fixtures_and_the_nearest_wins(
    pytester: pytest.Pytester,
) -> None:
    result = _run(
        pytester,
        """
    import pytest

    pytestmark = pytest.mark.csms(absent_status=400, secrets_per_project_max=2)

    @pytest.mark.csms(secrets_per_project_max=1)
    def test_options(csms, csms_server):
        for fake in (csms, csms_server.fake):
            fake.put_secret("one", "x")
            with pytest.raises(Exception, match="CSMS.0202"):
                fake.put_secret("two", "x")
            path = f"/v1/{fake.project_id}/secrets/none"
            assert 400 == fake.call("GET", path).status
    """,
    )
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("csms(sed=1)", "*TypeError: no such option: sed; the options are *"),
        ("csms(absent_status=500)", "*ValueError: absent_status=500 is not possible*"),
        ("csms(1)", "*TypeError: the marker csms takes options by name*"),
    ],
)
def test_a_marker_that_can_not_be_is_an_error(
    pytester: pytest.Pytester, marker: str, message: str
) -> None:
    result = _run(
        pytester,
        f"""
    import pytest

    @pytest.mark.{marker}
    def test_typo(csms):
        raise AssertionError("never reached")
    """,
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([message])


def test_a_marked_test_without_a_fixture_gets_csms(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    import pytest, requests

    @pytest.mark.csms(auth="off")
    def test_marked():
        url = "https://kms.cn-north-4.myhuaweicloud.com/v1/p/secrets"
        assert [] == requests.get(url).json()["secrets"]

    @pytest.mark.csms(seed=7)
    def test_on_the_socket_only(request, csms_server):
        assert "csms" not in request.fixturenames
    """,
    )
    result.assert_outcomes(passed=2)


def test_a_swallowed_escape_fails_the_test_at_its_end(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    import contextlib, requests

    def test_leaves(csms):
        with contextlib.suppress(Exception):
            requests.get("https://obs.cn-north-4.myhuaweicloud.com/bucket")
    """,
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*EscapedCallError: GET obs.cn-north-4.myhuaweicloud.com/bucket*"])


def test_a_swallowed_bug_fails_the_test_at_its_end(pytester: pytest.Pytester) -> None:
    """A state that no call leads to stands for a bug of the fake."""
    result = _run(
        pytester,
        """
    import contextlib, requests

    def test_in_process(csms):
        csms.gate.account = None
        with contextlib.suppress(Exception):
            requests.get(f"https://kms.cn-north-4.myhuaweicloud.com/v1/p/secrets",
                         headers={"X-Auth-Token": "t"})

    def test_on_the_socket(csms_server):
        csms_server.fake.gate.account = None
        url = f"{csms_server.url}/v1/p/secrets"
        assert 500 == requests.get(url, headers={"X-Auth-Token": "t"}).status_code
    """,
    )
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(["*FakeCsmsBugError: *", "*FakeCsmsBugError: *"])


def test_a_run_that_uses_no_fixture_loads_nothing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = _run(
        pytester,
        """
    import sys

    def test_nothing():
        loaded = {"fakecsms", "requests", "werkzeug", "cheroot", "msgspec"} & sys.modules.keys()
        assert set() == loaded
    """,
        "-p",
        "conftest_plugin.plugin",
    )
    result.assert_outcomes(passed=1)


def test_marker_and_fixtures_explain_themselves(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(): pass")
    markers = pytester.runpytest_subprocess("--markers")
    fixtures = pytester.runpytest_subprocess("--fixtures")
    markers.stdout.fnmatch_lines(["@pytest.mark.csms(*options): *"])
    fixtures.stdout.fnmatch_lines(["csms -- *", "csms_client -- *", "csms_server *-- *"])


def test_the_marker_is_known_where_markers_are_strict(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    import pytest

    @pytest.mark.csms
    def test_marked(csms): pass
    """,
        "--strict-markers",
    )
    result.assert_outcomes(passed=1)


def test_the_fixture_leaves_nothing_behind(pytester: pytest.Pytester) -> None:
    result = _run(
        pytester,
        """
    from requests.adapters import HTTPAdapter
    before = HTTPAdapter.send

    def test_during(csms): assert HTTPAdapter.send is not before

    def test_after(): assert HTTPAdapter.send is before
    """,
    )
    result.assert_outcomes(passed=2)
