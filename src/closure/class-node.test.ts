import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deserialize, serialize } from 'node:v8'
import { PartitaError } from '../fault.ts'
import { capture } from './capture.ts'
import { revive } from './revive.ts'
import type { ShipmentGraph } from './shipment.ts'

const travel = async <T extends readonly unknown[]>(...roots: T): Promise<T> => {
  const { graph } = capture(roots)
  const { make } = await revive(deserialize(serialize(graph)) as ShipmentGraph)
  return make() as unknown as T
}

class Animal {
  static kinds = new Map([['cat', 1]])
  static {
    Animal.kinds.set('dog', 2)
  }
  speak() {
    return 'animal'
  }
  child() {
    return Dog
  }
}
class Dog extends Animal {
  #name: string
  constructor({ name }: { name: string }) {
    super()
    this.#name = name
  }
  read = () => this.#name
  loud() {
    return () => `${super.speak()}!`
  }
  static is(value: object) {
    return #name in value
  }
}
class Puppy extends Dog {
  #name = 'puppy'
  own() {
    return this.#name
  }
}

test('parents and children that mention each other, in either order', async () => {
  const [first, second] = await travel(Animal, Dog)
  const [dog, animal] = await travel(Dog, Animal)
  assert.equal(Object.getPrototypeOf(dog), animal)
  assert.equal(Object.getPrototypeOf(second), first)
  assert.equal(new animal().child(), dog)
  assert.deepEqual([...animal.kinds.keys()], ['cat', 'dog'])
})

test('private fields of the same name at two levels, private names and super in arrows, bound methods', async () => {
  const puppy = new Puppy({ name: 'rex' })
  const [copy, read, loud, own, D] = await travel(puppy, puppy.read, puppy.loud(), puppy.own.bind(puppy), Dog)
  assert.deepEqual([copy.read(), copy.own(), read(), own()], ['rex', 'puppy', 'rex', 'puppy'])
  assert.equal(loud(), 'animal!')
  assert.deepEqual([D.is(copy), D.is({})], [true, false])
})

const key = Symbol('key')
const names = { computed: 'byName' } as const
const mixed = () =>
  class extends Map<string, number> {
    mixed() {
      return 'mixed'
    }
  }
class Keyed extends mixed() {
  #extra = 1;
  [key]() {
    return this.size + this.#extra
  }
  [names.computed]() {
    return 'named'
  }
}

test('computed keys, a computed parent, subclasses of what is built in', async () => {
  const [copy] = await travel(new Keyed([['a', 1]]))
  assert.deepEqual([copy[key](), copy.byName(), copy.mixed(), copy.get('a')], [2, 'named', 'mixed', 1])
})

test('members that the text does not define', async () => {
  class Plain {
    greet() {
      return 'hi'
    }
  }
  const { greet } = Plain.prototype
  Plain.prototype.greet = function () {
    return `${greet.call(this)}!`
  }
  const [copy] = await travel(new Plain())
  assert.equal(copy.greet(), 'hi!')
})

test('constructor functions', async () => {
  const Legacy = function (this: { x: number }, x: number) {
    this.x = x
  } as unknown as new (
    x: number,
  ) => { x: number; twice(): number }
  Legacy.prototype.twice = function (this: { x: number }) {
    return this.x * 2
  }
  const [L, copy] = await travel(Legacy, new Legacy(4))
  assert.ok(copy instanceof L)
  assert.deepEqual([copy.twice(), new L(5).twice()], [8, 10])
})

test('fields without semicolons around a static one', async () => {
  const Loose = new Function(`return class {
    a = 1
    static b = 2;
    ['c']() { return this.a }
    static #d = 3
    static d() { return this.#d }
  }`)() as { new (): { c(): number }; b: number; d(): number }
  const [L] = await travel(Loose)
  assert.deepEqual([new L().c(), L.b, L.d()], [1, 2, 3])
})

test('a parent function that mentions its child', async () => {
  const Parent = function (this: { child: unknown }) {
    this.child = Child
  } as unknown as new () => { child: unknown }
  class Child extends Parent {}
  const [P, C] = await travel(Parent, Child)
  assert.equal(new C().child, C)
  assert.equal(Object.getPrototypeOf(C), P)
})

const makeBox = (value: number) => {
  class Box {
    #value = value
    static opened(box: Box) {
      return box.#value
    }
    static opener() {
      return (box: Box) => box.#value
    }
    static reader() {
      const box = new Box()
      return { box, read: () => box.#value }
    }
  }
  return Box
}

test('a private name belongs to one of two classes with the same text', async () => {
  const [one, two] = [makeBox(1), makeBox(2)]
  const first = one.reader()
  const [read, box, Two] = await travel(first.read, first.box, two)
  assert.equal(read(), 1)
  assert.equal(Two.opened(new Two()), 2)
  assert.throws(() => Two.opened(box), TypeError)
  const opened = one.opener()
  // Only the other class is within sight of it.
  const blind = (_: typeof two) => opened
  assert.throws(
    () => capture([blind(two)]),
    (error: unknown) => error instanceof PartitaError && /#value outside its class/.test(error.message),
  )
})

test('a class made within a class, using its private names', async () => {
  class Maker {
    #secret = 'deep'
    build() {
      const maker = this
      return class Made {
        tell() {
          return maker.#secret
        }
      }
    }
  }
  const Made = new Maker().build()
  const [Copy, instance] = await travel(Made, new Made())
  assert.equal(new Copy().tell(), 'deep')
  assert.equal(instance.tell(), 'deep')
  assert.ok(instance instanceof Copy)
})

test('a static private field in parentheses', async () => {
  const Counted = new Function('return class { static #n = (1, 7); static n() { return this.#n } }')() as {
    n(): number
  }
  const [copy] = await travel(Counted)
  assert.equal(copy.n(), 7)
})

test('private fields that JSON does not have', async () => {
  class Odd {
    #values = [-0]
    #minus = -0
    #nan = Number.NaN
    #infinite = Number.NEGATIVE_INFINITY
    #big = -(2n ** 70n)
    #symbol = Symbol.iterator
    all() {
      return [this.#values, this.#minus, this.#nan, this.#infinite, this.#big, this.#symbol]
    }
  }
  const odd = new Odd()
  const [copy] = await travel(odd)
  assert.deepEqual(copy.all(), odd.all())
})
