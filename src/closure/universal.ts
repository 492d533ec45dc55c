/** Any property of it is itself, and it can be iterated: an argument that parameters can take apart without a default. */
export const universal: object = new Proxy(
  {},
  {
    get: (_, key) =>
      key === Symbol.iterator
        ? function* () {
            for (let i = 0; i < 64; i++) yield universal
          }
        : key === Symbol.toPrimitive
          ? () => ''
          : universal,
  },
)

export const universalArguments: readonly object[] = new Array<object>(32).fill(universal)
