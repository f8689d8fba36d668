// Settings under fire: the example, and every way a person or a machine could have spoilt it.
import fc from 'fast-check'
import { afterAll, test } from 'vitest'
import { stringify } from 'yaml'
import {
  exampleYaml,
  loadSettings,
  readSettings,
  readSettingsFile,
  toJsonSchema,
} from '../../src/config/index.js'
import { ConfigError } from '../../src/errors.js'
import { environment, least } from '../config/settings.js'
import { nastyText, toJson, twistsOf } from './junk.js'
import { createTrial, longestMilliseconds } from './trial.js'

const trial = createTrial('The settings')
afterAll(() => trial.report())

/** What is wrong with how a text was taken: anything but settings, or a refusal in words that name no value. */
async function judge(given: string, read: () => unknown): Promise<unknown> {
  const said = await attempt(read)
  const isWrong = said.kind === 'broken' || said.text.includes('canary')
  return isWrong ? { given, ...said } : undefined
}

async function attempt(read: () => unknown): Promise<{ readonly kind: string; readonly text: string }> {
  try {
    await read()
    return { kind: 'read', text: '' }
  } catch (error) {
    if (error instanceof ConfigError && error.problems.length > 0)
      return { kind: 'refused', text: error.message }
    return { kind: 'broken', text: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

async function judgeAll<Case>(batch: readonly Case[], toJudgement: (one: Case) => Promise<unknown>) {
  const all = await Promise.all(batch.map(toJudgement))
  return all.filter((problem) => problem !== undefined)
}

const readFile = (text: string) => judge(text, () => readSettingsFile(text, environment))

const example = exampleYaml()

test(
  'a file whose text was damaged is read or refused in words',
  async () => {
    const piece = fc.oneof(
      nastyText,
      fc.constantFrom(
        ': ',
        '- ',
        '\n',
        '\t',
        '&a ',
        '*a',
        '!!js/function ',
        '<<: *a',
        '|',
        '>-',
        '{',
        ']',
        '"',
        '${',
        '#',
        '---\n',
      ),
    )
    const damage = fc.tuple(fc.nat(example.length), fc.constantFrom(0, 0, 1, 5, 80), piece)
    const text = fc
      .tuple(fc.constantFrom(example, least), fc.array(damage, { minLength: 1, maxLength: 3 }))
      .map(([whole, damages]) =>
        damages.reduce((rest, [at, cut, put]) => `${rest.slice(0, at)}${put}${rest.slice(at + cut)}`, whole),
      )
    await trial.batches(text, 25, (batch) => judgeAll(batch, readFile))
  },
  longestMilliseconds,
)

test(
  'a file whose values were spoilt is read or refused in words',
  async () => {
    const sound = readSettingsFile(example, environment)
    const text = fc
      .tuple(twistsOf(sound), fc.boolean())
      .map(([twist, isYaml]) => (isYaml ? toYaml(twist(sound)) : toJson(twist(sound))))
    await trial.batches(text, 25, (batch) => judgeAll(batch, readFile))
  },
  longestMilliseconds,
)

function toYaml(value: unknown): string {
  return stringify(value) ?? ''
}

test(
  'an environment of any kind is read or refused in words',
  async () => {
    const variables = [...JSON.stringify(toJsonSchema()).matchAll(/\b[A-Z][A-Z_]{3,}\b/g)].map(
      ([name]) => name,
    )
    const names = [
      ...new Set([...variables, ...Object.keys(environment), 'PORT', 'HOST', 'REPRIEVE_DATA', '__proto__']),
    ]
    const given = fc
      .array(
        fc.tuple(fc.constantFrom(...names), fc.oneof(nastyText, fc.constantFrom('canary', '0', 'T1', 'C1'))),
      )
      .map((pairs) => Object.fromEntries(pairs))
    const missing = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }))
    await trial.batches(given, 25, async (batch) => [
      ...(await judgeAll(batch, (one) =>
        judge(JSON.stringify(one), () => loadSettings({ environment: one, readFile: missing })),
      )),
      ...(await judgeAll(batch, (one) => judge(JSON.stringify(one), () => readSettings(one)))),
    ])
  },
  longestMilliseconds,
)
