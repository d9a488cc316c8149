import type { LeadPage, NewLead } from 'leadmock/types';

const headers = { Authorization: 'Bearer app', 'Content-Type': 'application/json' };
const status = document.querySelector('p')!;

async function show() {
  const page: LeadPage = await (await fetch('/v3/lead?limit=100', { headers })).json();
  document.querySelector('ul')!.replaceChildren(...page.data.map((lead) => Object.assign(document.createElement('li'), { textContent: lead.phone_number })));
  status.textContent = `${page.total} leads`;
}

document.querySelector('form')!.onsubmit = async (event) => {
  event.preventDefault();
  const lead: NewLead = { list_uuid: 'c4869e79-f0fa-4c6a-9410-bc0defac375a', phone_number: document.querySelector('input')!.value };
  const reply = await fetch('/v3/lead', { method: 'POST', headers, body: JSON.stringify(lead) });
  if (reply.ok) await show();
  else status.textContent = `refused with ${reply.status}`;
};
void show();
