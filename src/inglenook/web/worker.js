// Shows the guide where there is no connection. It is there only in browsers whose owner has asked to keep the guide,
// and keeps nothing itself: `keep-offline.js` has fetched what is kept, without a cookie, so that it is nobody's.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(ready()));

// The browser itself goes on asking for pages, with the cookies that it would send without us.
async function ready() {
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" || pathname.startsWith("/static/")) {
    event.respondWith(asked(event).catch(() => kept(request)));
  }
});

async function asked(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

async function kept(request) {
  const found = await caches.match(new URL(request.url).pathname);
  if (found) return found;
  return (request.mode === "navigate" && (await caches.match("/guide/offline/"))) || Response.error();
}
