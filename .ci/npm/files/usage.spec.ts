// Adds to the usage of the run: a guess, and a documented reply that is forced.
import { expect, test } from 'leadmock/playwright';

test('the app relies on a guess, and gets a documented error', async ({ page, mock }) => {
  await page.goto('/');
  await expect(page.getByRole('status')).toHaveText('27 leads');
  expect((await mock.usage()).assumptions.filter((one) => one.id === 'A04')).toEqual([]);
  expect(await page.evaluate(async () => (await fetch('/v3/lead')).status)).toBe(401);
  await mock.fault({ operation: 'createLead', example: 'phone_empty', times: 1 });
  await page.getByLabel('Phone').fill('0349719999');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('status')).toHaveText('refused with 400');
  const { operations, assumptions } = await mock.usage();
  expect(assumptions.find((one) => one.id === 'A04')).toMatchObject({ reading: 'unauthorized', count: 1 });
  expect(operations.map((one) => [one.operation, one.count])).toEqual([['createLead', 1], ['listLeads', 2]]);
});
