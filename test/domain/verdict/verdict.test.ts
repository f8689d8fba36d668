import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judge, verdictRules, verdictSchema } from '../../../src/domain/verdict/index.js'
import { account, createRestriction, createSenderEvidence, known } from '../rules/evidence.js'
import { toContext, toEvidence } from './adapter.js'
import { naiveJudges } from './naive.js'
import { storyFolder, toReport, variantFolder } from './report.js'
import {
  findForbidden,
  isComplete,
  isWhollyRight,
  judgeStory,
  listStepTexts,
  phrases,
  score,
  toOutcome,
  toPoints,
} from './scoring.js'
import { readStories, type Story, type StoryFacts } from './story.js'

const root = join(import.meta.dirname, '..', '..', '..')
const given = process.env.REPRIEVE_STORIES
const folders = [
  { name: 'the stories', folder: storyFolder },
  { name: 'the variants of them', folder: variantFolder },
  ...(given === undefined ? [] : [{ name: `the stories in ${given}`, folder: given }]),
]
const all = folders.flatMap(({ folder }) => readStories(folder))

describe.each(folders)('of $name', ({ folder }) => {
  const stories = readStories(folder)
  const scores = stories.map((story) => score(story))

  test('no takeover is read as bulk mail, a limit or nothing', () => {
    expect(
      scores.filter(({ outcome }) => outcome === 'cleared-takeover').map(({ story }) => story.id),
    ).toEqual([])
  })

  test('nobody is cleared or accused where the evidence does not decide', () => {
    const wrong = scores.filter(({ outcome }) => outcome === 'cleared-blindly' || outcome === 'accused')
    expect(wrong.map(({ story }) => story.id)).toEqual([])
  })

  test('at least four of five are right where the evidence is complete', () => {
    const complete = scores.filter(({ story }) => isComplete(story))
    const right = complete.filter(({ outcome }) => outcome === 'right')
    expect(right.length / complete.length).toBeGreaterThanOrEqual(0.8)
  })

  test('nothing is said that must not be said', () => {
    expect(scores.flatMap(({ story, forbidden }) => forbidden.map((said) => `${story.id}: ${said}`))).toEqual(
      [],
    )
  })

  test('nor is it said by the steps beside the verdict', () => {
    const said = stories.flatMap((story) =>
      findForbidden(story, listStepTexts(story)).map((one) => [story.id, one]),
    )
    expect(said).toEqual([])
  })

  test('every badge that has to be seen is seen', () => {
    expect(scores.filter(({ hasBadge }) => hasBadge === false).map(({ story }) => story.id)).toEqual([])
  })

  test('home and abroad swapped change neither the verdict nor the first reasons', () => {
    for (const story of stories) {
      const original = stories.find(({ id }) => id === story.mirrorOf)
      if (original === undefined) continue
      const [mirror, first] = [judgeStory(story), judgeStory(original)]
      expect([story.id, mirror.verdict, mirror.severity]).toEqual([story.id, first.verdict, first.severity])
      expect(mirror.reasons.map(({ key, weight }) => [key, weight])).toEqual(
        first.reasons.map(({ key, weight }) => [key, weight]),
      )
    }
  })
})

describe('a verdict', () => {
  test('is better than each judge that a person might think of first', () => {
    const stories = readStories(storyFolder)
    const sum = (toVerdict: (story: Story) => Parameters<typeof toOutcome>[1]) =>
      stories.reduce((total, story) => total + toPoints(toOutcome(story, toVerdict(story))), 0)
    const ours = sum((story) => judgeStory(story).verdict)
    for (const naive of Object.values(naiveJudges)) expect(ours).toBeGreaterThan(sum(naive))
  })

  test('clears nobody because a fact is missing or cannot be read', () => {
    const doubted = all.filter(({ expected: { verdict, alsoAccept = [] } }) =>
      [verdict, ...alsoAccept].every((one) => one === 'compromised' || one === 'unclear'),
    )
    const cleared = doubted
      .flatMap(listLess)
      .filter((less) => /^cleared/.test(toOutcome(less, judgeStory(less).verdict)))
    expect(cleared.map(({ title }) => title)).toEqual([])
  })

  test('of evidence from before there were habits in it is unclear, and says what was not looked at', () => {
    const evidence = createSenderEvidence({ account: known(account), signIns: known([]) })
    const { verdict, reasons } = judge(evidence, { restriction: createRestriction() })
    expect(verdict).toBe('unclear')
    expect(reasons.find(({ key }) => key === 'evidence-missing')?.words).toContain(
      'removed traces (not looked at)',
    )
  })

  test('can be stored and read again', () => {
    for (const story of all) {
      const verdict = judge(toEvidence(story), toContext(story))
      expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict)
    }
  })

  test('has for every reason a key that the phrases know, but for those that came later', () => {
    const later = ['risk', 'automatic-reply', 'door-opened', 'app-credential']
    const known = [...phrases.reasonKeys.map(({ key }) => key), ...later]
    const said = new Set(all.flatMap((story) => judgeStory(story).reasons.map(({ key }): string => key)))
    expect([...said].filter((key) => !known.includes(key))).toEqual([])
  })
})

describe('on a shared card', () => {
  const shorts = all.flatMap((story) =>
    judgeStory(story).reasons.map(({ short: { start, rest } }) => ({
      story,
      text: rest === '' ? start : `${start} ${rest}`,
    })),
  )

  test('a reason has at most 34 characters', () => {
    expect([...new Set(shorts.map(({ text }) => text))].filter((text) => text.length > 34)).toEqual([])
  })

  test('a reason names no address, no IP, no subject, no rule and no app', () => {
    const told = shorts.filter(
      ({ story, text }) =>
        /@|\d+\.\d+\.\d+\.\d+/.test(text) || listOutsideTexts(story).some((one) => text.includes(one)),
    )
    expect(told.map(({ story, text }) => `${story.id}: ${text}`)).toEqual([])
  })

  test('a place is another country or place where the settings say so', () => {
    const places = (story: Story) =>
      (story.known.signIns ?? []).map(({ place = '' }) => place.split(',')[0] ?? '')
    for (const story of all) {
      const { reasons } = judge(toEvidence(story), { ...toContext(story), places: 'another-country' })
      const text = reasons.map(({ short }) => `${short.start} ${short.rest}`).join('\n')
      expect(places(story).filter((place) => place.length > 2 && text.includes(place))).toEqual([])
    }
  })
})

const fine = all.filter((story) => isWhollyRight(score(story)))

test.each(verdictRules)('the rule %s is needed: without it a story is no longer right', (rule) => {
  expect(fine.some((story) => !isWhollyRight(score(story, rule)))).toBe(true)
})

test('docs/verdict.md tells what is measured', () => {
  const page = readFileSync(join(root, 'docs', 'verdict.md'), 'utf8')
  const measured = /<!-- measured -->\n([\s\S]*?)\n<!-- \/measured -->/.exec(page)?.[1]
  expect(measured?.trim()).toBe(toReport())
})

/** Short ones such as "a" are in every text. */
function listOutsideTexts({ known }: Story): readonly string[] {
  return [
    ...(known.subjectsSample ?? []),
    ...(known.rules ?? []).map(({ name = '' }) => name),
    ...(known.grants ?? []).map(({ app = '' }) => app),
  ].filter((text) => text.length > 5)
}

/** The story with each of its facts missing, and not readable. */
function listLess(story: Story): readonly Story[] {
  return Object.keys(story.known).flatMap((name) => {
    const known: StoryFacts = Object.fromEntries(Object.entries(story.known).filter(([one]) => one !== name))
    const title = `${story.id} without ${name}`
    return [
      { ...story, title, known },
      { ...story, title, known, unknown: { ...story.unknown, [name]: 'The service did not answer.' } },
    ]
  })
}
