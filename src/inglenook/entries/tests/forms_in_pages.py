"""Reads the hidden fields of a page, as a browser would send them back."""

import re
from html import unescape


def hidden(html: str, name: str) -> str:
    """Return the value of a form's hidden field, by its name."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    value = re.search(r'value="([^"]*)"', tag.group()) if tag else None
    return unescape(value.group(1)) if value else ""
