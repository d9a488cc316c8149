// Made from the OpenAPI document by openapi-typescript (.ci/npm/generate.mjs); do not edit.
// sha256 of the document: 4a509b7b8317c7ac212eb45d20bfc4e6df345b8a27d5ec05ec4c5a9d3756f0d0

export interface paths {
    "/v3/lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List leads
         * @description A lead must match all filters (A53). A filter that names something unknown gives an empty page (A20, A52).
         *     The curl of the documentation carries a body and so sends a POST; the reading chosen is GET (C02).
         */
        get: operations["listLeads"];
        put?: never;
        /**
         * Create a lead in a list
         * @description Creates a lead in an existing list. Two leads may share a telephone number (A13).
         */
        post: operations["createLead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/lead/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload leads as a CSV file
         * @description Creates the leads of a CSV file in an existing list. The reply comes before the import is done (A50).
         *     The documentation lists no columns. Here they are lead_name, lead_code, phone_number, contract_number and after_day, which the
         *     sample of get implies (A46), and the first line names them (A47).
         *     The line under "HTTP Request" posts to /v3/lead; the reading chosen is the curl's /v3/lead/file (C01).
         */
        post: operations["uploadLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/lead/{lead_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. Compared as text (A23). */
                lead_uuid: components["parameters"]["lead_uuid"];
            };
            cookie?: never;
        };
        /**
         * Get a lead
         * @description Gets a lead by its id, even if no list shows it (C05).
         */
        get: operations["getLead"];
        /**
         * Update a lead
         * @description An empty string keeps the stored value, as the samples of update and get imply (C11). A field that is not sent keeps it too (A28).
         */
        put: operations["updateLead"];
        post?: never;
        /**
         * Delete a lead
         * @description Removes the lead from its list and from the system.
         */
        delete: operations["deleteLead"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The fields that create accepts. */
        NewLead: {
            /** @description The list of the new lead. The printed error is about its length (C16); the list must exist (A11). */
            list_uuid: string;
            /** @description Name of the customer. */
            lead_name?: string;
            /** @description Code of the customer. */
            lead_code?: string;
            /** @description Telephone number of the customer. The pattern is the one of the printed error, its bars included (C04). */
            phone_number: string;
        };
        Created: {
            /**
             * @description true, as the documentation prints it.
             * @enum {boolean}
             */
            created: true;
            /**
             * Format: uuid
             * @description The new lead.
             */
            lead_uuid: string;
        };
        /** @description The parts of the form, in any order. The curl sends the file first, and the table lists it last. */
        Upload: {
            /**
             * Format: binary
             * @description The CSV file.
             */
            file: string;
            /** @description The list of the new leads. */
            list_uuid: string;
        };
        Processing: {
            /**
             * @description Says that the import is still running.
             * @enum {string}
             */
            msg: "file upload is processing";
        };
        /** @description The fields that update accepts. */
        LeadChange: {
            /** @description The id of the lead again; the path says which lead is meant. */
            lead_uuid: string;
            /** @description Name of the customer. */
            lead_name?: string;
            /** @description Code of the customer. */
            lead_code?: string;
            /** @description Telephone number of the customer. Without the pattern of create: the sample has 11 digits (C03). */
            phone_number: string;
            /** @description Number of the contract. */
            contract_number?: string;
            /** @description Number of the identity card. */
            identity_number?: string;
            /** @description Place where the identity card was issued (C07). */
            identity_issued_at?: string;
            /**
             * Format: date-time
             * @description Day on which the identity card was issued. The zero time keeps the stored value (A27).
             */
            identity_issued_on?: string;
            /** @description Address. */
            address?: string;
            /** @description Province or city. */
            province?: string;
            /** @description District. */
            district?: string;
            /** @description Ward or commune. */
            ward?: string;
            /** @description Day of birth, as any text (A57). */
            date_of_birth?: string;
            /** @description Additional information, as any text (A57). */
            additional?: string;
        };
        LeadID: {
            /**
             * Format: uuid
             * @description The lead.
             */
            lead_uuid: string;
        };
        LeadPage: {
            /** @description The leads, newest first. An empty page is [] (A52). */
            data: components["schemas"]["Lead"][];
            /** @description The limit of the request, or the default. */
            limit: number;
            /** @description The offset of the request, or the default. */
            offset: number;
            /** @description How many leads the filters find, on all pages (A51). */
            total: number;
        };
        /**
         * @description A customer to be called. The defaults are what a new lead starts with.
         *
         *     Several fields are in no table of the documentation. It shows their names and values; their meaning here is a guess (A62).
         */
        Lead: {
            /**
             * Format: uuid
             * @description By its name the domain that the lead belongs to; all samples show the same (A39).
             * @default c275b950-9885-4775-b1bd-09fc865afa48
             */
            domain_uuid: string;
            /**
             * Format: uuid
             * @description The lead.
             */
            lead_uuid: string;
            /**
             * @description Name of the customer.
             * @default
             */
            lead_name: string;
            /**
             * @description Code of the customer.
             * @default
             */
            lead_code: string;
            /**
             * Format: uuid
             * @description The list of the lead.
             */
            list_uuid: string;
            /** @description Telephone number of the customer. Without the pattern of create: the documentation shows one of 11 digits (C03). */
            phone_number: string;
            /**
             * @description Number of the contract.
             * @default
             */
            contract_number: string;
            /**
             * @description Status of the lead.
             * @default NEW
             */
            status: string;
            /**
             * @description A second status; the samples have it in lower case.
             * @default new
             */
            alt_status: string;
            /**
             * @description Number of the identity card.
             * @default
             */
            identity_number: string;
            /**
             * @description Place where the identity card was issued (C07).
             * @default
             */
            identity_issued_at: string;
            /**
             * Format: date-time
             * @description Day on which the identity card was issued; all samples show the zero time (C23).
             * @default 0001-01-01T00:00:00Z
             */
            identity_issued_on: string;
            /**
             * @description Address.
             * @default
             */
            address: string;
            /**
             * @description Province or city.
             * @default
             */
            province: string;
            /**
             * @description District.
             * @default
             */
            district: string;
            /**
             * @description Ward or commune.
             * @default
             */
            ward: string;
            /**
             * @description Day of birth, as any text (A57).
             * @default
             */
            date_of_birth: string;
            /**
             * @description Additional information, as text. The get sample has a JSON object inside the string (C08).
             * @default
             */
            additional: string;
            /**
             * @description By its name a number of days; all samples show 0.
             * @default 0
             */
            after_day: number;
            /**
             * @description By its name the number of calls made; all samples show 0.
             * @default 0
             */
            called_count: number;
            /**
             * Format: date-time
             * @description By its name the time of the last call; all samples show the same time, one second into 1970 (C23).
             * @default 1970-01-01T08:00:01+08:00
             */
            last_call_time: string;
            /**
             * Format: date-time
             * @description Time at which the lead was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time of the last change; created_at if there was none.
             */
            updated_at: string;
            /**
             * @description By its name a place in the queue of a dialer; all samples show 0.
             * @default 0
             */
            hopper_id: number;
            /**
             * @description Comment on the lead.
             * @default
             */
            comment: string;
            /**
             * @description By its name an id in another system.
             * @default
             */
            ref_id: string;
            /**
             * @description By its name a code in another system.
             * @default
             */
            ref_code: string;
            /**
             * @description Gender, as text.
             * @default
             */
            gender: string;
            /**
             * @description Number of another identity document.
             * @default
             */
            other_identity_number: string;
            /**
             * @description Place where that document was issued, like identity_issued_at.
             * @default
             */
            other_identity_issued_at: string;
            /**
             * Format: date-time
             * @description Day on which that document was issued; all samples show the zero time (C23).
             * @default 0001-01-01T00:00:00Z
             */
            other_identity_issued_on: string;
            /**
             * @description Carrier of the number; one sample shows "viettel" (A30, C21).
             * @default
             */
            network: string;
            /**
             * @description The campaign that the list belongs to.
             * @default
             */
            campaign_uuid: string;
            /**
             * @description Name of the campaign.
             * @default
             */
            campaign_name: string;
            /**
             * @description Name of the list.
             * @default
             */
            list_name: string;
            /**
             * @description By its name the user that the lead is assigned to; all samples show none.
             * @default
             */
            assign_user_uuid: string;
            /**
             * @description By its name the name of that user; all samples show none.
             * @default
             */
            assign_username: string;
        };
        /** @description What is wrong with a JSON body. */
        FieldErrors: {
            /** @description One entry per error. */
            error: {
                [key: string]: string;
            }[];
        };
        /** @description What is wrong, as a text. */
        ErrorText: {
            /** @description What is wrong. */
            error: string;
        };
        /** @description A list if the body could be read, otherwise a text (A07). */
        BodyErrors: components["schemas"]["FieldErrors"] | components["schemas"]["ErrorText"];
    };
    responses: {
        /** @description There is no bearer token, or it is not accepted. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorText"];
            };
        };
        /** @description The list does not exist. */
        NoSuchList: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorText"];
            };
        };
        /** @description The body is over the limit. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorText"];
            };
        };
    };
    parameters: {
        /** @description The lead. Compared as text (A23). */
        lead_uuid: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listLeads: {
        parameters: {
            query?: {
                /**
                 * @description Only leads of this list.
                 * @example c4869e79-f0fa-4c6a-9410-bc0defac375a
                 */
                list_uuid?: string;
                /**
                 * @description Only leads of the lists of this campaign.
                 * @example 7bbe986b-8a6e-404c-840b-781102b5aa07
                 */
                campaign_uuid?: string;
                /**
                 * @description Search by telephone number; it finds the leads with exactly this one (A14).
                 * @example 0349719999
                 */
                phone_number?: string;
                /**
                 * @description Maximum number of leads to return; 0 returns none, and there is no upper bound (A17).
                 * @example 10
                 */
                limit?: number;
                /**
                 * @description Number of leads to skip; past the last one the page is empty (A21).
                 * @example 0
                 */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of leads, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadPage"];
                };
            };
            /** @description limit or offset is not a whole number of 0 or more, or the query cannot be read. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorText"];
                };
            };
            401: components["responses"]["Unauthorized"];
        };
    };
    createLead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLead"];
            };
        };
        responses: {
            /** @description The lead is created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            /** @description The body breaks a rule. One entry per error; (root) comes first, then the fields in their order (A12). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BodyErrors"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchList"];
            413: components["responses"]["TooLarge"];
        };
    };
    uploadLeads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Upload"];
            };
        };
        responses: {
            /** @description The file is accepted, and its leads appear later (A50). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Processing"];
                };
            };
            /** @description A part of the form is missing, or the form cannot be read (A38). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorText"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NoSuchList"];
            413: components["responses"]["TooLarge"];
        };
    };
    getLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. Compared as text (A23). */
                lead_uuid: components["parameters"]["lead_uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead with all its fields. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lead"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no such lead. The documentation prints the body for delete. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorText"];
                };
            };
        };
    };
    updateLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. Compared as text (A23). */
                lead_uuid: components["parameters"]["lead_uuid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadChange"];
            };
        };
        responses: {
            /** @description The lead is changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadID"];
                };
            };
            /** @description The body breaks a rule. One entry per error; (root) comes first, then the fields in their order (A12). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BodyErrors"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no such lead. The documentation prints the body for delete. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorText"];
                };
            };
            413: components["responses"]["TooLarge"];
        };
    };
    deleteLead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lead. Compared as text (A23). */
                lead_uuid: components["parameters"]["lead_uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead is gone. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadID"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no such lead. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorText"];
                };
            };
        };
    };
}
