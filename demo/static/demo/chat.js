/** Small comforts of the chat: an empty field and the new answer in view. */

const log = document.querySelector("#log");
const ask = document.querySelector("#ask");

// Refusals come with words to show; htmx by itself shows only what succeeded.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== log || detail.xhr.status < 400) return;
  detail.shouldSwap = Boolean(detail.xhr.responseText);
  detail.isError = false;
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== log) return;
  document.querySelector("#welcome")?.remove();
  if (detail.requestConfig.elt === ask) ask.reset();
  log.lastElementChild?.scrollIntoView({ block: "start" });
});
