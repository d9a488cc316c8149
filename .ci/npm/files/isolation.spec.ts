// Two workers on one mock: retries, origins, the request log in the report, and leads of other tests.
import { createServer } from 'node:http';
import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'leadmock/playwright';

for (const number of ['0349710001', '0349710002', '0349710003', '0349710004']) {
  test(`adds ${number}, and sees no other test's leads`, async ({ page, mock }) => {
    await page.goto('/');
    await expect(page.getByRole('status')).toHaveText('27 leads');
    await page.getByLabel('Phone').fill(number);
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('status')).toHaveText('28 leads');
    await mock.verify({ operation: 'createLead', status: 200, count: 1 });
  });
}

test('a retry has its own session', async ({ page, mock }, info) => {
  await mock.readings({ A14: 'prefix' });
  await page.goto('/');
  await expect(page.getByRole('status')).toHaveText('27 leads');
  await page.getByLabel('Phone').fill('0349710005');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('status')).toHaveText('28 leads');
  expect(mock.name).toContain(`-${info.retry}-`);
  expect(info.retry, 'fails the first time').toBe(1);
});

test('the header reaches the mock, with and without a proxy, and no other origin', async ({ page, mock }) => {
  const seen: (string | string[] | undefined)[] = [];
  const other = createServer((request, response) => {
    if (request.method === 'GET') seen.push(request.headers['x-mock-session']);
    response.setHeader('Access-Control-Allow-Origin', '*').end('font');
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  await page.goto('/');
  await expect(page.getByRole('status')).toHaveText('27 leads');
  const url = mock.url.replace(/\/s\/.*/, '');
  const statuses = await page.evaluate(async ([mockURL, otherURL]) => {
    const direct = await fetch(`${mockURL}/v3/lead`, { headers: { Authorization: 'Bearer app', 'X-App': 'asks first' } });
    const others = await Promise.all([`${otherURL}/font`, `${otherURL}/v3/lead`].map((one) => fetch(one)));
    return [direct, ...others].map((one) => one.status);
  }, [url, `http://127.0.0.1:${(other.address() as { port: number }).port}`]);
  other.close();
  expect(statuses).toEqual([200, 200, 200]);
  expect(seen).toEqual([undefined, undefined]);
  await mock.verify({ operation: 'listLeads', count: 2 });
});

test('a page that keeps sending requests does not recreate its session', async ({ page, mock }) => {
  await page.goto('/');
  const url = mock.url.replace(/\/s\/.*/, '');
  await page.evaluate((mockURL) => {
    setInterval(() => fetch(`${mockURL}/v3/lead`, { headers: { Authorization: 'Bearer app' } }), 10);
  }, url);
  await expect.poll(async () => (await mock.requests()).length).toBeGreaterThan(5);
});
