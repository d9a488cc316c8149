// The mock's times end in +07:00, which zod accepts only with offset.
const plugins = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch', { name: 'zod', dates: { offset: true } }];

export default [
  { input: 'lead.yaml', output: 'hey/lead', plugins },
  { input: 'control.yaml', output: 'hey/control', plugins },
];
