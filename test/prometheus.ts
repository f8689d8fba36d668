// Reads what Prometheus is told.

/** Values by series as it is written: `reprieve_incidents{status="open"}`. @throws Error at a line that is none. */
export function parseExposition(text: string): ReadonlyMap<string, number> {
  const series = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const found = /^([a-z_:][\w:]*(?:\{.*\})?) (\S+)$/i.exec(line)
      if (found === null) throw new Error(`not a series: ${line}`)
      const [, name = '', value] = found
      return [name, Number(value)] as const
    })
  return new Map(series)
}

/** The names that rules and panels may ask for: a histogram is asked by its buckets, its sum and its count. */
export function listSeriesNames(text: string): ReadonlySet<string> {
  return new Set([...parseExposition(text).keys()].map((series) => series.replace(/\{.*$/, '')))
}
