/* A clinic's server in small: the door's API and socket as the page sees them, moved by the test. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

import { FakeVisit } from './fake-visit.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const pages = join(here, '../../resources/web');

const kinds = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:",
  "media-src 'self' blob: mediastream:", "connect-src 'self'", "font-src 'self'", "form-action 'none'",
  "frame-ancestors 'none'", "base-uri 'none'",
].join('; ');

async function readBody(request) {
  const chunks = [];

  for await (const chunk of request)
    chunks.push(chunk);
  if (request.headers['content-type'] === 'application/offset+octet-stream')
    return Buffer.concat(chunks);
  return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {};
}

function reply(response, status, answer) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';

  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(answer));
}

export class Clinic {
  #server;
  #sockets = new WebSocketServer({ noServer: true });
  #doors = new Map();
  #tickets = new Map();

  static async open() {
    const clinic = new Clinic();

    clinic.#server = createServer((request, response) => clinic.#answer(request, response));
    clinic.#server.on('upgrade', (request, socket, head) => clinic.#upgrade(request, socket, head));
    await new Promise((resolve) => clinic.#server.listen(0, '127.0.0.1', resolve));
    clinic.url = `http://127.0.0.1:${clinic.#server.address().port}`;
    return clinic;
  }

  /* change: what differs from a visit that waits in an open door. */
  visit(change = {}) {
    const visit = new FakeVisit(change);

    for (const person of [visit.patient, visit.guest]) {
      this.#doors.set(person.token, { visit, person });
      person.url = `${this.url}/d/${person.token}`;
    }
    visit.url = visit.patient.url;
    visit.doctorUrl = `${this.url}/doctor/${visit.patient.token}`;
    return visit;
  }

  async close() {
    for (const { visit } of this.#doors.values())
      visit.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.url);

    if (url.pathname.startsWith('/d/'))
      await this.#file(response, join(pages, 'door.html'), this.#doors.has(url.pathname.split('/')[2]) ? 200 : 404);
    else if (url.pathname.startsWith('/web/'))
      await this.#file(response, join(pages, normalize(url.pathname.slice(4))));
    else if (url.pathname.startsWith('/doctor'))
      await this.#file(response, join(here, url.pathname === '/doctor.js' ? 'doctor.js' : 'doctor.html'));
    else
      await this.#api(request, response, url);
  }

  async #file(response, path, status = 200) {
    try {
      const content = await readFile(path);

      response.writeHead(status, { 'Content-Type': kinds[extname(path)], 'Content-Security-Policy': POLICY });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  /* What the browser reads without a header. */
  #media(response, url) {
    const id = url.pathname.split('/').at(-3);
    const file = [...this.#doors.values()].map(({ visit }) => visit.files.get(id)).find(Boolean);

    response.writeHead(200, { 'Content-Type': file.type, 'Content-Disposition': `attachment; filename="${file.name}"` });
    response.end(file.content);
  }

  async #api(request, response, url) {
    if (url.pathname.endsWith('/media/')) {
      this.#media(response, url);
      return;
    }

    const token = request.headers.authorization?.replace('Door ', '');
    const { visit, person } = this.#doors.get(token) ?? {};
    const body = await readBody(request);

    if (visit === undefined) {
      reply(response, 404, { type: 'about:blank', title: 'Not found', status: 404, detail: 'No such visit.' });
      return;
    }
    if (visit.unreachable) {
      request.socket.destroy();
      return;
    }
    if (url.pathname === '/accounts/api/ws-ticket/') {
      reply(response, 200, this.#ticket(visit, person));
      return;
    }
    const { status, answer } = visit.handle(person, request, url.pathname, body);

    reply(response, status, answer);
  }

  #ticket(visit, person) {
    const ticket = randomUUID();

    visit.tickets += 1;
    this.#tickets.set(ticket, { visit, person });
    return { ticket, expires_at: new Date(Date.now() + 30_000).toISOString() };
  }

  /* The doctor's page of the tests comes without a ticket. */
  #upgrade(request, socket, head) {
    const url = new URL(request.url, this.url);
    const doctorOf = this.#doors.get(url.searchParams.get('doctor'))?.visit;
    const entry = doctorOf ? { visit: doctorOf, person: doctorOf.doctor } : this.#tickets.get(url.searchParams.get('ticket'));

    this.#tickets.delete(url.searchParams.get('ticket'));
    if (entry === undefined || entry.visit.unreachable) {
      socket.destroy();
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (line) => entry.visit.connect(line, entry.person));
  }
}
