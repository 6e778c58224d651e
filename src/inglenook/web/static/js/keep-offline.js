// <keep-offline src="/guide/files/">: keeps the guide in this browser, or throws it away, when its button is pressed.
// Every page is asked for without a cookie: what is kept shows nothing of anybody.
const NAME = "guide";
const FRESH = "guide-fresh";
const AT_ONCE = 4;

class KeepOffline extends HTMLElement {
  async connectedCallback() {
    if (!("serviceWorker" in navigator && "caches" in window)) return;
    this.button = this.querySelector("button");
    this.status = this.querySelector("[role=status]");
    this.button.addEventListener("click", () => this.turn());
    this.show();
    this.hidden = false;
    // A newer guide takes the place of the older one.
    if (this.version && navigator.onLine && this.version !== this.dataset.version) this.keep();
  }

  get version() {
    try {
      return localStorage.getItem(NAME);
    } catch {
      return null;
    }
  }

  async turn() {
    await (this.version ? this.drop() : this.keep());
  }

  async keep() {
    this.status.textContent = this.dataset.busy;
    this.button.disabled = true;
    try {
      const { files } = await (await fetch(this.getAttribute("src"), { credentials: "omit" })).json();
      // Into a box of its own first: the older guide stays until the newer one is there as a whole.
      await caches.delete(FRESH);
      const box = await caches.open(FRESH);
      for (let at = 0; at < files.length; at += AT_ONCE) {
        await Promise.all(files.slice(at, at + AT_ONCE).map((file) => this.fetchInto(box, file)));
      }
      await this.replace(box);
      await navigator.serviceWorker.register(this.dataset.worker);
      localStorage.setItem(NAME, this.dataset.version);
      this.show();
    } catch {
      await caches.delete(FRESH);
      this.show(this.dataset.failed);
    }
    this.button.disabled = false;
  }

  async replace(fresh) {
    await caches.delete(NAME);
    const box = await caches.open(NAME);
    for (const one of await fresh.keys()) await box.put(one, await fresh.match(one));
    await caches.delete(FRESH);
  }

  async fetchInto(box, file) {
    const headers = { "Accept-Language": document.documentElement.lang };
    const reply = await fetch(file, { credentials: "omit", headers, redirect: "error" });
    if (!reply.ok) throw new Error(reply.status);
    await box.put(file, reply);
  }

  async drop() {
    localStorage.removeItem(NAME);
    await caches.delete(NAME);
    await caches.delete(FRESH);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    this.show(this.dataset.dropped);
  }

  show(words = "") {
    this.button.querySelector("span").textContent = this.version ? this.dataset.drop : this.dataset.keep;
    this.status.textContent = words || (this.version ? this.dataset.kept : "");
  }
}

customElements.define("keep-offline", KeepOffline);
