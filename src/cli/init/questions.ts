// Everything that is asked before Reprieve can run, once: as questions, as options and as members of a file of answers.

export const stepNames = ['place', 'slack', 'teams', 'exchange', 'people'] as const
export type StepName = (typeof stepNames)[number]

export interface QuestionRow {
  /** What is asked, without a question mark. */
  readonly text: string
  /** Where to find it, shown before the question. */
  readonly help?: string
  /** Never an option: others could see it among the processes. From the file of answers, or this variable. */
  readonly secret?: string
  readonly choices?: readonly string[]
}

const yesOrNo = ['yes', 'no'] as const

const questions = {
  name: { text: 'Name of your organisation' },
  host: {
    text: 'Public address that leads here, such as https://reprieve.example.com, or none',
    help: 'Teams needs one; Slack does without ("none"): then Reprieve calls Slack (Socket Mode).',
  },
  'data-folder': { text: 'Folder for everything that is kept' },
  slack: { text: 'Connect Slack', choices: yesOrNo },
  'slack-signing-secret': {
    text: 'Signing secret',
    help: 'Basic Information > App Credentials.',
    secret: 'SLACK_SIGNING_SECRET',
  },
  'slack-app-token': {
    text: 'App-level token (xapp-…)',
    help: 'Basic Information > App-Level Tokens > Generate, with connections:write.',
    secret: 'SLACK_APP_TOKEN',
  },
  'slack-bot-token': {
    text: 'Bot token (xoxb-…)',
    help: 'Install App > Install to Workspace > Allow; then Bot User OAuth Token.',
    secret: 'SLACK_BOT_TOKEN',
  },
  'slack-team': {
    text: 'Id of the workspace (T…)',
    help: 'In the address when Slack is open in a browser: app.slack.com/client/T….',
  },
  'slack-channel': {
    text: 'Id of the channel that gets the alerts (C…)',
    help: 'At the bottom of the channel’s details. Invite the bot there first: /invite @reprieve',
  },
  teams: { text: 'Connect Teams', choices: yesOrNo },
  'teams-app-id': {
    text: 'Microsoft App ID of the bot',
    help: 'portal.azure.com > Create a resource > Azure Bot (Single Tenant, F0), then its Configuration.',
  },
  'teams-tenant': { text: 'Home tenant of the bot: a domain, or the App Tenant ID' },
  'teams-sign-in': {
    text: 'How the bot signs in',
    choices: ['secret', 'managed-identity'],
  },
  'teams-app-password': {
    text: 'Client secret of the bot',
    help: 'Configuration > Manage Password > New client secret; its value, not its id.',
    secret: 'MicrosoftAppPassword',
  },
  'teams-channel': {
    text: 'Channel that gets the alerts: its id, or "installed" for the one the app is added to',
  },
  exchange: {
    text: 'Connect Exchange Online now ("no" leaves an invented organisation to try things out)',
    choices: yesOrNo,
  },
  'tenant-id': { text: 'Short name of it for Reprieve, never changed' },
  organization: {
    text: 'Its .onmicrosoft.com domain',
    help: 'admin.microsoft.com > Settings > Domains.',
  },
  cloud: { text: 'Its Microsoft cloud', choices: ['worldwide', 'gcc-high', 'dod', 'china'] },
  directory: { text: 'Its directory (tenant) id' },
  'exchange-app-id': {
    text: 'Application (client) id of the app registration',
    help: 'entra.microsoft.com > App registrations > New registration, then its Overview.',
  },
  'exchange-sign-in': {
    text: 'How the app signs in (Microsoft advises the certificate)',
    choices: ['certificate', 'secret'],
  },
  certificate: {
    text: 'File with the certificate (PEM)',
    help: 'To make one: openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=reprieve -keyout reprieve.key -out reprieve.crt',
  },
  'certificate-key': { text: 'File with its private key (PEM)' },
  'exchange-client-secret': {
    text: 'Client secret of the app',
    help: 'Certificates & secrets > New client secret; its value, not its id.',
    secret: 'EXCHANGE_CLIENT_SECRET',
  },
  mode: {
    text: 'May Reprieve change anything there',
    help: 'act: it unblocks and takes accounts back, after a Yes of an approver. watch: it tells and explains, nothing is changed, and read roles are enough.',
    choices: ['act', 'watch'],
  },
  address: {
    text: 'Your own mail address',
    help: 'You become an approver. Nobody unblocks their own mailbox: by the address yours is known.',
  },
  'slack-member': {
    text: 'Your Slack member id (U…)',
    help: 'Your picture > Profile > ⋮ > Copy member ID.',
  },
  'entra-object': {
    text: 'Your object id in Entra, or none',
    help: 'entra.microsoft.com > Users > your account > Overview > Object ID.',
  },
  console: { text: 'Approver on the command line of this machine too', choices: yesOrNo },
} as const satisfies Readonly<Record<string, QuestionRow>>

export type QuestionId = keyof typeof questions

const rows: Readonly<Record<QuestionId, QuestionRow>> = questions
const isQuestion = (id: string): id is QuestionId => Object.hasOwn(questions, id)

export const questionIds: readonly QuestionId[] = Object.keys(questions).filter(isQuestion)

export function getQuestion(id: QuestionId): QuestionRow {
  return rows[id]
}

export function findQuestion(id: string): QuestionId | undefined {
  return isQuestion(id) ? id : undefined
}

/** About an organisation in Exchange Online, of those above. */
export const exchangeQuestions = [
  'organization',
  'directory',
  'exchange-app-id',
  'exchange-sign-in',
  'certificate',
  'certificate-key',
  'exchange-client-secret',
] as const satisfies readonly QuestionId[]
