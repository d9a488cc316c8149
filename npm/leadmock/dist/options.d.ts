/** Milliseconds, or a text with a unit, such as 1.5s. */
export type Time = number | string;
/** StartOptions are all flags of leadmock, in camel case; each is told by `leadmock --help`. */
export interface StartOptions {
    /** Address to listen on. */
    addr?: string;
    /** Port to listen on; a free one by default. */
    port?: number;
    tlsSelfSigned?: boolean;
    tlsCert?: string;
    tlsKey?: string;
    /** Files of further OpenAPI documents. */
    spec?: string | string[];
    /** documented, empty, or a JSON file. */
    seed?: string;
    /** A file of seed, faults, clock and imports. */
    scenario?: string;
    /** That many more leads. */
    leads?: number;
    /** any, off, or one token. */
    auth?: string;
    /** A clock that starts there. */
    now?: Date | string;
    idSeed?: number;
    importDelay?: Time;
    anyList?: boolean;
    /** Such as 1MB. */
    maxBody?: string;
    maxUpload?: string;
    sessions?: number;
    sessionIdle?: Time;
    /** Where a session's name comes from besides the header. */
    sessionFrom?: string;
    /** A file that keeps the default session across restarts. */
    state?: string;
    watch?: boolean;
    controlToken?: string;
    controlHost?: string | string[];
    /** Origins whose pages may call the control API. */
    controlOrigin?: string | string[];
    controlPrivate?: boolean;
    /** off by default. */
    log?: 'pretty' | 'json' | 'off';
}
export declare function toArguments(options: StartOptions): {
    args: string[];
    env: Record<string, string>;
};
