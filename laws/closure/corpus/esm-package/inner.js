const hidden = new WeakMap()
export const inner = key => {
  hidden.set(key, 1)
  return hidden.get(key)
}
