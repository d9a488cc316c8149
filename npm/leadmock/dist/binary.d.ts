export type Program = 'leadmock' | 'leadcontract';
/** platforms are those that have a package, as `process.platform` and `process.arch` name them. */
export declare const platforms: string[];
interface Surroundings {
    platform: string;
    arch: string;
    env: Record<string, string | undefined>;
    resolve: (id: string) => string;
    exists: (path: string) => boolean;
}
/** findBinary returns the path of a program. The error it throws is one line, and says what to do. */
export declare function findBinary(program: Program, { platform, arch, env, resolve, exists }?: Surroundings): string;
export {};
