import type { Difference, Index } from './difference.js'
import type { Column, Table } from './tables.js'

type Provider = 'sqlite' | 'postgresql'

/** SQLite's names of types → PostgreSQL's, as Prisma writes them. */
const POSTGRESQL: Record<string, string> = { INTEGER: 'INTEGER', TEXT: 'TEXT', BOOLEAN: 'BOOLEAN', DATETIME: 'TIMESTAMP(3)' }
/** PostgreSQL cuts longer names off. */
const LONGEST_NAME = 63

/** The statements of a migration, as Prisma's own tools would write them. Tables are in SQLite's types. */
export function sqlOf(difference: Difference, provider: Provider): string {
  const { newTables, droppedTables, newColumns, droppedColumns, newIndexes, droppedIndexes } = difference
  const statements = [
    ...droppedIndexes.map((index) => `-- DropIndex\nDROP INDEX "${indexName(index)}";`),
    ...droppedColumns.map(({ table, name }) => `-- AlterTable\nALTER TABLE "${table}" DROP COLUMN "${name}";`),
    ...newColumns.map(
      ({ table, name, column }) => `-- AlterTable\nALTER TABLE "${table}" ADD COLUMN ${gap(provider)}${columnOf(name, column, provider)};`,
    ),
    ...newTables.map(([name, table]) => createTable(name, table, provider)),
    ...newTables.flatMap(([name, table]) => indexesOf(name, table)).map(createIndex),
    ...newIndexes.map(createIndex),
    ...(provider === 'postgresql'
      ? newTables.flatMap(([name, table]) => foreignKeys(name, table).map((key) => `-- AddForeignKey\nALTER TABLE "${name}" ADD ${key};`))
      : []),
    ...droppedTables.map((name) => `-- DropTable\nDROP TABLE "${name}";`),
  ]
  return `${statements.join('\n\n')}\n`
}

const gap = (provider: Provider): string => (provider === 'postgresql' ? '    ' : '')

function createTable(name: string, table: Table, provider: Provider): string {
  const { columns, primaryKey } = table
  const single = primaryKey.length === 1 ? primaryKey[0] : undefined
  const keys = `(${primaryKey.map((column) => `"${column}"`).join(', ')})`
  const lines = Object.entries(columns).map(([column, what]) => {
    const key = provider === 'sqlite' && column === single ? ' PRIMARY KEY' : ''
    const counted = provider === 'sqlite' && what.default === 'autoincrement' ? ' AUTOINCREMENT' : ''
    return `    ${columnOf(column, what, provider)}${key}${counted}`
  })
  if (provider === 'postgresql') lines.push(`\n    CONSTRAINT "${named(`${name}_pkey`)}" PRIMARY KEY ${keys}`)
  else {
    if (single === undefined) lines.push(`\n    PRIMARY KEY ${keys}`)
    lines.push(...foreignKeys(name, table).map((key) => `    ${key}`))
  }
  return `-- CreateTable\nCREATE TABLE "${name}" (\n${lines.join(',\n')}\n);`
}

function columnOf(name: string, { type, nullable, default: value }: Column, provider: Provider): string {
  const counted = value === 'autoincrement'
  const kind = provider === 'sqlite' ? type : counted ? 'SERIAL' : POSTGRESQL[type]!
  const words = [`"${name}"`, kind, ...(nullable ? [] : ['NOT NULL']), ...(value === null || counted ? [] : [`DEFAULT ${value}`])]
  return words.join(' ')
}

const foreignKeys = (name: string, table: Table): string[] =>
  table.foreignKeys.map(({ columns, table: target, references, onDelete }) => {
    const list = (names: string[]): string => names.map((one) => `"${one}"`).join(', ')
    const constraint = named(`${name}_${columns.join('_')}_fkey`)
    return `CONSTRAINT "${constraint}" FOREIGN KEY (${list(columns)}) REFERENCES "${target}" (${list(references)}) ON DELETE ${onDelete} ON UPDATE CASCADE`
  })

const indexesOf = (table: string, { uniques, indexes }: Table): Index[] => [
  ...uniques.map((columns) => ({ table, columns, unique: true })),
  ...indexes.map((columns) => ({ table, columns, unique: false })),
]

const createIndex = (index: Index): string => {
  const columns = index.columns.map((column) => `"${column}"`).join(', ')
  return `-- CreateIndex\nCREATE ${index.unique ? 'UNIQUE ' : ''}INDEX "${indexName(index)}" ON "${index.table}"(${columns});`
}

const indexName = ({ table, columns, unique }: Index): string => named(`${table}_${columns.join('_')}_${unique ? 'key' : 'idx'}`)

function named(name: string): string {
  if (name.length <= LONGEST_NAME) return name
  throw new Error(
    `The name ${name} has ${name.length} characters, and PostgreSQL takes ${LONGEST_NAME}: give the table or its columns shorter names.`,
  )
}
