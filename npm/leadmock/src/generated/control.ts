// Made from the OpenAPI document by openapi-typescript (.ci/npm/generate.mjs); do not edit.
// sha256 of the document: e0d58cebd2abf950e57f5f6becc8d0f77b71a84ecc548b7544ebc38301b60588

export interface paths {
    "/__mock/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report that the mock is running
         * @description Answers everyone, for health checks from outside.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/reset": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the session
         * @description Leads, faults, clock, ids, imports and request log start again from the seed. Snapshots stay.
         */
        post: operations["resetSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/state": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Export all records
         * @description In the format of `--seed FILE`, which `PUT` accepts.
         */
        get: operations["exportState"];
        /**
         * Replace all records
         * @description Replaces all records or, with an error that names the record, none. Running imports are cancelled.
         */
        put: operations["importState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/snapshots": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the snapshots */
        get: operations["listSnapshots"];
        put?: never;
        /**
         * Save a snapshot under the name in the body
         * @deprecated
         * @description Use POST /__mock/snapshots/{name}.
         */
        post: operations["saveNamedSnapshot"];
        /** Delete all snapshots */
        delete: operations["deleteSnapshots"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/snapshots/{name}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Name of a snapshot. */
                name: components["parameters"]["snapshot"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save a snapshot
         * @description Saves records, ids and clock, and replaces a snapshot of the same name. A session has at most 100.
         */
        post: operations["saveSnapshot"];
        /** Delete a snapshot */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/snapshots/{name}/restore": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Name of a snapshot. */
                name: components["parameters"]["snapshot"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a snapshot
         * @description Restores records, ids and clock. Running imports are cancelled; faults and request log stay.
         */
        post: operations["restoreSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the sessions */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /** End all sessions except the default one */
        delete: operations["deleteSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a session. */
                session: string;
            };
            cookie?: never;
        };
        /** Show a session */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * End a session
         * @description The next request with its name creates a new one from the seed.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/lists": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * List the lists that leads can be created in
         * @deprecated
         * @description Use GET /__mock/records/list.
         */
        get: operations["listLists"];
        put?: never;
        /**
         * Create a list
         * @deprecated
         * @description Use POST /__mock/records/list.
         */
        post: operations["createList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/records": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the resources and their fields */
        get: operations["listResources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/records/{resource}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
            };
            cookie?: never;
        };
        /**
         * List records
         * @description Newest first, including those that the API's lists do not show.
         */
        get: operations["listRecords"];
        put?: never;
        /**
         * Create one record or many
         * @description A record can have any field, ids and times too; each value is checked against its type. A record without an id gets the
         *     next one, and one without times the time of the session's clock. For many records send an array, oldest first: all of
         *     them are created or, with an error that names the record, none. The reply has the form of the body.
         */
        post: operations["createRecords"];
        /** Delete all records of a resource */
        delete: operations["deleteRecords"];
        options?: never;
        head?: never;
        /**
         * Update many records
         * @description An array of objects, each with the id of a record and the fields to replace. All are updated, or none.
         */
        patch: operations["updateRecords"];
        trace?: never;
    };
    "/__mock/records/{resource}/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
                /** @description Id of a record. */
                id: string;
            };
            cookie?: never;
        };
        /** Show a record */
        get: operations["getRecord"];
        put?: never;
        post?: never;
        /** Delete a record */
        delete: operations["deleteRecord"];
        options?: never;
        head?: never;
        /**
         * Replace fields of a record
         * @description Replaces the given fields, also by an empty text. The time of change becomes that of the session's clock, unless it
         *     is given.
         */
        patch: operations["updateRecord"];
        trace?: never;
    };
    "/__mock/leads": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make up leads
         * @description Creates plausible Vietnamese people, as the newest leads. With `--id-seed`, or id_seed of the clock, they are the same on every run.
         */
        post: operations["makeLeads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the scenarios */
        get: operations["listScenarios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/scenario/{name}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a scenario, as listScenarios returns it; it is not a file.
                 * @example first-page
                 */
                name: string;
            };
            cookie?: never;
        };
        /** Show a scenario */
        get: operations["getScenario"];
        /**
         * Start a scenario in the session
         * @description Records, faults, clock, ids, imports and request log start again, as with a reset, but from the scenario. Snapshots stay.
         *     A later reset goes back to what the mock was started with.
         */
        put: operations["setScenario"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/faults": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the faults */
        get: operations["listFaults"];
        put?: never;
        /**
         * Add a fault
         * @description Only the first fault that matches a request is used. With `times` it is used exactly that often, even if
         *     many requests come at once. A session has at most 100.
         */
        post: operations["addFault"];
        /** Delete all faults */
        delete: operations["deleteFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/faults/{id}": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Number of a fault. */
                id: number;
            };
            cookie?: never;
        };
        /** Show a fault */
        get: operations["getFault"];
        put?: never;
        post?: never;
        /** Delete a fault */
        delete: operations["deleteFault"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/faults/{id}/release": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Number of a fault. */
                id: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release the requests that a fault holds
         * @description Later requests are held again, unless `times` of the fault says otherwise. With `timeout` the call first waits
         *     until that many requests are held, so that a test does not need a sleep. Requests are also released when the fault is
         *     deleted, when the session is reset or ends, and when the time in `hold` is over.
         */
        post: operations["releaseFault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/clock": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Show the clock of the session */
        get: operations["getClock"];
        /**
         * Set, freeze, or advance the clock
         * @description Fields that the body leaves out stay. `now` is set before `advance` is added.
         */
        put: operations["setClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/readings": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** Show how the session answers where the vendor's documentation is silent */
        get: operations["getReadings"];
        /**
         * Choose how the session answers where the vendor's documentation is silent
         * @description `readings` names the readings that differ from those of the start. `vary` is a number that chooses all readings except those of
         *     `--as`. Without either, the session goes back to the readings of the start, as after a reset. The change applies to later requests.
         */
        put: operations["setReadings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/jobs": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the imports */
        get: operations["listJobs"];
        /**
         * Set when imports become visible
         * @description The change applies to later uploads.
         */
        put: operations["setImports"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/jobs/wait": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wait until all imports are done */
        post: operations["waitForJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/requests": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Search the request log
         * @description Newest first. The request log keeps the last 1,000 requests of the session, and at most 1 MB of their bodies and replies; older
         *     ones are dropped. The request logs of all sessions take at most 128 MB; beyond that, those of the least recently used sessions
         *     are emptied. Bearer tokens, cookies and other secrets in headers, paths and queries are never kept. Bodies and replies are kept
         *     as they were sent, except for the request's own token: do not send real passwords or customers.
         */
        get: operations["findRequests"];
        put?: never;
        post?: never;
        /** Empty the request log */
        delete: operations["deleteRequests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/requests/verify": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the number of requests
         * @description With `timeout` it waits until the number is right, so that a test does not need a sleep. A failure shows the most similar
         *     requests, and how they differ.
         */
        post: operations["verifyRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/requests/stream": {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the request log
         * @description Sends server-sent events, each a Request as JSON with its id. `Last-Event-ID` starts after that request. An id that the request
         *     log has not reached yet is from before a reset, so the stream starts with all requests. At most 100 clients can follow at a
         *     time, in all sessions together; one more gets 429.
         */
        get: operations["followRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/usage": {
        parameters: {
            query?: {
                /** @description all: the usage of all sessions since the start, including those that have ended or were reset; one: the usage of the session since its start or last reset. */
                sessions?: components["parameters"]["usageOf"];
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Show what was used of the API, and which assumptions that relies on
         * @description Returns operations, parameters, fields, which documented replies were sent and never sent, and the assumptions that replies
         *     relied on, as in the file of `--usage`. It contains names of the documents and counts, and no values of requests. Forced replies
         *     count as sent; requests of the web UI do not count.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        /**
         * Count from zero
         * @description In all sessions or, with `sessions=one`, in the session; the usage of all sessions then keeps what it has added.
         */
        delete: operations["deleteUsage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the operations of the API, and the replies that can be forced */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the OpenAPI documents */
        get: operations["listDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/documents/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of a document, with .yaml or .json.
                 * @example lead.json
                 */
                name: string;
            };
            cookie?: never;
        };
        /** Show an OpenAPI document */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/assumptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is assumed, and how the contradictions of the documentation are read */
        get: operations["listAssumptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description a number with a unit (ms, s, m, h), from 0 to 1h, such as 1.5s
         * @example 1.5s
         */
        Duration: string;
        SnapshotName: string;
        Health: {
            /** @enum {string} */
            status: "ok";
            version: string;
            /**
             * @description Which bearer tokens the API accepts; token: only the one of `--auth`.
             * @enum {string}
             */
            auth: "any" | "off" | "token";
            /**
             * @description What does not work although the mock serves, such as a file of `--state` or `--usage` that cannot be written. Left out if there is nothing.
             * @example [
             *       "--state: the file cannot be written: no space left on device"
             *     ]
             */
            problems?: string[];
        };
        Session: {
            /** @description Empty for the default one. */
            name: string;
            /**
             * @description Number of records by resource.
             * @example {
             *       "lead": 4,
             *       "list": 1
             *     }
             */
            records: {
                [key: string]: number;
            };
            /** @description Name of the scenario that the session started with, if any. */
            scenario?: string;
            /** @description Requests in the request log. */
            requests: number;
            faults: number;
            snapshots: number;
            /**
             * Format: date-time
             * @description Time of the last request to the API.
             */
            used_at: string;
        };
        /**
         * @description An array of records for each resource, as in fixtures/seed.json. Records that lack a field get its default.
         *     Without `ordered` they are sorted by created_at.
         */
        State: {
            lists?: {
                [key: string]: unknown;
            }[];
            leads?: {
                [key: string]: unknown;
            }[];
            /** @description Ids of records that stay off listings until something writes to them. */
            unlisted?: string[];
            /** @description The records are in the order of their creation, oldest first, and keep the types that they have. */
            ordered?: boolean;
            /** @description Written by an export: ids that records refer to although the record is gone, such as a deleted list. */
            gone?: unknown[];
        } & {
            [key: string]: unknown;
        };
        Snapshot: {
            name: components["schemas"]["SnapshotName"];
            /**
             * @example {
             *       "lead": 4,
             *       "list": 1
             *     }
             */
            records: {
                [key: string]: number;
            };
            /** Format: date-time */
            saved_at: string;
        };
        /** @description a time such as 2s, or two such as {"min": "200ms", "max": "2s"}, from 0 to 1h */
        Delay: components["schemas"]["Duration"] | {
            min: components["schemas"]["Duration"];
            max: components["schemas"]["Duration"];
        };
        Fault: {
            readonly id?: number;
            /** @description How many requests it applied to. */
            readonly used?: number;
            /** @description operationId; by default every request, also one that matches no operation. */
            operation?: string;
            /** @description The share of matching requests; by default all. Repeatable with `--id-seed`, or with id_seed of the clock. */
            probability?: number;
            /** @description How many requests it applies to; by default until it is deleted. With `--auth TOKEN` it applies only to requests with that token. */
            times?: number;
            match?: components["schemas"]["Match"];
            /** @description It applies from this matching request on: 3 skips the first two. */
            from?: number;
            /** @description How many requests have matched, if from is given. */
            readonly seen?: number;
            /** @description Status of the reply; the operation does not run. */
            status?: number;
            /**
             * @description Name of a documented reply of the operation, in place of status.
             * @example phone_empty
             */
            example?: string;
            /** @description JSON body of the reply; by default the documented example of the status, or its text. */
            body?: unknown;
            /** @description Text body of the reply in place of JSON, such as the HTML of a proxy. */
            text?: string;
            /**
             * @description Headers of the reply.
             * @example {
             *       "Retry-After": "2"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            delay?: components["schemas"]["Delay"];
            /** @description Requests wait to be released, at most this long; up to 10m. At most 100 requests are held at a time, in all sessions together; one more gets 503. */
            hold?: components["schemas"]["Duration"];
            /** @description How many requests it holds now. */
            readonly held?: number;
            /** @description The connection is reset; the operation does not run. Browsers repeat a request if a used connection is reset, so each connection serves one request while such a fault exists. */
            reset?: boolean;
            /** @description Half of the body is sent; then the connection ends. */
            truncate?: boolean;
            /** @description The body is sent piece by piece and takes this long. */
            slow?: components["schemas"]["Duration"];
        };
        /**
         * @description What a request must have, by place: `path.lead_uuid` is a parameter of the path, `query.limit` of the query,
         *     `header.X-Name` a header, and `body.phone_number` a field of a JSON body; `body.items.0.name` goes into objects and
         *     arrays. All values must be equal: in a body as JSON, elsewhere as text. In a form, `body.NAME` is the text of a part, or
         *     the name of its file, not its content. Secrets are masked in the request log and cannot be matched there.
         * @example {
         *       "body.phone_number": "0349719999"
         *     }
         */
        Match: {
            [key: string]: unknown;
        };
        Resource: {
            /** @example lead */
            resource: string;
            /**
             * @description The field that identifies a record.
             * @example lead_uuid
             */
            id: string;
            /** @description How many records there are. */
            total: number;
            fields: ({
                name: string;
                /** @enum {string} */
                type: "string" | "integer" | "number" | "boolean" | "array" | "object";
                nullable: boolean;
                /** @description Such as date-time. */
                format?: string;
                /** @description The resource that the value is copied from; set it there. */
                copied?: string;
            } & {
                [key: string]: unknown;
            })[];
        };
        /** @description The fields of the resource. GET /__mock/records lists them. */
        Record: {
            [key: string]: unknown;
        };
        /** @description an object, or an array of 1 to 10000 objects */
        RecordOrRecords: components["schemas"]["Record"] | components["schemas"]["Record"][];
        ScenarioInfo: {
            name: string;
            description: string;
        };
        /** @description What a session starts with, as in a file of `--scenario FILE` (JSON or YAML). */
        Scenario: {
            /** @description For a file, its name without folder and extension. */
            readonly name?: string;
            description?: string;
            /** @description documented (the default), empty, or records as in State */
            seed?: ("documented" | "empty") | components["schemas"]["State"];
            /** @description Number of leads of plausible people to add. */
            leads?: number;
            /**
             * @description Of those leads, as in makeLeads.
             * @enum {string}
             */
            statuses?: "new" | "mixed";
            faults?: components["schemas"]["Fault"][];
            clock?: components["schemas"]["ClockChange"];
            imports?: components["schemas"]["Imports"];
            /**
             * @description Names of readings by the number of their assumption.
             * @example {
             *       "A14": "prefix"
             *     }
             */
            readings?: {
                [key: string]: string;
            };
        };
        Clock: {
            /** Format: date-time */
            now: string;
            /** @description It stands still except for step. */
            frozen: boolean;
            /** @description It is the clock of the machine. */
            wall: boolean;
            /**
             * @description How far each write advances a frozen clock.
             * @example 1ms
             */
            step: string;
        };
        ClockChange: {
            /**
             * Format: date-time
             * @description an RFC 3339 time, such as 2023-03-08T16:00:00+07:00
             */
            now?: string;
            frozen?: boolean;
            /**
             * @description The clock of the machine; only id_seed can be given with it.
             * @enum {boolean}
             */
            wall?: true;
            /** @description how far to move it, such as 24h, or -1h30m backwards */
            advance?: string;
            step?: components["schemas"]["Duration"];
            /** @description Start a sequence of ids that is the same on every run. */
            id_seed?: number;
        };
        Imports: {
            after?: components["schemas"]["Duration"];
            /** @description They become visible after this many replies to listLeads without them. */
            after_reads?: number;
        };
        Jobs: {
            imports: components["schemas"]["Imports"];
            jobs: components["schemas"]["Job"][];
        };
        Job: {
            id: number;
            /** @enum {string} */
            state: "waiting" | "storing" | "done" | "failed" | "cancelled";
            file: string;
            list_uuid: string;
            /** @description Reads of the list until it is visible, if it waits for them. */
            reads_left?: number;
            /** @description Rows in the file, without the header. */
            read: number;
            stored: number;
            skipped: number;
            /** @description The first 1,000 skipped rows. */
            skips: {
                line: number;
                reason: string;
            }[];
            warned: number;
            /** @description The first 1,000 oddities of the header and of rows that were imported unchanged, such as a number that a spreadsheet has rounded. */
            warnings: {
                line: number;
                reason: string;
            }[];
            /** @description Why nothing was imported. */
            error?: string;
            /** Format: date-time */
            uploaded_at: string;
            /** Format: date-time */
            ended_at?: string;
        };
        Request: {
            id: number;
            /** Format: date-time */
            time: string;
            method: string;
            /** @description Escaped, with the query; up to 4 KiB. */
            path: string;
            /** @description operationId; empty if the request matches no operation. */
            operation: string;
            /** @description 0 if the connection was reset. */
            status: number;
            duration_ms: number;
            /** @description Why the request got this reply: the schema error, the fault, the forced reply. */
            why: string;
            /** @description What was ignored of the request, as in `X-Mock-Note` of the reply. */
            notes?: string[];
            /**
             * @description Numbers of the assumptions that the reply relied on: with another reading it would have been different.
             * @example [
             *       "A14"
             *     ]
             */
            assumptions?: string[];
            /** @description Number of the fault that was used. */
            fault?: number;
            /** @description Id of the record that the request was about. */
            record?: string;
            /** @description Name of the session, if requests of all sessions were asked for; empty for the default one. */
            session?: string;
            /** @description Headers of the request by name, up to 4 KiB; the values of one name are joined with a comma. Tokens, cookies and other secrets are masked. */
            headers?: {
                [key: string]: string;
            };
            /** @description Of the body. */
            content_type?: string;
            /** @description Up to 64 KiB. */
            body?: string;
            /** @description Length of the whole body; `body` may be cut. */
            body_bytes?: number;
            /** @description Up to 64 KiB. */
            reply?: string;
            reply_bytes?: number;
            /** @description Content-Type of the reply, if it is not application/json. */
            reply_type?: string;
        };
        Usage: {
            /** @description Version of the format: 1. */
            usage: number;
            /** @description The operations that were used, in the order of the documents. */
            operations: components["schemas"]["UsedOperation"][];
            /** @description Ordered by id and reading. */
            assumptions: components["schemas"]["ReliedOn"][];
        };
        UsedOperation: {
            /** @description operationId. */
            operation: string;
            /** @description Requests. */
            count: number;
            /**
             * @description How many requests had each documented query parameter.
             * @example {
             *       "limit": 2
             *     }
             */
            parameters: {
                [key: string]: number;
            };
            /**
             * @description Of the body or the form.
             * @example {
             *       "phone_number": 4
             *     }
             */
            fields: {
                [key: string]: number;
            };
            /** @description All documented replies, also those that were never sent. */
            replies: components["schemas"]["UsedReply"][];
        };
        UsedReply: {
            status: number;
            /** @description Its name in the document; empty if the document has no example. */
            example: string;
            count: number;
        };
        /** @description An assumption that replies relied on. */
        ReliedOn: {
            /**
             * @description Its number, as in listAssumptions.
             * @example A11
             */
            id: string;
            /** @description The reading in use; missing if the assumption has only one. */
            reading?: string;
            /** @description Requests. */
            count: number;
            example: components["schemas"]["UsedRequest"];
        };
        /** @description The first such request, without its values. */
        UsedRequest: {
            /** @description operationId; empty if the request matches no operation. */
            operation: string;
            method: string;
            /** @description As in the document; empty if no document has it. */
            path: string;
            parameters?: string[];
            fields?: string[];
            /** @description Of the reply. */
            status: number;
        };
        Readings: {
            /** @description The number that chose the readings, if any. */
            vary?: number;
            /**
             * @description The readings that are not the assumed ones, as `leadmock --as` accepts them.
             * @example A02=unprocessable,A14=prefix
             */
            as: string;
            choices: components["schemas"]["Choice"][];
        };
        Choice: {
            /**
             * @description Number of the assumption or contradiction.
             * @example A14
             */
            id: string;
            /** @description What is assumed; the first reading. */
            claim: string;
            readings: {
                /** @example prefix */
                name: string;
                /** @description What the deployment does. */
                says: string;
            }[];
            /**
             * @description Name of the reading in use.
             * @example exact
             */
            reading: string;
        };
        ReadingsChange: {
            /**
             * @description Names of readings by the number of their assumption.
             * @example {
             *       "A14": "prefix"
             *     }
             */
            readings?: {
                [key: string]: string;
            };
            vary?: number;
        };
        Verification: {
            operation?: string;
            method?: string;
            status?: number;
            /** @description A part of path and query. */
            path?: string;
            /** @description A part of the body. */
            body?: string;
            match?: components["schemas"]["Match"];
            /** @description How long to wait; by default not at all. */
            timeout?: components["schemas"]["Duration"];
            count?: number;
            at_least?: number;
            at_most?: number;
        };
        NearMiss: {
            request: components["schemas"]["Request"];
            /**
             * @example [
             *       "body.phone_number is \"0349710001\", not \"0349719999\""
             *     ]
             */
            differs: string[];
        };
        Count: {
            count: number;
        };
        Operation: {
            operation: string;
            method: string;
            path: string;
            replies: {
                status: number;
                example: string;
            }[];
        };
        Document: {
            name: string;
            title: string;
            path: string;
        };
        Assumption: {
            id: string;
            claim: string;
            why: string;
            disproof: string;
            /** @description The ways in which a correct deployment may answer; the first one is the claim. */
            readings?: components["schemas"]["Reading"][];
            /** @description Why there is only one reading. */
            single?: string;
            evidence?: components["schemas"]["Evidence"][];
        };
        Contradiction: {
            id: string;
            section: string;
            says: string;
            but: string;
            reading: string;
            readings?: components["schemas"]["Reading"][];
            evidence?: components["schemas"]["Evidence"][];
        };
        Reading: {
            /** @example prefix */
            name: string;
            /** @description What a deployment with this reading does. */
            says: string;
        };
        /** @description What the vendor has published elsewhere for or against an assumption. */
        Evidence: {
            /** @description What is published, in our words. */
            says: string;
            /** @description The publication. */
            where: string;
            /** @enum {string} */
            side: "for" | "against" | "open";
            /** @enum {string} */
            strength: "strong" | "medium" | "weak";
        };
    };
    responses: {
        /** @description What was wrong, where, and what is allowed. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @example status: number must be at most 599 */
                    error: string;
                    /** @description How many requests there are, if they were counted. */
                    count?: number;
                    /** @description Up to 5 requests that are most similar to the expected ones, if requests were counted. */
                    near?: components["schemas"]["NearMiss"][];
                };
            };
        };
    };
    parameters: {
        /** @description The session; by default the default session. */
        session: string;
        /** @description Name of a snapshot. */
        snapshot: components["schemas"]["SnapshotName"];
        /** @description one: those of the session; all: those of all sessions, each with the name of its session. */
        sessions: "one" | "all";
        /** @description all: the usage of all sessions since the start, including those that have ended or were reset; one: the usage of the session since its start or last reset. */
        usageOf: "one" | "all";
        /**
         * @description Name of a resource, such as lead or leads.
         * @example lead
         */
        resource: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is running. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    resetSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is reset. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    exportState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    importState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lists": [
                 *         {
                 *           "list_uuid": "c4869e79-f0fa-4c6a-9410-bc0defac375a",
                 *           "list_name": "List Autodialer"
                 *         }
                 *       ],
                 *       "leads": []
                 *     }
                 */
                "application/json": components["schemas"]["State"];
            };
        };
        responses: {
            /** @description They are replaced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listSnapshots: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshots, ordered by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        snapshots: components["schemas"]["Snapshot"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    saveNamedSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "three leads"
                 *     }
                 */
                "application/json": {
                    name: components["schemas"]["SnapshotName"];
                };
            };
        };
        responses: {
            /** @description It is saved. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteSnapshots: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    saveSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Name of a snapshot. */
                name: components["parameters"]["snapshot"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is saved. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Name of a snapshot. */
                name: components["parameters"]["snapshot"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    restoreSnapshot: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Name of a snapshot. */
                name: components["parameters"]["snapshot"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is restored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The default session, then the others, most recently used first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
                        /** @description Maximum number of sessions (`--sessions`); one more ends the least recently used one. */
                        limit: number;
                        /**
                         * @description How long an unused session is kept (`--session-idle`).
                         * @example 1h0m0s
                         */
                        idle: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a session. */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a session. */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    listLists: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lists: Record<string, never>[];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createList: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "list_name": "Khách hàng tháng 3"
                 *     }
                 */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description It is created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listResources: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The resources. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        resources: components["schemas"]["Resource"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listRecords: {
        parameters: {
            query?: {
                /** @description Maximum number to return. */
                limit?: number;
                /** @description Number to skip. */
                offset?: number;
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        records: components["schemas"]["Record"][];
                        /** @description How many there are. */
                        total: number;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createRecords: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordOrRecords"];
            };
        };
        responses: {
            /** @description They are created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordOrRecords"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteRecords: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    updateRecords: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "lead_uuid": "f1d93cb8-3b1f-4a52-8d0c-7dd7ea02c2ea",
                 *         "status": "CALLED"
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["Record"][];
            };
        };
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getRecord: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
                /** @description Id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteRecord: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
                /** @description Id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    updateRecord: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a resource, such as lead or leads.
                 * @example lead
                 */
                resource: components["parameters"]["resource"];
                /** @description Id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "CALLED",
                 *       "called_count": 1,
                 *       "assign_username": "agent01"
                 *     }
                 */
                "application/json": components["schemas"]["Record"];
            };
        };
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Record"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    makeLeads: {
        parameters: {
            query?: {
                /** @description How many. */
                count?: number;
                /** @description Their list; by default they are spread over all lists, and a list is created if there is none. */
                list_uuid?: string;
                /** @description new: none was assigned or called; mixed: some were, with call times, counts and agents that fit. */
                statuses?: "new" | "mixed";
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The leads, oldest first. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        leads: components["schemas"]["Record"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listScenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that come with leadmock, and that of `--scenario FILE`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        scenarios: components["schemas"]["ScenarioInfo"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getScenario: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a scenario, as listScenarios returns it; it is not a file.
                 * @example first-page
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scenario. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scenario"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    setScenario: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /**
                 * @description Name of a scenario, as listScenarios returns it; it is not a file.
                 * @example first-page
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listFaults: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The faults in the order in which they are tried. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        faults: components["schemas"]["Fault"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    addFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Fault"];
            };
        };
        responses: {
            /** @description It is added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteFaults: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Number of a fault. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fault. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Number of a fault. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    releaseFault: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path: {
                /** @description Number of a fault. */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "count": 1,
                 *       "timeout": "5s"
                 *     }
                 */
                "application/json": {
                    /** @description How many to release, oldest first; by default all. */
                    count?: number;
                    /** @description How long to wait for them to be held; without count, for one. */
                    timeout?: components["schemas"]["Duration"];
                };
            };
        };
        responses: {
            /** @description They are released. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many were released. */
                        released: number;
                    };
                };
            };
            504: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    setClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockChange"];
            };
        };
        responses: {
            /** @description The clock. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getReadings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All assumptions that have several readings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readings"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    setReadings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadingsChange"];
            };
        };
        responses: {
            /** @description All assumptions that have several readings. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readings"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last 100 imports, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    setImports: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Imports"];
            };
        };
        responses: {
            /** @description It is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imports"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    waitForJobs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "timeout": "10s"
                 *     }
                 */
                "application/json": {
                    timeout?: components["schemas"]["Duration"];
                };
            };
        };
        responses: {
            /** @description They are done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            504: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    findRequests: {
        parameters: {
            query?: {
                /** @description one: those of the session; all: those of all sessions, each with the name of its session. */
                sessions?: components["parameters"]["sessions"];
                /** @description operationId. */
                operation?: string;
                /** @description Such as POST. */
                method?: string;
                /** @description Status of the reply. */
                status?: number;
                /** @description A part of path and query. */
                path?: string;
                /** @description A part of the body. */
                body?: string;
                /** @description Only requests with a higher id. */
                after?: number;
                /** @description Maximum number to return. */
                limit?: number;
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The matching requests, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        requests: components["schemas"]["Request"][];
                        /** @description How many match, also beyond limit. */
                        total: number;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteRequests: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    verifyRequests: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verification"];
            };
        };
        responses: {
            /** @description The number is right. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            409: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    followRequests: {
        parameters: {
            query?: {
                /** @description one: those of the session; all: those of all sessions, each with the name of its session. */
                sessions?: components["parameters"]["sessions"];
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
                /** @description Start after this request. */
                "Last-Event-ID"?: number;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The requests as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description all: the usage of all sessions since the start, including those that have ended or were reset; one: the usage of the session since its start or last reset. */
                sessions?: components["parameters"]["usageOf"];
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The usage. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteUsage: {
        parameters: {
            query?: {
                /** @description all: the usage of all sessions since the start, including those that have ended or were reset; one: the usage of the session since its start or last reset. */
                sessions?: components["parameters"]["usageOf"];
            };
            header?: {
                /** @description The session; by default the default session. */
                "X-Mock-Session"?: components["parameters"]["session"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing is counted yet. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operations in the order of the documents. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        operations: components["schemas"]["Operation"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The specs that the mock serves, then this document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        documents: components["schemas"]["Document"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of a document, with .yaml or .json.
                 * @example lead.json
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "application/yaml": Record<string, never>;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listAssumptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Assumptions and contradictions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        assumptions: components["schemas"]["Assumption"][];
                        contradictions: components["schemas"]["Contradiction"][];
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of Prometheus. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
