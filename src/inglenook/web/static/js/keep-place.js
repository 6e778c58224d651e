// <keep-place>: around a text with headings that have an id. Keeps, when one goes away, how far one has read: the
// furthest heading at which one has rested, or the one that is in sight now.
const REST = 1500;

class KeepPlace extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-place]");
    if (!this.form) return;
    this.places = [...this.querySelectorAll("[data-stop]")];
    this.furthest = this.places.length === 1 ? 0 : -1;
    this.scrolled = () => {
      this.moved = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.rest(), REST);
    };
    this.away = () => document.hidden && this.keep();
    this.leave = () => this.keep();
    // Whoever leaves quickly leaves nothing behind.
    this.flee = () => this.disconnectedCallback();
    // Before the next page is asked for, so that it knows already.
    this.follow = (event) => event.target.closest("a[href]") && this.keep();
    addEventListener("scroll", this.scrolled, { passive: true });
    document.addEventListener("visibilitychange", this.away);
    addEventListener("pagehide", this.leave);
    document.addEventListener("click", this.follow);
    document.addEventListener("leaving", this.flee);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("scroll", this.scrolled);
    document.removeEventListener("visibilitychange", this.away);
    removeEventListener("pagehide", this.leave);
    document.removeEventListener("click", this.follow);
    document.removeEventListener("leaving", this.flee);
  }

  rest() {
    if (this.moved) this.furthest = Math.max(this.furthest, this.now());
  }

  // The last heading that is at or above the middle of the window.
  now() {
    return this.places.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).length - 1;
  }

  keep() {
    this.rest();
    const place = this.places[this.furthest]?.id;
    if (!place || place === this.kept) return;
    this.kept = place;
    this.form.elements.anchor.value = place;
    const body = new URLSearchParams(new FormData(this.form));
    fetch(this.form.action, { method: "POST", body, keepalive: true, headers: { "X-Fragment": "1" } }).catch(() => {});
  }
}

customElements.define("keep-place", KeepPlace);
