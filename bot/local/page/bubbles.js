// A message becomes its bubble, with what can be tapped in it.

import { avatar, botAvatar, clone, make } from "./elements.js";
import { nodes } from "./entities.js";
import { hour, size, WORDS } from "./words.js";

// `view` says who looks: {world, chat, speaker}; `act` does what taps ask for.
export function bubble(message, view, act) {
  if (message.service) return make("p", { className: "service", textContent: WORDS.service[message.service] });
  const article = clone("a-message");
  const part = (selector) => article.querySelector(selector);
  const own = message.sender === view.speaker;
  article.dataset.id = message.id;
  article.classList.toggle("own", own);
  part(".sender").textContent = view.chat.group && !own ? message.name : "";
  part(".sender").className = `sender name-${view.world.colour(message.sender)}`;
  part(".forwarded").textContent = message.forwarded && WORDS.forwarded(message.forwarded);
  answered(part(".answered"), message, view, act);
  file(part(".file"), message.document);
  part(".text").append(nodes(message.text, message.entities, act));
  part(".text").hidden = !message.text;
  part(".edited").hidden = !message.edits;
  part("time").textContent = hour(message.date);
  part("time").dateTime = message.date;
  keyboard(part(".keyboard"), message, act);
  part(".reply").onclick = () => act.reply(message);
  part(".edit").onclick = () => act.edit(message);
  part(".edit").hidden = !own || Boolean(message.document || message.forwarded);
  part(".forward").onclick = () => act.forward(message);
  part(".forward").hidden = Boolean(message.document);
  if (view.chat.group && !own) {
    const picture = make("span", { ariaHidden: "true" });
    if (message.by_bot) botAvatar(picture);
    else avatar(picture, message.name, view.world.colour(message.sender));
    article.prepend(picture);
  }
  return article;
}

function answered(button, message, view, act) {
  button.hidden = message.reply_to === null;
  if (button.hidden) return;
  const target = view.chat.messages.get(message.reply_to);
  button.firstElementChild.textContent = target?.name ?? "";
  button.lastElementChild.textContent = target ? summary(target) : WORDS.deleted;
  button.onclick = () => act.show(message.reply_to);
}

function file(anchor, document) {
  anchor.hidden = !document;
  if (!document) return;
  anchor.href = `/local/files/${document.file_id}`;
  anchor.download = document.name;
  anchor.querySelector("b").textContent = document.name;
  anchor.querySelector(".names span").textContent = size(document.size);
}

function keyboard(place, message, act) {
  for (const row of message.keyboard) {
    place.append(make("div", { className: "keys" }, ...row.map((key) => button(key, message, act))));
  }
}

function button(key, message, act) {
  if (key.url !== null) {
    const safe = /^(https?|tg):/i.test(key.url);
    const link = make("a", { className: "key away", title: key.url, target: "_blank", rel: "noopener noreferrer" });
    if (safe) link.href = key.url;
    link.append(make("span", { textContent: key.label }));
    link.addEventListener("click", (event) => act.link(key.url) && event.preventDefault());
    return link;
  }
  const pressed = make("button", { className: "key", type: "button", title: key.label });
  pressed.append(make("span", { textContent: key.label }));
  pressed.onclick = () => act.press(message, key, pressed);
  return pressed;
}

// One line about a message, as lists and answers show it.
export function summary(message) {
  if (message.service) return WORDS.service[message.service];
  const name = message.document ? `📎 ${message.document.name}` : "";
  return [name, message.text.replace(/\s+/g, " ")].filter(Boolean).join(" ").slice(0, 200);
}
