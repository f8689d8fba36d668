/** A file to start from; a test loads it. */
export function exampleYaml(): string {
  return example
}

const example = `# Reprieve's settings. Values may come from the environment as \${NAME}; secrets have to.

server:
  host: 127.0.0.1 # a reverse proxy with TLS stands in front
  port: 3978

dataFolder: /var/lib/reprieve
# store: # for several processes: PostgreSQL instead of the folder, see docs/postgresql.md
#   url: \${DATABASE_URL}
retentionDays: 90 # then evidence and notes are erased; who did what stays

slack:
  signingSecret: \${SLACK_SIGNING_SECRET}
  botToken: \${SLACK_BOT_TOKEN}
  teamId: T0123456789

teams:
  appId: 11111111-2222-4333-8444-555555555555
  appType: SingleTenant
  tenantId: 66666666-7777-4888-8999-aaaaaaaaaaaa
  appPassword: \${MicrosoftAppPassword}

tenants:
  - id: contoso # never changed: saved incidents belong to it
    name: Contoso
    backend:
      kind: exchange # or sandbox, to try it out
      tenantId: 8c3dad1d-b6bc-4f8b-939b-8263372eced6
      organization: contoso.onmicrosoft.com
      appId: 99999999-8888-4777-a666-555555555555
      certificate: \${EXCHANGE_CERTIFICATE} # certificate and private key as PEM
      transport: rest # or powershell
    pollSeconds: 60
    channels:
      - slack: C0123456789 # hears of everything
      - teams: installed # the channel the app was added to
        kinds: [sender, connector]
        severities: [high] # a sending limit is medium

# Who may do what. Nobody else may do anything; nobody unblocks their own mailbox.
access:
  - slack: U0123456789
    role: approver
    addresses: [maya@contoso.com] # all of them, and her account, tell that a mailbox is not hers
    entraId: cccccccc-dddd-4eee-8fff-aaaaaaaaaaaa
    name: Maya Lindqvist # on cards and in the journal; decides nothing
  - entra: bbbbbbbb-cccc-4ddd-8eee-ffffffffffff
    role: approver
  - slackGroup: S0123456789
    role: operator
  - entraGroup: 12345678-9abc-4def-8012-3456789abcde
    role: viewer
`
