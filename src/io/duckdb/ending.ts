/** The same iterator, and `end` when no more is wanted of it: of a generator, `return` before its first step runs nothing. */
export const ending = <T>(
  iterator: AsyncGenerator<T, void, undefined>,
  end: () => void,
): AsyncIterableIterator<T, void, undefined> => ({
  next: () => iterator.next(),
  return: async () => {
    end()
    return iterator.return()
  },
  [Symbol.asyncIterator]() {
    return this
  },
})
