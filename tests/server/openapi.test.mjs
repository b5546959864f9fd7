// The description of the API, as the OpenAPI Initiative's own schema has it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';

import { Validator } from '@seriousme/openapi-schema-validator';

const printed = execFileSync(process.env.AUSCULTA_SERVER, ['openapi'], { encoding: 'utf8', timeout: 30000 });

test('is OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(printed));

  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, '3.1');
});

test('is not so by any means', async () => {
  const broken = JSON.parse(printed);

  broken.paths['/health/live/'].get.responses = {};
  assert.equal((await new Validator().validate(broken)).valid, false);
});
