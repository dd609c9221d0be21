// The editor of ownership rules: numbers beside its lines, and the line at fault marked.

const editor = document.getElementById("rules-text");
const numbers = document.createElement("div");
numbers.className = "numbers";
numbers.setAttribute("aria-hidden", "true");
editor.before(numbers);

const fault = () => document.getElementById("rules-error")?.dataset;

/** One number for each line, as far as there are other ones than before. */
function number() {
  const lines = editor.value.split("\n").length;
  const wrong = Number(fault()?.line ?? 0);
  numbers.replaceChildren(
    ...Array.from({ length: lines }, (_, place) => {
      const line = document.createElement("span");
      line.textContent = place + 1;
      line.classList.toggle("wrong", place + 1 === wrong);
      return line;
    }),
  );
  numbers.scrollTop = editor.scrollTop;
}

/** Select what is wrong, and scroll to it. */
function point() {
  const { line, column } = fault() ?? {};
  if (!line) return;
  const before = editor.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1;
  editor.focus();
  editor.setSelectionRange(start, start + (editor.value.slice(start).match(/^\S+/)?.[0].length ?? 0));
  editor.scrollTop = (line - 3) * parseFloat(getComputedStyle(editor).lineHeight);
}

editor.addEventListener("input", number);
editor.addEventListener("scroll", () => (numbers.scrollTop = editor.scrollTop));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "followed") return; // what goes on beside it leaves the editor alone
  number();
  point();
});
number();
point();
