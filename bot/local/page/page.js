// The page: the list of chats at the left, the open one at the right, and the changes that come in.

import { bubble, summary } from "./bubbles.js";
import { Composer } from "./composer.js";
import { alarm, avatar, botAvatar, clone, find, make, toast } from "./elements.js";
import * as server from "./server.js";
import { day, hour, WORDS } from "./words.js";
import { World } from "./world.js";

const NEAR = 120; // pixels from the end that still count as being there
const wide = matchMedia("(min-width: 720px)");
const messages = find("messages");

const world = new World(changed);
const view = { world, chat: null, speaker: null };
const speakers = new Map(); // who writes, by group
const composer = new Composer(view, () => toEnd());

const act = {
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  command: (text) => say(text),
  forward(message) {
    const able = world.listed.filter((chat) => world.speakers(chat).includes(view.speaker));
    const rows = able.map((chat) => {
      const name = chat.group ? chat.title : world.bot.first_name;
      return make("button", { type: "button", textContent: name, onclick: () => forward(message, chat) });
    });
    find("choose").querySelector("div").replaceChildren(...rows);
    find("choose").showModal();
  },
  show(id) {
    const target = messages.querySelector(`[data-id="${id}"]`);
    if (!target) return;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
    target.classList.remove("pointed");
    requestAnimationFrame(() => target.classList.add("pointed"));
  },
  async press(message, key, button) {
    button.classList.add("busy");
    const body = { user: view.speaker, chat: view.chat.id, message_id: message.id, button: key.data };
    try {
      await server.post("press", body);
    } catch {
      button.classList.remove("busy");
      toast(WORDS.failed);
    }
  },
  // A link to this bot is followed here, as Telegram does; whether it was one.
  link(url) {
    const start = new RegExp(`^https://t\\.me/${world.bot.username}(?:\\?start=([\\w-]{1,64}))?$`, "i").exec(url);
    if (!start) return false;
    open(view.speaker);
    if (start[1]) say(`/start ${start[1]}`);
    return true;
  },
};

async function say(text) {
  try {
    await composer.say(text);
    toEnd();
  } catch {
    toast(WORDS.failed);
  }
}

async function forward(message, chat) {
  find("choose").close();
  const { speaker } = view;
  speakers.set(chat.id, speaker);
  open(chat.id);
  const found = new Set(message.live.map(({ type, offset }) => `${type} ${offset}`)); // is found again by itself
  const entities = message.entities.filter(({ type, offset }) => !found.has(`${type} ${offset}`));
  const body = { user: speaker, chat: chat.id, text: message.text, entities, forward_of: message.sender };
  await server.post("say", body).then(toEnd, () => toast(WORDS.failed));
}

// The list

function list() {
  find("bot-name").textContent = world.bot.first_name;
  find("chats").replaceChildren(...world.listed.map(row));
  const unread = world.listed.reduce((sum, chat) => sum + chat.unread, 0);
  document.title = unread ? `(${unread}) ${world.bot.first_name}` : world.bot.first_name;
}

function row(chat) {
  const link = clone("a-chat");
  link.href = `#${chat.id}`;
  if (chat === view.chat) link.ariaCurrent = "true";
  avatar(link.querySelector(".avatar"), chat.title, world.colour(chat.id));
  link.querySelector("b").textContent = chat.title;
  const last = chat.last;
  const from = last && !last.service && (last.by_bot || chat.group) ? `${last.name}: ` : "";
  const line = link.querySelector(".last");
  line.classList.toggle("typing", chat.typing);
  line.textContent = chat.typing ? WORDS.typing : last ? from + summary(last) : WORDS.noMessages;
  link.querySelector("time").textContent = last ? hour(last.date) : "";
  link.querySelector(".unread").textContent = chat.unread || "";
  return link;
}

// The open chat

function open(id) {
  const chat = world.chats.get(id);
  if (!chat) return;
  view.chat = chat;
  const able = world.speakers(chat);
  view.speaker = able.includes(speakers.get(id)) ? speakers.get(id) : (able[1] ?? able[0]);
  chat.unread = 0;
  if (location.hash !== `#${id}`) history.replaceState(null, "", `#${id}`);
  document.body.classList.add("in-chat");
  composer.enter(chat);
  draw();
  list();
  if (wide.matches) find("text").focus();
}

function draw() {
  heading();
  const shown = [];
  let before = "";
  for (const message of view.chat.messages.values()) {
    const its = day(message.date);
    if (its !== before) shown.push(make("p", { className: "day", textContent: its }));
    before = its;
    shown.push(bubble(message, view, act));
  }
  messages.replaceChildren(...(shown.length ? shown : [nothing()]));
  draft();
  begin();
  toEnd();
}

function heading() {
  const { chat, speaker } = view;
  const able = world.speakers(chat);
  find("chat-name").textContent = chat.group ? chat.title : world.bot.first_name;
  if (chat.group) avatar(find("chat-avatar"), chat.title, world.colour(chat.id));
  else botAvatar(find("chat-avatar"));
  const inside = ["member", "administrator"].includes(chat.bot);
  const names = [...able.map((id) => world.name(id)), inside ? world.bot.first_name : WORDS.botGone];
  const about = chat.group ? WORDS.members(names) : `${WORDS.bot} · ${WORDS.youAre(world.name(speaker))}`;
  find("chat-about").textContent = chat.typing ? WORDS.typing : about;
  find("chat-about").classList.toggle("typing", chat.typing);
  find("speakers").hidden = !chat.group;
  find("speakers").replaceChildren(...(chat.group ? able.map(speakerButton) : []));
}

function speakerButton(id) {
  const button = make("button", { type: "button", textContent: world.name(id) });
  button.ariaPressed = String(id === view.speaker);
  button.onclick = () => {
    view.speaker = id;
    speakers.set(view.chat.id, id);
    draw();
    find("text").focus();
  };
  return button;
}

function nothing() {
  const [title, text] = view.chat.group ? WORDS.emptyGroup(world.bot.username) : WORDS.emptyPrivate;
  return make("div", { className: "nothing" }, make("b", { textContent: title }), make("p", { textContent: text }));
}

function begin() {
  const fresh = !view.chat.group && !view.chat.messages.size;
  find("begin").hidden = !fresh;
  find("composer").hidden = fresh;
}

function draft() {
  messages.querySelector(".draft")?.remove();
  if (!view.chat.draft) return;
  const shown = bubble({ ...view.chat.draft, reply_to: null }, view, act);
  shown.classList.add("draft");
  delete shown.dataset.id;
  messages.append(shown);
}

function place(message) {
  const fresh = bubble(message, view, act);
  const old = messages.querySelector(`[data-id="${message.id}"]`);
  if (old) old.replaceWith(fresh);
  else draw();
}

function append(message) {
  const before = [...view.chat.messages.values()].at(-2);
  if (!before || before.id > message.id || day(before.date) !== day(message.date)) return draw();
  messages.append(bubble(message, view, act));
  draft();
}

const atEnd = () => messages.scrollHeight - messages.scrollTop - messages.clientHeight < NEAR;

let stuck = true; // the end is what one looks at, also when the window changes

function toEnd() {
  stuck = true;
  messages.scrollTop = messages.scrollHeight;
  find("down").hidden = true;
}

// Changes

function changed(chat, what, message) {
  if (chat === view.chat) update(what, message);
  const seen = chat === view.chat && !document.hidden && document.body.classList.contains("in-chat");
  if (what === "new" && message.by_bot && !seen) chat.unread += 1;
  list();
}

function update(what, message) {
  const stay = !atEnd() && message?.sender !== view.speaker;
  const top = messages.scrollTop;
  if (what === "toast") answeredPress(message);
  else if (what === "new") append(message);
  else if (what === "edited") place(message);
  else if (what === "draft") draft();
  else if (what === "deleted" || what === "all") draw();
  if (what === "toast" || what === "typing") return heading();
  heading();
  begin();
  if (!stay) return toEnd();
  messages.scrollTop = top;
  if (what === "new") find("down").hidden = false;
}

function answeredPress({ user_id: user, text, alert }) {
  if (user !== view.speaker) return;
  for (const key of messages.querySelectorAll(".key.busy")) key.classList.remove("busy");
  if (alert && text) alarm(text);
  else toast(text);
}

// Taps and files on the page as a whole

find("begin").onclick = () => say("/start");
find("down").onclick = toEnd;
find("back").onclick = () => {
  document.body.classList.remove("in-chat");
  history.replaceState(null, "", location.pathname);
  list();
};
messages.addEventListener("scroll", () => {
  stuck = atEnd();
  if (stuck) find("down").hidden = true;
});
new ResizeObserver(() => stuck && toEnd()).observe(messages); // a keyboard on the screen takes away from it
addEventListener("hashchange", () => open(Number(location.hash.slice(1))));
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !view.chat) return;
  view.chat.unread = 0;
  list();
});

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  find("drop").hidden = !view.chat;
});
addEventListener("dragleave", (event) => event.relatedTarget || (find("drop").hidden = true));
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  find("drop").hidden = true;
  if (view.chat) composer.attach(event.dataTransfer.files);
});

async function start() {
  const asked = Number(location.hash.slice(1));
  await world.load();
  if (world.chats.has(asked)) open(asked);
  else if (wide.matches) open(world.listed[0]?.id);
  list();
  await server.follow(
    world.number,
    (told) => world.apply(told),
    (away) => (find("lost").hidden = !away),
  );
}

function attempt() {
  start().catch(() => {
    find("lost").hidden = false;
    setTimeout(attempt, 1000);
  });
}

attempt();
