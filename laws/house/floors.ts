// The house as data: rooms from the street up, in the order the data flows. A room may import only lower floors and
// the street; rooms on one floor are strangers. docs/architecture.md tells the same to people.

/** Room → floor. A room is a folder of `src`, or one of its files. */
export const FLOORS: Readonly<Record<string, number>> = {
  'fault.ts': 0,
  'event.ts': 0.5,
  'temporary.ts': 0.5,
  lineage: 1,
  closure: 2,
  codec: 2,
  plan: 3,
  storage: 3,
  io: 3,
  shuffle: 4,
  worker: 5,
  scheduler: 6,
  'engine/engine.ts': 6.5,
  'engine/reference': 7,
  'engine/local': 7,
  rdd: 8,
  'fp.ts': 9,
  frame: 9,
  cli: 10,
  'sql.ts': 10,
  'open-session.ts': 11,
  prove: 11.5,
  bench: 11.5,
  'laws.ts': 12,
  'bench.ts': 12,
  'index.ts': 12,
}

/** What a room may see of the floors below it, where that is less than all of them. */
export const NARROWER: Readonly<Record<string, readonly string[]>> = {
  plan: ['lineage', 'fault.ts', 'event.ts'],
  scheduler: ['lineage', 'plan', 'fault.ts', 'event.ts'],
  worker: ['lineage', 'closure', 'codec', 'io', 'storage', 'shuffle', 'fault.ts', 'event.ts'],
  'engine/reference': ['lineage', 'io', 'fault.ts', 'event.ts', 'engine/engine.ts'],
  rdd: ['lineage', 'io', 'fault.ts', 'event.ts', 'engine/engine.ts'],
  bench: ['lineage', 'closure', 'codec', 'rdd', 'fault.ts'],
  prove: ['lineage', 'closure', 'codec', 'rdd', 'fault.ts', 'engine/engine.ts', 'open-session.ts'],
}

/** Each npm package has one room that imports it; fp-ts may be used anywhere. */
export const OWNERS: Readonly<Record<string, readonly string[]>> = {
  acorn: ['closure'],
  '@jridgewell/trace-mapping': ['closure'],
  'csv-parse': ['io'],
  minizlib: ['io'],
  tinyglobby: ['io'],
  workerpool: ['engine/local', 'worker'],
  tsx: ['cli'],
  'fast-check': ['prove'],
  leven: ['frame'],
  'console-table-printer': ['rdd'],
  'apache-arrow': ['codec'],
  '@duckdb/node-bindings': ['io'],
}
