import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { html, raw } from 'hono/html';

import type { RouteDescription } from '../contract/route-description.ts';
import type { ServedModels } from '../models.ts';
import { fieldsOf } from './body-fields.ts';
import { pageStyle } from './page-style.ts';

/** A page and its content security policy. The policy allows only the page's script, its style and requests to its server. */
export interface Page {
  readonly body: string;
  readonly contentSecurityPolicy: string;
}

/** A piece of HTML in which all texts are escaped. */
type Markup = ReturnType<typeof html>;

/** Renders the page that describes the routes and sends requests to them. It loads no other files and is readable without scripts. */
export async function renderPage(
  routes: readonly RouteDescription[],
  { models, needsKey }: { readonly models: ServedModels; readonly needsKey: boolean },
): Promise<Page> {
  // Compiled for browsers from src/page.
  const script = readFileSync(new URL('../../dist/page/try-api.js', import.meta.url), 'utf8');
  const names = [models.embedding, models.reranker].flatMap((model) => (model === undefined ? [] : [model.modelName]));
  // Raw strings, because the hashes in the header must match these exact characters.
  const styleElement = raw(`<style>${pageStyle}</style>`);
  const scriptElement = raw(`<script type="module">${script}</script>`);
  const groups = [...new Set(routes.map(({ group }) => group))];
  const body = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>@x/server</title>
        ${styleElement}
      </head>
      <body>
        <header>
          <h1>@x/server</h1>
          <p>
            Embeddings and reranking over HTTP, served by ${names.length === 0 ? 'no model' : names.join(' and ')}. This
            page describes the same API as <a href="openapi.json">openapi.json</a>.
          </p>
          ${needsKey && html`<label for="key">API key</label><input id="key" type="password" autocomplete="off" />`}
        </header>
        <main>${groups.map((group) => renderGroup(group, routes))}</main>
        ${scriptElement}
      </body>
    </html>`;
  const sources = `script-src '${hashOf(script)}'; style-src '${hashOf(pageStyle)}'; connect-src 'self'`;
  const contentSecurityPolicy = `default-src 'none'; ${sources}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { body: String(body), contentSecurityPolicy };
}

function renderGroup(group: string, routes: readonly RouteDescription[]): Markup {
  const members = routes.filter((route) => route.group === group);
  return html`<section>
    <h2>${group}</h2>
    ${members.map((route) => renderRoute(route, route === routes[0]))}
  </section>`;
}

function renderRoute(route: RouteDescription, isOpen: boolean): Markup {
  const { method, path, summary, parameters = {}, example, request, failures } = route;
  const id = `${method}${path.replaceAll(/\W+/g, '-')}`;
  const text = JSON.stringify(example, null, 2);
  return html`<details id="${id}" ${isOpen && 'open'}>
    <summary><span class="method">${method.toUpperCase()}</span><code>${path}</code>${summary}</summary>
    <form data-method="${method.toUpperCase()}" data-path="${path}">
      ${Object.entries(parameters).map(
        ([name, { description, example: value }]) =>
          html`<label for="${id}-${name}">${name}: ${description}</label>
            <input id="${id}-${name}" name="${name}" value="${value}" />`,
      )}
      ${
        example !== undefined &&
        html`<label for="${id}-body">Body</label>
          <textarea id="${id}-body" rows="${text.split('\n').length}" spellcheck="false">${text}</textarea>`
      }
      <p class="actions" data-scripted hidden><button>Send</button><output></output></p>
      <pre class="answer" tabindex="0" role="group" aria-label="Answer" hidden></pre>
      <div data-scripted hidden>
        <h3>Shell command</h3>
        <pre class="command" tabindex="0" role="group" aria-label="Command"></pre>
      </div>
    </form>
    <div class="facts">
      ${request !== undefined && renderTable('Fields', fieldsOf(request))}
      ${Object.keys(failures).length > 0 && renderTable('Errors', Object.entries(failures))}
    </div>
  </details>`;
}

function renderTable(title: string, rows: readonly (readonly [string, string])[]): Markup {
  return html`<h3>${title}</h3>
    <table>
      ${rows.map(
        ([name, text]) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td>${text}</td>
          </tr>`,
      )}
    </table>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
