"""Addresses of coming in, going out and one's own account."""

from django.urls import path, register_converter

from inglenook.people import account, views


class HashConverter:
    """Thirty-two bytes in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: bytes | str) -> str:
        return value if isinstance(value, str) else bytes(value).hex()


register_converter(HashConverter, "hash")

app_name = "people"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("recovery-code/", views.recovery_code, name="recovery-code"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("unlock/", views.unlock, name="unlock"),
    path("lock/", views.lock, name="lock"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.language, name="language"),
    path("recover/", views.recover, name="recover"),
    path("settings/", account.settings_page, name="settings"),
    path("settings/passphrase/", account.passphrase, name="passphrase"),
    path("settings/devices/", account.devices, name="devices"),
    path("settings/devices/<hash:id_hash>/", account.device_out, name="device-out"),
    path("settings/erase/", account.erase, name="erase"),
    path("drafts/<uuid:id>/", account.draft, name="draft"),
    path("drafts/<uuid:id>/drop/", account.draft_drop, name="draft-drop"),
]
