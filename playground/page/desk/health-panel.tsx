import type { DeskHealthSight } from '../../sight.js'

const words: Readonly<Record<DeskHealthSight['status'], string>> = {
  ok: 'Everything works.',
  'needs-a-look': 'Something needs a look.',
  silent: 'The bot does not answer.',
}

export function HealthPanel({ health }: { readonly health: DeskHealthSight }) {
  return (
    <>
      <p className="desk-health" data-ok={health.status === 'ok'} role="status">
        {words[health.status]}
      </p>
      <p className="desk-note">
        What <code>/healthz</code> and <code>/readyz</code> tell a monitor. People ask{' '}
        <code>/restricted status</code> for the details.
      </p>
      <ul className="desk-checks">
        {health.checks.map(({ ok, name, detail }) => (
          <li key={name} data-ok={ok}>
            <strong>{name}</strong>
            <em>{ok ? 'works' : 'needs a look'}</em>
            <span>{detail}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
