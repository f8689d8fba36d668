// The few settings that the command line needs to reach a bot or to read what it left. No secret is among them, so
// whoever has none can use it: what is not needed is not even looked at.
import { z } from 'zod'
import { ConfigError } from '../errors.js'
import { cloudSchema } from './backends.js'
import { listReferences, withCredentialFiles } from './credential-files.js'
import { readEnvironment } from './environment.js'
import { toProblems } from './problem.js'
import { readText, readWritten, type Source, toError } from './read.js'
import { resolveReferences } from './references.js'
import { toRows } from './rows.js'
import { settingsSchema } from './schema.js'
import { gather, noFiles, type Placed } from './tenants/gather.js'
import { isSection } from './tenants/merge.js'
import { type Origins, toTexts } from './tenants/places.js'
import { readYaml } from './yaml.js'

const { dataFolder, store, storeId, access, tenants } = settingsSchema.shape
const folderSchema = z.strictObject({ dataFolder })
const placeSchema = z.strictObject({ dataFolder, store })
const storeOnlySchema = z.strictObject({ store })
const consoleSchema = z.strictObject({
  dataFolder,
  store,
  storeId,
  access,
  tenants: z.array(
    tenants.element
      .pick({ id: true, name: true, pollSeconds: true })
      .extend({ backend: z.strictObject({ cloud: cloudSchema }).prefault({}) }),
  ),
})

export type ConsoleSettings = z.output<typeof consoleSchema>

const tenantListSchema = z.strictObject({
  tenants: z.array(
    tenants.element.pick({ id: true, name: true, mode: true, pollSeconds: true }).extend({
      backend: z.strictObject({
        kind: z.string(),
        cloud: cloudSchema,
        tenantId: z.string().optional(),
        organization: z.string().optional(),
        appId: z.string().optional(),
      }),
      channels: z.array(z.strictObject({ slack: z.string().optional(), teams: z.string().optional() })),
    }),
  ),
})

export type ListedTenant = z.output<typeof tenantListSchema>['tenants'][number]

/** What can be said of the tenants without any of their secrets. @throws ConfigError when the settings do not tell. */
export async function loadTenantList(source: Source): Promise<readonly ListedTenant[]> {
  return (await load(source, tenantListSchema)).tenants
}

/** @throws ConfigError when the settings do not tell. */
export async function loadDataFolder(source: Source): Promise<string> {
  return (await load(source, folderSchema)).dataFolder
}

/** Where everything is kept. A database's address is the one secret that this takes. */
export type StorePlace = z.output<typeof placeSchema>

/** @throws ConfigError when the settings do not tell. */
export function loadStorePlace(source: Source): Promise<StorePlace> {
  return load(source, placeSchema)
}

/** @throws ConfigError with every problem of these few. */
export function loadConsoleSettings(source: Source): Promise<ConsoleSettings> {
  return load(source, consoleSchema)
}

async function load<Schema extends z.ZodObject>(source: Source, schema: Schema): Promise<z.output<Schema>> {
  const rows = toRows()
  const text = await readText(source)
  const environment = await withStoreFile(source, text, schema)
  if (text === undefined) {
    const read = readEnvironment(environment, rows)
    return check({ value: choose(read.value, schema), problems: [] }, schema, (problems) =>
      toError(problems.map((problem) => ({ ...problem, path: read.toLabel(problem.path) }))),
    )
  }
  const origins = await readSome(text, source, schema)
  const { yaml, gathered } = origins
  const refuse: Refuse = (problems) => new ConfigError(toTexts(problems, origins))
  if (!yaml.isSound) throw refuse(yaml.problems)
  if (gathered.problems.length > 0) throw refuse(gathered.problems)
  return check(resolveReferences(choose(gathered.value, schema), { environment, rows }), schema, refuse)
}

/** With the files of tenants only where tenants are asked for. */
async function readSome(text: string, source: Source, schema: z.ZodObject): Promise<Origins> {
  if (Object.hasOwn(schema.shape, 'tenants')) return readWritten(text, source)
  const yaml = readYaml(text)
  if (!isSection(yaml.value)) return { yaml, gathered: gather(yaml, noFiles), mark: '' }
  const { tenants: _, defaults: __, ...value } = yaml.value
  return { yaml, gathered: { value, tenants: [], defaults: {}, problems: [] }, mark: '' }
}

/** The address of a database may stand in a file of its own; no other secret is looked at. */
async function withStoreFile(
  { environment, readFile }: Source,
  text: string | undefined,
  schema: z.ZodObject,
) {
  if (!Object.hasOwn(schema.shape, 'store')) return environment
  const yaml = text === undefined ? undefined : readYaml(text)
  const written = yaml?.isSound === true ? JSON.stringify(choose(yaml.value, storeOnlySchema)) : ''
  const names = text === undefined ? ['DATABASE_URL'] : listReferences(written)
  return withCredentialFiles(environment, { names, readFile })
}

type Refuse = (problems: readonly Placed[]) => ConfigError

function check<Schema extends z.ZodObject>(
  { value, problems }: ReturnType<typeof resolveReferences>,
  schema: Schema,
  refuse: Refuse,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success && problems.length === 0) return parsed.data
  const said = new Set(problems.map(({ path }) => path))
  const found = (parsed.error?.issues ?? []).flatMap((issue) => toProblems(issue, value, toRows()))
  throw refuse([...problems, ...found.filter(({ path }) => !said.has(path))])
}

/** What is no setting at all stays, to be complained about: it may be a misspelt `dataFolder`. */
function choose(value: unknown, schema: z.ZodObject): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const strange = Object.keys(value).filter((name) => !Object.hasOwn(settingsSchema.shape, name))
  return {
    ...Object.fromEntries(strange.map((name) => [name, null])),
    ...Object.fromEntries(Object.entries(pick(value, schema) ?? {})),
  }
}

/** The members that the schema has, at every depth: anything else may need what is not there. */
function pick(value: unknown, schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return pick(value, schema.def.innerType)
  if (schema instanceof z.ZodArray)
    return Array.isArray(value) ? value.map((item) => pick(item, schema.def.element)) : value
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null || Array.isArray(value))
    return value
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.def.shape
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
      const known = Object.hasOwn(shape, name) ? shape[name] : undefined
      return known === undefined ? [] : [[name, pick(member, known)]]
    }),
  )
}
