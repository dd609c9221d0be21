// Whom a comment can mention: after an @, those whose name or handle begins or goes on like that.
// The field stays a text field: arrows choose, Enter or Tab takes, Escape closes.

const MOST = 8;

let field = null; // where the list is open
let list = null;
let chosen = 0;

/** What stands between the last @ and the caret, if that may be a mention; else null. */
function asked(textarea) {
  const before = textarea.value.slice(0, textarea.selectionStart);
  return before.match(/(?:^|[^\w@./+-])@([\w.+-]*)$/u)?.[1].toLowerCase() ?? null;
}

function found(textarea, text) {
  const options = [...document.getElementById(textarea.dataset.mentions).options];
  const fits = ({ value, text: name }) => `${value} ${name.toLowerCase()}`.split(/[\s.@_-]+/).some((part) => part.startsWith(text)) || value.startsWith(text);
  return options.filter(fits).slice(0, MOST);
}

function close() {
  list?.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) field?.removeAttribute(name);
  field = list = null;
}

function choose(place) {
  const items = [...list.children];
  chosen = (place + items.length) % items.length;
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
  items[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", items[chosen].id);
}

function take() {
  const from = field.selectionStart - asked(field).length;
  field.setRangeText(`${list.children[chosen].dataset.handle} `, from, field.selectionStart, "end");
  const textarea = field;
  close();
  textarea.focus();
}

function open(textarea, options) {
  close();
  field = textarea;
  list = document.createElement("ul");
  list.id = "mentions-list";
  list.className = "mentions-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Whom to mention");
  options.forEach((option, at) => {
    const item = document.createElement("li");
    item.id = `mention-${at}`;
    item.setAttribute("role", "option");
    item.dataset.handle = option.value;
    item.textContent = option.text === option.value ? `@${option.value}` : `${option.text} @${option.value}`;
    list.append(item);
  });
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  choose(0);
}

function look(textarea) {
  const text = asked(textarea);
  const options = text === null ? [] : found(textarea, text);
  if (options.length) open(textarea, options);
  else close();
}

const KEYS = {
  ArrowDown: () => choose(chosen + 1),
  ArrowUp: () => choose(chosen - 1),
  Enter: take,
  Tab: take,
  Escape: close,
};

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-mentions]")) look(target);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== field || event.isComposing || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key]();
}, true);

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest(".mentions-list li");
  if (!item) return;
  event.preventDefault(); // the field keeps the focus
  choose([...list.children].indexOf(item));
  take();
});

document.addEventListener("focusout", ({ target }) => {
  if (target === field) close();
});
