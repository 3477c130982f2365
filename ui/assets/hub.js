// The one way from our own markup to the server: elements with data-do, forms included.
const send = (node) => {
  const fields = {};
  if (node.tagName === "FORM") new FormData(node).forEach((value, name) => { fields[name] = String(value); });
  // an approval goes out in the name that stands beside the drafts
  const signer = node.dataset.signed && node.closest("section, .ma-card").querySelector(".ma-approver input");
  const name = signer ? signer.value.trim() : "";
  const arg = (node.dataset.arg || "") + (name ? node.dataset.signed + name : "");
  trigger("click", { do: node.dataset.do, arg, fields });
  document.getElementById("ma-body").classList.remove("ma-side-open");
};
// Text written by a model is rendered inside .md; nothing in there may act.
const ours = (node) => node && !node.closest(".md") ? node : null;
document.addEventListener("click", (event) => {
  const node = ours(event.target.closest("[data-do]"));
  if (node && node.tagName !== "FORM") send(node);
});
document.addEventListener("submit", (event) => {
  const node = ours(event.target.closest("form[data-do]"));
  if (node) { event.preventDefault(); send(node); }
});
// The server says which conversation and language are shown; the address remembers it for a reload.
const remember = () => {
  const mark = element.querySelector("[data-query]");
  if (!mark) return;
  history.replaceState(null, "", mark.dataset.query);
  document.documentElement.lang = mark.dataset.lang;
  if (mark.dataset.say) {
    const note = Object.assign(document.createElement("div"), { className: "ma-toast", textContent: mark.dataset.say });
    note.setAttribute("role", "alert");
    document.getElementById("ma-body").append(note);
    setTimeout(() => note.remove(), 7000);
  }
};
watch("value", remember);
remember();
