// Sessions in Vitest: one for each test.
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
