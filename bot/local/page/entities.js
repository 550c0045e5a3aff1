// The words of a message with their entities become nodes. Offsets count UTF-16 units, as strings do here.

import { make } from "./elements.js";
import { WORDS } from "./words.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];
const OPENED = /^(https?|mailto|tel):/i;

// `act` has `command(text)` and `link(url)`: what a tap on a command or a link of Telegram does.
export function nodes(text, entities, act) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, ordered, act);
}

function span(text, start, end, entities, act) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const stop = Math.min(entity.offset + entity.length, end);
    let after = next + 1;
    while (after < entities.length && entities[after].offset < stop) after += 1;
    if (entity.offset > at) fragment.append(text.slice(at, entity.offset));
    const inner = span(text, entity.offset, stop, entities.slice(next + 1, after), act);
    fragment.append(element(entity, text.slice(entity.offset, stop), inner, act));
    at = stop;
    if (BLOCKS.includes(entity.type) && text[at] === "\n") at += 1; // a block ends its line by itself
    next = after;
  }
  if (at < end) fragment.append(text.slice(at, end));
  return fragment;
}

function element(entity, words, inner, act) {
  switch (entity.type) {
    case "blockquote":
      return make("blockquote", {}, inner);
    case "expandable_blockquote":
      return foldable(inner);
    case "spoiler":
      return spoiler(inner);
    case "text_link":
      return link(entity.url, inner, act);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(words) ? words : `https://${words}`, inner, act);
    case "email":
      return link(`mailto:${words}`, inner, act);
    case "phone_number":
      return link(`tel:${words.replace(/[^+\d]/g, "")}`, inner, act);
    case "bot_command":
      return make("button", { type: "button", className: "command", onclick: () => act.command(words) }, inner);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return make("span", { className: "live" }, inner);
    default:
      return make(TAGS[entity.type] ?? "span", {}, inner);
  }
}

function link(url, inner, act) {
  if (!OPENED.test(url)) return make("span", { className: "live" }, inner);
  const anchor = make("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, inner);
  anchor.addEventListener("click", (event) => act.link(url) && event.preventDefault());
  return anchor;
}

function spoiler(inner) {
  const hidden = make("span", { className: "spoiler", tabIndex: 0, role: "button", title: WORDS.reveal }, inner);
  const reveal = () => hidden.classList.add("seen");
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return hidden;
}

// Three lines are shown, all of them upon a tap; the button is there only where there is more.
function foldable(inner) {
  const words = make("div", { className: "words" }, inner);
  const button = make("button", { type: "button", className: "fold" });
  const quote = make("blockquote", { className: "folded" }, words, button);
  const tell = () => {
    const folded = quote.classList.contains("folded");
    button.ariaExpanded = String(!folded);
    button.ariaLabel = folded ? WORDS.unfold : WORDS.fold;
  };
  const measure = () => {
    if (quote.classList.contains("folded")) quote.classList.toggle("long", words.scrollHeight > words.clientHeight + 2);
  };
  quote.addEventListener("click", (event) => {
    if (!quote.classList.contains("long") || event.target.closest("a, .command")) return;
    quote.classList.toggle("folded");
    tell();
  });
  new ResizeObserver(measure).observe(words);
  tell();
  return quote;
}
