// `npm run takeovers` prints what is found and what is not, `npm run takeovers -- <folder>` the same of other stories,
// `npm run takeovers -- <folder> <id>` everything that a person sees of one.
import { listFaults, listToRead, scoreAll, takeoverFolder, toPointsText, toTable } from './report.js'

const [folder = process.env.REPRIEVE_TAKEOVERS ?? takeoverFolder, id] = process.argv.slice(2)
const scores = await scoreAll(folder)
if (id === undefined)
  console.log(
    [
      toTable(scores),
      '',
      toPointsText(scores),
      '',
      ...listFaults(scores),
      '',
      'To be read by a person:',
      ...listToRead(scores),
    ].join('\n'),
  )
for (const { story, outcome, seen } of scores.filter(
  (one) => id !== undefined && one.story.id.startsWith(id),
))
  console.log(
    [
      `${story.id}: ${outcome}, ${seen.verdict.verdict}`,
      ...seen.texts.map(({ areas, says, text }) => `  ${says.padEnd(8)} [${areas.join(', ')}] ${text}`),
    ].join('\n'),
  )
