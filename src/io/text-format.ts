import { kindOf, type LineFormat, refusal } from './line-writer.ts'

/** A '\n' within a record is written as it is and reads back as two lines, as in Spark. */
export const textFormat = (part: string): LineFormat => ({
  extension: '',
  lineOf: (record, index) => {
    if (typeof record === 'string') return record
    throw refusal(
      `Only strings can be saved as text: record ${index} of ${part} is ${kindOf(record)}.`,
      'Make it a string with map first.',
    )
  },
})
