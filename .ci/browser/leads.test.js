import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, heading, lead, notice, open, refused, startBrowser, startMock, until } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock('--leads=230', '--id-seed=7');
  browser = await startBrowser();
});

test('the table has pages, and searches by phone, list and campaign', async (t) => {
  await call(base, t.name, 'POST', '/__mock/records/list', { list_name: 'Empty list' });
  const page = await open(t, browser, base, '/__mock/');
  const rows = page.getByRole('table', { name: 'Leads' }).getByRole('row');
  await notice(page, '232 leads');
  assert.equal(await rows.count(), 26); // the header too
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('26 to 50 of 232').waitFor();
  await page.getByRole('button', { name: 'Last' }).click();
  await page.getByText('226 to 232 of 232').waitFor();
  assert.equal(await rows.count(), 8);
  assert.equal(await page.getByRole('button', { name: 'Next' }).getAttribute('aria-disabled'), 'true');
  await page.getByLabel('Per page').selectOption('100');
  await page.getByText('1 to 100 of 232').waitFor();

  await page.getByRole('searchbox', { name: 'Phone' }).fill('0349719999');
  await page.getByRole('button', { name: 'Search' }).click();
  await notice(page, '1 lead');
  await rows.getByRole('link', { name: 'Demo01' }).waitFor();
  await page.getByRole('searchbox', { name: 'Phone' }).fill('0349');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('No lead matches').waitFor();
  await page.getByRole('searchbox', { name: 'Phone' }).fill('');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByLabel('List', { exact: true }).selectOption('Empty list');
  await page.getByText('No lead matches').waitFor();
  await page.getByLabel('List', { exact: true }).selectOption('');
  await page.getByLabel('Campaign').selectOption('Campaign Autodialer');
  await notice(page, '232 leads');
  await page.getByText('1 to 100 of 232').waitFor();
});

test('a lead shows its 37 fields, and what the spec says of each', async (t) => {
  const page = await open(t, browser, base, `/__mock/#/leads/${lead}`);
  await heading(page, 'TestNe');
  const names = await page.locator('.fields tbody th code').allTextContents();
  assert.equal(new Set(names).size, 37);
  const { value } = await call(base, t.name, 'GET', `/v3/lead/${lead}`);
  assert.deepEqual(names.toSorted(), Object.keys(value).toSorted());
  assert.equal(await page.locator('.fields .said .badge').count(), 37);
  const network = page.getByRole('row', { name: /^Network/ });
  await network.getByText('viettel', { exact: true }).waitFor();
  await network.getByText('stated', { exact: true }).waitFor();
  await network.getByRole('link', { name: 'A30' }).click();
  await page.waitForURL('**/docs/#/assumptions/A30');
  await heading(page, 'Assumptions');
});

test('a lead is created, refused in the words of the vendor, changed and deleted', async (t) => {
  const page = await open(t, browser, base, '/__mock/', { expected: refused });
  await page.getByRole('link', { name: 'New lead' }).click();
  await heading(page, 'New lead');
  await page.getByLabel('Name').fill('Trần Thị Bưởi');
  await page.getByLabel('Phone').fill('12345');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await page.getByText("Does not match pattern '^(84|0[3|5|7|8|9])+([0-9]{8})$'").waitFor();
  assert.equal(await page.getByLabel('Phone').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Phone').fill('0325000001');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await heading(page, 'Trần Thị Bưởi');
  const id = page.url().split('/').at(-1);

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Province').fill('Huế');
  await page.getByLabel('Issued on').first().fill('yesterday');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/Does not match (format|pattern)/).first().waitFor();
  await page.getByLabel('Issued on').first().fill('2020-05-01T00:00:00Z');
  await page.getByRole('button', { name: 'Save' }).click();
  await notice(page, 'The lead is saved.');
  await page.getByRole('row', { name: /^Province/ }).getByText('Huế').waitFor();
  assert.equal((await call(base, t.name, 'GET', `/v3/lead/${id}`)).value.province, 'Huế');

  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this lead?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await call(base, t.name, 'GET', `/v3/lead/${id}`)).status, 200);
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await heading(page, 'Leads');
  assert.equal((await call(base, t.name, 'GET', `/v3/lead/${id}`)).status, 404);
  await page.goto(`${base}/s/${encodeURIComponent(t.name)}/__mock/#/leads/${id}`);
  await page.getByRole('alert').getByText('This lead does not exist').waitFor();
});

test('a list is created if there is none', async (t) => {
  await call(base, t.name, 'PUT', '/__mock/state', {});
  const page = await open(t, browser, base, '/__mock/');
  await page.getByText('No leads yet').waitFor();
  await page.getByRole('link', { name: 'New lead' }).first().click();
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByRole('dialog').getByLabel('List').fill('Khách hàng tháng 3');
  await page.getByRole('dialog').getByRole('button', { name: 'Create list' }).click();
  await notice(page, 'The list is created.');
  await page.getByLabel('Phone').fill('0325000002');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await heading(page, '(no name)');
  await page.getByRole('row', { name: /^List list_name/ }).getByText('Khách hàng tháng 3').waitFor();
});

test('a dropped CSV file is imported while one looks, and skipped rows say why', async (t) => {
  await call(base, t.name, 'PUT', '/__mock/jobs', { after_reads: 2 });
  const page = await open(t, browser, base, '/__mock/#/leads/upload');
  await heading(page, 'Upload CSV');
  await page.getByText('No imports yet').waitFor();
  const csv = 'lead_name,phone_number\nTrần Đức,0325000011\nno number,\nLê Hoa,0325000012\n';
  const drop = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'tháng 3.csv', { type: 'text/csv' }));
    return data;
  }, csv);
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: drop });
  await page.getByText('{"msg":"file upload is processing"}').waitFor();
  const job = page.getByRole('article', { name: 'tháng 3.csv' });
  await job.getByText('waiting', { exact: true }).waitFor();
  await job.getByRole('progressbar').waitFor();
  await job.getByText('Visible after 2 more reads of the list.').waitFor();
  await call(base, t.name, 'GET', '/v3/lead');
  await job.getByText('Visible after 1 more read of the list.').waitFor();
  await call(base, t.name, 'GET', '/v3/lead');
  await job.getByText('done', { exact: true }).waitFor();
  await job.getByText('Rows: 3 read, 2 stored, 1 skipped.').waitFor();
  const row = job.getByRole('table').getByRole('row').nth(1);
  assert.equal(await row.getByRole('cell').first().textContent(), '3');
  await until('a reason', async () => /phone_number/.test(await row.textContent()));

  await page.getByLabel('Drop a CSV file here, or choose one').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('phone_number\n0325000013\n') });
  await page.getByRole('article', { name: 'more.csv' }).waitFor();
  assert.equal(await page.getByRole('article').count(), 2);
});

test('a file dropped on the table is imported', async (t) => {
  const page = await open(t, browser, base, '/__mock/');
  await page.getByRole('link', { name: 'Demo02' }).waitFor();
  const drop = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['phone_number\n0325000021\n'], 'dropped.csv', { type: 'text/csv' }));
    return data;
  });
  await page.getByRole('table', { name: 'Leads' }).dispatchEvent('drop', { dataTransfer: drop });
  await page.getByRole('article', { name: 'dropped.csv' }).getByText('Rows: 1 read, 1 stored, 0 skipped.').waitFor();
});

test('an error of the upload is shown', async (t) => {
  const page = await open(t, browser, base, '/__mock/#/leads/upload', { expected: refused });
  await page.getByLabel('Drop a CSV file').waitFor();
  await page.getByLabel('List for the leads').evaluate((select) => { select.options[0].value = '00000000-0000-4000-8000-000000000000'; });
  await page.getByLabel('Drop a CSV file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('phone_number\n') });
  await page.getByRole('alert').getByText('Refused with 404').waitFor();
  await page.getByRole('alert').getByText('Not Found').waitFor();
});

test('a refused token is reported, and another one can be entered', async (t) => {
  const strict = await startMock('--auth=secret');
  const page = await open(t, browser, strict, '/__mock/', { expected: refused });
  await page.getByRole('alert').getByText('Refused with 401').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Tokens' }).click();
  await page.getByLabel('API token').fill('secret');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Demo02' }).waitFor();
});
