"""Taking everything along: one file that opens anywhere, and no passphrase left on the page."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server
from tests.browser.journey import passphrase_of, sign_in

pytestmark = pytest.mark.browser


def test_one_file_with_everything(sample: Server, open_window: Opener) -> None:
    ada = open_window(sample)
    passphrase = passphrase_of(sample, "Ada")
    sign_in(ada, "Ada", passphrase)
    ada.go("/settings/")
    ada.page.get_by_role("link", name="Take everything along").click()
    ada.write("Your passphrase", "not the right one")
    ada.press("Download the file")
    expect(ada.page.locator(".error-summary")).to_be_focused()
    ada.write("Your passphrase", passphrase)
    with ada.page.expect_download() as download:
        ada.press("Download the file")
    assert re.fullmatch(r"inglenook-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    told = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert next(iter(told)) == "what_this_is"
    assert told["name"] == "Ada"
    assert len(told["records"]["entry"]) > 20
    assert {row["author"] for row in told["records"]["shared-entry"]} >= {"Ada", "Bo"}
    expect(ada.page.get_by_label("Your passphrase")).to_have_value("")
