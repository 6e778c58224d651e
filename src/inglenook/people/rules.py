"""Plain rules about people: names and passphrases."""

import re
import unicodedata

MIN_OWN_PASSPHRASE = 15
MAX_NAME = 40


def plain_name(name: str) -> str:
    """Return a sign-in name as it is compared: composed, case-folded, single spaces."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", " ", folded).strip()


def device_label(user_agent: str) -> str:
    """Name a browser in words a person recognises, from its user agent."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in user_agent), "")
    system = next((name for sign, name in systems if sign in user_agent), "")
    return " · ".join(filter(None, (browser, system)))
