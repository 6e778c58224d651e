// The map of feelings: arrows move in both directions, the chosen place is said in words, fitting words come first.
const WIDE = 7;
const FIRST = 6;

class FeelingGrid extends HTMLElement {
  connectedCallback() {
    this.cells = [...this.querySelectorAll(".mood-cells input")];
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("change", () => this.show());
    this.show();
  }

  move(event) {
    const at = this.cells.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (!sideways && !down) return;
    event.preventDefault();
    const across = sideways ? (event.key === forward ? 1 : -1) : 0;
    const column = Math.min(Math.max((at % WIDE) + across, 0), WIDE - 1);
    const row = Math.min(Math.max(Math.floor(at / WIDE) + down, 0), WIDE - 1);
    const next = this.cells[row * WIDE + column];
    if (next === event.target && next.checked) return;
    next.focus();
    next.checked = true;
    next.dispatchEvent(new Event("input", { bubbles: true }));
    next.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    const said = this.querySelector(".mood-said");
    this.ask ??= said.textContent;
    const cell = this.cells.find((one) => one.checked);
    said.textContent = cell ? cell.getAttribute("aria-label") : this.ask;
    this.closest("form")?.querySelector("feeling-words")?.near(cell);
  }
}

class FeelingWords extends HTMLElement {
  connectedCallback() {
    this.status = this.querySelector("[role=status]");
    this.addEventListener("change", (event) => this.limit(event.target));
    // A word lies where the one before it does, unless it says so itself.
    let place;
    for (const label of this.querySelectorAll(".region label")) place = label.dataset.at ??= place ?? "0,0";
  }

  limit(box) {
    if (box.type !== "checkbox") return;
    const chosen = this.querySelectorAll("input[type=checkbox]:checked").length;
    const over = chosen > Number(this.getAttribute("limit"));
    if (over) box.checked = false;
    this.status.textContent = over ? this.dataset.enough : "";
  }

  // Opens the regions of a cell and puts them, and in them the nearest words, first.
  near(cell) {
    const names = cell?.dataset.near?.split(" ") ?? [];
    const list = this.querySelector(".regions");
    for (const region of [...list.children].reverse()) {
      const fits = names.includes(region.dataset.region);
      region.open = fits || Boolean(region.querySelector(":checked"));
      if (!fits) continue;
      list.prepend(region);
      this.sort(region, cell.value.split(",").map(Number));
    }
  }

  offerMore(region, list) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet more" });
    button.textContent = this.dataset.more;
    button.addEventListener("click", () => {
      const hidden = list.querySelector(".far:not(:has(:checked)) input");
      region.classList.add("all");
      button.remove();
      hidden?.focus();
    });
    list.append(button);
  }

  sort(region, [energy, tone]) {
    const away = (label) => {
      const [up, well] = label.dataset.at.split(",").map(Number);
      return (up - energy) ** 2 + (well - tone) ** 2;
    };
    const labels = [...region.querySelectorAll("label")].sort((a, b) => away(a) - away(b));
    const list = region.querySelector("fieldset");
    list.append(...labels);
    labels.forEach((label, at) => label.classList.toggle("far", at >= FIRST));
    if (labels.length > FIRST && !region.matches(".all") && !list.querySelector(".more")) this.offerMore(region, list);
    list.append(...list.querySelectorAll(".more"));
  }
}

customElements.define("feeling-words", FeelingWords);
customElements.define("feeling-grid", FeelingGrid);
