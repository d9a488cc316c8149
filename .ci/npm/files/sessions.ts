// Sessions in Vitest: one for each test, kept for a retry.
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
let tries = 0;
test('a retry keeps its session until it is reset', { retry: 1 }, async ({ mock }) => {
  await mock.reset();
  expect((await mock.faults()).length).toBe(0);
  await mock.fault({ status: 500 });
  expect(++tries).toBe(2);
});
