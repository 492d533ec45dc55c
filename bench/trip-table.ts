// The table that DuckDB's benchmarks move: 5M rows × (int, double, timestamp, string of about 20 bytes).

export const ROWS = 5_000_000

export const TABLE = `SELECT i::INTEGER AS id, i / 2 AS amt, make_timestamp(i * 1000000) AS ts,
  'name of number ' || i AS name FROM range(${ROWS}) t(i)`
