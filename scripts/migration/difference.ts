import type { Column, Table, Tables } from './tables.js'

/** What makes the tables of the migrations into those of the models. */
export interface Difference {
  newTables: [name: string, table: Table][]
  droppedTables: string[]
  newColumns: { table: string; name: string; column: Column }[]
  droppedColumns: { table: string; name: string }[]
  newIndexes: Index[]
  droppedIndexes: Index[]
}
export interface Index {
  table: string
  columns: string[]
  unique: boolean
}

/**
 * Compares two states of the tables.
 * @throws Error that names every change for which SQLite would have to rebuild a table: such a migration is written by hand
 */
export function differenceOf(before: Tables, after: Tables): Difference {
  const kept = Object.keys(after).filter((name) => name in before)
  const faults = kept.flatMap((name) => rebuilds(name, before[name]!, after[name]!))
  if (faults.length > 0)
    throw new Error(`A migration cannot be made for this:\n${faults.map((fault) => `  ${fault}`).join('\n')}\n${BY_HAND}`)
  return {
    newTables: Object.entries(after).filter(([name]) => !(name in before)),
    droppedTables: Object.keys(before).filter((name) => !(name in after)),
    newColumns: kept.flatMap((table) => columnsBeside(after[table]!, before[table]!).map(([name, column]) => ({ table, name, column }))),
    droppedColumns: kept.flatMap((table) => columnsBeside(before[table]!, after[table]!).map(([name]) => ({ table, name }))),
    newIndexes: kept.flatMap((table) => indexesBeside(table, after[table]!, before[table]!)),
    droppedIndexes: kept.flatMap((table) => indexesBeside(table, before[table]!, after[table]!)),
  }
}

const BY_HAND =
  'SQLite would have to rebuild the table. Write both files by hand; test/db/migrations.test.ts says whether they make what the models ask for.'

const columnsBeside = (of: Table, beside: Table): [string, Column][] =>
  Object.entries(of.columns).filter(([name]) => !(name in beside.columns))

function indexesBeside(table: string, of: Table, beside: Table): Index[] {
  const lists = (unique: boolean): Index[] => {
    const [mine, others] = unique ? [of.uniques, beside.uniques] : [of.indexes, beside.indexes]
    const known = new Set(others.map((columns) => columns.join()))
    return mine.filter((columns) => !known.has(columns.join())).map((columns) => ({ table, columns, unique }))
  }
  return [...lists(true), ...lists(false)]
}

function rebuilds(name: string, before: Table, after: Table): string[] {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const changed = Object.entries(after.columns).filter(([column, now]) => column in before.columns && !same(before.columns[column], now))
  const impossible = columnsBeside(after, before).filter(
    ([, { nullable, default: value }]) => !nullable && (value === null || value === 'CURRENT_TIMESTAMP'),
  )
  return [
    ...changed.map(([column]) => `column ${column} of ${name} changes its type, its default or whether it may be null`),
    ...impossible.map(
      ([column]) => `column ${column} is new in ${name} and may not be null: give it a constant default, or let it be null`,
    ),
    ...(same(before.primaryKey, after.primaryKey) ? [] : [`the primary key of ${name} changes`]),
    ...(same(before.foreignKeys, after.foreignKeys) ? [] : [`a foreign key of ${name} changes`]),
  ]
}
