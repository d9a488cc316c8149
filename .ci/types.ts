// Compiles only if the types that openapi-typescript generates agree with the documentation.
import type { components, operations } from "./lead";
import type { paths } from "./public";

const lead: components["schemas"]["NewLead"] = {
  list_uuid: "c4869e79-f0fa-4c6a-9410-bc0defac375a",
  phone_number: "0349719999",
};
// @ts-expect-error phone_number is required
const noPhone: components["schemas"]["NewLead"] = { list_uuid: lead.list_uuid };
// @ts-expect-error province is not a field of create
const tooMuch: components["schemas"]["NewLead"] = { ...lead, province: "Huế" };

type Page = operations["listLeads"]["responses"][200]["content"]["application/json"];
export const names = (page: Page): string[] => page.data.map((one) => `${one.lead_name} ${one.called_count.toFixed(0)}`);

type Filters = NonNullable<paths["/v3/lead"]["get"]["parameters"]["query"]>;
export const filters: Filters = { list_uuid: lead.list_uuid, limit: 10, offset: 0 };
export const unused = [noPhone, tooMuch];
