export * from './constructors.ts';
export { cumulative, quantile } from './cumulative.ts';
export { describeDistribution } from './describe.ts';
export type { Distribution, Sampler } from './distribution.ts';
export { mean, variance } from './moments.ts';
export { parseDistribution, type ParseOptions, type ParseProblem, type ParseResult } from './parse.ts';
export { createSampler } from './sampler.ts';
