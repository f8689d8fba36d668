// What a live organisation answered, to read before it is sent on.
import type { LiveReport, ProtocolCall } from '../domain/protocol.js'
import { toDeadLine } from './dead-text.js'

export function toLiveText({ cloud = '', transport = '', problems, calls }: LiveReport): string {
  const head = `Read once over ${transport} in the cloud ${cloud}. No value, name or address is in here, only kinds of values: read it, and send it to those who make Reprieve.`
  const missing = problems.map((problem) => `Could not be read: ${problem}`)
  return [head, ...missing, ...calls.map(toParagraph)].join('\n\n')
}

function toParagraph({
  call,
  answered,
  failures,
  warned,
  slowest,
  properties,
  absent,
}: ProtocolCall): string {
  const counts = answered.length === 0 ? 'no answer' : `${answered.join(', ')} objects`
  return [
    `${call}: ${counts}, at most ${slowest} ms`,
    ...(failures.length === 0 ? [] : [`  failed: ${failures.join(', ')}`]),
    ...(warned === 0 ? [] : [`  with a warning: ${warned}`]),
    ...Object.entries(properties).map(([name, kinds]) => `  ${name}: ${kinds.join(' or ')}`),
    ...(absent.length === 0 ? [] : [`  not there: ${absent.join(', ')}`]),
  ]
    .map(toDeadLine)
    .join('\n')
}
