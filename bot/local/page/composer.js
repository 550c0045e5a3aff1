// Where one writes: text, commands, files, an answer to a message, an edit of one's own.

import { summary } from "./bubbles.js";
import { find, make, toast } from "./elements.js";
import * as server from "./server.js";
import { size, WORDS } from "./words.js";

const LARGEST = 50 * 1024 * 1024; // bytes in one go, what the server takes

export class Composer {
  // `view` is what is open: {world, chat, speaker}; `sent` is called once something has gone out.
  constructor(view, sent) {
    this.view = view;
    this.sent = sent;
    this.text = find("text");
    this.files = [];
    this.about = null; // {message, editing}
    this.kept = new Map(); // what was begun in other chats
    this.chosen = 0;
    find("composer").addEventListener("submit", (event) => (event.preventDefault(), this.send()));
    this.text.addEventListener("input", () => (this.grow(), this.suggest()));
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("paste", (event) => this.paste(event));
    this.text.addEventListener("blur", () => this.close()); // taps on suggestions leave the focus where it is
    find("about-drop").onclick = () => (this.drop(), this.text.focus());
    find("attach").onclick = () => find("files").click();
    find("files").onchange = () => (this.attach(find("files").files), (find("files").value = ""));
    find("menu").onclick = () => this.menu();
    find("menu").onmousedown = (event) => event.preventDefault(); // the text keeps the focus
  }

  // Leave one chat for another; what was begun is kept.
  enter(chat) {
    const before = this.chat;
    if (before) this.kept.set(before.id, { text: this.text.value, about: this.about, files: this.files });
    this.chat = chat;
    const { text, about, files } = this.kept.get(chat.id) ?? { text: "", about: null, files: [] };
    this.text.value = text;
    this.about = about;
    this.files = files;
    this.shown();
    this.close();
  }

  reply(message) {
    this.about = { message, editing: false };
    this.shown();
    this.text.focus();
  }

  edit(message) {
    this.about = { message, editing: true };
    this.text.value = message.text;
    this.shown();
    this.text.focus();
  }

  drop() {
    if (this.about?.editing) this.text.value = "";
    this.about = null;
    this.shown();
  }

  attach(files) {
    for (const file of files) {
      if (file.size) this.files.push(file);
      else toast(WORDS.emptyFile(file.name));
    }
    if (this.about?.editing) this.drop();
    this.shown();
    this.text.focus();
  }

  shown() {
    const { about, files } = this;
    find("about").hidden = !about;
    if (about) {
      find("about-what").textContent = about.editing ? WORDS.editing : WORDS.replying(about.message.name);
      find("about-text").textContent = summary(about.message);
    }
    find("tray").hidden = !files.length;
    find("tray").replaceChildren(...files.map((file, place) => this.chip(file, place)));
    const group = this.chat.group ? WORDS.placeholderGroup(this.view.world.bot.username) : WORDS.placeholder;
    this.text.placeholder = files.length ? WORDS.caption : group;
    this.grow();
  }

  chip(file, place) {
    const remove = make("button", { type: "button", ariaLabel: WORDS.remove(file.name), textContent: "×" });
    remove.onclick = () => (this.files.splice(place, 1), this.shown());
    return make("span", { className: "chip" }, make("b", { textContent: file.name }), ` ${size(file.size)} `, remove);
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    find("composer").classList.toggle("ready", Boolean(this.text.value.trim() || this.files.length));
  }

  async send() {
    const { chat, about, files } = this;
    const text = this.text.value.trim();
    if (!text && !files.length) return;
    if (files.reduce((sum, file) => sum + file.size, 0) > LARGEST) return toast(WORDS.tooLarge);
    this.text.value = "";
    this.about = null;
    this.files = [];
    this.shown();
    this.close();
    try {
      if (files.length) await server.upload(this.view.speaker, chat.id, files, text);
      else await this.say(text, about);
      this.sent();
    } catch {
      toast(WORDS.failed);
      if (this.chat === chat && !this.text.value) {
        this.text.value = text;
        this.about = about;
        this.files = files;
        this.shown();
      }
    }
  }

  async say(text, about = null) {
    const place = about && (about.editing ? { edit_of: about.message.id } : { reply_to: about.message.id });
    await server.post("say", { user: this.view.speaker, chat: this.chat.id, text, ...place });
  }

  key(event) {
    if (event.isComposing) return; // an input method of Vietnamese is at work
    const listed = [...find("suggested").children];
    if (listed.length && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (listed.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey))) {
      event.preventDefault();
      listed[this.chosen].click();
    } else if (event.key === "Escape") {
      if (listed.length) this.close();
      else if (this.about) this.drop();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.text.value && !this.about) {
      event.preventDefault();
      const own = (message) => message.sender === this.view.speaker && message.text && !message.document && !message.forwarded;
      const last = [...this.chat.messages.values()].filter(own).at(-1);
      if (last) this.edit(last);
    }
  }

  paste(event) {
    const files = event.clipboardData.files;
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  async menu() {
    if (!find("suggested").hidden) return this.close();
    this.text.focus();
    await this.offer("");
  }

  async suggest() {
    const name = /^\/(\w*)$/.exec(this.text.value)?.[1];
    const mention = this.chat.group && /(?:^|\s)@(\w*)$/.exec(this.text.value)?.[1];
    const bot = this.view.world.bot.username;
    if (name !== undefined) await this.offer(name.toLowerCase());
    else if (mention !== undefined && mention !== false && bot.startsWith(mention.toLowerCase())) this.mention(bot);
    else this.close();
  }

  async offer(name) {
    const { world, speaker } = this.view;
    await world.refresh();
    if (name && this.text.value !== `/${name}`) return; // written on meanwhile
    const offered = world.offered(this.chat, speaker).filter(({ command }) => command.startsWith(name));
    const at = this.chat.group ? `@${world.bot.username}` : "";
    this.list(
      offered.map(({ command, description }) => [
        `/${command}`,
        description,
        async () => {
          this.text.value = "";
          this.grow();
          this.close();
          await this.say(`/${command}${at}`).then(this.sent, () => toast(WORDS.failed));
        },
      ]),
    );
  }

  mention(bot) {
    this.list([
      [
        `@${bot}`,
        this.view.world.bot.first_name,
        () => {
          this.text.value = this.text.value.replace(/@\w*$/, `@${bot} `);
          this.grow();
          this.close();
        },
      ],
    ]);
  }

  list(entries) {
    const rows = entries.map(([name, meaning, take]) => {
      const row = make("button", { type: "button", role: "option" });
      row.append(make("b", { textContent: name }), make("span", { textContent: meaning }));
      row.onclick = () => (take(), this.text.focus());
      row.onmousedown = (event) => event.preventDefault();
      return row;
    });
    find("suggested").replaceChildren(...rows);
    find("suggested").hidden = !rows.length;
    find("menu").ariaExpanded = String(rows.length > 0);
    if (rows.length) this.choose(0);
  }

  choose(place) {
    const rows = [...find("suggested").children];
    this.chosen = (place + rows.length) % rows.length;
    rows.forEach((row, number) => (row.ariaSelected = String(number === this.chosen)));
    rows[this.chosen].scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list([]);
  }
}
