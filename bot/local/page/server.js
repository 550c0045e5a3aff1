// The interface under /local/ of the server that has sent this page.

const WAIT = 25; // seconds that the server holds a request for changes
const AGAIN = 1000; // milliseconds

async function answer(response) {
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

export const state = async () => answer(await fetch("/local/state"));

export const chat = async (id) => answer(await fetch(`/local/chats/${id}`));

export async function post(action, body) {
  return answer(await fetch(`/local/${action}`, { method: "POST", body: JSON.stringify(body) }));
}

export async function upload(user, chatId, files, caption) {
  const form = new FormData();
  form.append("user", user);
  form.append("chat", chatId);
  form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return answer(await fetch("/local/upload", { method: "POST", body: form }));
}

// Calls `apply` with each answer about changes, in order and for good; `lost` learns whether the server is away.
export async function follow(since, apply, lost) {
  let number = since;
  for (;;) {
    try {
      const told = await answer(await fetch(`/local/changes?since=${number}&timeout=${WAIT}`));
      lost(false);
      await apply(told);
      number = told.number;
    } catch (error) {
      if (!(error instanceof TypeError && error.message.includes("fetch"))) console.error(error);
      lost(true);
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
