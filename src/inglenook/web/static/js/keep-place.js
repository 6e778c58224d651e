// <keep-place>: around a text with headings that have an id. Keeps, when one goes away, which of them was read last.
class KeepPlace extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-place]");
    if (!this.form) return;
    this.places = [...this.querySelectorAll("[data-stop]")];
    this.moved = this.places.length === 1;
    this.scrolled = () => (this.moved = true);
    this.away = () => document.hidden && this.keep();
    this.leave = () => this.keep();
    addEventListener("scroll", this.scrolled, { passive: true });
    document.addEventListener("visibilitychange", this.away);
    addEventListener("pagehide", this.leave);
  }

  disconnectedCallback() {
    removeEventListener("scroll", this.scrolled);
    document.removeEventListener("visibilitychange", this.away);
    removeEventListener("pagehide", this.leave);
  }

  // The last heading that is at or above the middle of the window.
  get place() {
    return this.places.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).at(-1)?.id;
  }

  keep() {
    const place = this.place;
    if (!this.moved || !place || place === this.kept) return;
    this.kept = place;
    this.form.elements.anchor.value = place;
    const body = new URLSearchParams(new FormData(this.form));
    fetch(this.form.action, { method: "POST", body, keepalive: true, headers: { "X-Fragment": "1" } }).catch(() => {});
  }
}

customElements.define("keep-place", KeepPlace);
