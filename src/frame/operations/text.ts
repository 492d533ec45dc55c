// Operations on strings. Positions count from 1; lengths and positions are int32.

import {
  atom,
  calling,
  cast,
  infix,
  LEVEL,
  type Operation,
  type Operations,
  scalar,
  signature,
} from './operation.ts'

const strings = (name: string, sql = name): Operation =>
  scalar(signature(name, ['string'], 'string'), calling(sql))

const test = (name: string, sql: string): Operation =>
  scalar(signature(name, ['string'], 'boolean'), calling(sql))

const measure = (name: string, sql = name): Operation =>
  scalar(signature(name, ['string'], 'int32'), calling(sql), cast('INTEGER'))

export const TEXT: Operations = {
  upper: strings('upper'),
  lower: strings('lower'),
  trim: strings('trim'),
  ltrim: strings('ltrim'),
  rtrim: strings('rtrim'),
  reverse: strings('reverse'),
  replace: strings('replace'),
  translate: strings('translate'),
  md5: strings('md5'),
  sha256: strings('sha256'),
  length: measure('length'),
  instr: measure('instr'),
  ascii: measure('ascii'),
  repeat: scalar(signature('repeat', ['string', 'integer'], 'string'), calling('repeat')),
  lpad: scalar(signature('lpad', ['string', 'integer', 'string'], 'string'), ([value, length, pad]) =>
    atom(`lpad(${value!.text}, CAST(${length!.text} AS INTEGER), ${pad!.text})`),
  ),
  rpad: scalar(signature('rpad', ['string', 'integer', 'string'], 'string'), ([value, length, pad]) =>
    atom(`rpad(${value!.text}, CAST(${length!.text} AS INTEGER), ${pad!.text})`),
  ),
  substring: scalar(signature('substring', ['string', 'integer'], 'string'), calling('substring')),
  // The operator gives null where one side is null, as Spark's concat does; the database's function would not.
  concat: scalar(signature('concat', ['string'], 'string'), (args, typed, site) =>
    args.length === 0 ? atom(`''`) : infix('||', LEVEL.other)(args, typed, site),
  ),
  concatWs: scalar(
    signature('concatWs', ['string'], 'string', ([separator]) => separator!.nullable),
    calling('concat_ws'),
  ),
  like: scalar(signature('like', ['string'], 'boolean'), infix('LIKE', LEVEL.compare)),
  ilike: scalar(signature('ilike', ['string'], 'boolean'), infix('ILIKE', LEVEL.compare)),
  rlike: test('rlike', 'regexp_matches'),
  startsWith: test('startsWith', 'starts_with'),
  endsWith: test('endsWith', 'ends_with'),
  contains: test('contains', 'contains'),
  split: scalar(
    signature('split', ['string'], ([text]) => ({
      list: { type: 'string', nullable: text!.nullable },
    })),
    calling('string_split'),
  ),
  regexpExtract: scalar(
    signature('regexpExtract', ['string', 'string', 'integer'], 'string'),
    calling('regexp_extract'),
  ),
  regexpReplace: scalar(signature('regexpReplace', ['string'], 'string'), ([text, pattern, by]) =>
    atom(`regexp_replace(${text!.text}, ${pattern!.text}, ${by!.text}, 'g')`),
  ),
}
