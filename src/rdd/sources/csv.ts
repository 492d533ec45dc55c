import { node } from '../../lineage/lineage.ts'
import { type Call, calling, failure, grow } from '../call.ts'
import type { Driver, RDD } from '../rdd.ts'
import { type Columns, csvColumns, isSchema, type Schema } from '../schema.ts'
import { type Judging, judgingOf } from './bad-rows.ts'
import { reading } from './text-file.ts'

interface Options extends NonNullable<Parameters<typeof reading>[2]>, Judging {
  readonly columns?: Columns | Schema<Columns> | undefined
  readonly header?: boolean | undefined
  readonly delimiter?: string | undefined
  readonly quote?: string | undefined
  readonly nullText?: string | undefined
}

export const csv =
  (driver: Driver, { splitBytes }: { readonly splitBytes: number }) =>
  (paths: string | readonly string[], options?: Options): RDD<never> => {
    const call = calling('csv')
    const text = reading(call, paths, options, splitBytes)
    const { columns, header = true, delimiter = ',', quote = '"', nullText = '' } = options ?? {}
    checkMarks(call, delimiter, quote)
    const typed = columns && csvColumns(isSchema(columns) ? columns.columns : columns)
    const numbered = header ? undefined : typed?.find(({ name }) => /^\d+$/.test(name))
    if (numbered !== undefined)
      throw failure(
        call,
        'ARGUMENT',
        `cannot tell the place of a column named ${numbered.name} without a header.`,
        {
          hint: 'An object puts such names first, whatever the order written: choose another name.',
        },
      )
    const from = {
      from: 'csv',
      ...text,
      ...judgingOf(call, options),
      delimiter,
      quote,
      header,
      nullText,
      columns: typed && Object.freeze(typed),
    } as const
    return grow({ driver }, node({ kind: 'source', ...call, from }))
  }

/** What parts and what quotes the fields. */
export const checkMarks = (call: Call, delimiter: unknown, quote: unknown): void => {
  for (const [name, character] of Object.entries({ delimiter, quote }))
    if (
      typeof character !== 'string' ||
      !/^[\0-\x7f]$/.test(character) ||
      character === '\n' ||
      character === '\r'
    )
      throw failure(
        call,
        'ARGUMENT',
        `takes one ASCII character as ${name}, not ${JSON.stringify(character)}.`,
      )
  if (delimiter === quote) throw failure(call, 'ARGUMENT', 'takes a delimiter that is not the quote.')
}
