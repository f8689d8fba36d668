import { listFaults, toFamilyTable, toJudgeTable, toReport } from './report.js'
import { readStories } from './story.js'

const folder = process.argv[2] ?? process.env.REPRIEVE_STORIES
if (folder === undefined) console.log(toReport())
else {
  const stories = readStories(folder)
  console.log([toFamilyTable(stories), '', toJudgeTable(stories), '', ...listFaults(stories)].join('\n'))
}
