// What the page knows: the bot, the people, their chats and what these show.

import * as server from "./server.js";

const TYPING = 5500; // milliseconds that "typing" stands, a little longer than Telegram's five seconds
const DRAFT = 30_000;
const COLOURS = 6; // and one for the bot
const BLUE = 6;

class Chat {
  constructor(told) {
    this.id = told.id;
    this.messages = new Map();
    this.draft = null;
    this.typing = false;
    this.unread = 0;
    this.told(told);
  }

  told(told) {
    this.group = told.type !== "private";
    this.title = told.title ?? [told.first_name, told.last_name].filter(Boolean).join(" ");
    this.bot = told.bot;
    this.members = Object.keys(told.members).map(Number);
  }

  get last() {
    return [...this.messages.values()].at(-1);
  }

  put(message) {
    const late = this.last && message.id < this.last.id && !this.messages.has(message.id);
    this.messages.set(message.id, message);
    if (late) this.messages = new Map([...this.messages].sort(([a], [b]) => a - b));
  }
}

export class World {
  // `changed(chat, what, message)` is called after every change.
  constructor(changed) {
    this.bot = null;
    this.people = new Map();
    this.chats = new Map();
    this.commands = {};
    this.number = 0;
    this.changed = changed;
    this.timers = new Map();
  }

  async load() {
    await this.refresh();
    for (const chat of this.chats.values()) await this.reload(chat);
  }

  // Who and what there is, with the commands that the bot offers now.
  async refresh() {
    const told = await server.state();
    this.bot = told.bot;
    this.commands = told.commands;
    this.number ||= told.number;
    this.people = new Map(told.people.map((person) => [person.id, person]));
    for (const chat of told.chats) {
      if (chat.migrated_to || chat.type === "channel") this.chats.delete(chat.id);
      else if (this.chats.has(chat.id)) this.chats.get(chat.id).told(chat);
      else this.chats.set(chat.id, new Chat(chat));
    }
  }

  async reload(chat) {
    const told = await server.chat(chat.id);
    chat.messages = new Map(told.messages.map((message) => [message.id, message]));
    chat.draft = told.draft;
  }

  async apply({ changes, lost }) {
    if (lost) {
      await this.load();
      for (const chat of this.chats.values()) this.changed(chat, "all");
      return;
    }
    for (const change of changes) await this.one(change);
  }

  async one(change) {
    const isNew = !this.chats.has(change.chat_id);
    if (isNew || change.kind === "chat") await this.refresh();
    const chat = this.chats.get(change.chat_id);
    if (!chat) return;
    if (isNew) await this.reload(chat);
    switch (change.kind) {
      case "message":
        if (change.message) this.message(chat, change.message);
        return;
      case "deleted":
        chat.messages.delete(change.message_id);
        return this.changed(chat, "deleted", { id: change.message_id });
      case "draft":
        chat.draft = change.message;
        this.later(chat, "draft", DRAFT, () => (chat.draft = null));
        return this.changed(chat, "draft");
      case "action":
        chat.typing = true;
        this.later(chat, "typing", TYPING, () => (chat.typing = false));
        return this.changed(chat, "typing");
      case "toast":
        return this.changed(chat, "toast", change);
      default:
        return this.changed(chat, "all");
    }
  }

  message(chat, message) {
    const isNew = !chat.messages.has(message.id);
    chat.put(message);
    if (isNew && message.by_bot) {
      chat.draft = null;
      chat.typing = false;
    }
    this.changed(chat, isNew ? "new" : "edited", message);
  }

  later(chat, what, wait, end) {
    const key = `${chat.id} ${what}`;
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => (end(), this.changed(chat, what)), wait));
  }

  // The commands that Telegram would offer `person` in `chat`, the narrowest scope first.
  offered(chat, person) {
    const scopes = chat.group
      ? [`chat_member:${chat.id}:${person}`, `chat:${chat.id}`, "all_group_chats", "default"]
      : [`chat:${chat.id}`, "all_private_chats", "default"];
    const keys = scopes.flatMap((scope) => [`${scope}:vi`, `${scope}:`]);
    const found = keys.find((key) => this.commands[key]?.length);
    return found ? this.commands[found] : [];
  }

  name(id) {
    if (id === this.bot.id) return this.bot.first_name;
    const person = this.people.get(id);
    return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : "";
  }

  // Which of the seven colours stands for a person or a group.
  colour(id) {
    const known = [...this.people.keys(), ...this.chats.keys()].filter((one) => one !== this.bot.id);
    return id === this.bot.id ? BLUE : Math.max(0, [...new Set(known)].indexOf(id)) % COLOURS;
  }

  // The chats of people, then the groups.
  get listed() {
    return [...this.chats.values()].sort((a, b) => a.group - b.group);
  }

  // Who can write in a chat.
  speakers(chat) {
    return chat.group ? chat.members.filter((id) => this.people.has(id)) : [chat.id];
  }
}
