// What most pages use. Each part wakes only where its element is on the page. Talks bring talk-table.js themselves,
// and boxes coach-beside.js.
import "./quick-exit.js";
import "./auto-lock.js";
import "./keep-draft.js";
import "./live-part.js";
import "./copy-text.js";
import "./join-code.js";
import "./feeling-grid.js";
import "./local-zone.js";
import "./menu.js";
import "./keep-place.js";
import "./keep-offline.js";

// After a refused form, begin where the reasons are listed.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// After a download the page stays, but what was typed to allow it does not.
document.addEventListener("submit", (event) => {
  if (event.target.closest("[data-forget]")) setTimeout(() => event.target.reset());
});
