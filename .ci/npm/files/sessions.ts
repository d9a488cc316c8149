// Sessions in Vitest: one for each test, and for each retry.
import { fixtures } from 'leadmock/vitest';
import { expect, test as base } from 'vitest';
const names = new Set<string>();
const test = base.extend(fixtures);
for (const tests of [1, 2]) {
  test(`${tests} tests have ${tests} sessions`, async ({ mock }) => {
    expect((await mock.info()).requests).toBe(0);
    expect(names.add(mock.name).size).toBe(tests);
  });
}

const tries = new Set<string>();
test('a retry has its own session', { retry: 1 }, async ({ mock }) => {
  expect(tries.add(mock.name).size).toBe(2); // fails the first time
});
