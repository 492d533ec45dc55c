import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutEnd } from './sql-end.ts'

test('a statement ends at its semicolon, not at those within texts, names and comments', () => {
  for (const [sql, end] of [
    ['SELECT 1', 'SELECT 1'],
    ['SELECT 1 ; -- done;', 'SELECT 1 '],
    [`SELECT ';' AS ";" -- not here;\n;`, `SELECT ';' AS ";" -- not here;\n`],
    [`SELECT 'it''s;' ;`, `SELECT 'it''s;' `],
    [`SELECT E'it\\'s;', e'\\\\';`, `SELECT E'it\\'s;', e'\\\\'`],
    [`SELECT name'a;';`, `SELECT name'a;'`],
    ['SELECT $$;$$, $x$ ; $$ $x$;', 'SELECT $$;$$, $x$ ; $$ $x$'],
    ['SELECT /* ; /* ; */ ; */ 1;', 'SELECT /* ; /* ; */ ; */ 1'],
    ['SELECT 1 -- ;', 'SELECT 1 -- ;'],
  ] as const)
    assert.equal(withoutEnd(sql), end)
})
