// What has to go with the program: the licences of all packages that run, and a list of them for machines.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = process.argv[2] ?? 'dist'
mkdirSync(folder, { recursive: true })

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const running = Object.entries(lock.packages)
  .filter(
    ([path, { dev, devOptional, link }]) => path !== '' && !dev && !devOptional && !link && existsSync(path),
  )
  .sort(([one], [other]) => (one < other ? -1 : 1))

const nameless = []
const notices = running.map(([path, { version, license }]) => {
  const own = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'))
  const said = license ?? own.license ?? own.licenses?.map(({ type }) => type).join(' OR ')
  const words = readdirSync(path)
    .filter((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name) && !/\.[jt]s$/.test(name))
    .map((name) => readFileSync(`${path}/${name}`, 'utf8').trim())
  if (!said && words.length === 0) nameless.push(own.name)
  return [`${own.name} ${version} (${said ?? 'as its licence says'})`, ...words].join('\n\n')
})
if (nameless.length > 0) {
  process.stderr.write(`No licence is named by: ${nameless.join(', ')}\n`)
  process.exit(1)
}
const line = `\n\n${'-'.repeat(72)}\n\n`
const head = 'Reprieve is made with these packages.'
writeFileSync(`${folder}/THIRD-PARTY-NOTICES.txt`, `${[head, ...notices].join(line)}\n`)

// Of all, since `--omit=dev` also leaves out what a package for development would take if it is there (npm 10: yaml).
const sbom = JSON.parse(
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }),
)
const names = new Set(
  running.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
)
const refs = new Set(
  sbom.components
    .filter((one) => names.has(decodeURIComponent(one.purl).replace(/^pkg:npm\//, '')))
    .map((one) => one['bom-ref']),
)
const own = sbom.metadata.component['bom-ref']
const runs = {
  ...sbom,
  components: sbom.components.filter((one) => refs.has(one['bom-ref'])),
  dependencies: sbom.dependencies
    .filter(({ ref }) => ref === own || refs.has(ref))
    .map((one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter((ref) => refs.has(ref)) })),
}
writeFileSync(`${folder}/sbom.cdx.json`, `${JSON.stringify(runs, null, 2)}\n`)
