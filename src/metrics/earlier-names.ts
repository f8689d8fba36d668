// What a series was called until 0.1, told beside it for one release: dashboards and alerts ask for it.
const earlierNames: Readonly<Record<string, string>> = {
  reprieve_poll_duration_seconds: 'reprieve_look_duration_seconds',
  reprieve_last_good_poll_timestamp_seconds: 'reprieve_last_good_look_timestamp_seconds',
  reprieve_poll_interval_seconds: 'reprieve_look_interval_seconds',
}

const renamed = new RegExp(`\\b(${Object.keys(earlierNames).join('|')})`, 'g')

/** @param text as Prometheus reads it. */
export function withEarlierNames(text: string): string {
  const lines = text.split('\n').filter((line) => line.search(renamed) >= 0)
  if (lines.length === 0) return text
  const told = lines.map((line) => line.replace(renamed, (name) => earlierNames[name] ?? name))
  return `${text.trimEnd()}\n${told.join('\n')}\n`
}
