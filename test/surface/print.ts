// `npm run surface`: writes the tables and docs/surface.json anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fillTable, tables, toSurfaceJson } from './tables.js'

const toPath = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

for (const table of tables) {
  const path = toPath(table.page)
  writeFileSync(path, fillTable(readFileSync(path, 'utf8'), table))
}
writeFileSync(toPath('docs/surface.json'), toSurfaceJson())
