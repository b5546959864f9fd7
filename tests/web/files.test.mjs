/* The page's files agree with each other: what is shipped, what is loaded ahead, what is said in which language. */

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import ar from '../../resources/web/texts/ar.js';
import de from '../../resources/web/texts/de.js';
import en from '../../resources/web/texts/en.js';

const resources = fileURLToPath(new URL('../../resources', import.meta.url));

async function files(ending = '') {
  const entries = await readdir(join(resources, 'web'), { recursive: true, withFileTypes: true });

  return entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(resources.length + 1)).sort();
}

const read = (name) => readFile(join(resources, name), 'utf8');
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

test('every file is shipped, and no other', async () => {
  assert.deepEqual(found(await read('aus-web.gresource.xml'), /<file>(.*?)<\/file>/g).sort(), await files());
});

test('every module is loaded ahead, so that no import waits for another', async () => {
  const preloaded = found(await read('web/door.html'), /modulepreload" href="\/(.*?)"/g);

  assert.deepEqual([...preloaded, 'web/again.js', 'web/door.js'].sort(), await files('.js'));
});

test('no file is long, and nothing is fetched from elsewhere', async () => {
  for (const name of await files()) {
    const text = await read(name);

    assert.ok(text.split('\n').length <= 300, `${name} is short`);
    assert.deepEqual(found(text, /(https?:\/\/[^\s"'`]+)/g).filter((url) => url !== 'http://www.w3.org/2000/svg' && url !== 'https://'),
      [], `${name} names no other server`);
  }
});

for (const [language, table] of Object.entries({ de, ar })) {
  test(`${language} says all that English says, with the same names in it`, () => {
    assert.deepEqual(Object.keys(table), Object.keys(en));
    for (const [key, text] of Object.entries(table))
      assert.deepEqual(found(text, /\{(\w+)\}/g).sort(), found(en[key], /\{(\w+)\}/g).sort(), key);
  });
}

test('every text is used and every used one is there', async () => {
  const code = (await Promise.all((await files('.js')).filter((name) => !name.includes('texts/')).map(read))).join('\n');
  const used = new Set([...found(code, /'([a-z]+\.[A-Za-z._]+)'/g)]);
  const made = /^(problem|device|provider|quality|role)\./;

  assert.deepEqual(Object.keys(en).filter((key) => !used.has(key) && !made.test(key)), []);
  assert.deepEqual(found(code, /\bt\('([^']+)'/g).filter((key) => !(key in en)), []);
});
