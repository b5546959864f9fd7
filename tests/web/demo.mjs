/* The real server with its demo, for tests of what page and server do together. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export class Demo {
  #process;
  #tokens = {};
  #accounts = {};

  /* It prints where it listens, who may sign in, and the link of the patient who may come now. */
  static async start() {
    const demo = new Demo();

    demo.#process = spawn(process.env.AUSCULTA_SERVER, ['--demo', '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: demo.#process.stdout })) {
      const words = line.split(' ');

      if (line.startsWith('Listening on'))
        demo.uri = words[2];
      else if (words[0] === 'account')
        demo.#accounts[words[1]] ??= { email: words[2], password: words[3] };
      else if (words[0] === 'door') {
        demo.door = words[1];
        break;
      }
    }
    return demo;
  }

  async stop() {
    this.#process.kill();
    await once(this.#process, 'exit');
  }

  /* who: a role of the demo's accounts, or the link of a door */
  async call(method, path, body, who = 'receptionist') {
    const authorization = who.startsWith('http') ? `Door ${who.split('/').pop()}` : `Token ${await this.#token(who)}`;

    return this.#send(method, path, body, authorization);
  }

  async #token(role) {
    this.#tokens[role] ??= (await this.#send('POST', '/accounts/api/login/', this.#accounts[role])).token;
    return this.#tokens[role];
  }

  async #send(method, path, body, authorization) {
    const answer = await fetch(new URL(path, this.uri), {
      method, body: body && JSON.stringify(body),
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(authorization && { Authorization: authorization }) },
    });

    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.status === 204 ? null : answer.json();
  }
}
