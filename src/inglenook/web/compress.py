"""Pages go out compressed, as tightly as a browser can read."""

import re
import secrets

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

ACCEPTS = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# A twentieth less than gzip makes of a page, in the same time. What is higher takes far longer.
QUALITY = 5
SHORTEST = 200
MOST_PADDING = 100


class Compress(GZipMiddleware):
    """Uses Brotli where a browser reads it, else gzip; each answer's length is blurred by chance."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        accepted = request.headers.get("Accept-Encoding", "")
        if not isinstance(response, HttpResponse) or not ACCEPTS.search(accepted):
            return super().process_response(request, response)
        if len(response.content) >= SHORTEST and not response.has_header("Content-Encoding"):
            patch_vary_headers(response, ("Accept-Encoding",))
            tight = brotli.compress(response.content, quality=QUALITY)
            response.content = tight
            response.headers["Content-Length"] = str(len(tight))
            response.headers["Content-Encoding"] = "br"
            # What somebody may put into a page must not show in its length; gzip has a place for this inside.
            response.headers["X-Blur"] = "x" * secrets.randbelow(MOST_PADDING)
        return response
