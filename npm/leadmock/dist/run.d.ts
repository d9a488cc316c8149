import { type Program } from './binary.js';
export declare function run(program: Program): void;
