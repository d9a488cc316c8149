import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { call, heading, lead, notice, open, refused, startBrowser, startMock } from './harness.js';

let base;
let browser;
before(async () => {
  base = await startMock();
  browser = await startBrowser();
});

test('every operation, field, reply and example has its provenance', async (t) => {
  const page = await open(t, browser, base, '/docs/');
  await heading(page, 'Lead');
  const { value: doc } = await call(base, '', 'GET', '/__mock/documents/lead.json');
  const operations = Object.values(doc.paths).flatMap((item) => Object.values(item).filter((one) => one.operationId));
  assert.equal(await page.locator('section.operation').count(), operations.length);
  for (const { operationId, summary } of operations) {
    const section = page.getByRole('region', { name: summary });
    await section.locator('> .known-by .badge').waitFor();
    assert.equal(await section.getAttribute('id'), operationId);
    for (const reply of await section.locator('details.reply > summary').all()) assert.equal(await reply.locator('.badge').count(), 1);
    for (const caption of await section.locator('figcaption').all()) assert.equal(await caption.locator('.badge').count(), 1);
  }
  // The part of a fact that is ours, not the documentation's.
  await page.locator('#getLead table.schema tbody tr').filter({ hasText: 'hopper_id' }).getByText('meaning assumed').first().waitFor({ state: 'attached' });
  // Each field of a lead, and the three words.
  const fields = await page.locator('#getLead table.schema tbody tr').filter({ has: page.locator('.badge') }).count();
  assert.ok(fields >= 37, `got ${fields} fields with a provenance, want 37 at least`);
  for (const word of ['stated', 'implied', 'assumed']) await page.getByText(word, { exact: true }).first().waitFor();
});

test('assumptions and contradictions are tables, and citations link to them', async (t) => {
  const page = await open(t, browser, base, '/docs/');
  const { value: known } = await call(base, '', 'GET', '/__mock/assumptions');
  await page.getByRole('region', { name: 'Create a lead in a list' }).getByRole('link', { name: 'A13' }).first().click();
  await heading(page, 'Assumptions');
  const table = page.getByRole('table', { name: 'Assumptions' });
  assert.equal(await table.getByRole('row').count(), known.assumptions.length + 1);
  const row = table.getByRole('row', { name: /^A13 / });
  assert.ok(await row.evaluate((node) => node === document.activeElement), 'got the focus elsewhere, want it on the row A13');
  await row.getByText('for it, strong').first().waitFor(); // what the vendor has published elsewhere
  await row.getByRole('link', { name: 'createLead' }).click();
  await page.getByRole('heading', { name: 'Create a lead in a list' }).waitFor();
  await page.getByRole('link', { name: 'Contradictions' }).click();
  await heading(page, 'Contradictions');
  assert.equal(await page.getByRole('table', { name: 'Contradictions' }).getByRole('row').count(), known.contradictions.length + 1);
  await page.getByRole('row', { name: /^C02 / }).getByText(/so curl sends a POST/).waitFor();
});

test('an operation is tried against the mock, and its replies are forced', async (t) => {
  const page = await open(t, browser, base, '/docs/', { expected: refused });
  const section = page.getByRole('region', { name: 'Create a lead in a list' });
  await section.getByText('Try createLead').click();
  await section.getByRole('button', { name: 'Send' }).click();
  await section.getByText('"created": true').last().waitFor();
  const made = /"lead_uuid": "([^"]+)"/.exec(await section.locator('.answer pre').first().textContent())[1];
  assert.equal((await call(base, t.name, 'GET', `/v3/lead/${made}`)).value.lead_name, 'Demo01');
  await section.getByLabel('Answer with').selectOption('400 phone_empty');
  await section.getByRole('button', { name: 'Send' }).click();
  await section.locator('.answer').getByText('example=phone_empty', { exact: true }).waitFor();
  await section.locator('.answer').getByText(/String length must be greater/).waitFor();

  const get = page.getByRole('region', { name: 'Get a lead' });
  await get.getByText('Try getLead').click();
  assert.equal(await get.getByLabel('lead_uuid').inputValue(), lead);
  await get.getByRole('button', { name: 'Send' }).click();
  await get.locator('.answer').getByText('"TestNe"').first().waitFor();

  const upload = page.getByRole('region', { name: 'Upload leads as a CSV file' });
  await upload.getByText('Try uploadLeads').click();
  await upload.getByRole('button', { name: 'Send' }).click();
  await upload.locator('.answer').getByText('http: no such file').waitFor();
  await upload.getByLabel('file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('phone_number\n0325000004\n') });
  await upload.getByRole('button', { name: 'Send' }).click();
  await upload.locator('.answer').getByText('file upload is processing').waitFor();
});

test('the control API is documented and tried too', async (t) => {
  const page = await open(t, browser, base, '/docs/#/control');
  await heading(page, 'Control of leadmock');
  await page.getByRole('link', { name: 'POST addFault' }).click();
  const section = page.getByRole('region', { name: 'Add a fault' });
  await section.getByText('Try addFault').click();
  await section.getByRole('button', { name: 'Send' }).click();
  await section.locator('.answer').getByText('201').waitFor();
  assert.equal((await call(base, t.name, 'GET', '/__mock/faults')).value.faults.length, 1);
  assert.equal(await page.getByText('Try followRequests').count(), 0); // it has no end
});

test('another spec is documented next to the first', async (t) => {
  const more = await startMock(`--spec=${new URL('../../mock/testdata/list.yaml', import.meta.url).pathname}`);
  const page = await open(t, browser, more, '/docs/#/list');
  await heading(page, 'List');
  await page.getByRole('region').filter({ hasText: '/v3/list/{list_uuid}/active' }).first().waitFor();
});

test('the guides are there, and a search finds their sections', async (t) => {
  const page = await open(t, browser, base, '/docs/');
  await heading(page, 'Lead');
  await page.getByRole('searchbox').fill('frozen id_seed');
  await page.getByRole('link', { name: /^Clock and ids/ }).click();
  const head = page.getByRole('heading', { name: 'Clock and ids' });
  await head.waitFor();
  assert.ok(await head.evaluate((node) => node === document.activeElement), 'got the focus elsewhere, want it on the heading Clock and ids');
  await page.getByText(`-X PUT -H 'Content-Type: application/json' ${base}/__mock/clock`).first().waitFor(); // the address of this mock
  await page.getByRole('searchbox').fill('zebra');
  await page.getByText('No guide has all of these words.').waitFor();
  // Every link between guides leads to a heading that exists.
  const broken = [];
  for (const name of await (await fetch(`${base}/__mock/page/guides/index.json`)).json()) {
    await page.goto(`${base}/docs/#/guides/${name}`);
    await page.locator(`main[data-shown="guides/${name}"]`).waitFor();
    for (const link of await page.locator('main a[href^="#/guides/"]').all()) {
      const [, , to, anchor] = (await link.getAttribute('href')).split('/');
      const text = await (await fetch(`${base}/__mock/page/guides/${to}.md`)).text();
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map((one) => one[1].toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
      if (anchor && !anchors.includes(anchor)) broken.push(`${name}: ${to}#${anchor}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('Back returns to where one was in a guide', async (t) => {
  const page = await open(t, browser, base, '/docs/#/guides/control');
  await page.locator('main[data-shown="guides/control"]').waitFor();
  await page.evaluate(() => scrollTo(0, 1200));
  await page.waitForFunction(() => history.state?.y === 1200);
  await page.getByRole('link', { name: 'Assumptions' }).click();
  await heading(page, 'Assumptions');
  const top = await page.evaluate(() => scrollY);
  assert.ok(top < 100, `got a scroll of ${top} pixels in a new place, want its top`);
  await page.goBack();
  await page.locator('main[data-shown="guides/control"]').waitFor();
  const back = await page.evaluate(() => scrollY);
  assert.equal(back, 1200, `got a scroll of ${back} pixels after Back, want 1200`);
});

test('the search takes words without accents, and says how many more it has found', async (t) => {
  const page = await open(t, browser, base, '/docs/');
  await heading(page, 'Lead');
  const found = page.locator('.found li');
  await page.route('**/guides/web.md', (route) => route.fulfill({ body: `# Điện Biên\n${Array.from({ length: 13 }, (_, i) => `\n## Đà Nẵng ${i}\n`).join('')}` }));
  await page.reload();
  await page.getByRole('searchbox').fill('dien bien');
  assert.deepEqual(await found.allTextContents(), ['Điện Biên Điện Biên']);
  await page.getByRole('searchbox').fill('da n\u0103\u0303ng'); // composed differently
  assert.deepEqual((await found.allTextContents()).slice(11), ['Đà Nẵng 11 Điện Biên', '1 more section has these words. Add a word.']);
});

test('a guide or a place that does not exist is named as such', async (t) => {
  const page = await open(t, browser, base, '/docs/#/guides/nope');
  await page.getByText('There is no such guide.').waitFor();
  for (const [hash, place] of [['guides/web/nope', 'nope'], ['assumptions/A99', 'A99'], ['nope', 'nope']]) {
    await page.goto(`${base}/docs/?${place}#/${hash}`);
    await notice(page, `There is no ${place} here.`);
  }
});

test('the commands of a guide are copied without prompts and output', async (t) => {
  const page = await open(t, browser, base, '/docs/#/guides/control', { session: '', permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.code-block').filter({ hasText: '/__mock/scenarios' }).first().getByRole('button', { name: 'Copy' }).click();
  await notice(page, 'Copied');
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  assert.equal(lines[0], `curl -s ${base}/__mock/scenarios`);
  assert.deepEqual(lines.filter((line) => line.startsWith('{')), [], 'want no output among the commands');
});
