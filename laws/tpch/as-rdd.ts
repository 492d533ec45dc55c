// Some of the queries as RDD code, as a person would write them. Money is a decimal, and so a text, until it is reckoned
// with.

import type { RDD, Session } from 'partita'
import type { Table } from './data.ts'

interface Lineitem {
  readonly l_orderkey: bigint
  readonly l_partkey: bigint
  readonly l_suppkey: bigint
  readonly l_quantity: string
  readonly l_extendedprice: string
  readonly l_discount: string
  readonly l_tax: string
  readonly l_returnflag: string
  readonly l_linestatus: string
  readonly l_shipdate: Date
  readonly l_commitdate: Date
  readonly l_receiptdate: Date
  readonly l_shipmode: string
}
interface Order {
  readonly o_orderkey: bigint
  readonly o_custkey: bigint
  readonly o_orderdate: Date
  readonly o_orderpriority: string
  readonly o_shippriority: number
}
interface Customer {
  readonly c_custkey: bigint
  readonly c_nationkey: number
  readonly c_mktsegment: string
}
interface Part {
  readonly p_partkey: bigint
  readonly p_type: string
}
interface Supplier {
  readonly s_suppkey: bigint
  readonly s_nationkey: number
}
interface Nation {
  readonly n_nationkey: number
  readonly n_name: string
  readonly n_regionkey: number
}
interface Region {
  readonly r_regionkey: number
  readonly r_name: string
}

type Answer = (session: Session, file: (table: Table) => string) => Promise<readonly object[]>

const day = (text: string): number => Date.parse(text)

export const AS_RDD: Readonly<Record<number, Answer>> = {
  1: async (session, file) => {
    const until = day('1998-09-02')
    const sums = await read<Lineitem>(session, file('lineitem'))
      .filter(line => line.l_shipdate.getTime() <= until)
      .map(line => {
        const [quantity, price] = [Number(line.l_quantity), Number(line.l_extendedprice)]
        const [discount, tax] = [Number(line.l_discount), Number(line.l_tax)]
        const discounted = price * (1 - discount)
        return [
          [line.l_returnflag, line.l_linestatus],
          { quantity, price, discounted, charge: discounted * (1 + tax), discount, count: 1 },
        ]
      })
      .reduceByKey((a, b) => ({
        quantity: a.quantity + b.quantity,
        price: a.price + b.price,
        discounted: a.discounted + b.discounted,
        charge: a.charge + b.charge,
        discount: a.discount + b.discount,
        count: a.count + b.count,
      }))
      .sortByKey()
      .collect()
    return sums.map(([[flag, status], { quantity, price, discounted, charge, discount, count }]) => ({
      flag,
      status,
      quantity,
      price,
      discounted,
      charge,
      meanQuantity: quantity / count,
      meanPrice: price / count,
      meanDiscount: discount / count,
      count,
    }))
  },

  3: async (session, file) => {
    const date = day('1995-03-15')
    const buyers = read<Customer>(session, file('customer'))
      .filter(customer => customer.c_mktsegment === 'BUILDING')
      .map(customer => [customer.c_custkey, true])
    const orders = read<Order>(session, file('orders'))
      .filter(order => order.o_orderdate.getTime() < date)
      .map(order => [order.o_custkey, [order.o_orderkey, order.o_orderdate, order.o_shippriority]])
      .join(buyers)
      .map(([, [[key, placed, priority]]]) => [key, { placed, priority }])
    const revenues = read<Lineitem>(session, file('lineitem'))
      .filter(line => line.l_shipdate.getTime() > date)
      .map(line => [line.l_orderkey, Number(line.l_extendedprice) * (1 - Number(line.l_discount))])
      .reduceByKey((a, b) => a + b)
    const found = await revenues
      .join(orders)
      .takeOrdered(10, { by: ([, [revenue, { placed }]]) => [-revenue, placed] })
    return found.map(([key, [revenue, { placed, priority }]]) => ({ key, revenue, placed, priority }))
  },

  4: async (session, file) => {
    const [from, to] = [day('1993-07-01'), day('1993-10-01')]
    const late = read<Lineitem>(session, file('lineitem'))
      .filter(line => line.l_commitdate < line.l_receiptdate)
      .map(line => line.l_orderkey)
      .distinct()
      .map(key => [key, true])
    const counts = await read<Order>(session, file('orders'))
      .filter(order => order.o_orderdate.getTime() >= from && order.o_orderdate.getTime() < to)
      .map(order => [order.o_orderkey, order.o_orderpriority])
      .join(late)
      .map(([, [priority]]) => [priority, 1])
      .reduceByKey((a, b) => a + b)
      .sortByKey()
      .collect()
    return counts.map(([priority, count]) => ({ priority, count }))
  },

  5: async (session, file) => {
    const [from, to] = [day('1994-01-01'), day('1995-01-01')]
    const asia = read<Region>(session, file('region'))
      .filter(region => region.r_name === 'ASIA')
      .map(region => [region.r_regionkey, true])
    const nations = read<Nation>(session, file('nation'))
      .map(nation => [nation.n_regionkey, [nation.n_nationkey, nation.n_name]])
      .join(asia)
      .map(([, [[key, name]]]) => [key, name])
    const suppliers = read<Supplier>(session, file('supplier'))
      .map(supplier => [supplier.s_nationkey, supplier.s_suppkey])
      .join(nations)
      .map(([nation, [supplier, name]]) => [[supplier, nation], name])
    const customers = read<Customer>(session, file('customer')).map(customer => [
      customer.c_custkey,
      customer.c_nationkey,
    ])
    const orders = read<Order>(session, file('orders'))
      .filter(order => order.o_orderdate.getTime() >= from && order.o_orderdate.getTime() < to)
      .map(order => [order.o_custkey, order.o_orderkey])
      .join(customers)
      .map(([, [order, nation]]) => [order, nation])
    // A supplier counts where it is of the customer's own nation.
    const revenues = await read<Lineitem>(session, file('lineitem'))
      .map(line => [
        line.l_orderkey,
        [line.l_suppkey, Number(line.l_extendedprice) * (1 - Number(line.l_discount))],
      ])
      .join(orders)
      .map(([, [[supplier, revenue], nation]]) => [[supplier, nation], revenue])
      .join(suppliers)
      .map(([, [revenue, nation]]) => [nation, revenue])
      .reduceByKey((a, b) => a + b)
      .sortBy(([, revenue]) => revenue, { ascending: false })
      .collect()
    return revenues.map(([nation, revenue]) => ({ nation, revenue }))
  },

  6: async (session, file) => {
    const [from, to] = [day('1994-01-01'), day('1995-01-01')]
    const revenue = await read<Lineitem>(session, file('lineitem'))
      .filter(line => line.l_shipdate.getTime() >= from && line.l_shipdate.getTime() < to)
      .filter(line => Number(line.l_discount) >= 0.05 && Number(line.l_discount) <= 0.07)
      .filter(line => Number(line.l_quantity) < 24)
      .map(line => Number(line.l_extendedprice) * Number(line.l_discount))
      .sum()
    return [{ revenue }]
  },

  12: async (session, file) => {
    const [from, to] = [day('1994-01-01'), day('1995-01-01')]
    const modes = new Set(['MAIL', 'SHIP'])
    const high = new Set(['1-URGENT', '2-HIGH'])
    const urgent = read<Order>(session, file('orders')).map(order => [
      order.o_orderkey,
      high.has(order.o_orderpriority),
    ])
    const counts = await read<Lineitem>(session, file('lineitem'))
      .filter(line => modes.has(line.l_shipmode))
      .filter(line => line.l_commitdate < line.l_receiptdate && line.l_shipdate < line.l_commitdate)
      .filter(line => line.l_receiptdate.getTime() >= from && line.l_receiptdate.getTime() < to)
      .map(line => [line.l_orderkey, line.l_shipmode])
      .join(urgent)
      .map(([, [mode, isUrgent]]) => [mode, isUrgent ? { high: 1, low: 0 } : { high: 0, low: 1 }])
      .reduceByKey((a, b) => ({ high: a.high + b.high, low: a.low + b.low }))
      .sortByKey()
      .collect()
    return counts.map(([mode, { high, low }]) => ({ mode, high, low }))
  },

  14: async (session, file) => {
    const [from, to] = [day('1995-09-01'), day('1995-10-01')]
    const types = read<Part>(session, file('part')).map(part => [
      part.p_partkey,
      part.p_type.startsWith('PROMO'),
    ])
    const { promo, all } = await read<Lineitem>(session, file('lineitem'))
      .filter(line => line.l_shipdate.getTime() >= from && line.l_shipdate.getTime() < to)
      .map(line => [line.l_partkey, Number(line.l_extendedprice) * (1 - Number(line.l_discount))])
      .join(types)
      .map(([, [revenue, isPromo]]) => ({ promo: isPromo ? revenue : 0, all: revenue }))
      .reduce((a, b) => ({ promo: a.promo + b.promo, all: a.all + b.all }))
    return [{ promoRevenue: (100 * promo) / all }]
  },
}

const read = <T extends object>(session: Session, file: string): RDD<T> => session.parquet<T>(file)
