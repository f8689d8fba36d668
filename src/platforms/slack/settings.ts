interface CommonSettings {
  readonly botToken: string
  /** The home workspace. Nobody of another one may do anything. */
  readonly teamId: string
  /** User groups that the access list gives a role to. With none, Slack is never asked about groups. */
  readonly accessGroups?: readonly string[]
  /** Where alerts go, for the doctor to look at. It may change while the bot runs. */
  readonly alertChannels?: readonly string[]
  /** Another Web API than Slack's own: the playground, GovSlack. Response URLs are believed only beside it. */
  readonly apiUrl?: string
}

interface HttpSettings extends CommonSettings {
  readonly mode?: 'http'
  readonly signingSecret: string
  /** Where Slack sends requests; `/slack/events` when left out. */
  readonly path?: string
}

/** For hosts that Slack cannot reach: we connect to Slack, and nothing is signed. */
interface SocketSettings extends CommonSettings {
  readonly mode: 'socket'
  /** App-level token with `connections:write`. */
  readonly appToken: string
}

export type SlackSettings = HttpSettings | SocketSettings

export const slackApiUrl = 'https://slack.com/api/'
