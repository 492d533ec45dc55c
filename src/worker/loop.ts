// The fused loop: the text of one function for a run of narrow operators, the source's loop inlined at its head and
// the sink at its end, the user's functions as constants of its scope, so that V8 inlines them. It does what
//
//   for (const record of unit) { …map, filter, flatMap, in the user's order…; sink(record) }
//
// says, at the speed of the loop a person would write. It is called once for each unit (a chunk of text, a batch, a
// piece of a range): V8 optimises a function that is called often better than one long loop that it must replace
// while it runs (measured 0.71 of the hand-written loop against 1.26). `at` and `i` name the operator and the record
// when something throws. Guarded by laws/engine (local ≡ reference) and bench/range-sum.

import type { CombinatorName } from '../lineage/fn.ts'

/**
 * What a unit is: `range` {start, count} by ones, `steps` {start, step, first, count}, `text` a string of '\n'-ended lines,
 * `batch` an array; or, not cut into units, a sync or async iterable of records.
 */
export type Entry = 'range' | 'steps' | 'text' | 'batch' | 'iterable' | 'asyncIterable'

/** What happens to a record that came through. `push` calls `out.push(record)`. A `yield` loop takes all units at once. */
export type Exit = 'yield' | 'collect' | 'count' | 'take' | 'fold' | 'reduce' | 'combine' | 'each' | 'push'

export interface LoopStep {
  readonly op: 'map' | 'filter' | 'flatMap'
  /** A combinator with a plain text of its own is inlined. */
  readonly inline?: CombinatorName | undefined
}

export interface LoopShape {
  readonly entry: Entry
  readonly steps: readonly LoopStep[]
  readonly exit: Exit
}

/** More operators than this in one function, and V8 no longer optimises it. */
export const LONGEST_LOOP = 48

export const INLINE = new Set<CombinatorName>([
  'key',
  'value',
  'keyBy',
  'mapValues',
  'withUndefined',
  'identity',
])

/**
 * The source of `(f0 … fn, create, merge, $) => (unit, out) => …`. `$` holds `fault(error, at, i)`, `promised()`,
 * `refuse(value)`. `at` 0 is the entry, step k is k + 1, the exit comes last.
 */
export const loopText = ({ entry, steps, exit }: LoopShape): string => {
  const names = steps.map((_, k) => `f${k}`)
  const generator = exit === 'yield'
  const async = exit === 'each' || entry === 'asyncIterable'
  const head = `${async ? 'async ' : ''}function${generator ? '*' : ''}`
  const loop = enter(entry, inside(steps, exit, 0, 'v0', 'record'))
  const units = generator && entry !== 'iterable'
  return `(function (${[...names, 'create', 'merge', '$'].join(', ')}) { 'use strict';
return ${head} loop(input, out) {
  let at = 0, i = 0, n = 0;
  ${OPEN[exit]}
  try {
    ${units ? `for (const unit of input) { ${loop} out.recordsIn += i; i = 0; at = 0; }` : `const unit = input; ${loop}`}
    ${CLOSE[exit]}
  } catch (error) {
    throw $.fault(error, at, out.recordsIn + i);
  } finally {
    out.recordsIn += i; out.recordsOut += n;
  }
} })`
}

/** `record` is the block that ends with the record; leaving it goes on with the next one. */
const enter = (entry: Entry, body: string): string => {
  switch (entry) {
    case 'range':
      return `const { start, count } = unit;
    for (; i < count; i++) { const v0 = start + i; record: { ${body} } }`
    case 'steps':
      return `const { start, step, first, count } = unit;
    for (; i < count; i++) { const v0 = start + (first + i) * step; record: { ${body} } }`
    case 'text':
      return `const length = unit.length;
    for (let from = 0; from < length; i++) {
      let to = unit.indexOf('\\n', from);
      if (to < 0) to = length;
      const v0 = unit.slice(from, to);
      from = to + 1;
      record: { ${body} }
    }`
    case 'batch':
      return `for (; i < unit.length; i++) { const v0 = unit[i]; record: { ${body} } }`
    case 'iterable':
      return `for (const v0 of unit) { record: { ${body} } i++; at = 0; }`
    case 'asyncIterable':
      return `for await (const v0 of unit) { record: { ${body} } i++; at = 0; }`
  }
}

const inside = (steps: readonly LoopStep[], exit: Exit, k: number, v: string, block: string): string => {
  if (k === steps.length) return `at = ${k + 1}; ${LEAVE[exit](v)}`
  const step = steps[k]!
  const next = `v${k + 1}`
  const rest = (block: string) => inside(steps, exit, k + 1, next, block)
  switch (step.op) {
    case 'map':
      return `at = ${k + 1}; ${mapText(step.inline, `f${k}`, v, next)} ${rest(block)}`
    case 'filter':
      return `at = ${k + 1}; const t${k} = f${k}(${v});
        if (t${k} !== true) { ${noPromise(`t${k}`)} if (!t${k}) break ${block}; }
        const ${next} = ${v}; ${rest(block)}`
    case 'flatMap':
      return `at = ${k + 1}; const w${k} = f${k}(${v});
        if (w${k} === null || typeof w${k} !== 'object' || typeof w${k}[Symbol.iterator] !== 'function') $.refuse(w${k});
        for (const ${next} of w${k}) { each${k}: { ${rest(`each${k}`)} } at = ${k + 1}; }`
  }
}

const mapText = (inline: CombinatorName | undefined, f: string, v: string, to: string): string => {
  switch (inline) {
    case 'key':
      return `const ${to} = ${v}[0];`
    case 'value':
      return `const ${to} = ${v}[1];`
    case 'identity':
      return `const ${to} = ${v};`
    case 'withUndefined':
      return `const ${to} = [${v}, undefined];`
    case 'keyBy':
      return `const ${to}k = ${f}(${v}); ${noPromise(`${to}k`)} const ${to} = [${to}k, ${v}];`
    case 'mapValues':
      return `const ${to}u = ${f}(${v}[1]); ${noPromise(`${to}u`)} const ${to} = [${v}[0], ${to}u];`
    default:
      return `const ${to} = ${f}(${v}); ${noPromise(to)}`
  }
}

const noPromise = (v: string): string =>
  `if (typeof ${v} === 'object' && ${v} instanceof Promise) $.promised();`

const OPEN: Record<Exit, string> = {
  yield: '',
  collect: 'const items = out.items;',
  count: '',
  take: 'const items = out.items, most = out.most; if (items.length >= most) return;',
  fold: 'let acc = out.acc;',
  reduce: 'let acc = out.acc, some = out.some;',
  combine: 'const table = out.table, accs = out.accumulators;',
  each: '',
  push: '',
}

const LEAVE: Record<Exit, (v: string) => string> = {
  yield: v => `n++; yield ${v};`,
  collect: v => `n++; items.push(${v});`,
  count: () => 'n++;',
  take: v => `n++; items.push(${v}); if (items.length >= most) { out.full = true; i++; return; }`,
  fold: v => `n++; acc = merge(acc, ${v});`,
  reduce: v => `n++; if (some) acc = merge(acc, ${v}); else { acc = ${v}; some = true; }`,
  combine: v =>
    `n++; const key = ${v}[0], size = table.size, entry = table.index(key);
        if (entry === size) accs.push(create(${v}[1])); else accs[entry] = merge(accs[entry], ${v}[1]);`,
  each: v =>
    `n++; const done = create(${v}); if (typeof done === 'object' && done instanceof Promise) await done;`,
  push: v => `n++; out.push(${v});`,
}

const CLOSE: Record<Exit, string> = {
  yield: '',
  collect: '',
  count: 'out.count += n;',
  take: '',
  fold: `${noPromise('acc')} out.acc = acc;`,
  reduce: `${noPromise('acc')} out.acc = acc; out.some = some;`,
  combine: '',
  each: '',
  push: '',
}
