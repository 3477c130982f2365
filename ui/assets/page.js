// What our cards do by themselves, without the server: sort, show more, switch tabs, copy, open the side list.
(() => {
  // asked first, since removing what is not there counts as a change and would call this again without end
  const light = () => { if (document.body && document.body.classList.contains("dark")) document.body.classList.remove("dark"); };
  new MutationObserver(light).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["class"] });

  const sort = (button) => {
    const head = button.closest("th"), table = button.closest("table"), body = table.tBodies[0];
    const place = [...head.parentNode.children].indexOf(head);
    const numeric = button.dataset.sort === "number";
    const state = head.getAttribute("aria-sort");
    const direction = state === "none" ? (numeric ? -1 : 1) : state === "ascending" ? -1 : 1;
    const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
    const key = (row) => row.cells[place].dataset.value;
    const rows = [...body.rows].sort((a, b) => {
      const left = key(a), right = key(b);
      if (left === "" || right === "") return (left === "") - (right === "");
      return direction * (numeric ? Number(left) - Number(right) : collator.compare(left, right));
    });
    const expanded = table.dataset.expanded === "1";
    rows.forEach((row, index) => { row.hidden = !expanded && index >= Number(table.dataset.visible); body.append(row); });
    [...head.parentNode.children].forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  };

  const more = (button) => {
    const table = button.closest("section, .ma-card, [data-pane]").querySelector(".ma-table");
    table.dataset.expanded = "1";
    [...table.tBodies[0].rows].forEach((row) => { row.hidden = false; });
    button.remove();
  };

  const tab = (button) => {
    const tabs = button.parentNode;
    [...tabs.children].forEach((other) => other.classList.toggle("ma-on", other === button));
    for (let node = tabs.nextElementSibling; node && node.dataset.pane; node = node.nextElementSibling) {
      node.hidden = node.dataset.pane !== button.dataset.tab;
    }
  };

  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1500);
  };

  // A file that cannot be made says so beside the button instead of replacing the page.
  const take = async (link) => {
    const card = link.closest("section, .ma-card"), old = card.querySelector(".ma-failed");
    if (old) old.remove();
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(await answer.text());
      const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") || "");
      const address = URL.createObjectURL(await answer.blob());
      const anchor = Object.assign(document.createElement("a"), { href: address, download: name ? decodeURIComponent(name[1]) : "download.csv" });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    } catch (error) {
      const note = Object.assign(document.createElement("p"), { className: "ma-failed ma-bad", textContent: error.message });
      note.setAttribute("role", "alert");
      card.append(note);
    } finally {
      link.removeAttribute("aria-busy");
    }
  };

  // Who approves is typed once and stands beside all drafts from then on.
  const KEY = "ma-approver";
  const signed = () => document.querySelectorAll(".ma-approver input").forEach((input) => {
    if (!input.dataset.known) { input.dataset.known = "1"; input.value = localStorage.getItem(KEY) || ""; }
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.(".ma-approver")) return;
    localStorage.setItem(KEY, event.target.value);
    document.querySelectorAll(".ma-approver input").forEach((input) => { input.value = event.target.value; });
  });

  // The newest question stays at the top while its answer grows below it, until the person scrolls or clicks.
  let asked = 0, held = null;
  const hold = () => {
    const rows = document.querySelectorAll("#ma-chat .user-row");
    if (rows.length !== asked) { asked = rows.length; held = rows[rows.length - 1] || null; }
    if (!held || !held.isConnected) return;
    held.scrollIntoView({ block: "start" });
    const over = () => !document.querySelector("#ma-box .stop-button");
    if (over()) setTimeout(() => { if (over()) held = null; }, 500);
  };
  new MutationObserver((changes) => {
    if (changes.some((change) => (change.target.nodeType === 1 ? change.target : change.target.parentElement)?.closest("#ma-talk"))) { hold(); signed(); }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true });
  ["wheel", "touchmove", "pointerdown", "keydown"].forEach((what) => document.addEventListener(what, (event) => {
    if (event.target.closest?.("#ma-chat")) held = null;
  }, { passive: true }));

  document.addEventListener("click", (event) => {
    const frame = document.getElementById("ma-body");
    const find = (selector) => { const node = event.target.closest(selector); return node && !node.closest(".md") ? node : null; };
    let node;
    if ((node = find("[data-sort]"))) sort(node);
    else if ((node = find("[data-more]"))) more(node);
    else if ((node = find("[data-tab]"))) tab(node);
    else if ((node = find("[data-copy]"))) copy(node);
    else if ((node = find("a[data-file]"))) { event.preventDefault(); take(node); }
    else if (find("[data-toggle-side]")) frame.classList.toggle("ma-side-open");
    else if (!event.target.closest("#ma-side")) frame.classList.remove("ma-side-open");
  });
})();
