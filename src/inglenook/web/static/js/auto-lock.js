// <meta name="lock-after" content="900">: after so many idle seconds, in all tabs together, the page gives way to unlock.
const KEY = "inglenook-touched";
const seconds = Number(document.querySelector('meta[name="lock-after"]')?.content);

// A private window may refuse storage; then each tab counts for itself.
let own = Date.now();

function touched() {
  try {
    return Math.max(own, Number(localStorage.getItem(KEY)) || 0);
  } catch {
    return own;
  }
}

function touch() {
  const now = Date.now();
  if (now - own < 1000) return;
  if (now - touched() > seconds * 1000) return check();
  own = now;
  try {
    localStorage.setItem(KEY, String(now));
  } catch {
    // Nothing to do: `own` still counts.
  }
}

function check() {
  const left = touched() + seconds * 1000 - Date.now();
  if (left > 0) return setTimeout(check, Math.min(left + 50, 60000));
  lock();
}

// The server puts the keys away too; what was being typed is kept as the page goes.
async function lock() {
  const form = document.querySelector("form.lock");
  const go = () => location.replace(`/unlock/?next=${encodeURIComponent(location.pathname)}`);
  if (!form) return go();
  try {
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  } finally {
    go();
  }
}

if (seconds > 0) {
  try {
    localStorage.setItem(KEY, String(own));
  } catch {
    // See above.
  }
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => document.hidden || check());
  check();
}
