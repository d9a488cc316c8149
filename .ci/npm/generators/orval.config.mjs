// The mock's times end in +07:00, which zod accepts only with offset.
const zod = { dateTimeOptions: { offset: true } };

export default {
  lead: { input: 'lead.yaml', output: { target: 'orval/lead.ts', client: 'fetch', mock: true, baseUrl: 'http://127.0.0.1:4010' } },
  leadZod: { input: 'lead.yaml', output: { target: 'orval/lead.zod.ts', client: 'zod', override: { zod } } },
  control: { input: 'control.yaml', output: { target: 'orval/control.ts', client: 'fetch', baseUrl: 'http://127.0.0.1:4010' } },
};
