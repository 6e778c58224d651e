// One event stream for all parts of a page: open while somebody looks at it, closed while the page is hidden.
const PATIENCE = 3000;

export class Stream {
  constructor(address) {
    this.address = address;
    this.listeners = new Set();
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  join(listener) {
    this.listeners.add(listener);
    if (!document.hidden) this.open();
  }

  part(listener) {
    this.listeners.delete(listener);
    if (!this.listeners.size) this.close();
  }

  open() {
    if (this.source || !this.listeners.size) return;
    this.source = new EventSource(this.address);
    // Whatever happened while the stream was closed is fetched as soon as it is open.
    this.source.addEventListener("open", () => {
      this.calm();
      this.tell("found");
      this.tell("changed");
    });
    this.source.addEventListener("message", () => this.tell("changed"));
    this.source.addEventListener("error", () => this.lost());
  }

  lost() {
    this.worry ??= setTimeout(() => this.tell("lost"), PATIENCE);
    // The browser tries again by itself, unless the answer was not a stream.
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.source = null;
    // Perhaps the session was locked somewhere else: then what is on screen must not stay there.
    this.tell("changed");
    this.retry = setTimeout(() => document.hidden || this.open(), 2 * PATIENCE);
  }

  calm() {
    clearTimeout(this.worry);
    this.worry = null;
  }

  close() {
    this.calm();
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }

  tell(what) {
    for (const listener of this.listeners) listener[what]();
  }
}
