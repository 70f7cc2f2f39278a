import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { byColumns, type Column, type Table, type Tables } from './tables.js'

interface Field {
  name: string
  dbName?: string | null
  kind: string
  type: string
  isRequired: boolean
  isId: boolean
  isUnique: boolean
  default?: boolean | number | { name: string }
  relationFromFields?: string[]
  relationToFields?: string[]
  relationOnDelete?: string
}
interface Model {
  name: string
  dbName: string | null
  fields: Field[]
}
interface Models {
  models: Model[]
  indexes: { model: string; type: string; fields: { name: string }[] }[]
}

const TYPES: Record<string, Record<string, string>> = {
  sqlite: { Int: 'INTEGER', String: 'TEXT', Boolean: 'BOOLEAN', DateTime: 'DATETIME' },
  postgresql: { Int: 'integer', String: 'text', Boolean: 'boolean', DateTime: 'timestamp(3) without time zone' },
}

/** The tables that prisma/schema.prisma asks for. Prisma itself reads it, without its schema engine, which needs a download. */
export async function tablesOfModels(provider: 'sqlite' | 'postgresql', folder: string): Promise<Tables> {
  const { models, indexes } = await readModels(folder)
  const column = (model: Model, name: string): string => {
    const field = model.fields.find((candidate) => candidate.name === name)!
    return field.dbName ?? field.name
  }
  const tables: Tables = {}
  for (const model of models) {
    const scalars = model.fields.filter((field) => field.kind === 'scalar')
    const keys = (type: string) =>
      indexes
        .filter((index) => index.model === model.name && index.type === type)
        .map((index) => index.fields.map(({ name }) => column(model, name)))
    const table: Table = {
      columns: Object.fromEntries(scalars.map((field) => [field.dbName ?? field.name, columnOf(field, TYPES[provider]!)])),
      primaryKey: keys('id')[0] ?? [],
      uniques: keys('unique').sort(),
      indexes: keys('normal').sort(),
      foreignKeys: model.fields
        .filter((field) => field.relationFromFields?.length)
        .map((field) => {
          const target = models.find(({ name }) => name === field.type)!
          return {
            columns: field.relationFromFields!.map((name) => column(model, name)),
            table: target.dbName ?? target.name,
            references: field.relationToFields!.map((name) => column(target, name)),
            onDelete: field.relationOnDelete!.toUpperCase(),
          }
        })
        .sort(byColumns),
    }
    tables[model.dbName ?? model.name] = table
  }
  return tables
}

const DEFAULTS: Record<string, string> = { now: 'CURRENT_TIMESTAMP', autoincrement: 'autoincrement' }

function columnOf(field: Field, types: Record<string, string>): Column {
  const { default: value } = field
  return {
    type: types[field.type]!,
    nullable: !field.isRequired,
    default: value === undefined ? null : typeof value === 'object' ? DEFAULTS[value.name]! : String(value),
  }
}

async function readModels(folder: string): Promise<Models> {
  const root = packageRoot()
  const models = await readFile(join(root, 'prisma', 'schema.prisma'), 'utf8')
  const output = join(folder, 'models.json')
  const generator = `generator models {\n  provider = "node ${join(root, 'scripts', 'migration', 'modelsGenerator.mjs')}"\n  output = "${output}"\n}`
  const schema = join(folder, 'schema.prisma')
  await writeFile(schema, models.replace(/generator client \{[^}]*\}/, generator))
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js')
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--no-hints', '--schema', schema], { cwd: root, env })
  return JSON.parse(await readFile(output, 'utf8'))
}
