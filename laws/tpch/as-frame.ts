// The queries of `as-rdd.ts` as DataFrame code.

import type { DataFrame, Session } from 'partita'
import { avg, col, count, lit, sum, when } from 'partita/sql'
import type { Table } from './data.ts'

type Answer = (session: Session, file: (table: Table) => string) => DataFrame

const day = (text: string) => lit(text).cast('date')
/** 1 − discount, exactly. */
const discounted = col('l_extendedprice').times(lit(1).minus(col('l_discount')))

export const AS_FRAME: Readonly<Record<number, Answer>> = {
  1: (session, file) =>
    session.read
      .parquet(file('lineitem'))
      .where(col('l_shipdate').le(day('1998-09-02')))
      .groupBy('l_returnflag', 'l_linestatus')
      .agg(() => ({
        sum_qty: sum('l_quantity'),
        sum_base_price: sum('l_extendedprice'),
        sum_disc_price: sum(discounted),
        sum_charge: sum(discounted.times(lit(1).plus(col('l_tax')))),
        avg_qty: avg('l_quantity'),
        avg_price: avg('l_extendedprice'),
        avg_disc: avg('l_discount'),
        count_order: count(),
      }))
      .orderBy('l_returnflag', 'l_linestatus'),

  3: (session, file) => {
    const customers = session.read.parquet(file('customer')).where(col('c_mktsegment').eq('BUILDING'))
    const orders = session.read.parquet(file('orders')).where(col('o_orderdate').lt(day('1995-03-15')))
    const lines = session.read.parquet(file('lineitem')).where(col('l_shipdate').gt(day('1995-03-15')))
    return customers
      .join(orders, (customer, order) => customer.c_custkey!.eq(order.o_custkey))
      .join(lines, (order, line) => order.o_orderkey!.eq(line.l_orderkey))
      .groupBy('l_orderkey', 'o_orderdate', 'o_shippriority')
      .agg(() => ({ revenue: sum(discounted) }))
      .orderBy(col('revenue').desc(), 'o_orderdate')
      .limit(10)
      .select('l_orderkey', 'revenue', 'o_orderdate', 'o_shippriority')
  },

  4: (session, file) => {
    const late = session.read.parquet(file('lineitem')).where(col('l_commitdate').lt(col('l_receiptdate')))
    return session.read
      .parquet(file('orders'))
      .where(
        col('o_orderdate')
          .ge(day('1993-07-01'))
          .and(col('o_orderdate').lt(day('1993-10-01'))),
      )
      .join(late, (order, line) => order.o_orderkey!.eq(line.l_orderkey), 'semi')
      .groupBy('o_orderpriority')
      .agg(() => ({ order_count: count() }))
      .orderBy('o_orderpriority')
  },

  5: (session, file) => {
    const asia = session.read.parquet(file('region')).where(col('r_name').eq('ASIA'))
    const nations = session.read
      .parquet(file('nation'))
      .join(asia, (nation, region) => nation.n_regionkey!.eq(region.r_regionkey), 'semi')
    const suppliers = session.read
      .parquet(file('supplier'))
      .join(nations, (supplier, nation) => supplier.s_nationkey!.eq(nation.n_nationkey))
    const orders = session.read
      .parquet(file('orders'))
      .where(
        col('o_orderdate')
          .ge(day('1994-01-01'))
          .and(col('o_orderdate').lt(day('1995-01-01'))),
      )
      .join(session.read.parquet(file('customer')), (order, customer) =>
        order.o_custkey!.eq(customer.c_custkey),
      )
    return session.read
      .parquet(file('lineitem'))
      .join(orders, (line, order) => line.l_orderkey!.eq(order.o_orderkey))
      .join(suppliers, (line, supplier) =>
        line.l_suppkey!.eq(supplier.s_suppkey).and(line.c_nationkey!.eq(supplier.s_nationkey)),
      )
      .groupBy('n_name')
      .agg(() => ({ revenue: sum(discounted) }))
      .orderBy(col('revenue').desc())
  },

  6: (session, file) =>
    session.read
      .parquet(file('lineitem'))
      .where(
        col('l_shipdate')
          .ge(day('1994-01-01'))
          .and(col('l_shipdate').lt(day('1995-01-01'))),
      )
      .where(col('l_discount').between(0.05, 0.07).and(col('l_quantity').lt(24)))
      .agg(() => ({ revenue: sum(col('l_extendedprice').times(col('l_discount'))) })),

  12: (session, file) => {
    const urgent = col('o_orderpriority').isIn('1-URGENT', '2-HIGH')
    return session.read
      .parquet(file('lineitem'))
      .where(col('l_shipmode').isIn('MAIL', 'SHIP'))
      .where(
        col('l_commitdate')
          .lt(col('l_receiptdate'))
          .and(col('l_shipdate').lt(col('l_commitdate'))),
      )
      .where(
        col('l_receiptdate')
          .ge(day('1994-01-01'))
          .and(col('l_receiptdate').lt(day('1995-01-01'))),
      )
      .join(session.read.parquet(file('orders')), (line, order) => line.l_orderkey!.eq(order.o_orderkey))
      .groupBy('l_shipmode')
      .agg(() => ({
        high_line_count: sum(when(urgent, 1).otherwise(0)),
        low_line_count: sum(when(urgent, 0).otherwise(1)),
      }))
      .orderBy('l_shipmode')
  },

  14: (session, file) => {
    const promoted = when(col('p_type').startsWith('PROMO'), discounted).otherwise(0)
    return session.read
      .parquet(file('lineitem'))
      .where(
        col('l_shipdate')
          .ge(day('1995-09-01'))
          .and(col('l_shipdate').lt(day('1995-10-01'))),
      )
      .join(session.read.parquet(file('part')), (line, part) => line.l_partkey!.eq(part.p_partkey))
      .agg(() => ({ promo_revenue: lit(100).times(sum(promoted)).div(sum(discounted)) }))
  },
}
