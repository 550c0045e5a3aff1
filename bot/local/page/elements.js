// Elements of the page. Data enters as text nodes and properties only, never as markup.

export const find = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function clone(template) {
  return find(template).content.firstElementChild.cloneNode(true);
}

// A round picture with the initial of a name, in the colour with this number.
export function avatar(element, name, colour) {
  element.textContent = [...name.trim()][0]?.toUpperCase() ?? "?";
  element.className = `avatar colour-${colour}`;
}

export function botAvatar(element) {
  element.className = "avatar bot";
  element.replaceChildren(make("img", { src: "/page/icon.svg", alt: "" }));
}

export function toast(text) {
  if (!text) return;
  const shown = make("p", { textContent: text });
  find("toasts").append(shown);
  setTimeout(() => shown.remove(), Math.max(3500, text.length * 70));
}

export function alarm(text) {
  const dialog = find("alert");
  dialog.querySelector("p").textContent = text;
  if (!dialog.open) dialog.showModal();
}
