// Runs in the page that render-page.ts renders. Sends the requests of its forms and shows the responses.

const shownCharacters = 50_000;

const key = document.querySelector<HTMLInputElement>('#key');

for (const form of document.querySelectorAll('form')) connect(form);

function connect(form: HTMLFormElement): void {
  const answer = form.querySelector<HTMLElement>('.answer')!;
  const state = form.querySelector('output')!;
  let running: AbortController | undefined;
  const showCommand = (): void => {
    form.querySelector('.command')!.textContent = commandOf(form);
  };
  const show = async (signal: AbortSignal): Promise<void> => {
    try {
      const { summary, text } = await send(form, signal);
      state.textContent = summary;
      answer.textContent = text;
      answer.hidden = false;
    } catch (error) {
      if (signal.aborted) return;
      state.textContent = `No response: ${String(error)}`;
      answer.hidden = true;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // A late response must not replace a newer one.
    running?.abort();
    running = new AbortController();
    state.textContent = 'Waiting …';
    void show(running.signal);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener('input', showCommand);
  key?.addEventListener('input', showCommand);
  showCommand();
  for (const element of form.querySelectorAll<HTMLElement>('[data-scripted]')) element.hidden = false;
}

async function send(form: HTMLFormElement, signal: AbortSignal): Promise<{ summary: string; text: string }> {
  const { method, url, body } = requestOf(form);
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key !== null && key.value !== '') headers['authorization'] = `Bearer ${key.value}`;
  const start = performance.now();
  const response = await fetch(url, { method, headers, signal, ...(body !== undefined && { body }) });
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - start);
  const summary = `${response.status} ${response.statusText}, ${milliseconds} ms, ${text.length.toLocaleString('en')} characters`;
  const shown = toReadable(text);
  return { summary, text: shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)} …` : shown };
}

/** Returns the request that a form describes now. */
function requestOf(form: HTMLFormElement): { method: string; url: string; body: string | undefined } {
  let path = form.dataset['path']!;
  for (const { name, value } of form.querySelectorAll<HTMLInputElement>('input')) {
    // The server expects the slash of a model name unescaped.
    path = path.replace(`{${name}}`, () => encodeURIComponent(value).replaceAll('%2F', '/'));
  }
  const url = new URL(path.slice(1), document.baseURI).href;
  return { method: form.dataset['method']!, url, body: form.querySelector('textarea')?.value };
}

/** Returns the same request as a curl command for a POSIX shell. The command does not contain the key. */
function commandOf(form: HTMLFormElement): string {
  const { url, body } = requestOf(form);
  const words = [`curl ${quote(url)}`];
  if (key !== null && key.value !== '') words.push('-H "Authorization: Bearer $API_KEY"');
  if (body !== undefined) words.push("-H 'Content-Type: application/json'", `-d ${quote(toCompact(body))}`);
  return words.join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function toCompact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Returns indented JSON with each list of numbers on one line. Returns other texts unchanged. */
function toReadable(text: string): string {
  try {
    const indented = JSON.stringify(JSON.parse(text), null, 2);
    return indented.replaceAll(/\[\n[-+\d.e,\s]+\]/g, (numbers) => numbers.replaceAll(/\s+/g, ' '));
  } catch {
    return text;
  }
}
